"""Captions: who says the words of each cue. A `<v Name>` tag says it, the cue's id, or a name in a line.

Written here because the libraries lose speech: entities, second voices in a cue.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lmep_consult.errors import Problem
from lmep_consult.transcripts.account import UNSEEN, Reading, Utterance
from lmep_consult.transcripts.clocks import SET_OFF, SPAN, without_clocks
from lmep_consult.transcripts.cues import Cue, cues_of
from lmep_consult.transcripts.labels import is_name, may_be_label, opens_a_sentence, parts_of
from lmep_consult.transcripts.openings import unwrapped
from lmep_consult.transcripts.sources import Source

_UTTERANCE_ID = re.compile(r"(.+/\d+)-(\d{1,9})")
_MARKUP = re.compile(
    r"<v(?:\.[^\s<>]*)?\s(?P<voice>[^<>]{0,300})>"
    r"|</?(?:v|lang)(?:\.[^\s<>]*)?(?:\s[^<>]*)?>"  # only these two say more than their name: `a <b and c> d` is text
    r"|</?(?:c|i|b|u|ruby|rt)(?:\.[^\s<>]*)?>|<\d+:\d[\d:.]*>"
    r"|</?font(?:\s[^<>]*)?>|\{\\an\d\}"
)
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][\da-fA-F]{1,8}|\w{1,40});")
_ID_NUMBER = re.compile(r"\A[\s\"]*(?:\d+[\s\".:–-]+)?|[\s\".:–-]*(?:\(\d+\)|(?<=[\s\".:–-])\d+)?[\s\"]*\Z")
_STAMP = rf"(?:{SET_OFF}|{SPAN})"
# How a line names its speaker: `Name:` (after the `>>` or `-` of a new one), `(Name)` above the words, `[Name] words`;
# with a clock ahead of the name or after it.
_START = rf"[^\S\n]*+(?:(?:>|&gt;){{2,3}}|-(?=\s))?[^\S\n]*+(?:{_STAMP}[^\S\n]*+(?:[-–—|][^\S\n]++)?)?"
_CLOCK = rf"(?:[^\S\n]{{0,3}}[,–—-]?[^\S\n]{{0,3}}{_STAMP})?"
_IN_BRACKETS = r"(?P<name>[^\s()\[\]](?:[^()\[\]\n]|\([^()\n]{1,40}\)){0,60}?)"
_NAMINGS = {
    "colon": _START + rf"(?P<name>[^\s:][^:\n]{{0,60}}?){_CLOCK}:(?=\s|\Z)",
    "above": _START + rf"[(\[][^\S\n]*+(?:{_STAMP}[^\S\n]+)?{_IN_BRACKETS}{_CLOCK}[)\]][^\S\n]*+(?=\n|\Z)",
    "bracket": _START + rf"[(\[][^\S\n]*+(?:{_STAMP}[^\S\n]+)?{_IN_BRACKETS}{_CLOCK}[)\]](?=[^\S\n]++\S)",
}
_NEW_SPEAKER = r"[^\S\n]*+(?:>|&gt;){2,3}[^\S\n]*+"
_DASHES = re.compile(r"^[^\S\n]*+-[^\S\n]*+$", re.MULTILINE)


def read(source: Source) -> Reading | None:
    """The reading, or None where the text holds no cue."""
    reading = Reading("vtt", source)
    cues = cues_of(reading)
    if not cues:
        return None
    reading.weight = 3 * len(cues)  # an id or an empty line, the times, the words
    text = source.text
    voices = [tag["voice"] for cue in cues for s, e in cue.body for tag in _MARKUP.finditer(text, s, e)]
    voiced = any(voice is not None and _label(voice) for voice in voices)
    if not voiced:
        cues = _without_repeats(cues, reading)
    in_ids = {} if voiced else _names_in_ids(cues)
    way, names = ("", set()) if voiced or in_ids else _names_in_lines(cues, text)
    if not text.startswith("WEBVTT") and any(cue.with_comma for cue in cues):
        reading.layout = "srt"
    elif voiced or any(_UTTERANCE_ID.fullmatch(cue.id) for cue in cues):
        reading.layout = "teams-vtt"
    elif in_ids:
        reading.layout = "webex-vtt"
    elif names:
        reading.layout = "zoom-vtt"
    reading.look_for_clocks([" ".join(shown for _, _, shown in _lines_shown(cue, text)) for cue in cues])
    if names:
        _named_in_lines(cues, _NAMINGS[way], names, reading)
    else:
        _voiced(cues if voiced else _cut_at(cues, _NEW_SPEAKER, text), in_ids, reading)
    return reading


def _decoded(text: str) -> str:
    """Entities decoded, where a semicolon ends them: `local &regional` holds none."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _label(markup: str) -> str:
    """The name in the markup; "" where it has no letter, as in `<v ->`, which only says that another one speaks."""
    label = without_clocks(" ".join(_decoded(markup).split()))
    return label if any(map(str.isalnum, label)) else ""


