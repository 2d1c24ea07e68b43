"""Captions cut into cues: WebVTT as Teams and Zoom write it, and SRT.

Written here because the libraries lose speech: entities, text after a blank line inside a cue, second voices.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from lmep_consult.errors import Problem
from lmep_consult.transcripts.account import Reading, Utterance
from lmep_consult.transcripts.labels import is_name, opens_a_sentence, parts_of
from lmep_consult.transcripts.sources import Source

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)"
_SETTINGS = r"(?:[ \t]+[A-Za-z]\w{0,20}:[\w%.,-]+)*"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}{_SETTINGS}(?P<words>\s.*)?", re.DOTALL)
_ID_BY_THE_STANDARD = re.compile(r"(?!WEBVTT)[^<>]+")
_ID_WITHOUT_HEADER = re.compile(r"\S*\d\S*")
_UTTERANCE_ID = re.compile(r"(.+/\d+)-\d+")
_NO_SPEECH = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_MARKUP = re.compile(
    r"<v(?:\.[^\s<>]*)?\s(?P<voice>[^<>]{0,300})>"
    r"|</?(?:v|lang)(?:\.[^\s<>]*)?(?:\s[^<>]*)?>"  # only these two say more than their name: `a <b and c> d` is text
    r"|</?(?:c|i|b|u|ruby|rt)(?:\.[^\s<>]*)?>|<\d+:\d[\d:.]*>"
    r"|</?font(?:\s[^<>]*)?>|\{\\an\d\}"
)
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][\da-fA-F]{1,8}|\w{1,40});")
_NAMED = re.compile(r"\s*(?P<name>[^\s:][^:\n]{0,60}?):(?=\s|\Z)")
_NAMED_BELOW = re.compile(r"^[^\S\n]*(?P<name>[^\s:][^:\n]{0,60}?):(?=\s)", re.MULTILINE)
_DAMAGED = re.compile(r"\s*\d\S{0,15}:\S{0,15}\s*-->\s*\S{0,30}\s*")


@dataclass
class _Cue:
    """`at` is where its timing line begins; `body` its stretches of speech, which notes may cut up."""

    id: str
    at: int
    start_s: float
    end_s: float
    with_comma: bool
    body: list[tuple[int, int]]


def read(source: Source) -> Reading | None:
    """The reading, or None where the text holds no cue."""
    reading = Reading("vtt", source)
    cues = _cues(reading)
    if not cues:
        return None
    text = source.text
    voiced = any(tag["voice"] is not None for cue in cues for s, e in cue.body for tag in _MARKUP.finditer(text, s, e))
    names = _names(cues, text)
    if not text.startswith("WEBVTT") and any(cue.with_comma for cue in cues):
        reading.layout = "srt"
    elif voiced or any(_UTTERANCE_ID.fullmatch(cue.id) for cue in cues):
        reading.layout = "teams-vtt"
    elif names:
        reading.layout = "zoom-vtt"
    if names and not voiced:
        _named_by_colon(cues, names, reading)
    else:
        _voiced(cues, reading)
    return reading


def _cues(reading: Reading) -> list[_Cue]:
    """Cut the file at its timing lines: whatever stands between two of them is spoken in the first.

    The line just before a timing line is the cue's id when an empty line (or the start) goes before it. In a file
    without header, whose speech may stand there too, it is one only when it looks like one.
    """
    lines = reading.source.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    timings = {n: match for n, line in enumerate(lines) if "-->" in line and (match := _TIMING.fullmatch(line))}
    if not timings:
        return []
    id_form = _ID_BY_THE_STANDARD if lines[0].startswith("WEBVTT") else _ID_WITHOUT_HEADER

    def begin(timing: int) -> int:
        stands_apart = timing == 1 or (timing > 1 and not lines[timing - 2].strip())
        return timing - 1 if stands_apart and id_form.fullmatch(lines[timing - 1].strip()) else timing

    bounds = [*map(begin, timings), len(lines)]
    reading.furniture(0, starts[bounds[0]])
    cues = []
    for (number, match), (first, last) in zip(timings.items(), pairwise(bounds), strict=True):
        words = starts[number] + match.start("words") if match["words"] else starts[number + 1]
        reading.furniture(starts[first], words)
        body = [(words, starts[number + 1])] if match["words"] and match["words"].strip() else []
        body += _without_notes(lines, starts, number + 1, last, reading)
        cue_id = lines[first].strip() if first < number else ""
        times = _seconds(match.groups()[:3]), _seconds(match.groups()[3:6])
        cues.append(_Cue(cue_id, starts[number], *times, "," in match[3], body))
    return cues


def _without_notes(
    lines: list[str], starts: list[int], first: int, last: int, reading: Reading
) -> list[tuple[int, int]]:
    """The stretches of the lines from first to last that are speech: NOTE, STYLE and REGION blocks are not."""
    stretches: list[tuple[int, int]] = []
    in_block = False
    for number in range(first, last):
        if number > first and not lines[number - 1].strip() and _NO_SPEECH.match(lines[number]):
            in_block = True
        elif not lines[number].strip():
            in_block = False
        start, end = starts[number], min(starts[number + 1], starts[-1] - 1)
        if _DAMAGED.fullmatch(lines[number]) or (
            number + 1 < last and _DAMAGED.fullmatch(lines[number + 1]) and _ID_WITHOUT_HEADER.fullmatch(lines[number])
        ):
            reading.problem("times that cannot be read; what they time is read with the cue before", start, end)
        elif in_block:
            reading.furniture(start, end)
        elif stretches and stretches[-1][1] == start:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = groups
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float((seconds or "0").replace(",", ".")), 3)


def _decoded(text: str) -> str:
    """Entities decoded, where a semicolon ends them: `local &regional` holds none."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _label(markup: str) -> str:
    return " ".join(_decoded(markup).split())


