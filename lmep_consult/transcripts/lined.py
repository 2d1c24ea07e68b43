"""Transcripts in lines of text, whatever wrote them: typed interviews, Teams' Word documents, Otter, Google Meet, f4, NVivo.

A line opens a turn in one of several forms (`openings`). Each form is tried, and the one whose turns explain most of the
file is taken: the one with the most openings by labels that repetition and taking turns bear out (`evidence`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lmep_consult.transcripts.account import Line, Reading, Utterance
from lmep_consult.transcripts.clocks import AT_END, AT_START, LONG_AT_START, STARTS_WITH_CLOCK, WITHIN, times_of
from lmep_consult.transcripts.evidence import listed_after, misspelt, one_letter_apart, speakers_among
from lmep_consult.transcripts.labels import is_heading, is_name, may_be_label, role_of
from lmep_consult.transcripts.openings import (
    BOLD,
    COLON,
    DASH,
    LONGEST_HEAD,
    NAME_CLOCK,
    NAMELESS,
    OWN_LINE,
    STRONG,
    WEAK,
    Form,
    Opening,
    LEADING,
    is_clock,
    unwrapped,
)
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import (
    Surroundings,
    begin_of_talk,
    end_of_talk,
    set_aside,
    surroundings_of,
)

_ABOUT = re.compile(
    r"(?:(?:interview )?date|duration|length)(?: of (?:the )?interview)?\s?:.{0,9}\d.*"
    r"|(?:location|place|venue|participants|attendees|present)\s?:.*",
    re.IGNORECASE,
)
_ID = re.compile(r"[^\W\d_]{1,4}[-_]?\d{1,4}")
_GREETINGS = frozenset("hello hi hiya good morning thank thanks welcome yes no ok okay".split())
_OTTER = re.compile(r"Transcribed by https?://otter\.ai/?\.?", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:\S+ ){1,10}\S*(?:transcri|transkri|trascri)\S*(?: \S+){0,4}", re.IGNORECASE)
_LABEL_ENDS = re.compile(r"\s{0,3}(?:\Z|[:：;|\])>*_\[(#–—-]|\d)")
_SHORT_LABEL_ENDS = re.compile(r"\s?[:：;|\]>]|\s[–—-]\s")
_NO_CLOCK = (math.nan, math.nan)
_MANY_WORDS = 200  # below the last label, and more than three times any other turn: may be no turn at all


@dataclass
class _Talk:
    """A file in one form: which lines open turns, and what a person should look at in them.

    weight: how many openings have a label that states a role, opens two turns, or is set apart by a clock.
    """

    form: Form
    openings: dict[int, Opening]
    notes: dict[int, str]
    weight: int
    begin: int = 0


def read(source: Source) -> Reading | None:
    """The reading, or None where no form opens a turn.

    Lines that open none go on with the turn before. A clock may stand in a line of its own. Headings are not speech;
    what stands ahead of the first turn and below the end of the talk is furniture, or a problem where it may be more.
    """
    around = surroundings_of(source)
    talk = _most_explained([_talk(around, form, source) for form in (*STRONG, *WEAK)])
    nameless = _nameless_talk(around)
    if nameless and (talk is None or talk.weight < nameless.weight):
        talk = nameless
    if talk is None:
        return None
    return _reading(source, around, talk)


def _most_explained(talks: Sequence[_Talk]) -> _Talk | None:
    talks = [talk for talk in talks if talk.openings]
    strong = [talk for talk in talks if not talk.form.weak]
    weak = [talk for talk in talks if talk.form.weak]
    best = max(strong, key=lambda talk: talk.weight, default=None)
    borne_out = max(weak, key=lambda talk: talk.weight, default=None)
    return borne_out if borne_out and (best is None or borne_out.weight > best.weight) else best


def _talk(around: Surroundings, form: Form, source: Source) -> _Talk:
    candidates = {
        n: opening
        for n, line in enumerate(around.lines)
        if n not in around.furniture
        and (line.first or form is not NAME_CLOCK or source.kind == "txt")
        and (len(line.text) <= LONGEST_HEAD or form in (COLON,))
        and not (n in around.headings and is_heading(line.text) and line.text[0] != "#")
        and (opening := _opening(form, line, source))
    }
    begin = begin_of_talk(around.lines, candidates)
    candidates = {n: opening for n, opening in candidates.items() if n >= begin}
    times = Counter(opening.label for opening in candidates.values())
    in_headings = {n for n in candidates if n in around.headings}
    order = [o.label for n, o in candidates.items() if n not in in_headings or times[o.label] > 1]
    speakers = speakers_among(order) | {o.label for o in candidates.values() if o.sure}
    openings, notes = {}, {}
    for n, opening in candidates.items():
        meant = "" if opening.sure else misspelt(opening.label, times, speakers)
        if meant:
            notes[n] = f"the label is not written as {meant!r} is elsewhere; read as {meant!r}"
            openings[n] = replace(opening, label=meant)
        elif opening.label in speakers and (n not in in_headings or times[opening.label] > 1):
            openings[n] = opening
    if form is COLON:
        for n in _about_the_interview(openings, around.lines):
            del openings[n]
    for label in listed_after([o.label for o in openings.values()], speakers):
        n = next(n for n, o in openings.items() if o.label == label)
        notes.setdefault(n, f"{label!r} opens this turn only; look whether it is a speaker")
    if form.weak and not _borne_out(form, openings, around):
        openings = {}
    often = Counter(opening.label for opening in openings.values())
    taking_turns = len(often) > 1
    weight = sum(
        1
        for n, opening in openings.items()
        if (around.lines[n].first or source.kind == "txt")
        and (opening.sure or (taking_turns and often[opening.label] > 1) or role_of(opening.label) != "unknown")
    )
    return _Talk(form, openings, notes, weight, begin)


def _nameless_talk(around: Surroundings) -> _Talk | None:
    """Lines that begin with clocks where nobody is named, as programs write them that do not tell speakers apart."""
    lines = around.lines
    openings = {n: o for n, line in enumerate(lines) if n not in around.furniture and (o := NAMELESS.opening(line.text))}
    if len(openings) < 3 or 3 * len(openings) < len(lines) - min(openings) or min(openings) > 5:
        return None
    return _Talk(NAMELESS, openings, {}, len(openings) // 3)


def _opening(form: Form, line: Line, source: Source) -> Opening | None:
    """What the line opens in this form; in a document, a label in bold needs no marks."""
    lead = source.leads.get(line.paragraph) if form is BOLD and line.first else None
    if not lead:
        return form.opening(line.text)
    begin = lead - (line.start - source.text.rfind("\n", 0, line.start) - 1)
    label = unwrapped(line.text[: max(0, begin)]).rstrip(":")
    return Opening(label, begin, *_NO_CLOCK) if may_be_label(label) and begin < len(line.text) else None


def _borne_out(form: Form, openings: dict[int, Opening], around: Surroundings) -> bool:
    """Whether two labels or more speak again and again from near the first line on, and, where they stand in lines of
    their own, with words below each."""
    often = Counter(opening.label for opening in openings.values())
    talk = [n for n in range(len(around.lines)) if n not in around.furniture]
    if len(often) < 2 or max(often.values()) < 2 or sum(often.values()) < 3 or not talk:
        return False
    first = min(openings)
    ahead = sum(1 for n in talk if n < first)
    with_words = [n for n in talk if n >= first and not is_clock(around.lines[n].text)]
    if form is OWN_LINE:
        bare = sum(1 for a, b in zip(with_words, with_words[1:] + [-1], strict=True) if a in openings and (b in openings or b < 0))
        return 10 * bare <= len(openings) and ahead <= max(5, len(talk) // 10) and 4 * len(openings) >= len(with_words)
    return ahead <= max(5, len(talk) // 10) and 2 * len(openings) >= len(with_words)


def _reading(source: Source, around: Surroundings, talk: _Talk) -> Reading:
    lines, openings = around.lines, talk.openings
    reading = Reading(_layout(source, talk, lines), source, weight=talk.weight)
    for start, end in around.numbers:
        reading.furniture(start, end)
    first, last = min(openings), max(openings)
    nameless = {n for n in range(talk.begin, len(lines)) if talk.form is NAME_CLOCK and _opens_nameless(n, lines, openings, source)}
    first = min({first, *nameless})
    last = max({last, *nameless})
    end = end_of_talk(lines, last)
    if source.kind != "txt" and end == len(lines) and end - 1 not in openings and lines[-1].first and _LAST_WORD.fullmatch(lines[-1].text[:LONGEST_HEAD]):
        end -= 1
    known = {opening.label for opening in openings.values()}
    slips = _slips_of(known)
    ahead = [line for n, line in enumerate(lines[:first]) if n not in around.furniture]
    may_open = [o.label for n, line in enumerate(lines[: talk.begin]) if n not in around.furniture and (o := talk.form.opening(line.text[:LONGEST_HEAD]))]
    bare = _Bare.of(lines, openings)
    timed = 2 * sum(1 for n in openings if STARTS_WITH_CLOCK.match(lines[n].text)) > len(openings)
    set_aside(reading, ahead, "stand before the first turn", not known.isdisjoint(may_open))
    for n in sorted(around.furniture):
        if n < end:
            reading.furniture(lines[n].start, lines[n].end)
    above = [line for line in ahead if line.start < lines[first].start][-1:]
    clock = times_of(above[0].text) if above and is_clock(above[0].text) else _NO_CLOCK
    for n in range(first, end):
        line = lines[n]
        if n in around.furniture:
            continue
        opening = openings.get(n)
        slip = slips.match(line.text) if slips and not opening else None
        if opening or n in nameless:
            opening = opening or Opening("", len(line.text), *times_of(line.text))
            start_s, end_s = (opening.start_s, opening.end_s) if not math.isnan(opening.start_s) else clock
            answered = n + 1 < end and n + 1 not in openings
            only_clock = opening.words == len(line.text) and opening.clock >= 0 and not answered
            begin = line.start + (opening.clock if only_clock else opening.words)
            reading.utterances.append(Utterance(opening.label, start_s, end_s, line.start))
            reading.furniture(line.start, begin)
            if only_clock:
                reading.say(reading.utterances[-1], begin, line.end)
            else:
                _speak(reading, begin, line.end, bare)
            if n in talk.notes:
                reading.note(talk.notes[n], *line.span)
            clock = _NO_CLOCK
        elif is_clock(line.text) and (line.first or source.kind == "txt"):
            utterance = reading.utterances[-1]
            if not utterance.words and math.isnan(utterance.start_s):
                utterance.start_s, utterance.end_s = times_of(line.text)
            else:
                clock = times_of(line.text)
            reading.furniture(*line.span)
        elif n in around.headings:
            _heading(reading, line, talk.form is OWN_LINE or _begins_almost(line.text, known) or bool(slip))
        elif n + 1 in openings and talk.form is COLON and _in_capitals(line.text):
            reading.problem("may be a heading; left out of the words", *line.span)
        elif line.text in known and n + 2 in openings and is_clock(lines[n + 1].text) and openings[n + 2].label == line.text:
            reading.furniture(*line.span)  # the name a second time
        elif slip and slip["mark"]:
            meant = slip["label"]
            reading.note(f"the label is not written as {meant!r} is elsewhere; read as {meant!r}", *line.span)
            reading.utterances.append(Utterance(meant, *clock, line.start))
            reading.furniture(line.start, line.start + slip.end())
            _speak(reading, line.start + slip.end(), line.end, bare)
            clock = _NO_CLOCK
        else:
            candidate = _opening(talk.form, line, source)
            named = candidate and is_name(candidate.label) and not talk.form.weak
            if slip or named or (timed and STARTS_WITH_CLOCK.match(line.text)) or line.text[0] in (":：–—-|>" if talk.form is DASH else ":：") or _begins_almost(line.text, known):
                what = "may open a turn, but nothing else says so; read as part of the turn before"
                reading.note(what, *line.span)
            _speak(reading, line.start, line.end, bare)
            clock = _NO_CLOCK
    _after(reading, [line for n, line in enumerate(lines) if n >= end and n not in around.furniture])
    for n in sorted(around.furniture):
        if n >= end:
            reading.furniture(lines[n].start, lines[n].end)
    _warn(reading)
    return reading


def _layout(source: Source, talk: _Talk, lines: Sequence[Line]) -> str:
    if talk.form is NAME_CLOCK:
        otter = source.kind == "txt" or any(_OTTER.fullmatch(line.text) for line in lines)
        return "otter" if otter else "teams-docx"
    return f"labelled-{source.kind}"


def _opens_nameless(n: int, lines: Sequence[Line], openings: dict[int, Opening], source: Source) -> bool:
    """Whether a clock alone opens a turn of nobody named: words must stand right below it, and before the first name
    it may also be the recording's length."""
    below = n + 1
    if n in openings or not is_clock(lines[n].text) or below >= len(lines) or below in openings:
        return False
    if not lines[n].first and source.kind != "txt":
        return False
    if n > 0 and (n - 1) in openings:
        return False
    gap = 1 if source.kind == "txt" else 0
    if n < min(openings):
        return lines[below].paragraph == lines[n].paragraph + gap
    return not (below + 1 in openings and openings[below + 1].label == lines[below].text)


