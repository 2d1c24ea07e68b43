"""The older form of Word document Teams made of a transcript: a span of time, the name, the words."""

from __future__ import annotations

import re

from lmep_consult.transcripts.account import Line, Reading, Utterance, lines_of
from lmep_consult.transcripts.clocks import seconds
from lmep_consult.transcripts.labels import is_name
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import set_aside

_TIME = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?"
_SPAN = re.compile(rf"({_TIME})\s*-->\s*({_TIME})")


def read(source: Source) -> Reading | None:
    """`0:0:4.279 --> 0:0:5.79`, the name, the words: each a line, in one paragraph or three.

    An entry with one line that does not read as a name has words and no name. Neighbouring entries of one speaker are
    one utterance.
    """
    lines = list(lines_of(source))
    spans = {n: match for n, line in enumerate(lines) if len(line.text) < 100 and (match := _SPAN.fullmatch(line.text))}
    if source.kind == "txt" or not spans:
        return None
    reading = Reading("teams-docx-older", source, weight=3 * len(spans))  # the times, the name, the words
    set_aside(reading, lines[: min(spans)], "stand before the first turn")
    for (number, span), end in zip(spans.items(), [*list(spans)[1:], len(lines)], strict=True):
        reading.furniture(lines[number].start, lines[number].end)
        _entry(
            reading,
            lines[number].start,
            lines[number + 1 : end],
            *(seconds(time.replace(",", ".")) for time in span.groups()),
        )
    return reading


def _entry(reading: Reading, at: int, lines: list[Line], start_s: float, end_s: float) -> None:
    label = ""
    if lines and (len(lines) > 1 or is_name(lines[0].text)):
        label = lines[0].text
        reading.furniture(lines[0].start, lines[0].end)
        lines = lines[1:]
    before = reading.utterances[-1] if reading.utterances else None
    if before and label and label == before.label and lines:
        before.end_s = max(before.end_s, round(end_s, 3))
    else:
        before = Utterance(label, round(start_s, 3), round(end_s, 3), at)
        reading.utterances.append(before)
    for line in lines:
        reading.say(before, *line.span, opening=True)