@dataclass
class _Run:
    """What one voice says in a cue; `voiced` where a tag names it."""

    label: str
    voiced: bool
    stretches: list[tuple[int, int]]


def _runs(cue: _Cue, reading: Reading) -> Iterator[_Run]:
    """The cue's words voice by voice; tags are furniture."""
    text = reading.source.text
    run = _Run("", False, [])
    for start, end in cue.body:
        at = start
        for tag in _MARKUP.finditer(text, start, end):
            run.stretches.append((at, tag.start()))
            reading.furniture(*tag.span())
            at = tag.end()
            if tag["voice"] is not None:
                yield run
                run = _Run(_label(tag["voice"]), True, [])
        run.stretches.append((at, end))
    yield run


def _say(reading: Reading, utterance: Utterance, stretches: list[tuple[int, int]]) -> None:
    """Say the stretches of a cue: only the first is set off by a space, for tags may stand inside a word."""
    for place, (start, end) in enumerate(stretches):
        reading.say(utterance, start, end, _decoded(reading.source.text[start:end]), " " if place == 0 else "")


def _voiced(cues: list[_Cue], reading: Reading) -> None:
    """Voices from <v Name>; cues whose ids differ only in their last number are one utterance.

    Where ids do not say, neighbouring cues of one voice are one utterance.
    """
    text = reading.source.text
    open_utterances: dict[str, Utterance] = {}
    for cue in sorted(cues, key=lambda cue: cue.start_s):
        numbered = _UTTERANCE_ID.fullmatch(cue.id)
        spoken = [run for run in _runs(cue, reading) if any(_decoded(text[s:e]).strip() for s, e in run.stretches)]
        if not spoken:
            reading.problems.append(_silent(cue, reading))
        unvoiced_first = bool(spoken) and not spoken[0].voiced
        for run in spoken:
            key = numbered[1] if numbered else run.label
            if not numbered:
                open_utterances = {k: u for k, u in open_utterances.items() if k == run.label and run.label}
            before = open_utterances.get(key)
            if before and not before.label and not unvoiced_first:
                before.label = run.label  # the utterance's first cues carried no voice
            if before and run.label in ("", before.label):
                before.end_s = max(before.end_s, cue.end_s)
            else:
                before = open_utterances[key] = Utterance(run.label, cue.start_s, cue.end_s, cue.at)
                reading.utterances.append(before)
            _say(reading, before, run.stretches)


def _silent(cue: _Cue, reading: Reading) -> Problem:
    return Problem(reading.where(cue.at), "a cue without words", cue.id)


def _names(cues: list[_Cue], text: str) -> set[str]:
    """What stands before a colon and reads as a name, or opens two cues or more; else it is part of a sentence.

    Where all other cues have names, one word in small letters is one too.
    """
    openings = (_NAMED.match(text, *cue.body[0]) for cue in cues if cue.body)
    times = Counter(named["name"] for named in openings if named and not opens_a_sentence(named["name"]))
    names = {label for label, cues_opened in times.items() if cues_opened >= 2 or is_name(label)}
    words = {label for label in times.keys() - names if " " not in parts_of(label)[0]}
    return names | words if sum(times[label] for label in names | words) == len(cues) else names


def _cut_at_names(cues: Iterable[_Cue], names: set[str], text: str) -> Iterator[_Cue]:
    """The cues, cut before each line below the first that opens with one of the names."""
    for cue in cues:
        cuts = [m.start() for s, e in cue.body for m in _NAMED_BELOW.finditer(text, s, e) if m["name"] in names]
        bounds = [-1, *(at for at in cuts if text[cue.body[0][0] : at].strip()), len(text)]
        for low, high in pairwise(bounds):
            body = [(max(low, s), min(high, e)) for s, e in cue.body if max(low, s) < min(high, e)]
            yield replace(cue, body=body)


def _named_by_colon(cues: list[_Cue], names: set[str], reading: Reading) -> None:
    """`Name: words`; a cue without a name, or with the same one, goes on with the one before."""
    text = reading.source.text
    for cue in _cut_at_names(cues, names, text):
        named = _NAMED.match(text, *cue.body[0]) if cue.body else None
        if named and named["name"] not in names:
            what = "may open a turn, but does not read as a name and opens no other; read as part of the turn before"
            reading.note(what, *cue.body[0])
            named = None
        if named:
            reading.furniture(*named.span())
            cue.body[0] = (named.end(), cue.body[0][1])
        label = _label(named["name"]) if named else ""
        stretches = [stretch for run in _runs(cue, reading) for stretch in run.stretches]
        before = reading.utterances[-1] if reading.utterances else None
        if not any(_decoded(text[s:e]).strip() for s, e in stretches) and (
            not named or (before and before.label == label)
        ):
            reading.problems.append(_silent(cue, reading))
        elif before and label in ("", before.label):
            before.end_s = max(before.end_s, cue.end_s)
            _say(reading, before, stretches)
        else:
            reading.utterances.append(Utterance(label, cue.start_s, cue.end_s, cue.at))
            _say(reading, reading.utterances[-1], stretches)
