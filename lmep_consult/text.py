"""Words as they are kept, and as they are compared."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

# Marks nobody sees: soft hyphen, zero-width space, writing direction, word joiner, byte order mark.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]")  # part of an emoji or a letter: kept, but not compared
# What XML cannot hold or no program shows: control characters other than a line feed, halves of surrogate pairs.
_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAME = str.maketrans(
    dict.fromkeys("‘’ʼ‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)


def shown(value: Any) -> str:
    """A cell as text: as Excel shows it, without unseen marks, white space folded.

    >>> shown(4.0), shown(True), shown(None), shown(" A\u00a0 B ")
    ('4', 'TRUE', '', 'A B')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time() else value)
    return " ".join(_UNSEEN.sub("", whole_characters(str(value)).replace("_x000D_", " ")).split())


def whole_characters(text: str) -> str:
    """The text with the two halves of a character, which JSON and RTF may hold apart, as one, and U+FFFD for a half
    alone: no file can be written with it, and no frame that keeps its text in Arrow can hold it.

    >>> whole_characters("\\ud83d\\ude00 \\ud83d")
    '😀 �'
    """
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fold(text: str) -> str:
    """What is compared: case, white space and the shape of apostrophes, quotation marks and dashes do not count.

    >>> fold("The  ‘How–to’ Guide") == fold("the 'how-to' guide")
    True
    """
    return unicodedata.normalize("NFC", _JOINERS.sub("", shown(text)).translate(_SAME)).casefold()


def unaccented(text: str) -> str:
    """Folded, and without accents.

    >>> unaccented("Hora de finalización")
    'hora de finalizacion'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", fold(text)) if not unicodedata.combining(c))


def printable(text: str) -> str:
    """Text with one kind of line end, a space for a tab, which not all forms keep, and U+FFFD for every character that
    XML cannot hold or no program shows.

    >>> printable("one\\r\\ntwo\\x00")
    'one\\ntwo�'
    """
    if text.isprintable():  # most is
        return text
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
