"""WebVTT as Teams and Zoom write it.

Written here because the libraries lose speech: entities, text after a blank line inside a cue, second voices.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from lmep_consult.errors import Problem
from lmep_consult.transcripts.model import Reading, Utterance, is_name

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_ID_BY_THE_STANDARD = re.compile(r"(?!WEBVTT)[^<>]+")
_ID_WITHOUT_HEADER = re.compile(r"\S*\d\S*")
_UTTERANCE_ID = re.compile(r"(.+/\d+)-\d+")
_VOICE = re.compile(r"<v(?:\.[^\s<>]+)*\s+([^<>]*)>")
_TAG = re.compile(
    r"</?(?:v|lang)(?:\.[^\s<>]*)*(?:\s[^<>]*)?>"  # only these two say more than their name: `a <b and c> d` is text
    r"|</?(?:c|i|b|u|ruby|rt)(?:\.[^\s<>]*)*>|<\d+:\d[\d:.]*>"
)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_NAMED = re.compile(r"([^\s:][^:\n]{0,60}?):\s+(\S.*)", re.DOTALL)


@dataclass
class _Cue:
    line: int
    id: str
    start_s: float
    end_s: float
    payload: str


def read(text: str) -> Reading | None:
    """The reading, or None where the text holds no cue."""
    reading = Reading("teams-vtt")
    cues = _cues(text.splitlines(), reading)
    if not cues:
        return None
    names = _zoom_names(cues)
    if names and not any(_VOICE.search(cue.payload) for cue in cues):
        reading.layout = "zoom-vtt"
        _zoom(cues, names, reading)
    else:
        _teams(cues, reading)
    return reading


def _cues(lines: list[str], reading: Reading) -> list[_Cue]:
    """Cut the file at its timing lines: whatever stands between two of them is spoken in the first.

    The line just before a timing line is the cue's id when an empty line (or the start) goes before it. In a file
    without header, whose speech may stand there too, it is one only when it looks like one.
    """
    id_form = _ID_BY_THE_STANDARD if lines and lines[0].startswith("WEBVTT") else _ID_WITHOUT_HEADER

    def start(timing: int) -> int:
        stands_apart = timing == 1 or (timing > 1 and not lines[timing - 2].strip())
        return timing - 1 if stands_apart and id_form.fullmatch(lines[timing - 1].strip()) else timing

    timings = {number: match for number, line in enumerate(lines) if (match := _TIMING.fullmatch(line))}
    bounds = [*map(start, timings), len(lines)]
    reading.furniture += [line for line in lines[: bounds[0]] if line.strip()]
    cues = []
    for (number, match), (begin, end) in zip(timings.items(), pairwise(bounds), strict=True):
        body = _without_notes(lines[number + 1 : end], reading)
        cue_id = lines[begin].strip() if begin < number else ""
        times = _seconds(match.groups()[:3]), _seconds(match.groups()[3:])
        cues.append(_Cue(number + 1, cue_id, *times, "\n".join(body).strip()))
    return cues


def _without_notes(lines: list[str], reading: Reading) -> list[str]:
    """Take NOTE, STYLE and REGION blocks out: they are not speech."""
    kept = []
    in_block = False
    for number, line in enumerate(lines):
        opens = number > 0 and not lines[number - 1].strip()
        if opens and re.match(r"(NOTE|STYLE|REGION)(\s|$)", line):
            in_block = True
        elif not line.strip():
            in_block = False
        if in_block:
            reading.furniture.append(line)
        else:
            kept.append(line)
    return kept


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = groups
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float((seconds or "0").replace(",", ".")), 3)


def _clean(text: str) -> str:
    return _decoded(_TAG.sub("", text))


def _decoded(text: str) -> str:
    """Entities decoded, where a semicolon ends them: `local &regional` holds none."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _label(markup: str) -> str:
    return " ".join(_decoded(markup).split())


def _teams(cues: list[_Cue], reading: Reading) -> None:
    """Voices from <v Name>; cues whose ids differ only in their last number are one utterance.

    Where ids do not say, neighbouring cues of one voice are one utterance.
    """
    open_utterances: dict[str, Utterance] = {}
    for cue in sorted(cues, key=lambda cue: cue.start_s):
        if not cue.payload:
            reading.problems.append(Problem(f"line {cue.line}", "a cue without words", cue.id))
        numbered = _UTTERANCE_ID.fullmatch(cue.id)
        pieces = _VOICE.split(cue.payload)  # words before any voice, then name, words, name, words ...
        for name, markup in [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]:
            label, words = _label(name), _clean(markup)
            if not words.strip():
                continue
            key = numbered[1] if numbered else label
            if not numbered:
                open_utterances = {k: u for k, u in open_utterances.items() if k == label and label}
            before = open_utterances.get(key)
            if before and not before.label and not pieces[0].strip():
                before.label = label  # the utterance's first cues carried no voice
            if before and label in ("", before.label):
                before.text += " " + words
                before.end_s = max(before.end_s, cue.end_s)
            else:
                open_utterances[key] = Utterance(label, words, cue.start_s, cue.end_s)
                reading.utterances.append(open_utterances[key])


def _zoom_names(cues: list[_Cue]) -> set[str]:
    """What stands before a colon and reads as a name, or opens two cues or more; else it is part of a sentence."""
    times = Counter(named[1] for cue in cues if (named := _NAMED.match(cue.payload)))
    return {label for label, cues_opened in times.items() if cues_opened >= 2 or is_name(label)}


def _zoom(cues: list[_Cue], names: set[str], reading: Reading) -> None:
    """`Name: words`; a cue without a name, or with the same one, goes on with the one before."""
    for cue in cues:
        named = _NAMED.match(cue.payload)
        if named and named[1] not in names:
            what = "may open a turn, but does not read as a name and opens no other; read as part of the turn before"
            reading.problems.append(Problem(f"line {cue.line}", what, cue.payload))
            named = None
        label = _label(named[1]) if named else ""
        words = _clean(named[2] if named else cue.payload)
        before = reading.utterances[-1] if reading.utterances else None
        if before and label in ("", before.label):
            before.text += " " + words
            before.end_s = cue.end_s
        else:
            reading.utterances.append(Utterance(label, words, cue.start_s, cue.end_s))
