"""What a file is shows in its content; what cannot be a transcript is refused with a word on what to do."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.transcripts.sources import source_of

ODT = b"application/vnd.oasis.opendocument.text"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(words: str) -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(file)
    return file.getvalue()


def open_text(words: str, blocks: str = "") -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document-content xmlns:o="{urn}:office:1.0" xmlns:t="{urn}:text:1.0"><o:body><o:text>'
        f"<t:p>{words}</t:p>{blocks}</o:text></o:body></o:document-content>"
    )
    return zipped({"mimetype": ODT, "content.xml": content.encode()})


WORDS = "P07: hello"
KINDS = {
    "docx": word(WORDS),
    "odt": open_text(WORDS),
    "rtf": b"{\\rtf1\\ansi P07: hello\\par}",
    "txt": b"P07: hello\n",
    "json": b'{"segments": [{"text": "P07: hello"}]}',
}


def said(tmp_path: Path, data: bytes, name: str = "P01_any.docx") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    began = time.process_time()
    with pytest.raises(InputError) as refusal:
        source_of(path)
    assert time.process_time() - began < 5  # a generous guard: nothing hostile is worked through
    sentence = str(refusal.value)
    assert sentence.startswith(str(path))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence.removeprefix(str(path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["P01.docx", "P01.txt", "P01"])
def test_the_kind_is_found_from_the_content_not_the_name(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(KINDS[kind])
    source = source_of(path)
    assert source.kind == kind
    assert WORDS in source.text
    assert source.problems == ()
    assert source.furniture == ()


def test_json_is_given_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf [\n {"text": "\\u00e9"}]\n')
    assert source_of(path).text == ' [\n {"text": "\\u00e9"}]\n'
    assert source_of(path).kind == "json"


@pytest.mark.parametrize("text", ["[inaudible 00:12:31] P07: hello", "{P07}: hello", "[" * 100_000, '{"segments": ['])
def test_text_that_only_starts_like_json_is_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert source_of(path).kind == "txt"


@pytest.mark.parametrize("text", ["ID3: hello", "BM: hello", "GIF: no", "RIFF: yes", "PK: hello", "MM: what? II: well"])
def test_a_speaker_whose_label_looks_like_another_format_is_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert source_of(path).text == text


def workbook() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


REFUSED = {
    "is empty": [b""],
    "this is a PDF": [b"%PDF-1.7\nP07: hello\n", b"\n%PDF-1.4"],
    "this is a picture": [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0", b"RIFF\0\0\0\0WEBP",
                          b"\0\0\0\x18ftypheic"],
    "this is a recording, not a transcript": [
        b"ID3\x04\0\0", b"\xff\xfb\x90\x44", b"RIFF\x24\0\0\0WAVEfmt ", b"\0\0\0\x20ftypM4A ", b"\0\0\0\x18ftypmp42",
        b"OggS\0\x02", b"\x1a\x45\xdf\xa3", b"fLaC\0",
    ],
    "save it as .docx without": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)],
    "this is an Excel workbook": [workbook()],
    "this is a PowerPoint presentation": [zipped({"[Content_Types].xml": b"<Types/>", "ppt/x.xml": b"<a/>"})],
    "this is an archive": [zipped({"P07.txt": b"P07: hello"}), b"PK\x05\x06" + bytes(18), b"7z\xbc\xaf\x27\x1c",
                           b"\x1f\x8b\x08"],
    "this is a web page": [b"<!DOCTYPE html><p>P07: hello", b"\xef\xbb\xbf<html>"],
    "it holds null bytes": [b"P07: hel\0lo", b"\xff\xfe\0\0P\0\0\0"],
    "UTF-16": [b"\xff\xfeP\0\x20", b"\xfe\xff\xd8\x00"],
    "holds no text": [b"\xef\xbb\xbf\r\n \r\n", word(" "), open_text(" "), b"{\\rtf1 \\par}"],
    "damaged": [KINDS["docx"][:500], KINDS["docx"][:4], zipped({"word/document.xml": b"<w:document"})],
}  # fmt: skip


@pytest.mark.parametrize(("reason", "data"), [(why, data) for why, files in REFUSED.items() for data in files])
def test_what_is_no_transcript_is_refused_with_the_reason(tmp_path: Path, reason: str, data: bytes) -> None:
    assert reason in said(tmp_path, data)


def test_a_locked_opendocument_says_to_take_the_password_off(tmp_path: Path) -> None:
    members = {
        "mimetype": ODT,
        "META-INF/manifest.xml": b"<m><manifest:encryption-data xmlns:manifest='x'/></m>",
        "content.xml": b"\x8a\x01\x02",
    }
    assert "locked with a password" in said(tmp_path, zipped(members))


def test_a_recording_too_large_to_read_is_still_called_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "P07.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(1_000_000_000)
    with pytest.raises(InputError, match="this is a recording"):
        source_of(path)


@pytest.mark.parametrize(
    ("size", "start"), [(200_000_000, b"P07: "), (1_000_000_000, b""), (70_000_000, b"PK\x03\x04")]
)
def test_a_file_too_large_is_refused_unread(tmp_path: Path, size: int, start: bytes) -> None:
    path = tmp_path / "P07.txt"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    with pytest.raises(InputError, match=f"is {size // 1_000_000:,} MB, and files of this kind are read up to"):
        source_of(path)


LAUGHS = b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
HOSTILE = {
    "docx bomb": zipped({"word/document.xml": b" " * 150_000_000}),
    "odt bomb": zipped({"mimetype": ODT, "content.xml": b" " * 150_000_000}),
    "docx entities": zipped({"word/document.xml": LAUGHS + b"<a>&b;</a>"}),
    "docx styles": zipped({
        "word/document.xml": f'<w:document xmlns:w="{W}"/>'.encode(),
        "word/_rels/document.xml.rels": b"<R><r Type='x/styles' Target='styles.xml'/></R>",
        "word/styles.xml": LAUGHS + b"<a/>",
    }),
    "odt entities": zipped({"mimetype": ODT, "content.xml": LAUGHS + b"<a>&b;</a>"}),
    "flat odt entities": b"<?xml version='1.0'?>" + LAUGHS + b"<office:document mimetype='x.opendocument.text'/>",
    "path": zipped({"word/document.xml": b"<a/>", "../evil": b"x"}),
    "rtf groups": b"{\\rtf1 " + b"{" * 2_000_000,
    "rtf notes": b"{\\rtf1 " + b"{\\footnote x" * 300_000,
    "json": b"[" + b"[]," * 3_000_000 + b"[]]",
    "repeated cells": open_text(
        "x",
        '<x:table-row xmlns:x="x" x:number-rows-repeated="999999999">'
        '<x:table-cell x:number-columns-repeated="99999"/></x:table-row>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_harm_is_refused_in_seconds(tmp_path: Path, name: str) -> None:
    said(tmp_path, HOSTILE[name])


def test_a_project_of_another_program_is_refused_with_the_command_that_reads_it(tmp_path: Path) -> None:
    assert "`lmep-consult import FILE`" in said(tmp_path, zipped({"project.qde": b"<Project/>"}), "study.qdpx")
