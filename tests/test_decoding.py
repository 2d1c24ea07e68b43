"""Bytes to text: no encoding is guessed at silently, and no byte is lost."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.decoding import decode
from lmep_consult.errors import InputError, Problem

FILE = Path("P07.txt")
TEXT = "Inés: “Café” costs £3 – or €4…\n\nZoë: naïve\n"
STRAY = "a byte that is not UTF-8, read as Windows-1252"
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
    ],
    ids=[
        *("UTF-8", "UTF-8 with its mark", "UTF-16 LE", "UTF-16 BE", "UTF-16 LE without its mark"),
        *("UTF-16 BE without its mark", "Windows-1252"),
    ],
)
def test_encodings_and_line_ends_make_no_difference(encode, line_end: str) -> None:  # type: ignore[no-untyped-def]
    assert decode(encode(TEXT.replace("\n", line_end)), FILE) == (TEXT, [])


@given(LETTERS)
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode(), FILE) == (text, [])


@given(LETTERS)
def test_any_text_in_utf_16_comes_back(text: str) -> None:
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), FILE) == (text, [])


def test_a_stray_byte_in_utf_8_is_read_as_windows_1252_and_its_line_reported() -> None:
    data = "Zoë: “yes”\nInés: ".encode() + b"caf\xe9 \x80 5 \x81\nR: no\n" + "Zoë: ok – ok\r\n".encode() + b"\xa33"
    text, problems = decode(data, FILE)
    assert text == "Zoë: “yes”\nInés: café € 5 \ufffd\nR: no\nZoë: ok – ok\n£3"
    assert problems == [
        Problem("line 2", STRAY, "Inés: café € 5 \ufffd"),
        Problem("line 5", STRAY, "£3"),
    ]


def test_a_character_of_utf_8_that_breaks_off_at_the_end_is_reported() -> None:
    text, problems = decode("Zoë: “yes”".encode() + b"\xe2\x80", FILE)
    assert text == "Zoë: “yes”â€"
    assert [problem.where for problem in problems] == ["line 1"]


def test_where_most_bytes_are_not_utf_8_all_is_windows_1252_and_a_line_that_may_not_be_is_reported() -> None:
    text, problems = decode("café, naïve, £5\n".encode("cp1252") + "Ã©\n".encode("cp1252"), FILE)
    assert text == "café, naïve, £5\nÃ©\n"
    assert problems == [Problem("line 2", "bytes that may be UTF-8, read as Windows-1252", "é")]


def test_a_byte_that_windows_1252_does_not_have_is_reported() -> None:
    text, problems = decode(b"R: caf\xe9\nI: \x9d\n", FILE)
    assert text == "R: café\nI: \ufffd\n"
    assert problems == [Problem("line 2", "a byte that Windows-1252 does not have", "I: \ufffd")]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_losing_a_letter_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, FILE)
    except InputError as refusal:
        assert b"\0" in data or data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        assert str(refusal).startswith("P07.txt: ")
    else:
        text.encode()
        assert "\r" not in text
        if data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and b"\0" not in data:  # a null: UTF-16
            plain = [chr(byte) for byte in data if byte < 128 and byte not in b"\r\n"]
            assert [letter for letter in text if ord(letter) < 128 and letter != "\n"] == plain


def test_form_feeds_and_other_control_characters_stay() -> None:
    assert decode(b"P07: a\x0cb\x07\x1b\x7f\n", FILE) == ("P07: a\x0cb\x07\x1b\x7f\n", [])


@pytest.mark.parametrize(
    "data", [b"a\0b", b"\xff\xfea\0b", b"\xff\xfe\0\xd8", codecs.BOM_UTF16_LE + b"\0\0", codecs.BOM_UTF8 + b"\0"]
)
def test_nulls_and_broken_utf_16_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^P07\.txt: "):
        decode(data, FILE)


def test_a_problem_quotes_no_more_than_the_neighbourhood_of_a_long_line() -> None:
    text, [problem] = decode(("é" + "x" * 1000).encode() + b"\xe9" + b"y" * 1000, FILE)
    assert len(text) == 2002
    assert problem.text == "x" * 100 + "é" + "y" * 99


def test_a_file_that_mixes_encodings_throughout_is_read_and_the_problems_counted_out_at_a_thousand() -> None:
    text, problems = decode(("é\n".encode() + b"\xe9\n") * 1500, FILE)
    assert text == "é\n" * 3000
    assert [problem.where for problem in problems[:2]] == ["line 2", "line 4"]
    assert [problem.where for problem in problems[999:]] == ["line 2000", "after line 2000"]


def test_twenty_million_letters_on_one_line_are_read_at_once() -> None:
    text, problems = decode(b"\xe9" + b"x" * 20_000_000, FILE)
    assert len(text) == 20_000_001
    assert problems == []
