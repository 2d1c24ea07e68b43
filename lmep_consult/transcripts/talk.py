"""Which lines of a text open turns: each form of opening is tried, and the one that explains most of the file is taken.

Most explained has the form with the most openings by labels that repetition and taking turns bear out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lmep_consult.transcripts.account import Line
from lmep_consult.transcripts.clocks import is_clock
from lmep_consult.transcripts.evidence import doubtful_among, misspelt, speakers_among
from lmep_consult.transcripts.labels import is_heading, is_name, may_be_label, role_of
from lmep_consult.transcripts.openings import (
    BOLD,
    CLOCK_NAME,
    COLON,
    LONGEST_HEAD,
    NAME_CLOCK,
    NAMELESS,
    NUMBER,
    OWN_LINE,
    STRONG,
    WEAK,
    Form,
    Opening,
    unwrapped,
)
from lmep_consult.transcripts.sources import Source
from lmep_consult.transcripts.surroundings import Surroundings, begin_of_talk, is_sentence

_ABOUT = re.compile(
    r"(?:(?:interview )?date|duration|length)(?: of (?:the )?interview)?\s?:.{0,9}\d.*"
    r"|(?:location|place|venue|participants|attendees|present)\s?:.*",
    re.IGNORECASE,
)
_WHO_WAS_THERE = re.compile(r"(?:participants|attendees|present)\s?:", re.IGNORECASE)
_MOST_COMPARED = 100  # speakers that other labels are compared with
_ID = re.compile(r"[^\W\d_]{1,4}[-_]?\d{1,4}")
_GREETINGS = frozenset("hello hi hiya good morning thank thanks welcome yes no ok okay".split())


@dataclass
class Talk:
    """A text in one form: which lines open turns, and what a person should look at in them.

    weight: how many openings have a label that states a role, opens two turns, or is set apart by a clock.
    begin: the line from which on the talk may be, where a heading such as "Transcript" says so.
    """

    form: Form
    openings: dict[int, Opening]
    weight: int
    notes: dict[int, str] = field(default_factory=dict)
    begin: int = 0


def talk_of(around: Surroundings, source: Source) -> Talk | None:
    """The talk in the form that explains most of the text; None where no form opens a turn."""
    talks = [talk for form in (*STRONG, *WEAK) if (talk := _in_form(around, form, source)).openings]
    strong = max((talk for talk in talks if not talk.form.weak), key=lambda talk: talk.weight, default=None)
    weak = max((talk for talk in talks if talk.form.weak), key=lambda talk: talk.weight, default=None)
    # Half as much again, since lines of a strong form may look like a weak one too.
    best = weak if weak and (strong is None or 2 * weak.weight > 3 * strong.weight) else strong
    nameless = _nameless(around)
    return nameless if nameless and (best is None or best.weight < nameless.weight) else best


def opening_of(form: Form, line: Line, source: Source) -> Opening | None:
    """What the line opens in this form; in a document, a label in bold needs no marks."""
    if len(line.text) > LONGEST_HEAD and not form.with_words:
        return None
    lead = source.leads.get(line.paragraph) if form is BOLD and line.first else None
    if not lead:
        return form.opening(line.text)
    begin = lead - (line.start - source.text.rfind("\n", 0, line.start) - 1)
    label = unwrapped(line.text[: max(0, begin)]).rstrip(":")
    return Opening(label, begin, math.nan, math.nan) if may_be_label(label) and begin < len(line.text) else None


def _in_form(around: Surroundings, form: Form, source: Source) -> Talk:
    candidates = {
        n: opening
        for n, line in enumerate(around.lines)
        if n not in around.furniture
        and (line.first or form is not NAME_CLOCK or source.kind == "txt")  # Teams has a turn a paragraph
        and not (n in around.headings and is_heading(line.text) and line.text[0] != "#")
        and (opening := opening_of(form, line, source))
    }
    begin = begin_of_talk(around.lines, candidates)
    candidates = {n: opening for n, opening in candidates.items() if n >= begin}
    times = Counter(opening.label for opening in candidates.values())
    # A heading may be a label, where it comes again or has a clock.
    may = form in (NAME_CLOCK, CLOCK_NAME)
    candidates = {n: o for n, o in candidates.items() if may or n not in around.headings or times[o.label] > 1}
    speakers = speakers_among([o.label for o in candidates.values()])
    speakers |= {o.label for o in candidates.values() if o.sure}
    most_heard = [label for label, _ in times.most_common() if label in speakers][:_MOST_COMPARED]
    talk = Talk(form, {}, 0, begin=begin)
    for n, opening in candidates.items():
        meant = "" if opening.sure else misspelt(opening.label, times, most_heard, opening.label in speakers)
        if meant:
            talk.notes[n] = f"the label is not written as {meant!r} is elsewhere; read as {meant!r}"
            talk.openings[n] = replace(opening, label=meant)
        elif opening.label in speakers:
            talk.openings[n] = opening
    if form is COLON:
        for n in _about_the_interview(talk.openings, around.lines):
            del talk.openings[n]
    opened_by: dict[str, list[int]] = {}
    for n, opening in talk.openings.items():
        opened_by.setdefault(opening.label, []).append(n)
    doubtful = doubtful_among([opening.label for opening in talk.openings.values()])
    for label in doubtful - {opening.label for opening in talk.openings.values() if opening.sure}:
        lines = opened_by[label]
        if any(_has_no_words(n - 1, talk.openings, around.lines) for n in lines):
            for n in lines:
                del talk.openings[n]  # the words that the label above has
        else:
            what = f"{label!r} opens {len(lines)} turn{'s' * (len(lines) > 1)}; look whether it is a speaker"
            talk.notes.setdefault(lines[0], what)
    if form.weak and not _borne_out(form, talk.openings, around):
        talk.openings.clear()
    often = Counter(opening.label for opening in talk.openings.values())
    talk.weight = sum(
        (around.lines[n].first or source.kind == "txt")
        and (o.sure or (len(often) > 1 and often[o.label] > 1) or role_of(o.label) != "unknown")
        for n, o in talk.openings.items()
    )
    return talk


def _has_no_words(n: int, openings: Mapping[int, Opening], lines: Sequence[Line]) -> bool:
    return n in openings and openings[n].words == len(lines[n].text)


def _nameless(around: Surroundings) -> Talk | None:
    """Lines that begin with clocks where nobody is named, as programs write them that do not tell speakers apart."""
    lines = around.lines
    timed = {n: o for n, line in enumerate(lines) if n not in around.furniture and (o := NAMELESS.opening(line.text))}
    if len(timed) < 3 or 3 * len(timed) < len(lines) - min(timed) or min(timed) > 5:
        return None
    return Talk(NAMELESS, timed, len(timed) // 3)


def _borne_out(form: Form, openings: Mapping[int, Opening], around: Surroundings) -> bool:
    """Whether two labels or more speak again and again from near the first line on: at half of the lines, or, where
    they stand in lines of their own, at a quarter and with words below each."""
    often = Counter(opening.label for opening in openings.values())
    if len(often) < 2 or max(often.values()) < 2 or sum(often.values()) < 3:
        return False
    if form is NUMBER and _counts_up([int(opening.label) for opening in openings.values()]):
        return False
    first = min(openings)
    lines = [n for n, line in enumerate(around.lines) if n not in around.furniture and not is_clock(line.text)]
    below = [n for n in lines if n >= first]
    if len(lines) - len(below) > max(5, len(lines) // 10):
        return False
    if form is not OWN_LINE:
        return 2 * len(openings) >= len(below)
    bare = sum(
        n in openings and (after is None or after in openings)
        for n, after in zip(below, [*below[1:], None], strict=True)
    )
    return 10 * bare <= len(openings) and 4 * len(openings) >= len(below)


def _counts_up(numbers: Sequence[int]) -> bool:
    """Whether numbers are those of a list, or of lists that each begin anew, rather than of speakers who take turns."""
    again = sum(times > 1 for times in Counter(numbers).values())
    in_order = all(after in (before + 1, min(numbers)) for before, after in pairwise(numbers))
    return again < 2 or (in_order and max(numbers) - min(numbers) > 1)


def _about_the_interview(openings: Mapping[int, Opening], lines: Sequence[Line]) -> list[int]:
    """Lines ahead of the interview that look like turns: `Interviewer: Jane Doe`, and what stands above its date. Where
    no date or place is given, two people must be named so, or one who speaks below under that name. A first name alone
    is enough right below the date or place, where the same label opens the next turn too."""
    ahead = _last_fact(openings, lines)
    times = Counter(opening.label for opening in openings.values())
    order = [opening.label for opening in openings.values()]
    about: list[int] = []
    speaks = False
    for place, (number, opening) in enumerate(openings.items()):
        words = lines[number].text[opening.words :].split()
        may_be = bool(words) and words[0][0].isalpha() and words[0].casefold() not in _GREETINGS
        named = len(words) in (2, 3, 4) and is_name(" ".join(words)) and len(words[0]) > 1
        numbered = times[opening.label] > 1 and len(words) == 1 and _ID.fullmatch(words[0])
        again = order[place + 1 : place + 2] == [opening.label]
        alone = ahead >= 0 and number == ahead + 1 and again and len(words) == 1 and is_name(words[0])
        below = may_be and times[opening.label] == 1 and (named or len(words) == 1) and words[0] in times
        if number > ahead and not (may_be and (named or numbered or alone or below)):
            break
        speaks |= below
        about.append(number)
    of_several = ahead >= 0 or speaks or len({openings[number].label for number in about}) > 1
    return about if of_several and len(openings) - len(about) >= 2 else []


def _last_fact(openings: Mapping[int, Opening], lines: Sequence[Line]) -> int:
    """The last line that says when, where or with whom it was, -1 if none does before somebody speaks a second time.
    Below `Participants:` a list may say who each is, in no sentences."""
    last, seen = -1, set()
    listing = False
    for number, line in enumerate(lines):
        listing = listing and number in openings and not is_sentence(line.text)
        if number in openings:
            if (label := openings[number].label) in seen:
                break
            seen.add(label)
            last = number if listing else last
        elif _ABOUT.fullmatch(line.text[:100]):
            last = number
            listing = _WHO_WAS_THERE.fullmatch(line.text) is not None
    return last