@dataclass
class _Run:
    """What one voice says in a cue; `voiced` where a tag names it."""

    label: str
    voiced: bool
    stretches: list[tuple[int, int]]


def _runs(cue: Cue, reading: Reading, label: str = "") -> Iterator[_Run]:
    """The cue's words voice by voice; tags are furniture."""
    text = reading.source.text
    run = _Run(label, bool(label), [])
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
        reading.say(utterance, start, end, _decoded, " " if place == 0 else "", opening=place == 0)


def _voiced(cues: Iterable[Cue], in_ids: dict[int, str], reading: Reading) -> None:
    """Voices from <v Name> or the cues' ids; cues whose ids differ only in their last number are one utterance.

    Where ids do not say, neighbouring cues of one voice are one utterance.
    """
    text = reading.source.text
    open_utterances: dict[str, Utterance] = {}
    for cue in _in_order(list(cues)):
        numbered = _UTTERANCE_ID.fullmatch(cue.id)
        if cue.body and (mark := _at_start(_NEW_SPEAKER, text, cue)):
            reading.furniture(*mark.span())
            cue.body[0] = (mark.end(), cue.body[0][1])
        runs = _runs(cue, reading, in_ids.get(cue.at, ""))
        spoken = [run for run in runs if any(_decoded(text[s:e]).strip() for s, e in run.stretches)]
        if not spoken and not cue.repeats:
            reading.problems.append(_silent(cue, reading))
        unvoiced_first = bool(spoken) and not spoken[0].voiced
        for run in spoken:
            key = f"{cue.part} {numbered[1]}" if numbered else run.label
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


def _in_order(cues: list[Cue]) -> list[Cue]:
    """As in the file. Only cues whose ids number utterances, and not in order, are put in order of time within their
    recording, and those of one utterance by their numbers."""
    ids = [_UTTERANCE_ID.fullmatch(cue.id) for cue in cues]
    if not all(ids):
        return cues
    numbers = [(cue.part, *map(int, re.findall(r"\d+", cue.id)[-2:])) for cue in cues]
    if numbers == sorted(numbers):
        return cues
    first: dict[tuple[int, str], int] = {}
    order = {
        cue.at: (cue.part, cue.start_s, first.setdefault((cue.part, match[1] if match else ""), at), number)
        for at, (cue, match, number) in enumerate(zip(cues, ids, numbers, strict=True))
    }
    return sorted(cues, key=lambda cue: order[cue.at])


def _silent(cue: Cue, reading: Reading) -> Problem:
    return Problem(reading.where(cue.at), "a cue without words", cue.id)


def _without_repeats(cues: list[Cue], reading: Reading) -> list[Cue]:
    """Rolling captions, where half of the cues or more open with the lines that the cue before shows: these are
    furniture. Somebody who says a thing twice does not make half of all cues."""
    text = reading.source.text
    shown = [list(_lines_shown(cue, text)) for cue in cues]
    plain = [[line for _, _, line in lines] for lines in shown]
    overlaps = [0] + [
        next((n for n in range(len(here), 0, -1) if here[:n] == before[-n:]), 0) for before, here in pairwise(plain)
    ]
    if len(cues) < 3 or 2 * sum(map(bool, overlaps)) < len(cues) - 1:
        return cues
    rolled = []
    for cue, lines, overlap in zip(cues, shown, overlaps, strict=True):
        if overlap:
            after = lines[overlap - 1][1]
            for start, end in cue.body:
                reading.furniture(start, min(end, after))
            cue = replace(cue, body=[(max(s, after), e) for s, e in cue.body if e > after], repeats=True)
        rolled.append(cue)
    return rolled


def _lines_shown(cue: Cue, text: str) -> Iterator[tuple[int, int, str]]:
    for start, end in cue.body:
        at = start
        for line in text[start:end].splitlines(keepends=True):
            if shown := " ".join(_MARKUP.sub("", line).split()):
                yield at, at + len(line), shown
            at += len(line)


def _names_in_ids(cues: Sequence[Cue]) -> dict[int, str]:
    """Who speaks in each cue (by where it stands), where the ids say: `1 "Ana Reyes" (314215500)`, `Ana Reyes-2`.

    They do where most hold what reads as a name, and one comes twice or more.
    """
    found = {cue.at: name for cue in cues if may_be_label(name := _ID_NUMBER.sub("", cue.id)) and "/" not in cue.id}
    times = Counter(found.values())
    found = {at: name for at, name in found.items() if is_name(name) or times[name] > 1}
    says = 2 * len(found) >= len(cues) and len(cues) > 1 and max(times.values(), default=0) > 1
    return found if says and any(" " in name or len(times) > 1 for name in times) else {}