@dataclass(frozen=True)
class _Bare:
    """Whether clocks that nothing sets apart stand at the start of most turns, and at the end: then they are no words."""

    at_start: bool
    at_end: bool

    @classmethod
    def of(cls, lines: Sequence[Line], openings: dict[int, Opening]) -> _Bare:
        starts = sum(1 for n, opening in openings.items() if AT_START.match(lines[n].text, opening.words))
        ends = sum(1 for line in lines if AT_END.search(line.text, max(0, len(line.text) - 20)))
        return cls(starts > 1 and 2 * starts >= len(openings), ends > 1 and 2 * ends >= len(openings))


def _speak(reading: Reading, start: int, end: int, bare: _Bare) -> None:
    """Words of the turn that is open; clocks in them are furniture."""
    text = reading.source.text
    utterance = reading.utterances[-1]
    opened = (AT_START if bare.at_start else LONG_AT_START).match(text, start, end)
    if opened and not utterance.words:
        if math.isnan(utterance.start_s):
            utterance.start_s, utterance.end_s = times_of(opened[0])
        reading.furniture(start, opened.end())
        start = opened.end()
    closed = AT_END.search(text, max(start, end - 20), end) if bare.at_end else None
    stop = closed.start() if closed else end
    at = start
    for stamp in WITHIN.finditer(text, start, stop):
        reading.say(utterance, at, stamp.start())
        reading.furniture(*stamp.span())
        at = stamp.end()
        if not text[at:end].strip() and math.isnan(utterance.end_s):
            utterance.end_s = times_of(stamp[0])[0]  # f4 and MAXQDA say at the end of a turn when it ended
    reading.say(utterance, at, stop)
    reading.furniture(stop, end)


