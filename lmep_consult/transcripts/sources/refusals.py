"""Files that are no text at all, told by how they start."""

from __future__ import annotations

import re
from pathlib import Path

from lmep_consult.errors import InputError

_RECORDING = "a recording, not a transcript; export its transcript and put that here"
_PICTURE = "a picture, not a transcript; export the transcript as text and put that here"
_STRANGERS = [  # the first that fits
    (rb"\s*%PDF-", "a PDF, not a transcript; export the transcript as .docx or text and put that here"),
    (
        rb"\xd0\xcf\x11\xe0",
        "an old Office file (.doc, .xls), or one locked with a password; save it as .docx without one",
    ),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:hei|avif|mif1)", _PICTURE),
    (rb"RIFF....(?:WAVE|AVI )|....ftyp|ID3[\x02-\x04]|\xff[\xfb\xfa\xf3\xf2\xf1\xf9]", _RECORDING),
    (rb"OggS\0|fLaC|\x1a\x45\xdf\xa3|\x30\x26\xb2\x75\x8e\x66|#!AMR|FORM....AIF|caff\0", _RECORDING),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<!--|<!doctype\s+html|<html)", "a web page; copy its text into a Word document"),
    (
        rb"PK\x05\x06|PK\x07\x08|7z\xbc\xaf|Rar!\x1a|\x1f\x8b",
        "an archive; take the transcript out of it and put that here",
    ),
]
_KNOWN = [(re.compile(start, re.DOTALL | re.IGNORECASE), what) for start, what in _STRANGERS]


def refuse_strangers(start: bytes, path: Path) -> None:
    """Raise InputError where a file that starts like this is empty, a recording, a picture, a PDF or the like."""
    if not start:
        raise InputError(f"{path}: is empty; export the transcript again.")
    for sign, what in _KNOWN:
        if sign.match(start):
            raise InputError(f"{path}: this is {what}.")
