"""What holds of every layout: encodings, line ends, offsets, no word lost, and files that are something else."""

from __future__ import annotations

import codecs
import html
import io
import itertools
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.transcripts import Transcript, read_transcript

Turn = tuple[str, list[str]]  # the speaker, the words

ENCODINGS = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode("utf-8"),
    "utf-16 le": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "cp1252": lambda text: text.encode("cp1252"),
}

FILES = {
    "teams.vtt": """WEBVTT

6f0c2a51-3b9e-4d0a-9d53-0c2f7f1b8a44/12-0
00:00:01.000 --> 00:00:03.000
<v Inés Farías>“Café” costs £3 – or €4…
I’m told.</v>

6f0c2a51-3b9e-4d0a-9d53-0c2f7f1b8a44/12-1
00:00:03.000 --> 00:00:04.000
so there

NOTE naïve

6f0c2a51-3b9e-4d0a-9d53-0c2f7f1b8a44/13-0
00:00:05.000 --> 00:00:06.000
<v Zoë Doe>Right.</v>
""",
    "zoom.vtt": """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Inés Farías: “Café” costs £3 – or €4… I’m told.

2
00:00:03.000 --> 00:00:04.000
so there

3
00:00:05.000 --> 00:00:06.000
Zoë Doe: Right.
""",
    "typed.txt": """Interview, 3 May

Inés Farías: “Café” costs £3 – or €4…
I’m told.

so there
Zoë Doe: Right.

Inés Farías: Yes.
Zoë Doe: Yes.
""",
}


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", FILES)
def test_encoding_and_line_ends_make_no_difference(
    tmp_path: Path, name: str, line_end: str, encode: Callable[[str], bytes]
) -> None:
    transcript = read_transcript(write(tmp_path, name, encode(FILES[name].replace("\n", line_end))))
    assert list(zip(transcript.turns["speaker"], transcript.turns["text"], strict=True))[:2] == [
        ("Inés Farías", "“Café” costs £3 – or €4… I’m told. so there"),
        ("Zoë Doe", "Right."),
    ]
    assert transcript.problems == ()


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_the_mark_of_an_encoding_is_no_part_of_the_first_label(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    transcript = read_transcript(write(tmp_path, "P99.txt", encode("R: Yes.\nI: No.\n")))
    assert list(transcript.turns["label"]) == ["R", "I"]


def test_the_layout_is_found_from_the_content_not_the_name(tmp_path: Path) -> None:
    path = write(tmp_path, "P99.txt", FILES["teams.vtt"].encode())
    assert read_transcript(str(path)).layout == "teams-vtt"
    assert read_transcript(path).source == "P99.txt"


# --- no word is lost, none is gained ---------------------------------------------------------------------

# None ends in an opening bracket: "[" before "00:12:31]" is a clock in brackets, which is no word.
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
    lambda word: word[-1] not in "[({<"
) | st.sampled_from(
    ["1<2", ">", "&", "&amp;", "a:b", "Doe:", "10:30", "[inaudible", "00:12:31]", "(laughs)", "<b>", "👩🏽‍🔬"]
)
speakers = st.sampled_from(["Jane Doe", "Roe, Sam [NA]", "Inés Farías (External)"])
conversations = st.lists(st.tuples(speakers, st.lists(words, min_size=1, max_size=12)), min_size=1, max_size=8)


def labelled(turns: list[Turn], labels: dict[str, str]) -> list[Turn]:
    return [(labels[speaker], said) for speaker, said in turns]


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def teams_vtt(turns: list[Turn], words_a_cue: int, gap: str) -> bytes:
    """Utterances cut into cues of a few words, a line break (or blank line) after the first word of each."""
    blocks, seconds = ["WEBVTT"], 0
    for number, (speaker, said) in enumerate(turns, start=8):
        for part, at in enumerate(range(0, len(said), words_a_cue)):
            first, *others = (html.escape(word, quote=False) for word in said[at : at + words_a_cue])
            text = first + (gap + " ".join(others) if others else "")
            voiced = f"<v {html.escape(speaker)}>{text}</v>"
            blocks.append(f"abcd-01/{number}-{part}\n{clock(seconds)} --> {clock(seconds + 7)}\n{voiced}")
            seconds += 7
    return "\n\n".join(blocks).encode()


def document_of(paragraphs: list[str]) -> bytes:
    document, file = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(file)
    return file.getvalue()


def teams_docx(turns: list[Turn]) -> bytes:
    paragraphs = [
        f"{speaker}   {number // 60}:{number % 60:02}\n" + "\n".join(said)
        for number, (speaker, said) in enumerate(turns)
    ]
    return document_of(["Meeting", "Jane Doe started transcription", *paragraphs, "Jane Doe stopped transcription"])


def older_teams_docx(turns: list[Turn], apart: bool) -> bytes:
    entries = [
        [f"0:0:{number}.279 --> 0:0:{number + 1}.1", speaker, " ".join(said)]
        for number, (speaker, said) in enumerate(turns)
    ]
    return document_of([line for e in entries for line in e] if apart else ["\n".join(e) for e in entries])


def typed_text(turns: list[Turn]) -> bytes:
    labels = {"Jane Doe": "Interviewer", "Roe, Sam [NA]": "P07", "Inés Farías (External)": "Participant 3"}
    return "".join(f"{speaker}: {' '.join(said)}\n\n" for speaker, said in labelled(turns, labels)).encode()


