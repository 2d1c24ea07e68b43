"""What raw files say of a study that nobody has described yet: a proposal for its plan, which a person checks.

A file's name gives the ids (P07_interview.vtt a participant; W1_themes.xlsx an event and a poll); what is in it gives
the rest. Whatever could not be told is a gap: a line that says which file and what to do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lmep_consult.errors import ConsultError
from lmep_consult.participants import read_register
from lmep_consult.places import RAW, REGISTER
from lmep_consult.plan.ids import in_files
from lmep_consult.polls.export import read_export
from lmep_consult.polls.question_types import type_in
from lmep_consult.study import begins_with_id, files_below
from lmep_consult.text import unaccented
from lmep_consult.transcripts import read_transcript
from lmep_consult.transcripts.labels import roles_of

_ID = re.compile(r"(?P<id>[^\W_]{1,20})(?:[_\s-]+(?P<rest>[^(]*))?")
_COUNTED = re.compile(r"(?:speaker|spk|s)?[\s_-]?\d{1,3}|unknown|guest", re.IGNORECASE)  # labels of programs
_LITTLE = frozenset(
    "about after also before from have into more most other over than that the their them these there they this those"
    " very what when where which while with without would your".split()
)


@dataclass
class ProposedQuestion:
    """A question as study.toml would have it. codes: options and the ids of the codes proposed for them."""

    id: str
    column: str
    kind: str
    options: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class Proposal:
    """What was found. groups, events: ids. dates: the first and last day of each event, by id. speakers: the labels of
    a file, by the id its name begins with. people: (id, name) of those interviewed, where there is no register.
    codes: (id, name, terms). gaps: what a person is to see to, a sentence each."""

    groups: list[str] = field(default_factory=list)
    dates: dict[str, tuple[dt.date, dt.date] | None] = field(default_factory=dict)
    polls: dict[str, list[ProposedQuestion]] = field(default_factory=dict)
    team: list[str] = field(default_factory=list)
    speakers: dict[str, dict[str, str]] = field(default_factory=dict)
    people: list[tuple[str, str]] = field(default_factory=list)
    codes: list[tuple[str, str, list[str]]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def first_look(folder: Path) -> Proposal:
    """Read the register and raw files that lie in a new study's folder: raw files as far as they can be read.

    Raises RegisterError where the register cannot be read, for ids and groups of everything else are in it.
    """
    found = Proposal()
    register = _register(folder, found)
    _polls(folder, found)
    _transcripts(folder, found, register)
    return found


def slug(text: str, taken: Sequence[str] = (), words: int = 3) -> str:
    """An id made of the first long words of a text, unlike those taken.

    >>> slug("Which of these matters most to you?"), slug("Longer opening hours", ["longer-opening-hours"])
    ('matters', 'longer-opening-hours-2')
    """
    plain = unaccented(text)
    said = _long_words(plain)[:words] or re.findall(r"[a-z0-9]+", plain)[:words]
    made = "-".join(said)[:40] if "".join(said).isascii() and said else "item"
    return next(each for each in (made, *(f"{made}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _long_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]{4,}", text.casefold()) if word not in _LITTLE]


def _register(folder: Path, found: Proposal) -> pd.DataFrame | None:
    if not REGISTER.of(folder).is_file():
        return None
    register = read_register(REGISTER.of(folder))
    found.groups = list(dict.fromkeys(filter(None, register["group"])))
    return register


def _polls(folder: Path, found: Proposal) -> None:
    for path in files_below(RAW.of(folder) / "attendance"):
        if named := _ID.match(path.stem):
            found.dates.setdefault(named["id"], None)
    for path in files_below(RAW.of(folder) / "polls"):
        named = _ID.match(path.stem)
        rest = (named["rest"] or "").strip(" -_") if named else ""
        if not named or not rest:
            found.gaps.append(
                f"raw/polls/{path.name}: name it after its event and its poll, as in W1_themes{path.suffix}."
            )
            continue
        event, poll = named["id"], next((known for known in found.polls if in_files(known) == in_files(rest)), rest)
        try:
            export = read_export(path)
        except ConsultError as error:
            found.gaps.append(f"raw/polls/{path.name}: {error}")
            continue
        days = sorted(row.submitted.date() for row in export.rows if row.submitted)
        before = found.dates.get(event)
        days += before or ()
        found.dates[event] = (min(days), max(days)) if days else None
        asked = found.polls.setdefault(poll, [])
        for heading in export.questions:
            seen = type_in(export, heading)
            known = next((question for question in asked if question.column == heading), None)
            if known is None:
                known = ProposedQuestion(slug(heading, [question.id for question in asked]), heading, seen.kind)
                asked.append(known)
                if seen.doubt:
                    found.gaps.append(
                        f"poll {poll}, {heading!r}: read as {seen.kind}, but {seen.doubt}; see `kind` in "
                        'study.toml (a scale has `kind = "likert"`, and `scale` in place of `options`).'
                    )
            if known.kind in ("ranking", "single", "multiple", "likert"):
                known.options += [option for option in seen.options if option not in known.options]
    for poll, asked in found.polls.items():
        for question in asked:
            if question.kind == "likert":
                question.options.sort()
                found.gaps.append(f"poll {poll}, {question.column!r}: put its scale in order, lowest first.")
            elif question.kind != "rating" and question.kind != "text" and len(question.options) < 2:
                question.kind, question.options = "text", []
            if question.kind == "ranking":
                _propose_codes(question, found)
    found.polls = {poll: asked for poll, asked in found.polls.items() if asked}


def _propose_codes(question: ProposedQuestion, found: Proposal) -> None:
    """A code for each option, with the words that only this option has, to set votes next to interviews."""
    shared = Counter(word for option in question.options for word in set(_long_words(option)))
    for option in question.options:
        known = next((id_ for id_, name, _ in found.codes if name == option), None)
        if known is None:
            known = slug(option, [id_ for id_, *_ in found.codes])
            terms = [word for word in dict.fromkeys(_long_words(option)) if shared[word] == 1]
            found.codes.append((known, option, terms))
            if not terms:
                found.gaps.append(f"codebook.yaml: no words could be proposed for {option!r}; add terms.")
        question.codes[option] = known


def _transcripts(folder: Path, found: Proposal, register: pd.DataFrame | None) -> None:
    ids = [] if register is None else list(register["participant"])
    spoken: dict[str, pd.DataFrame] = {}
    for path in files_below(RAW.of(folder) / "transcripts"):
        named = _ID.match(path.stem)
        known = [id_ for id_ in ids if begins_with_id(path.stem, id_)]
        events = [event for event in found.dates if named and in_files(named["id"]) == in_files(event)]
        who = max(known, key=len) if known else named["id"] if named and (register is None or events) else ""
        if not who:
            found.gaps.append(
                f"raw/transcripts/{path.name}: begin its name with the participant's id in register.xlsx."
            )
            continue
        try:
            turns = read_transcript(path).turns
        except ConsultError as error:
            found.gaps.append(f"raw/transcripts/{path.name}: {error}")
            continue
        spoken[path.stem] = turns.assign(who="" if events else who)
    seen = Counter(label for turns in spoken.values() for label in set(turns["label"]) if label)
    names = set() if register is None else set(register["name"])
    people: dict[str, str] = {}
    for stem, turns in spoken.items():
        labels = [label for label in turns["label"].unique() if label]
        roles = roles_of(labels)
        by_program = [label for label in labels if _COUNTED.fullmatch(label)]
        team = [
            label
            for label in labels
            if label not in by_program and roles[label] == "unknown" and seen[label] > 1 and label not in names
        ]
        found.team += [label for label in team if label not in found.team]
        who = turns["who"].iloc[0] if len(turns) else ""
        if not who:
            continue
        if by_program and len(labels) == 2 and len(by_program) == 2:
            asks = turns[turns["text"].str.rstrip().str.endswith("?")]["label"].value_counts()
            asker = max(labels, key=lambda label: asks.get(label, 0))
            found.speakers[stem] = {label: "team" if label == asker else who for label in labels}
            found.gaps.append(f"[speakers] {stem}: {asker!r} asks most questions, so is taken for the team; check it.")
        elif by_program:
            found.gaps.append(f"[speakers] {stem}: say in study.toml who {', '.join(by_program)} are.")
        own = [label for label in labels if label not in (*team, *by_program) and roles[label] == "unknown"]
        people.setdefault(who, own[0] if len(own) == 1 and own[0] != who else "")
    if register is None:
        found.people = list(people.items())
    if found.team:
        found.gaps.append(f"[team]: {', '.join(found.team)} in several files, so taken for the team; check it.")
