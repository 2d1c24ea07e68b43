"""A name and a clock, then the words: Teams' current Word documents, and Otter."""

from __future__ import annotations

import re

from lmep_consult.transcripts.account import Reading, Utterance, lines_of
from lmep_consult.transcripts.labels import is_name
from lmep_consult.transcripts.sources import Source

_CLOCK = r"\d{1,2}(?::\d{2}){1,2}"
_OPENING = re.compile(rf"(?:(?P<name>\S.{{0,118}}?)(?:\s{{2,}}|\t))?(?P<clock>{_CLOCK})")
_BRACKETED = re.compile(rf"(?P<name>[^\W\d_].{{0,118}}?)\s{{1,9}}[\[(](?P<clock>{_CLOCK})[\])]")
_OTTER = re.compile(r"Transcribed by https?://otter\.ai/?\.?", re.IGNORECASE)
_STARTED = re.compile(r".{1,120} (?:started|stopped) transcription", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:\S+ ){1,10}\S*(?:transcri|transkri|trascri)\S*(?: \S+){0,4}", re.IGNORECASE)
_LONGEST = 200


def read(source: Source) -> Reading | None:
    """The reading, or None where no line is a name and a clock, which two spaces, a tab or brackets set apart.

    Word documents have a turn a paragraph, so that there only a paragraph's first line opens one. What stands
    before the first turn, and who started and stopped the transcription, is furniture. A clock alone opens a turn of
    nobody named: before the first name, only where words stand right below it.
    """
    lines = list(lines_of(source))
    in_paragraphs = source.kind != "txt"
    openings = {
        number: match
        for number, line in enumerate(lines)
        if len(line.text) <= _LONGEST and (line.first or not in_paragraphs) and (match := _opening(line.text))
    }
    first_named = min((number for number, match in openings.items() if match["name"]), default=None)
    if first_named is None:
        return None
    gap = 0 if in_paragraphs else 1
    for number in [number for number in openings if number < first_named]:
        below = number + 1
        if below in openings or lines[below].paragraph != lines[number].paragraph + gap:
            del openings[number]  # the recording's length
    otter = not in_paragraphs or any(_OTTER.fullmatch(line.text) for line in lines)
    reading = Reading("otter" if otter else "teams-docx", source)
    for number, line in enumerate(lines):
        ends = in_paragraphs and number == len(lines) - 1 and line.first and _LAST_WORD.fullmatch(line.text[:_LONGEST])
        if number in openings:
            label = (openings[number]["name"] or "").strip()
            reading.utterances.append(Utterance(label, seconds(openings[number]["clock"]), start=line.start))
            reading.furniture(line.start, line.end)
        elif not reading.utterances or ends or _OTTER.fullmatch(line.text) or _STARTED.fullmatch(line.text):
            reading.furniture(line.start, line.end)
        else:
            reading.say(reading.utterances[-1], line.start, line.end)
    return reading


def _opening(text: str) -> re.Match[str] | None:
    bracketed = _BRACKETED.fullmatch(text)
    return bracketed if bracketed and is_name(bracketed["name"]) else _OPENING.fullmatch(text)


def seconds(clock: str) -> float:
    """`1:02:03` and `2:03` in seconds.

    >>> seconds("1:02:03")
    3723.0
    """
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total
