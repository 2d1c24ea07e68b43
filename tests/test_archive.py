"""Hostile and broken files: each refused in one sentence, before it can take time or memory."""

from __future__ import annotations

import io
import os
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lmep_consult.archive import first_sheet, open_archive, parse_xml, read_bytes
from lmep_consult.errors import InputError

SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def bomb(path: Path, declared: int, zeros: int, members: dict[str, bytes] | None = None, name: str = "a.xml") -> Path:
    """An archive with one more member: `zeros` null bytes, packed; `declared` is the size it gives."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1_000_000)
    packed = b"".join(packer.compress(block) for _ in range(zeros // len(block))) + packer.flush()
    checksum = zlib.crc32(bytes(declared)) if declared < 2**24 else 0
    encoded = name.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for other, data in (members or {}).items():
            archive.writestr(other, data)
        archive.writestr("hole", b"")  # the last entry, whose place in both records the bomb's own takes
    data = file.getvalue()
    start = data.rindex(b"PK\x03\x04")
    size_of_end = 22
    directory = struct.unpack("<I", data[-6:-2])[0]
    kept = data[directory : data.rindex(b"PK\x01\x02")]
    sizes = (8, 0, 0x21, checksum, len(packed), declared, len(encoded))
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, *sizes, 0) + encoded + packed
    central = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, *sizes, 0, 0, 0, 0, 0, start) + encoded
    count = len(members or {}) + 1
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(kept + central), start + len(local), 0)
    assert len(end) == size_of_end
    path.write_bytes(data[:start] + local + kept + central + end)
    return path


def workbook_parts(rows: list[list[object]] | None = None) -> dict[str, bytes]:
    workbook, file = Workbook(), io.BytesIO()
    for row in rows or [["id"], ["P01"]]:
        workbook.active.append(row)
    workbook.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(path: Path, rows: bytes, before: bytes = b"") -> Path:
    sheet = before + f'<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"
    return zipped(path, workbook_parts() | {SHEET: sheet})


def said(path: Path, read: Callable[[Path], object]) -> str:
    """What the refusal says of the file: one sentence that begins with its path."""
    with pytest.raises(InputError) as refusal:
        read(path)
    sentence = str(refusal.value)
    assert sentence.startswith(str(path))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ". " not in sentence.removeprefix(str(path))
    return sentence.removeprefix(str(path))


def as_archive(path: Path) -> object:
    return open_archive(path, "a Word document")


def all_parts(path: Path) -> list[bytes]:
    archive = open_archive(path, "a Word document")
    return [archive.part(name) for name in archive.names]


@contextmanager
def within(seconds: float = 5, megabytes: int = 150) -> Iterator[None]:
    """Generous guards: what is refused takes neither time nor memory."""
    tracemalloc.start()
    began = time.process_time()
    try:
        yield
        assert time.process_time() - began < seconds
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()


# --- files -----------------------------------------------------------------------------------------------


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert "No such file" in said(tmp_path / "missing.docx", read_bytes)
    assert "it is a folder" in said(tmp_path, read_bytes)
    assert "cannot be opened" in said(tmp_path / "null\0byte", read_bytes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "not an ordinary file" in said(path, read_bytes)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with within(megabytes=1):
        assert "is 1,000 MB" in said(path, read_bytes)
        assert "up to 64 MB" in said(path, as_archive)


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(InputError):
        read_bytes(path, 4)


# --- archives --------------------------------------------------------------------------------------------


def test_members_are_read_back(tmp_path: Path) -> None:
    archive = open_archive(zipped(tmp_path / "a.docx", {"a.xml": b"<a>x</a>", "b": b"\0\1"}), "a Word document")
    assert archive.names == ["a.xml", "b"]
    assert "b" in archive
    assert "c" not in archive
    assert archive.part("b") == b"\0\1"
    assert archive.xml("a.xml").text == "x"


@pytest.mark.parametrize("data", [b"", b"P07: hello", b"PK\x03\x04", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert said(path, as_archive) == ": not a Word document, or damaged; save it again."


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.xml", "/etc/passwd", "C:/x.xml", "..\\evil.xml", "\\\\host\\x", "a/.."]
)
def test_a_member_outside_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert "outside the archive" in said(zipped(tmp_path / "a.docx", {"fine.xml": b"<a/>", name: b"<a/>"}), as_archive)


@pytest.mark.parametrize("name", ["word/..rels", "a..b.xml", "word/.../x.xml", "_rels/.rels"])
def test_dots_within_a_name_are_no_harm(tmp_path: Path, name: str) -> None:
    assert open_archive(zipped(tmp_path / "a.docx", {name: b"x"}), "a Word document").part(name) == b"x"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    """Word may show the first and another program the second."""
    path = zipped(tmp_path / "a.docx", {"word/document.xml": b"<a/>"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", b"<b/>")
    assert "two files of one name" in said(path, as_archive)


def test_an_archive_that_says_it_unpacks_to_ten_gigabytes_is_refused(tmp_path: Path) -> None:
    members = {f"{at}.xml": bytes(1_000_000) for at in range(201)}
    with within(megabytes=20):
        path = zipped(tmp_path / "a.docx", members)
        assert "is 201 MB unpacked" in said(path, as_archive)
    with within(megabytes=20):
        assert "is 4,000 MB unpacked" in said(bomb(tmp_path / "b.docx", 4_000_000_000, 50_000_000), as_archive)


def test_members_that_share_their_bytes_are_refused_by_what_they_come_to(tmp_path: Path) -> None:
    """As in a bomb of overlapping members: one packed stretch, named by every entry of the directory."""
    path = bomb(tmp_path / "a.docx", 5_000_000, 5_000_000)
    data = path.read_bytes()
    directory, entries = data.index(b"PK\x01\x02"), 60
    entry = data[directory:-22]
    central = b"".join(entry[:-5] + f"{at:05}".encode() for at in range(entries))
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, entries, entries, len(central), directory, 0)
    path.write_bytes(data[:directory] + central + end)
    with within(megabytes=20):
        assert "is 300 MB unpacked" in said(path, as_archive)


def test_a_member_never_unpacks_beyond_the_size_it_gives(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.docx", declared=1000, zeros=500_000_000)
    with within(megabytes=20):
        assert all_parts(path) == [bytes(1000)]


def test_a_member_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"a.xml": bytes(33_000_000)})
    assert "'a.xml' in it is 33 MB unpacked" in said(path, all_parts)


def test_a_zip_of_very_many_members_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {str(at): b"" for at in range(10_001)}, zipfile.ZIP_STORED)
    assert "holds 10,001 files" in said(path, as_archive)


def test_a_locked_archive_says_to_take_the_password_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"a.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is locked with a password; save it without one." in said(path, as_archive)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_unpacked_in_bounds_are_refused(tmp_path: Path, packing: int) -> None:
    assert "packed in a way" in said(zipped(tmp_path / "a.docx", {"a.xml": b"<a/>"}, packing), as_archive)


def test_a_missing_and_a_damaged_member_are_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"a.xml": b"<a/>" * 100}, zipfile.ZIP_STORED)
    assert "holds no 'b.xml'" in said(path, lambda p: open_archive(p, "a Word document").part("b.xml"))
    path.write_bytes(path.read_bytes().replace(b"<a/>", b"<b/>", 1))
    assert "'a.xml' in it is damaged" in said(path, all_parts)


# --- XML -------------------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" for level in range(1, 12)
)
DOCTYPES = {
    "laughs": LAUGHS + "]><a>&l11;</a>",
    "laughs in an attribute": LAUGHS + "]><a b='&l11;'/>",
    "external": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
    "parameter": "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://host.example/x'> %x;]><a/>",
    "bare": "<!DOCTYPE a><a/>",
    "after a long comment": f"<!--{'x' * 10_000}--><!DOCTYPE a><a/>",
}


def xml_of(path: Path) -> object:
    return parse_xml(path.read_bytes(), path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-7"])
@pytest.mark.parametrize("name", DOCTYPES)
def test_a_document_type_is_refused_in_any_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / "a.xml"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    declaration = f"<?xml version='1.0' encoding='{encoding[:6]}'?>"
    if encoding == "utf-7":
        path.write_bytes(declaration.encode() + DOCTYPES[name].encode("utf-7").replace(b"<", b"+ADw-"))
    else:
        path.write_bytes(mark + (declaration + DOCTYPES[name]).encode(encoding))
    with within(megabytes=20):
        sentence = said(path, xml_of)
    assert "declares a document type" in sentence or (encoding == "utf-7" and "is damaged" in sentence)


@pytest.mark.parametrize("data", [b"", b"<a>", b"P07: hello", b"<a></b>", b"<a>&x;</a>", b"<a>\x01</a>", b"\xff<a/>"])
def test_malformed_xml_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    assert said(path, xml_of) == ": its XML is damaged; save the file again."


def test_xml_nested_very_deep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<a>" * 100_000 + b"</a>" * 100_000)
    assert "is damaged" in said(path, xml_of)


@pytest.mark.parametrize("data", [b"<a>" + b"<b/>" * 5_000_000 + b"</a>", b"<a " + b"b='' " * 4_000_000 + b"/>"])
def test_xml_whose_tree_would_fill_the_memory_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    with within(megabytes=60):
        assert "more markup than can be read" in said(path, xml_of)


# --- workbooks -------------------------------------------------------------------------------------------


def test_the_first_sheet_is_read_row_by_row_with_its_blanks(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", workbook_parts([["id", None, "n"], [], ["P01", None, None], [None, 2, None]]))
    assert first_sheet(path) == [["id", None, "n"], [], ["P01"], [None, 2]]


@pytest.mark.parametrize("name", DOCTYPES)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_document_type_in_any_part_of_a_workbook_is_refused(tmp_path: Path, part: str, name: str) -> None:
    path = zipped(tmp_path / "a.xlsx", workbook_parts() | {part: DOCTYPES[name].encode("utf-16")})
    with within(megabytes=20):
        assert "declares a document type" in said(path, first_sheet)


def test_a_workbook_that_lies_about_its_sizes_does_not_unpack_beyond_them(tmp_path: Path) -> None:
    parts = workbook_parts()
    del parts["docProps/core.xml"]
    path = bomb(tmp_path / "a.xlsx", 1000, 500_000_000, parts, "docProps/core.xml")
    with within(megabytes=20):
        assert "not an Excel workbook, or damaged" in said(path, first_sheet)


@pytest.mark.parametrize(
    "rows",
    [b'<row><c r="XFD1"/></row>' * 100_000, b'<row r="2000000000"><c><v>1</v></c></row>'],
    ids=["each row reaches the last column", "two thousand million blank rows"],
)
def test_a_sheet_of_blanks_without_end_is_refused(tmp_path: Path, rows: bytes) -> None:
    path = with_sheet(tmp_path / "a.xlsx", rows)
    with within(seconds=20):  # tracing memory makes it several times slower
        assert "over 1,000,000 cells" in said(path, first_sheet)


@pytest.mark.parametrize(
    "rows", [b"<row><c t='s'><v>99</v></c></row>", b"<row><c r='1A'/></row>", b"<row r='x'/>", b"<row>"]
)
def test_a_sheet_that_makes_no_sense_is_refused(tmp_path: Path, rows: bytes) -> None:
    said(with_sheet(tmp_path / "a.xlsx", rows), first_sheet)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert "not an Excel workbook" in said(zipped(tmp_path / "a.xlsx", {"notes.txt": b"hello"}), first_sheet)


PARTS = workbook_parts()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    whole = bytearray(zipped(path, PARTS, data.draw(st.sampled_from([0, 8]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        first_sheet(path)
    except InputError as refusal:
        assert str(path) in str(refusal)
