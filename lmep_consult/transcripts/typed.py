"""Interviews somebody typed: each turn opens with a speaker and a colon."""

from __future__ import annotations

import math
import re
from collections import Counter

from lmep_consult.transcripts.account import Reading, Utterance, lines_of
from lmep_consult.transcripts.clocked import seconds
from lmep_consult.transcripts.model import is_name, role_of
from lmep_consult.transcripts.sources import Source

_CLOCK = r"[\[(]?(?P<{}>\d{{1,2}}(?::\d{{2}}){{1,2}})(?:[.,]\d{{1,3}})?[\])]?"
_LABEL = re.compile(
    rf"(?:{_CLOCK.format('before')}\s{{0,9}})?\*{{0,3}}(?P<label>[^\W\d_][^:\t\n]{{0,59}}?)\*{{0,3}}"
    rf"(?:\s{{0,9}}{_CLOCK.format('after')})?(?:\s{{0,9}}:\*{{0,3}}|\t:?)\s*(?P<words>.*)",
    re.DOTALL,
)
_CLOCK_ALONE = re.compile(_CLOCK.format("clock"))

Openings = dict[int, re.Match[str]]


def read(source: Source) -> Reading | None:
    """The reading, or None where no line opens a turn.

    A label opens a turn when it states a role ("Interviewer:", "P07:") or is a name that opens two lines or more;
    so a colon inside a sentence does not. (Where that leaves one speaker or none, names of two words or more that open
    one line count too.) A clock may stand before the label, after it, or on a line of its own. Other lines go on with
    the turn before. Headings, and what stands ahead of the first turn, are furniture.
    """
    lines = list(lines_of(source))
    candidates = {
        number: match
        for number, line in enumerate(lines)
        if line.paragraph not in source.headings
        and (match := _LABEL.fullmatch(line.text))
        and is_name(match["label"].strip())
    }
    labels = _labels(candidates)
    openings = {n: match for n, match in candidates.items() if match["label"].strip() in labels}
    for number in _about_the_interview(openings):
        del openings[number]
    if not openings:
        return None
    reading = Reading(f"labelled-{source.kind}", source)
    clock = math.nan
    for number, line in enumerate(lines):
        match = openings.get(number)
        alone = _CLOCK_ALONE.fullmatch(line.text)
        if match:
            stated = match["before"] or match["after"]
            begin = line.start + match.start("words")
            reading.utterances.append(Utterance(match["label"].strip(), seconds(stated) if stated else clock))
            reading.furniture(line.start, begin)
            reading.say(reading.utterances[-1], begin, line.end)
            clock = math.nan
        elif alone:
            clock = seconds(alone["clock"])
            reading.furniture(line.start, line.end)
        elif not reading.utterances or line.paragraph in source.headings:
            reading.furniture(line.start, line.end)
        else:
            if number in candidates:
                what = "may open a turn, but its name opens no other; read as part of the turn before"
                reading.note(what, line.start, line.end)
            reading.say(reading.utterances[-1], line.start, line.end)
    return reading


def _labels(candidates: Openings) -> set[str]:
    times = Counter(match["label"].strip() for match in candidates.values())
    labels = {label for label, opened in times.items() if opened >= 2 or role_of(label) != "unknown"}
    if len(labels) < 2:
        labels |= {label for label in times if len(label.split()) > 1}
    return labels


def _about_the_interview(openings: Openings) -> list[int]:
    """Lines ahead of the interview that look like turns: `Interviewer: Jane Doe`, where no turn has that label."""
    times = Counter(match["label"].strip() for match in openings.values())
    about = []
    for number, match in openings.items():
        words = match["words"].strip()
        if times[match["label"].strip()] > 1 or not (len(words.split()) in (2, 3, 4) and is_name(words)):
            break
        about.append(number)
    return about if len(openings) - len(about) >= 2 else []
