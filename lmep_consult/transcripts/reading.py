"""Finding a transcript's layout from its content."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lmep_consult.errors import InputError
from lmep_consult.transcripts.account import Reading, lines_of
from lmep_consult.transcripts.model import Transcript
from lmep_consult.transcripts.sources import Source, source_of
from lmep_consult.transcripts.turns import transcript_of

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s[^<>]{1,300}>")
_MOST_LINES = 100_000  # several times those of a day-long meeting


def read_transcript(path: str | Path) -> Transcript:
    """Read a transcript in any layout known, found from what is in the file and not from its name.

    Layouts: captions with `<v>` voices ("teams-vtt"), with names in cue ids ("webex-vtt") or lines ("zoom-vtt", "srt"),
    or without names ("vtt", "srt"); Teams' Word documents ("teams-docx", "teams-docx-older"); a name and a clock above
    the words ("otter"); JSON of Whisper ("whisper-json") and other speech recognition ("segments-json"); turns that
    open with a label in any other way, in paragraphs or tables ("labelled-txt", "-docx", "-odt", "-rtf"); chat logs
    ("zoom-chat", "teams-chat", "whatsapp"). Times are seconds from the recording's start; of a chat, as the program
    wrote them. Turns stand in the order of the file.

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
        raise InputError(f"{path}: no speaker was found in it; {_looks_like(source, reading)}.")
    return transcript


def _looks_like(source: Source, reading: Reading | None) -> str:
    """What a file seems to be that could not be read, and what would help."""
    if source.kind == "json":
        return "it looks like JSON of another kind, and what can be read is a list of segments that each hold a text"
    if reading:
        return "it names speakers or times but holds no words; export the transcript again"
    if source.text.startswith("WEBVTT"):
        return "it looks like captions without any times; export them again"
    lines = [line.text for line in lines_of(source)]
    columns = Counter(text.count("\t") + 1 for text in lines)
    most = max(columns, key=lambda width: columns[width], default=1)
    if most > 1:
        return f"it looks like a table of {most} columns; head that of the names Speaker and that of the words Text"
    if 2 * sum(text[0] in "-•*–" for text in lines) > len(lines):
        return "it looks like notes in a list; a transcript says who speaks, as in 'Interviewer: What do you do?'"
    return (
        f"it looks like running text of {len(lines)} lines; open each turn with its speaker and a colon, "
        "as in 'Interviewer: What do you do?'"
    )


def _reading(source: Source) -> Reading | None:
    """The reading that explains most of the file: of those that any layout makes of it, the one with the most turns and
    captions, so that a few stray lines of one layout never decide."""
    # Slow to load, and needed only where a file is read.
    from lmep_consult.transcripts import captions, chat, lined, older_teams, segments, tables

    if source.kind == "json":
        return segments.read(source)
    if source.text.startswith("WEBVTT") or _VOICE.search(source.text):
        reading = captions.read(source)
        if reading:
            return reading
    readers = (older_teams.read, captions.read, chat.read, tables.read, lined.read)
    readings = [reading for reader in readers if (reading := reader(source))]
    return max(readings, key=lambda reading: reading.weight, default=None)
