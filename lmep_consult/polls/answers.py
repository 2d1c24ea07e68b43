"""Questions that are no rankings: single and multiple choices, Likert statements, ratings and open texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from math import nan
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.plan import Kind
from lmep_consult.polls.export import Export, read_export
from lmep_consult.polls.model import Answers
from lmep_consult.polls.options import Offer, listed_texts
from lmep_consult.polls.ranking import offer_of
from lmep_consult.polls.submissions import latest_of_each, of_the_day, voters
from lmep_consult.text import fold, shown

Said = tuple[str, float, bool]  # answer, value, written_in
_NUMBERED = re.compile(r"(\d{1,2}) ?[.):-]? ?(\D.*)")


def read_answers(
    path: str | Path | Export,
    question: str,
    kind: Kind,
    options: Sequence[str] = (),
    scale: Sequence[str] = (),
    highest: int = 10,
    date: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    until: dt.date | None = None,
) -> Answers:
    """Read one question of an export, as read_poll takes it, that is no ranking.

    `kind` is "single" or "multiple" (with `options`; other text is written in, and kept as it is), "likert" (with
    `scale`, its labels from lowest to highest; a number before a label may be left out or set off in any way),
    "rating" (a whole number up to `highest`) or "text" (all written in). `question`, `date`, `until` and `columns` are
    as for read_poll, and so are voters and which of their answers counts.

    Problems are answers that do not count: of another day, earlier ones, labels not on the scale, no ratings, and
    empty ones, except of texts.

    Raises InputError naming the file: not an export, no such question, nobody answered, no options or scale to read the
    kind with.
    """
    export = path if isinstance(path, Export) else read_export(path, columns, date)
    heading = export.heading(question)
    read = _reader(export.path, heading, kind, options, scale, highest)
    of_options = kind in ("single", "multiple")
    answers = export.answers(heading, of_options)
    problems = [*export.problems, *export.faults(heading, of_options)]
    if kind != "text":
        problems += [Problem(a.where, f"no answer to {heading!r}") for a in answers if not a.text]
    given, other_days = of_the_day(export.path, heading, [a for a in answers if a.text], date, until)
    said = [(answer, read(answer.text)) for answer in given]
    what = {"likert": "not on the scale", "rating": f"no whole number from 0 to {highest}"}.get(kind, "no answer")
    unread = [Problem(a.where, f"{what}; the answer to {heading!r} does not count", a.text) for a, s in said if not s]
    latest, again = latest_of_each([answer for answer, found in said if found])
    counting = {answer.where for answer in latest}
    rows = [
        (answer.voter, heading, *found, answer.submitted)
        for answer, found_all in said
        if answer.where in counting
        for found in found_all
    ]
    return Answers(
        heading,
        kind,
        pd.DataFrame(rows, columns=["voter", "question", "answer", "value", "written_in", "submitted"]).astype(
            {"value": "float", "written_in": "bool", "submitted": "datetime64[us]"}
        ),
        voters(latest),
        (*problems, *other_days, *unread, *again),
        export.path.name,
    )


def _reader(
    path: Path, heading: str, kind: Kind, options: Sequence[str], scale: Sequence[str], highest: int
) -> Callable[[str], list[Said]]:
    """How a cell of the kind is read: what it says, nothing where it cannot be placed."""
    if kind in ("single", "multiple"):
        if not options:
            raise InputError(f"{path}: {heading!r} cannot be read as a {kind} choice without its options; give them.")
        offer = offer_of(path, heading, options)
        return (lambda cell: _single(offer, cell)) if kind == "single" else (lambda cell: _multiple(offer, cell))
    if kind == "likert":
        if not scale:
            raise InputError(f"{path}: {heading!r} cannot be read as a Likert statement without its scale; give it.")
        labels = [shown(label) for label in scale]
        return lambda cell: _likert(labels, cell)
    if kind == "rating":
        return lambda cell: _rating(cell, highest)
    if kind == "text":
        return lambda cell: [(cell, nan, True)]
    raise InputError(f"{path}: {heading!r} cannot be read as {kind!r} here; read rankings with read_poll.")


def _single(offer: Offer, cell: str) -> list[Said]:
    listed = listed_texts(cell)
    text = listed[0] if listed and len(listed) == 1 else cell
    option = offer.find(text)
    return [(option or text, nan, option is None)]


def _multiple(offer: Offer, cell: str) -> list[Said]:
    """Each option once; a text with a semicolon of its own, known by the white space after it, stays whole."""
    said: list[str] = []
    for token in offer.tokens(cell):
        if said and not {said[-1], token} & set(offer.options) and f"{said[-1]}; {token}" in cell:
            said[-1] = f"{said[-1]}; {token}"
        else:
            said.append(token)
    return [(token, nan, token not in offer.options) for token in dict.fromkeys(said)]


def _likert(scale: Sequence[str], cell: str) -> list[Said]:
    """The one label that is the same or, with or without a number before it, says the same."""
    same = [label for label in scale if fold(label) == fold(cell)]
    same = same or [label for label in scale if _agree(_parts(label), _parts(cell))]
    return [(same[0], float(scale.index(same[0]) + 1), False)] if len(same) == 1 else []


def _parts(label: str) -> tuple[str, str]:
    """The number before a label ("" where there is none) and its words."""
    match = _NUMBERED.fullmatch(fold(label))
    return (match[1], match[2]) if match else ("", fold(label))


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[1] == other[1] and (one[0] == other[0] or not (one[0] and other[0]))


def _rating(cell: str, highest: int) -> list[Said]:
    if not re.fullmatch(r"\d{1,3}(?:[.,]0{1,9})?", cell):
        return []
    mark = int(re.split("[.,]", cell)[0])
    return [(str(mark), float(mark), False)] if mark <= highest else []
