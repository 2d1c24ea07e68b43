"""The heading row of an export: which columns a program added, and which are questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lmep_consult.polls.programs import FORMS, PROGRAMS
from lmep_consult.text import fold, shown, unaccented

# What a quiz adds to each question: `Points - Q`, `Comentarios: Q`.
_QUIZ = re.compile(
    r"(?:points?|punkte|puntos|punti|punten|pontos|punkty|pwyntiau|feedback|comentarios|commentaires|commenti"
    r"|opinia|adborth)\s?[-:]\s?(.+)"
)


@dataclass(frozen=True)
class Headings:
    """The headings of an export by column: all of them, the questions among them, and by role those a program adds.
    program: its name, "" of one that is not known."""

    all: dict[str, int]
    questions: dict[str, int]
    added: dict[str, int]
    program: str = FORMS.name


def find_headings(row: Sequence[Any], columns: Mapping[str, str]) -> Headings | None:
    """The headings, if this row is the one that holds them.

    `columns` names columns by role (id, start, submitted, email, name) where they are headed in a way of their own:
    all of them must be in the row. Without it, a program's own must: of Forms, a time of completion and another.
    A heading that comes twice gains a number, as Forms gives it: Convene, Convene2. Points and feedback of a question
    are no questions where the quiz's own columns are there.
    """
    texts = [shown(cell) for cell in row]
    own = {fold(heading): role for role, heading in columns.items()}
    named_by_study = {own[fold(text)]: at for at, text in reversed([*enumerate(texts)]) if fold(text) in own}
    if columns.keys() - named_by_study.keys():
        return None
    program, found = _of_a_program(texts)
    if found is None:
        if not columns:
            return None
        found = {at: FORMS.roles[text] for at, text in enumerate(map(unaccented, texts)) if text in FORMS.roles}
    added = dict(named_by_study)
    taken = set(added.values())
    for at, role in found.items():
        if role not in columns and at not in taken and (role not in added or program not in ("", FORMS.name)):
            added.setdefault(role, at)
            taken.add(at)
    named = numbered(texts)
    marks = _marks(named) if {"points", "feedback"} & added.keys() else set()
    questions = {heading: at for heading, at in named.items() if at not in taken | marks}
    return Headings(named, questions, added, program)


def _of_a_program(texts: Sequence[str]) -> tuple[str, dict[int, str] | None]:
    found = FORMS.columns(texts)
    if found and len(set(found.values())) > 1:
        return FORMS.name, found
    for program in PROGRAMS:
        found = program.columns(texts)
        if found and len([text for text in texts if text]) > 1:
            return program.name, found
    return "", None


def _marks(named: Mapping[str, int]) -> set[int]:
    """The columns of points and feedback that a quiz adds to its questions."""
    known = {unaccented(heading) for heading in named}
    return {at for heading, at in named.items() if (m := _QUIZ.fullmatch(unaccented(heading))) and m[1] in known}


def numbered(texts: Sequence[str]) -> dict[str, int]:
    """By column, the headings that are not blank; the second of a name is Name2, unless there is one."""
    named: dict[str, int] = {}
    taken = {fold(text) for text in texts}
    times: Counter[str] = Counter()
    for at, text in enumerate(texts):
        if not text:
            continue
        heading = text
        times[text] += 1
        while heading in named or (times[text] > 1 and fold(heading) in taken):
            heading = f"{text}{times[text]}"
            times[text] += heading in named or fold(heading) in taken
        taken.add(fold(heading))
        named[heading] = at
    return named