def read_bytes(data: bytes) -> Transcript:
    with tempfile.TemporaryDirectory() as folder:
        return read_transcript(write(Path(folder), "P99.any", data))


def assert_holds_exactly(transcript: Transcript, turns: list[Turn]) -> None:
    assert transcript.text.split() == [word for _, said in turns for word in said]
    assert transcript.text == "\n".join(transcript.turns["text"])
    assert list(transcript.turns["text"]) == [" ".join(said) for _, said in turns]
    assert list(transcript.turns["turn"]) == list(range(1, len(turns) + 1))
    for turn in transcript.turns.itertuples():
        assert transcript.text[turn.start_char : turn.end_char] == turn.text


@settings(deadline=None)
@given(conversations, st.integers(1, 5), st.sampled_from([" ", "\n", "\n\n"]))
def test_a_teams_vtt_gives_back_the_words_put_in(turns: list[Turn], words_a_cue: int, gap: str) -> None:
    transcript = read_bytes(teams_vtt(turns, words_a_cue, gap))
    assert transcript.layout == "teams-vtt"
    assert_holds_exactly(transcript, turns)
    assert list(transcript.turns["label"]) == [speaker for speaker, _ in turns]


@settings(max_examples=40, deadline=None)
@given(conversations)
def test_a_teams_docx_gives_back_the_words_put_in(turns: list[Turn]) -> None:
    transcript = read_bytes(teams_docx(turns))
    assert transcript.layout == "teams-docx"
    assert_holds_exactly(transcript, turns)
    assert list(transcript.turns["label"]) == [speaker for speaker, _ in turns]


@settings(max_examples=40, deadline=None)
@given(conversations, st.booleans())
def test_an_older_teams_docx_gives_back_the_words_put_in(turns: list[Turn], apart: bool) -> None:
    """Its entries are a few words each: neighbours of one speaker are one turn."""
    transcript = read_bytes(older_teams_docx(turns, apart))
    assert transcript.layout == "teams-docx-older"
    joined = [
        (speaker, [word for _, said in neighbours for word in said])
        for speaker, neighbours in itertools.groupby(turns, key=lambda turn: turn[0])
    ]
    assert_holds_exactly(transcript, joined)
    assert list(transcript.turns["label"]) == [speaker for speaker, _ in joined]


@settings(deadline=None)
@given(conversations)
def test_typed_text_gives_back_the_words_put_in(turns: list[Turn]) -> None:
    transcript = read_bytes(typed_text(turns))
    assert transcript.layout == "labelled-txt"
    assert_holds_exactly(transcript, turns)


# --- files that are something else -----------------------------------------------------------------------


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def workbook() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def other_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "Jane Doe: hello")
    return file.getvalue()


def with_body(xml: bytes) -> bytes:
    """A Word document whose main part holds this instead."""
    old, new = zipfile.ZipFile(io.BytesIO(document_of(["P07: hello"]))), io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return new.getvalue()


GOOD_DOCX = document_of(["P07: hello", "Interviewer: goodbye"])
NOT_TRANSCRIPTS = {
    "P01_picture.vtt": png(),
    "P01_picture.docx": png(),
    "P01_empty.vtt": b"",
    "P01_empty.docx": b"",
    "P01_blank.txt": b"\xef\xbb\xbf\r\n\r\n",
    "P01_truncated.docx": GOOD_DOCX[: len(GOOD_DOCX) // 2],
    "P01_four_bytes.docx": GOOD_DOCX[:4],
    "P01_workbook.docx": workbook(),
    "P01_archive.docx": other_archive(),
    "P01_cut_xml.docx": with_body(b"<?xml version='1.0'?><w:document"),
    "P01_other_xml.docx": with_body(b"<?xml version='1.0'?><note>P07: hello</note>"),
    "P01_no_words.docx": document_of(["", " "]),
    "P01_only_names.docx": document_of(["Jane Doe   0:04", "Sam Roe   0:09"]),
    "P01_report.pdf": b"%PDF-1.7\nP07: hello\n",
    "P01_old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "P01_header_only.vtt": b"WEBVTT\n\nNOTE nothing was said\n",
    "P01_sound.vtt": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "P01_half_a_letter.vtt": codecs.BOM_UTF16_LE + "WEBVTT".encode("utf-16-le") + b"\x20",
}


@pytest.mark.parametrize("name", NOT_TRANSCRIPTS)
def test_a_file_that_is_no_transcript_is_refused_in_one_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, NOT_TRANSCRIPTS[name])
    with pytest.raises(InputError) as refusal:
        read_transcript(path)
    sentence = str(refusal.value).replace(str(path), "FILE")
    assert sentence.startswith("FILE")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ". " not in sentence.replace(".vtt or ", "")


@pytest.mark.parametrize("name", ["missing.vtt", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_transcript(tmp_path / name)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD_DOCX) - 1), st.integers(1, 255))
def test_a_docx_with_one_damaged_byte_is_read_or_refused(place: int, change: int) -> None:
    data = bytearray(GOOD_DOCX)
    data[place] ^= change
    try:
        read_bytes(bytes(data))
    except InputError as refusal:
        assert "P99.any" in str(refusal)
