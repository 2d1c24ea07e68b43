"""Captions cut into cues: WebVTT as Teams and Zoom write it, and SRT.

Written here because the libraries lose speech: text after a blank line inside a cue, comma times, files without header.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from lmep_consult.transcripts.account import UNSEEN, Line, Reading
from lmep_consult.transcripts.surroundings import is_by_program, is_sentence, set_aside

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)"
_SETTINGS = r"(?:[ \t]+[A-Za-z]\w{0,20}:[\w%.,-]+)*"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}{_SETTINGS}(?P<words>\s.*)?", re.DOTALL)
_DAMAGED = re.compile(r"\s*\d\S{0,15}:\S{0,15}\s*-->\s*\S{0,30}\s*")
_ID_BY_THE_STANDARD = re.compile(r"(?!WEBVTT)[^<>]+")
_ID_WITHOUT_HEADER = re.compile(r"\S*\d\S*")
_NO_SPEECH = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT|X-TIMESTAMP-MAP=\S*)(?:\s|$)")
_VOICE = re.compile(r"<v[.\s]")
_LONGEST_ID = 200


@dataclass
class Cue:
    """`at` is where its timing line begins; `body` its stretches of speech, which notes may cut up; `part` counts the
    recordings, each of which begins with a `WEBVTT` of its own; `repeats`: it opens with what the one before shows."""

    id: str
    at: int
    start_s: float
    end_s: float
    with_comma: bool
    body: list[tuple[int, int]]
    part: int = 0
    repeats: bool = False


def cues_of(reading: Reading) -> list[Cue]:
    """Cut the file at its timing lines: whatever stands between two of them is spoken in the first.

    The line just before a timing line is the cue's id when an empty line (or the start) goes before it. In a file
    without header, whose speech may stand there too, it is one only when it looks like one. Numbers that count up are
    ids without an empty line too.
    """
    lines = reading.source.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] -= 1  # no line end follows the last line
    timings = {n: match for n, line in enumerate(lines) if "-->" in line and (match := _TIMING.fullmatch(line))}
    if not timings:
        return []
    id_form = _ID_BY_THE_STANDARD if lines[0].startswith("WEBVTT") else _ID_WITHOUT_HEADER

    above = {n: int(text) for n in timings if n and (text := lines[n - 1].strip()).isdecimal()}
    counted = 2 * len(above) > len(timings) and all(one < other for one, other in pairwise(above.values()))

    def begin(timing: int) -> int:
        stands_apart = timing == 1 or (timing > 1 and not lines[timing - 2].strip()) or (counted and timing in above)
        return timing - 1 if stands_apart and id_form.fullmatch(lines[timing - 1].strip()) else timing

    bounds = [*map(begin, timings), len(lines)]
    _ahead(lines[: bounds[0]], starts, reading)
    usual = _usual_ids([lines[first].strip() for first, n in zip(bounds, timings, strict=False) if first < n])
    headers = [n for n, line in enumerate(lines) if n and line.startswith("WEBVTT")]
    cues = []
    for (number, match), (first, last) in zip(timings.items(), pairwise(bounds), strict=True):
        words = starts[number] + match.start("words") if match["words"] else starts[number + 1]
        cue_id = lines[first].strip() if first < number else ""
        if cue_id and not usual(cue_id):
            reading.problem("is where a cue's id would be, but may be speech", starts[first], starts[number])
            reading.furniture(starts[number], words)
        else:
            reading.furniture(starts[first], words)
        body = [(words, starts[number + 1])] if match["words"] and match["words"].strip() else []
        body += _without_notes(lines, starts, number + 1, last, reading)
        times = _seconds(match.groups()[:3]), _seconds(match.groups()[3:6])
        part = bisect(headers, number)
        cues.append(Cue(cue_id, starts[number], *times, "," in match[3], body, part))
    return cues


def _ahead(lines: list[str], starts: list[int], reading: Reading) -> None:
    """What stands before the first cue: the header and notes are furniture, other lines may be more."""
    in_block, others = False, []
    for number, line in enumerate(lines):
        if not line.strip():
            in_block = False
        elif not in_block and _NO_SPEECH.match(line) and (number == 0 or not lines[number - 1].strip()):
            in_block = True
        text = line.strip(UNSEEN)
        if in_block or not text:
            _in_block(reading, line, starts[number], starts[number + 1])
        else:
            start = starts[number] + line.index(text[0])
            others.append(Line(start, start + len(text), text, number, True))
    voiced = any(_VOICE.search(line.text) for line in others)
    set_aside(reading, others, "stand before the first caption", holds_labels=voiced)


def _in_block(reading: Reading, line: str, start: int, end: int) -> None:
    """A line of a note or header is furniture; below its first line, one that ends as a sentence does may be speech."""
    if is_sentence(line) and not _NO_SPEECH.match(line):
        reading.problem("is in a note, but may be speech", start, end)
    else:
        reading.furniture(start, end)


def _usual_ids(ids: list[str]) -> Callable[[str], bool]:
    """Whether an id is of the kind the file's others are: where most hold digits, one without is none."""
    with_digits = sum(any(map(str.isdigit, id_)) for id_ in ids)
    if 2 * with_digits >= len(ids):
        return lambda id_: any(map(str.isdigit, id_)) and not is_sentence(id_)
    return lambda id_: len(id_) < _LONGEST_ID and not is_sentence(id_)


def _without_notes(
    lines: list[str], starts: list[int], first: int, last: int, reading: Reading
) -> list[tuple[int, int]]:
    """The stretches of the lines from first to last that are speech: NOTE, STYLE and REGION blocks are not, nor is a
    second header, nor what a program says of itself."""
    stretches: list[tuple[int, int]] = []
    in_block = False
    for number in range(first, last):
        opens_block = number > first and _NO_SPEECH.match(lines[number])
        if opens_block and (not lines[number - 1].strip() or lines[number].strip() == "WEBVTT"):
            in_block = True
        elif not lines[number].strip():
            in_block = False
        start, end = starts[number], starts[number + 1]
        if _DAMAGED.fullmatch(lines[number]) or (
            number + 1 < last and _DAMAGED.fullmatch(lines[number + 1]) and _ID_WITHOUT_HEADER.fullmatch(lines[number])
        ):
            reading.problem("times that cannot be read; what they time is read with the cue before", start, end)
        elif in_block:
            _in_block(reading, lines[number], start, end)
        elif last == len(lines) and not "".join(lines[number + 1 :]).strip() and is_by_program(lines[number].strip()):
            reading.furniture(start, end)
        elif stretches and stretches[-1][1] == start:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = groups
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float((seconds or "0").replace(",", ".")), 3)
