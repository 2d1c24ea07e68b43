"""Captions: who says the words of each cue, by a `<v Name>` tag or by a name and a colon.

Written here because the libraries lose speech: entities, second voices in a cue.
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
from lmep_consult.transcripts.cues import Cue, cues_of
from lmep_consult.transcripts.labels import is_name, opens_a_sentence, parts_of
from lmep_consult.transcripts.sources import Source

_UTTERANCE_ID = re.compile(r"(.+/\d+)-(\d{1,9})")
_MARKUP = re.compile(
    r"<v(?:\.[^\s<>]*)?\s(?P<voice>[^<>]{0,300})>"
    r"|</?(?:v|lang)(?:\.[^\s<>]*)?(?:\s[^<>]*)?>"  # only these two say more than their name: `a <b and c> d` is text
    r"|</?(?:c|i|b|u|ruby|rt)(?:\.[^\s<>]*)?>|<\d+:\d[\d:.]*>"
    r"|</?font(?:\s[^<>]*)?>|\{\\an\d\}"
)
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][\da-fA-F]{1,8}|\w{1,40});")
_NAMED = re.compile(r"\s*(?P<name>[^\s:][^:\n]{0,60}?):(?=\s|\Z)")
_NAMED_BELOW = re.compile(r"^[^\S\n]*(?P<name>[^\s:][^:\n]{0,60}?):(?=\s)", re.MULTILINE)


def read(source: Source) -> Reading | None:
    """The reading, or None where the text holds no cue."""
    reading = Reading("vtt", source)
    cues = cues_of(reading)
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


def _runs(cue: Cue, reading: Reading) -> Iterator[_Run]:
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


def _voiced(cues: list[Cue], reading: Reading) -> None:
    """Voices from <v Name>; cues whose ids differ only in their last number are one utterance.

    Where ids do not say, neighbouring cues of one voice are one utterance.
    """
    text = reading.source.text
    open_utterances: dict[str, Utterance] = {}
    for cue in _in_order(cues):
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


def _in_order(cues: list[Cue]) -> list[Cue]:
    """By time; what begins at one time as the file has it, but the cues of one utterance by their numbers."""
    ids = [_UTTERANCE_ID.fullmatch(cue.id) for cue in cues]
    first: dict[str, int] = {}
    order = {
        cue.at: (cue.start_s, first.setdefault(match[1], at) if match else at, int(match[2]) if match else 0)
        for at, (cue, match) in enumerate(zip(cues, ids, strict=True))
    }
    return sorted(cues, key=lambda cue: order[cue.at])


def _silent(cue: Cue, reading: Reading) -> Problem:
    return Problem(reading.where(cue.at), "a cue without words", cue.id)


def _names(cues: list[Cue], text: str) -> set[str]:
    """What stands before a colon and reads as a name, or opens two cues or more; else it is part of a sentence.

    Where all other cues have names, one word in small letters is one too.
    """
    openings = (_NAMED.match(text, *cue.body[0]) for cue in cues if cue.body)
    times = Counter(named["name"] for named in openings if named and not opens_a_sentence(named["name"]))
    names = {label for label, cues_opened in times.items() if cues_opened >= 2 or is_name(label)}
    words = {label for label in times.keys() - names if " " not in parts_of(label)[0]}
    return names | words if sum(times[label] for label in names | words) == len(cues) else names


def _cut_at_names(cues: Iterable[Cue], names: set[str], text: str) -> Iterator[Cue]:
    """The cues, cut before each line below the first that opens with one of the names."""
    for cue in cues:
        cuts = [m.start() for s, e in cue.body for m in _NAMED_BELOW.finditer(text, s, e) if m["name"] in names]
        bounds = [-1, *(at for at in cuts if text[cue.body[0][0] : at].strip()), len(text)]
        for low, high in pairwise(bounds):
            body = [(max(low, s), min(high, e)) for s, e in cue.body if max(low, s) < min(high, e)]
            yield replace(cue, body=body)


def _named_by_colon(cues: list[Cue], names: set[str], reading: Reading) -> None:
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
