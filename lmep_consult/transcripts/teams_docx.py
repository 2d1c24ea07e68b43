"""The two forms of Word document Teams has made of a meeting's transcript."""

from __future__ import annotations

import re

from lmep_consult.transcripts.model import Reading, Utterance

_CLOCK = r"\d{1,2}(?::\d{2}){1,2}"
_TURN = re.compile(rf"(?P<name>\S.*?)\s{{2,}}(?P<clock>{_CLOCK})\s*")
_STARTED = re.compile(r".+ (?:started|stopped) transcription", re.IGNORECASE)
_SPAN = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)\s*-->\s*(\d+):(\d+):(\d+(?:\.\d+)?)")


def read_current(paragraphs: list[str]) -> Reading | None:
    """One paragraph a turn: `Name   0:04`, a line break, the words, further breaks."""
    if not any(_TURN.fullmatch(paragraph.split("\n")[0]) for paragraph in paragraphs):
        return None
    reading = Reading("teams-docx")
    for paragraph in paragraphs:
        first, *rest = paragraph.split("\n")
        opening = _TURN.fullmatch(first)
        if opening:
            start = 0.0
            for part in opening["clock"].split(":"):
                start = start * 60 + int(part)
            reading.utterances.append(Utterance(opening["name"].strip(), " ".join(rest), start))
        elif not paragraph.strip():
            continue
        elif reading.utterances and not _STARTED.fullmatch(paragraph.strip()):
            reading.utterances[-1].text += " " + paragraph.replace("\n", " ")
        else:
            reading.furniture.append(paragraph)
    return reading


def read_older(lines: list[str]) -> Reading | None:
    """`0:0:4.279 --> 0:0:5.79`, the name, the words: each a line, in one paragraph or three."""
    if not any(_SPAN.fullmatch(line.strip()) for line in lines):
        return None
    reading = Reading("teams-docx-older")
    name_comes_next = False
    for line in (line.strip() for line in lines):
        span = _SPAN.fullmatch(line)
        if span:
            numbers = [float(number) for number in span.groups()]
            start, end = (h * 3600 + m * 60 + s for h, m, s in (numbers[:3], numbers[3:]))
            reading.utterances.append(Utterance("", "", round(start, 3), round(end, 3)))
            name_comes_next = True
        elif not line:
            continue
        elif not reading.utterances:
            reading.furniture.append(line)
        elif name_comes_next:
            reading.utterances[-1].label = line
            name_comes_next = False
        else:
            reading.utterances[-1].text += " " + line
    return reading