def _heading(reading: Reading, line: Line, may_open: bool) -> None:
    """A heading is furniture; one as long as a sentence, or that ends as one, may be speech."""
    if may_open:
        reading.problem("a heading that may open a turn; what follows is read as part of the turn before", *line.span)
    elif len(line.text.split()) > 12 or (line.text[-1] in ".!…" and " " in line.text):
        reading.problem("a heading that may be speech; left out of the words", *line.span)
    else:
        reading.furniture(*line.span)


def _begins_almost(text: str, known: set[str]) -> bool:
    """Whether a line begins, after a clock and marks, with a known label but for one letter, and a mark or clock after it."""
    head = LEADING.sub("", text[:LONGEST_HEAD], count=1)
    for label in known:
        ends = _LABEL_ENDS if len(label) > 3 else _SHORT_LABEL_ENDS
        for size in range(max(1, len(label) - 1), len(label) + 2):
            if ends.match(head, size) and one_letter_apart(head[:size].casefold(), label.casefold()):
                return True
    return False


def _slips_of(known: set[str]) -> re.Pattern[str] | None:
    """A line that opens with a known label and the wrong mark, or none: `P10; words`, `Interviewer What`."""
    labels = sorted((label for label in known if label), key=len, reverse=True)[:100]
    if not labels:
        return None
    any_label = "|".join(map(re.escape, labels))
    return re.compile(
        rf"\W{{0,3}}(?P<label>{any_label})(?:(?P<mark>\s{{0,2}}[;|¦/\\!][:;|]?\s{{0,9}}(?=\S)|\s{{0,2}}[.,•·]:\s{{0,9}})|\s+(?=[^\W\d_a-z])|[.,](?=\S)|\Z)"
    )


