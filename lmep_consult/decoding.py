"""The text of a file that is nothing but text, whatever its encoding: the one place where bytes become text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lmep_consult.errors import InputError, Problem

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRAY = re.compile("[\udc80-\udcff]")  # how Python marks a byte that is not of the encoding
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_UNKNOWN = re.compile("\ufffd")
_AS_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_HIGH_BYTES = bytes(range(0x80, 0x100))
_SHOWN = 200  # characters of a line that a problem quotes
_MOST_PROBLEMS = 1000
_PIECE = 2**20  # bytes
_START = 4096  # bytes by which text in UTF-16 without its mark is known


def decode(data: bytes, path: Path) -> tuple[str, list[Problem]]:
    """The text, its lines ended by line feeds, and a problem for each line that holds bytes of another encoding.

    UTF-16 goes by its mark or, without one, by its nulls: more than half of every second byte, and no other. Other
    text is UTF-8 where at least as many characters beyond ASCII are valid UTF-8 as bytes are not, else Windows-1252. A
    byte that is not UTF-8 is read as Windows-1252, and as U+FFFD where that has none.

    Raises InputError where UTF-16 is damaged or the text holds a null.
    """
    if encoding := _utf_16(data):
        try:
            return _lines_ended(data.decode(encoding), path), []
        except UnicodeDecodeError:
            raise InputError(f"{path}: its text (UTF-16) is damaged or breaks off; export it again.") from None
    text = data.decode("utf-8-sig", "surrogateescape")
    sound = data.decode("utf-8-sig", "ignore")
    strays = len(text) - len(sound)
    valid = len(sound) - len(data.translate(None, _HIGH_BYTES))
    text = _lines_ended(text, path)
    if not strays:
        return text, []
    if valid >= strays:
        problems = _problems(text, _STRAY, "a byte that is not UTF-8, read as Windows-1252")
        return text.translate(_AS_WINDOWS), problems
    as_windows = _lines_ended(data.removeprefix(codecs.BOM_UTF8).decode("cp1252", "replace"), path)
    return as_windows, [
        *_problems(text, _BEYOND_ASCII, "bytes that may be UTF-8, read as Windows-1252"),
        *_problems(as_windows, _UNKNOWN, "a byte that Windows-1252 does not have"),
    ]


def encoding_of(path: Path) -> str:
    """The encoding of a text file of any size, which is read once, piece by piece: UTF-16 by its mark, UTF-8, or
    Windows-1252 where nothing beyond ASCII is UTF-8.

    Raises InputError, with the line, where some of it is UTF-8 and some is not, or where it holds nulls.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF_16:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        line, first_stray, valid = 1, 0, False
        while True:
            data = file.read(_PIECE)
            text = decoder.decode(data, final=not data)
            if "\0" in text:
                raise InputError(f"{path}: this is not text (it holds null bytes); save it as CSV in UTF-8.")
            if not text.isascii():
                valid = valid or bool(_BEYOND_ASCII.search(text))
                if not first_stray and (stray := _STRAY.search(text)):
                    first_stray = line + text.count("\n", 0, stray.start())
            line += text.count("\n")
            if not data:
                break
    if first_stray and valid:
        raise InputError(
            f"{path}, line {first_stray}: bytes that are not UTF-8, which other lines are; save all of it as CSV UTF-8."
        )
    return "cp1252" if first_stray else "utf-8-sig"


def _utf_16(data: bytes) -> str:
    """The kind of UTF-16 the text is in, "" where it is in another encoding."""
    if data.startswith(_UTF_16):
        return "utf-16"
    first, second = data[:_START:2], data[1:_START:2]
    if 2 * second.count(0) > len(second) and 0 not in first:
        return "utf-16-le"
    return "utf-16-be" if 2 * first.count(0) > len(first) and 0 not in second else ""


def _lines_ended(text: str, path: Path) -> str:
    if "\0" in text:
        raise InputError(f"{path}: this is not text (it holds null bytes); save it as text in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _problems(text: str, sign: re.Pattern[str], what: str) -> list[Problem]:
    """One for each line in which the sign is found, with the line (the part of it, where it is long)."""
    problems: list[Problem] = []
    line, start = 1, 0
    found = sign.search(text)
    while found and len(problems) < _MOST_PROBLEMS:
        line += text.count("\n", start, found.start())
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        shown = text[max(start, found.start() - _SHOWN // 2) : min(end, found.start() + _SHOWN // 2)]
        problems.append(Problem(f"line {line}", what, shown.translate(_AS_WINDOWS)))
        start = end
        found = sign.search(text, end)
    if found:
        problems.append(Problem(f"after line {line}", f"{what}, in further lines"))
    return problems
