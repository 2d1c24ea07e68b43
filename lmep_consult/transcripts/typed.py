"""Interviews somebody typed: each turn opens with a speaker and a colon."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from lmep_consult.transcripts.account import UNSEEN, Line, Reading, Utterance, lines_of
from lmep_consult.transcripts.clocked import seconds
from lmep_consult.transcripts.labels import is_heading, is_name, looks_like_label, speaking
from lmep_consult.transcripts.sources import Source

_TIME = r"(?P<{}>\d{{1,2}}(?::\d{{2}}){{1,2}})(?!:?\d)(?:[.,]\d{{1,3}})?"
_CLOCK = rf"[\[(]?{_TIME}[\])]?"
_LABEL = re.compile(
    rf"(?:{_CLOCK.format('before')}\s{{0,9}})?\*{{0,3}}(?P<label>[^\W\d_][^:：\t\n]{{0,59}}?)\*{{0,3}}"
    rf"(?:\s{{0,9}}{_CLOCK.format('after')})?(?:\s{{0,9}}[:：](?!//)\*{{0,3}}|\t:?)"
    rf"(?:\s{{0,9}}[\[(]{_TIME.format('within')}[\])])?\s*(?P<words>.*)",
    re.DOTALL,
)
_CLOCK_ALONE = re.compile(_CLOCK.format("clock"))
_ABOUT = re.compile(
    r"(?:(?:interview )?date|duration|length)(?: of (?:the )?interview)?\s?:.{0,9}\d.*"
    r"|(?:location|place|venue|participants|attendees|present)\s?:.*",
    re.IGNORECASE,
)
_ID = re.compile(r"[^\W\d_]{1,4}[-_]?\d{1,4}")
_GREETINGS = frozenset("hello hi hiya good morning thank thanks welcome yes no ok okay".split())

Openings = dict[int, re.Match[str]]


def read(source: Source) -> Reading | None:
    """The reading, or None where no line opens a turn.

    Which labels open turns is for `labels.speaking` to say; so a colon inside a sentence does not. A clock may stand
    before the label, after it, after its colon, or on a line of its own. Other lines go on with the turn before.
    Headings, and what stands ahead of the first turn, are furniture.
    """
    lines = list(lines_of(source))
    headings = {n for n, line in enumerate(lines) if line.paragraph in source.headings or is_heading(line.text)}
    candidates = {
        number: match
        for number, line in enumerate(lines)
        if number not in headings and (match := _LABEL.fullmatch(line.text)) and looks_like_label(_label(match))
    }
    labels = speaking(map(_label, candidates.values()))
    openings = {n: match for n, match in candidates.items() if _label(match) in labels}
    for number in _about_the_interview(openings, lines):
        del openings[number]
    if not openings:
        return None
    reading = Reading(f"labelled-{source.kind}", source)
    clock = math.nan
    for number, line in enumerate(lines):
        match = openings.get(number)
        alone = _CLOCK_ALONE.fullmatch(line.text)
        if match:
            stated = match["before"] or match["after"] or match["within"]
            begin = line.start + match.start("words")
            reading.utterances.append(Utterance(_label(match), seconds(stated) if stated else clock, start=line.start))
            reading.furniture(line.start, begin)
            reading.say(reading.utterances[-1], begin, line.end)
            clock = math.nan
        elif alone:
            clock = seconds(alone["clock"])
            reading.furniture(line.start, line.end)
        elif not reading.utterances or number in headings:
            reading.furniture(line.start, line.end)
        elif number + 1 in openings and _in_capitals(line.text):
            reading.problem("may be a heading; left out of the words", line.start, line.end)
        else:
            if number in candidates and is_name(_label(candidates[number])):
                what = "may open a turn, but nothing else says so; read as part of the turn before"
                reading.note(what, line.start, line.end)
            reading.say(reading.utterances[-1], line.start, line.end)
            clock = math.nan
    return reading


def _label(opening: re.Match[str]) -> str:
    return opening["label"].strip(UNSEEN)


def _about_the_interview(openings: Openings, lines: Sequence[Line]) -> list[int]:
    """Lines ahead of the interview that look like turns: `Interviewer: Jane Doe`, and what stands above its date."""
    ahead = _last_fact(openings, lines)
    times = Counter(map(_label, openings.values()))
    about = []
    for number, opening in openings.items():
        words = opening["words"].split()
        named = len(words) in (2, 3, 4) and is_name(" ".join(words)) and words[0].casefold() not in _GREETINGS
        if number > ahead and not named and not (times[_label(opening)] > 1 and _ID.fullmatch("".join(words))):
            break
        about.append(number)
    return about if len(openings) - len(about) >= 2 else []


def _last_fact(openings: Openings, lines: Sequence[Line]) -> int:
    """The last line that says when, where or with whom it was, -1 if none does before somebody speaks a second time."""
    last, seen = -1, set()
    for number, line in enumerate(lines):
        if number in openings:
            if (label := _label(openings[number])) in seen:
                break
            seen.add(label)
        elif _ABOUT.fullmatch(line.text[:100]):
            last = number
    return last


def _in_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 4 and text[0] not in "[(" and text[-1] not in ".?!…)]"
