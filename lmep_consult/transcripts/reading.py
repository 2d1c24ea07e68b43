"""Finding a transcript's layout from its content."""

from __future__ import annotations

from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.transcripts import chat, clocked, cues, older_teams, typed, whisper
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
    if source.text.count("\n") + source.text.count("\v") > _MOST_LINES:
        raise InputError(
            f"{path}: it holds more than {_MOST_LINES:,} lines, so is no transcript; cut it into its meetings."
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
    captions = "<v" in source.text or source.text.startswith("WEBVTT")
    return (
        (None if captions else older_teams.read(source))
        or cues.read(source)
        or chat.read(source)
        or clocked.read(source)
        or typed.read(source)
    )
