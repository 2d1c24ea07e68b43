"""Finding a transcript's layout from its content."""

from __future__ import annotations

import re
from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.transcripts import captions, chat, lined, older_teams, segments, tables
from lmep_consult.transcripts.account import Reading
from lmep_consult.transcripts.model import Transcript
from lmep_consult.transcripts.sources import Source, source_of
from lmep_consult.transcripts.turns import transcript_of

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s[^<>]{1,300}>")
_MOST_LINES = 100_000  # several times those of a day-long meeting


def read_transcript(path: str | Path) -> Transcript:
    """Read a transcript in any layout known, found from what is in the file and not from its name.

    Layouts: captions with `<v>` voices ("teams-vtt"), with `Name:` ("zoom-vtt", "srt") or without names ("vtt",
    "srt"); Teams' Word documents ("teams-docx", "teams-docx-older"); Otter ("otter"); Whisper and WhisperX
    ("whisper-json"); typed interviews, in paragraphs or tables ("labelled-txt", "-docx", "-odt", "-rtf"); chat logs
    ("zoom-chat", "teams-chat"). Times are seconds from the recording's start; of a chat, as the program wrote them.

    Raises InputError, naming the file, where it is none of these, is damaged, or is too large to be a transcript.
    """
    path = Path(path)
    source = source_of(path)
    if source.kind != "json" and sum(map(source.text.count, "\n\v<")) > _MOST_LINES:
        raise InputError(
            f"{path}: it holds more than {_MOST_LINES:,} lines and tags, so is no transcript; cut it into its meetings."
        )
    reading = _reading(source)
    transcript = transcript_of(reading, path) if reading else None
    if transcript is None or transcript.turns.empty:
        raise InputError(
            f"{path}: no speaker was found in it; a transcript is a Teams, Zoom or SRT caption file, a Teams Word "
            "document, Whisper JSON, or an interview whose turns open with a speaker and a colon."
        )
    return transcript


def _reading(source: Source) -> Reading | None:
    """The reading that explains most of the file: of those that any layout makes of it, the one with the most turns and
    captions, so that a few stray lines of one layout never decide."""
    if source.kind == "json":
        return segments.read(source)
    if source.text.startswith("WEBVTT") or _VOICE.search(source.text):
        reading = captions.read(source)
        if reading:
            return reading
    readers = (older_teams.read, captions.read, chat.read, tables.read, lined.read)
    readings = [reading for reader in readers if (reading := reader(source))]
    return max(readings, key=lambda reading: reading.weight, default=None)