def _after(reading: Reading, lines: Sequence[Line]) -> None:
    if lines:
        set_aside(reading, lines, "stand after the end of the talk")


def _warn(reading: Reading) -> None:
    """What a whole file shows: one label only, or a last turn so long that it may be no turn."""
    text = reading.source.text
    labels = {utterance.label for utterance in reading.utterances}
    if len(labels) == 1 and len(text.split()) > 50:
        label = next(iter(labels))
        reading.note(f"{label!r} is the only speaker found; look whether others speak under it", 0, 0)
    words = [len(utterance.text.split()) for utterance in reading.utterances]
    if len(words) > 2 and words[-1] > max(_MANY_WORDS, 3 * max(words[:-1])):
        start = reading.utterances[-1].start
        reading.note(f"{words[-1]} words stand below the last label; look whether all are speech", start, start)


def _about_the_interview(openings: dict[int, Opening], lines: Sequence[Line]) -> list[int]:
    """Lines ahead of the interview that look like turns: `Interviewer: Jane Doe`, and what stands above its date."""
    ahead = _last_fact(openings, lines)
    times = Counter(opening.label for opening in openings.values())
    about = []
    for number, opening in openings.items():
        words = lines[number].text[opening.words :].split()
        named = len(words) in (2, 3, 4) and is_name(" ".join(words)) and words[0].casefold() not in _GREETINGS
        if number > ahead and not named and not (times[opening.label] > 1 and _ID.fullmatch("".join(words))):
            break
        about.append(number)
    return about if len(openings) - len(about) >= 2 else []


def _last_fact(openings: dict[int, Opening], lines: Sequence[Line]) -> int:
    """The last line that says when, where or with whom it was, -1 if none does before somebody speaks a second time."""
    last, seen = -1, set()
    for number, line in enumerate(lines):
        if number in openings:
            if (label := openings[number].label) in seen:
                break
            seen.add(label)
        elif _ABOUT.fullmatch(line.text[:100]):
            last = number
    return last


def _in_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 4 and text[0] not in "[(" and text[-1] not in ".?!…)]"
