"""Finding a transcript's layout from its content."""

from __future__ import annotations

import codecs
from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.transcripts import teams_docx, typed, vtt
from lmep_consult.transcripts.docx_text import docx_paragraphs
from lmep_consult.transcripts.model import Reading, Transcript, transcript_of


def read_transcript(path: str | Path) -> Transcript:
    """Read a transcript in any layout known, found from what is in the file and not from its name.

    Layouts: Teams .vtt ("teams-vtt", "zoom-vtt"), Teams .docx of both ages ("teams-docx",
    "teams-docx-older"), typed interviews as .docx or .txt ("labelled-docx", "labelled-txt").
    Times are seconds from the recording's start.

    Raises InputError, naming the file, where it is none of these.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}).") from None
    if data[:4] == b"PK\x03\x04":
        reading = _read_docx(path)
    else:
        text = decode(path, data)
        reading = vtt.read(text) or typed.read(text.splitlines(), layout="labelled-txt") or _nothing(path)
    transcript = transcript_of(reading, path.name)
    if transcript.turns.empty:
        _nothing(path)
    return transcript


def _read_docx(path: Path) -> Reading:
    paragraphs = docx_paragraphs(path)
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    return (
        teams_docx.read_current(paragraphs)
        or teams_docx.read_older(lines)
        or typed.read(lines, layout="labelled-docx")
        or _nothing(path)
    )


def _nothing(path: Path) -> Reading:
    raise InputError(
        f"{path}: no speaker was found in it; a transcript is a Teams .vtt or .docx, or a typed interview "
        "whose turns open with a speaker and a colon."
    )


_KNOWN_BINARY = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc, .xls)",
}


def decode(path: Path, data: bytes) -> str:
    """Text from bytes: UTF-16 and UTF-8 by their marks, else UTF-8, else Windows-1252; never a picture."""
    for magic, kind in _KNOWN_BINARY.items():
        if data.startswith(magic):
            raise InputError(f"{path}: this is {kind}, not a transcript; export the transcript and put it here.")
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data:
            raise InputError(f"{path}: this is not text (it holds null bytes); export the transcript again.")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
            raise InputError(f"{path}: the text is damaged; export the transcript again.") from None
        return data.decode("cp1252", errors="replace")
