"""Any file a transcript may come in -> Source."""

from __future__ import annotations

import json
from pathlib import Path

from lmep_consult.archive import MAX_TEXT, open_archive, parse_xml, read_bytes, read_start
from lmep_consult.decoding import decode
from lmep_consult.errors import InputError
from lmep_consult.transcripts.sources.model import Source
from lmep_consult.transcripts.sources.opendocument import read_fodt, read_odt
from lmep_consult.transcripts.sources.refusals import refuse_strangers
from lmep_consult.transcripts.sources.rtf import read_rtf
from lmep_consult.transcripts.sources.word import read_docx

__all__ = ["Source", "source_of"]

_MAX_VALUES = 600_000  # of JSON: a day-long meeting, word by word, holds half as many


def source_of(path: Path) -> Source:
    """The visible text of a file; what kind of file it is shows in its content, not its name.

    Raises InputError where it is no kind of text, is damaged, locked, empty or too large (20 MB; 64 MB of .docx, .odt).
    """
    start = read_start(path)
    refuse_strangers(start, path)
    source = _archived(path) if start.startswith(b"PK\x03\x04") else _written(read_bytes(path, MAX_TEXT), path)
    if not source.text.strip():
        raise InputError(f"{path}: holds no text; if it shows some, that is a picture of it, so copy it out as text.")
    return source


def _archived(path: Path) -> Source:
    archive = open_archive(path, "a Word or OpenDocument text")
    folders = {name.partition("/")[0] for name in archive.names}
    if "word" in folders:
        return read_docx(archive)
    for folder, what in (("xl", "an Excel workbook"), ("ppt", "a PowerPoint presentation")):
        if folder in folders:
            raise InputError(f"{path}: this is {what}, not a transcript; save the transcript as .docx or text.")
    if "[Content_Types].xml" in archive:
        return read_docx(archive)
    if "mimetype" in archive and archive.part("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
        return read_odt(archive)
    if path.suffix.casefold() == ".qdpx":
        raise InputError(
            f"{path}: this is a REFI-QDA project, not a transcript; `lmep-consult import FILE` brings in its codings."
        )
    raise InputError(f"{path}: this is an archive, not a transcript; take the transcript out of it and put that here.")


def _written(data: bytes, path: Path) -> Source:
    if data.startswith(b"{\\rtf"):
        return read_rtf(data, path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"opendocument.text" in data[:8192]:
        return read_fodt(path, parse_xml(data, path))
    text, problems = decode(data, path)
    return Source(text, "json" if _is_json(text, path) else "txt", problems=tuple(problems))


def _is_json(text: str, path: Path) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    if sum(map(text.count, "{[,")) > _MAX_VALUES:
        raise InputError(f"{path}: holds more values than a transcript can; divide the file.")
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
