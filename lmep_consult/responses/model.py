"""A response as a file holds it, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from lmep_consult.errors import Problem
from lmep_consult.plan import Responses

BETWEEN = "\x1f"  # what parts several choices in one cell, where each option has a column of its own


class Row(NamedTuple):
    """A response's cells. row: as a spreadsheet numbers it, 0 of a letter. attributes, closed, texts: in the order of
    study.toml; of several choices in columns of their own, the options parted by BETWEEN. names: what names the
    respondent."""

    file: str
    row: int
    response: str
    received: str
    quotable: str
    attributes: tuple[str, ...]
    closed: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]


class RowProblem(NamedTuple):
    """A row that could not be placed, or a cell of it: where, and why."""

    file: str
    row: int
    what: str
    text: str = ""


class Source(Protocol):
    """A file of responses, read a row at a time: what could not be placed comes among them.

    Raises InputError, while rows are asked for, where the file cannot be read as what it should be.
    """

    def __iter__(self) -> Iterator[Row | RowProblem]: ...


def headings_needed(plan: Responses) -> dict[str, str]:
    """The headings that each file must have, by the setting that names them; closed questions apart, whose options may
    have a column each."""
    needed = {"id": plan.id}
    if plan.received:
        needed["received"] = plan.received
    if plan.quotable:
        needed["quotable.column"] = plan.quotable.column
    needed |= {f"names[{n}]": heading for n, heading in enumerate(plan.names, start=1)}
    needed |= {f"attributes.{name}": heading for name, heading in plan.attributes.items()}
    return needed | {f"questions.{question.id}": question.column for question in plan.questions}


def of_file(problem: Problem, file: str) -> RowProblem:
    """What a reader of another room reports, as a problem of a letter."""
    return RowProblem(file, 0, f"{problem.where}: {problem.what}", problem.text)
