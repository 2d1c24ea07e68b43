"""Finding a transcript's layout from its content."""

from __future__ import annotations

import re
from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.transcripts import captions, chat, clocked, older_teams, typed, whisper
from lmep_consult.transcripts.account import Reading
from lmep_consult.transcripts.model import Transcript
from lmep_consult.transcripts.sources import Source, source_of
from lmep_consult.transcripts.turns import transcript_of

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
    if source.kind == "json":
        return whisper.read(source)
    captioned = source.text.startswith("WEBVTT") or re.search(r"<v(?:\.[^\s<>]*)?\s[^<>]{1,300}>", source.text)
    return (
        (None if captioned else older_teams.read(source))
        or captions.read(source)
        or chat.read(source)
        or _clocked_or_typed(source)
    )


def _clocked_or_typed(source: Source) -> Reading | None:
    """A typed interview may say ahead of its turns when it began: `Start  10:00` is nobody's name and clock."""
    by_clock, by_label = clocked.read(source), typed.read(source)
    if by_clock is None or by_label is None:
        return by_clock or by_label
    first, last = by_clock.utterances[0].start, by_clock.utterances[-1].start
    speaks_in_its_paragraph = "\v" in source.text[first : source.text.find("\n", first)]
    only_ahead = last < by_label.utterances[0].start and len(by_clock.utterances) < len(by_label.utterances)
    return by_label if only_ahead and not speaks_in_its_paragraph else by_clock