def _names_in_lines(cues: Sequence[Cue], text: str) -> tuple[str, set[str]]:
    """The way in which lines name speakers, and the names: the way that names most.

    What stands before a colon is a name where it reads as one or opens two cues or more; else it is part of a sentence.
    Where all other cues have names, one word in small letters is one too. What stands in brackets is a name where it
    reads as one and half of the cues hold one, for sounds stand in brackets as well.
    """
    found: dict[str, tuple[int, set[str]]] = {}
    openings = [_at_start(_NAMINGS["colon"], text, cue) for cue in cues]
    below = (m for cue in cues for m in _openings_of(_NAMINGS["colon"], text, cue) if m[0].lstrip()[0] in "->&")
    openings += [m for m in below if m.start() not in {opening.start() for opening in openings if opening}]
    times = Counter(named["name"] for named in openings if named and not opens_a_sentence(named["name"]))
    names = {label for label, cues_opened in times.items() if cues_opened >= 2 or is_name(unwrapped(label))}
    words = {label for label in times.keys() - names if " " not in parts_of(label)[0]}
    names = names | words if sum(times[label] for label in names | words) == len(cues) else names
    found["colon"] = sum(times[label] for label in names), names
    for way in ("above", "bracket"):
        times = Counter(
            m["name"] for cue in cues for m in _openings_of(_NAMINGS[way], text, cue) if may_be_label(m["name"])
        )  # fmt: skip
        times = Counter({name: number for name, number in times.items() if number > 1 or is_name(name)})
        if times and 2 * times.total() >= len(cues) and max(times.values()) > 1:
            found[way] = times.total(), set(times)
    way = max(found, key=lambda way: found[way][0])
    return way, found[way][1]


def _cut_at(cues: Iterable[Cue], form: str, text: str, names: set[str] | None = None) -> Iterator[Cue]:
    """The cues, cut before each line below the first that opens as the form says (with one of the names)."""
    for cue in cues:
        cuts = [
            m.start()
            for s, e in cue.body
            for m in _lines_that_open(form, text, s, e)
            if names is None or m["name"] in names
        ]
        bounds = [-1, *(at for at in cuts if text[cue.body[0][0] : at].strip()), len(text)]
        for low, high in pairwise(bounds):
            body = [(max(low, s), min(high, e)) for s, e in cue.body if max(low, s) < min(high, e)]
            yield replace(cue, body=body)


def _named_in_lines(cues: Iterable[Cue], form: str, names: set[str], reading: Reading) -> None:
    """A cue without a name, or with the same one, goes on with the one before."""
    text = reading.source.text
    for cue in _cut_at(cues, form, text, names):
        named = _at_start(form, text, cue)
        if named and named["name"] not in names:
            what = "may open a turn, but does not read as a name and opens no other; read as part of the turn before"
            reading.note(what, *cue.body[0])
            named = None
        if named:
            if not _label(named["name"]):
                reading.note("a name is missing; read as part of the turn before", *cue.body[0])
            reading.furniture(*named.span())
            cue.body[0] = (named.end(), cue.body[0][1])
        cue.body[:] = _without_dashes(cue.body, reading)
        label = _label(named["name"]) if named else ""
        stretches = [stretch for run in _runs(cue, reading) for stretch in run.stretches]
        before = reading.utterances[-1] if reading.utterances else None
        if not any(_decoded(text[s:e]).strip() for s, e in stretches) and (
            not named or (before and before.label == label)
        ):
            if not cue.repeats:
                reading.problems.append(_silent(cue, reading))
        elif before and label in ("", before.label):
            before.end_s = max(before.end_s, cue.end_s)
            _say(reading, before, stretches)
        else:
            reading.utterances.append(Utterance(label, cue.start_s, cue.end_s, cue.at))
            _say(reading, reading.utterances[-1], stretches)


def _at_start(form: str, text: str, cue: Cue) -> re.Match[str] | None:
    """How the cue opens, after empty lines."""
    if not cue.body:
        return None
    start, end = cue.body[0]
    while start < end and text[start] in UNSEEN:
        start += 1
    return re.compile(form).match(text, start, end)


def _openings_of(form: str, text: str, cue: Cue) -> Iterator[re.Match[str]]:
    """Wherever the cue opens as the form says, at its start or in a line below."""
    first = _at_start(form, text, cue)
    if first:
        yield first
    for start, end in cue.body:
        yield from (m for m in _lines_that_open(form, text, start, end) if not first or m.start() >= first.end())


def _lines_that_open(form: str, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where a line within the stretch opens as the form says."""
    return re.compile("^" + form, re.MULTILINE).finditer(text, start, end)


def _without_dashes(body: Iterable[tuple[int, int]], reading: Reading) -> list[tuple[int, int]]:
    """The stretches without lines that hold a dash only, which part speakers."""
    kept = []
    for start, end in body:
        at = start
        for dash in _DASHES.finditer(reading.source.text, start, end):
            kept.append((at, dash.start()))
            reading.furniture(*dash.span())
            at = dash.end()
        kept.append((at, end))
    return kept
