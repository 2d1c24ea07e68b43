"""The rows of a Microsoft Forms export (which Teams polls are), whatever was asked."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lmep_consult.errors import InputError, Problem, UnknownLayout
from lmep_consult.polls.cells import Reading, readings
from lmep_consult.polls.dates import read_times
from lmep_consult.polls.headings import Headings, find_headings
from lmep_consult.text import fold, shown

_TOP = 50  # rows that may stand above the headings
# What Forms writes for a name where a poll is anonymous, in the languages of its headings.
_NOBODY = frozenset(
    "anonymous anonym anónimo anonyme anonimo anoniem anônimo anonimowy anonimowe anonim anonymt dienw di-enw".split()
)


@dataclass(frozen=True)
class Answer:
    """One row's answer to one question. `voter` is the email address, or the row's id where there is none."""

    where: str
    voter: str
    name: str
    email: str
    submitted: dt.datetime | None
    text: str


@dataclass(frozen=True)
class Row:
    """A row that is not blank: its number in the file, who sent it and when, and its cells as text."""

    number: int
    voter: str
    name: str
    email: str
    submitted: dt.datetime | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Export:
    """An export: where its headings stand, its questions by column, its rows, and what could not be placed. sheet: the
    place of its sheet in a workbook (0 = first)."""

    path: Path
    heading_row: int
    headings: Headings
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    sheet: int = 0

    @property
    def questions(self) -> dict[str, int]:
        """The headings of the questions, and the column of each (0 = first)."""
        return self.headings.questions

    def heading(self, question: str) -> str:
        """The heading that says `question` but for case, white space and the shape of apostrophes and dashes.

        A column that Forms adds may be asked for too. Raises InputError where no column is headed so, or several.
        """
        for there in (self.headings.questions, self.headings.all):
            if shown(question) in there:
                return shown(question)
            alike = [heading for heading in there if fold(heading) == fold(question)]
            if len(alike) == 1:
                return alike[0]
        found = "; ".join(repr(heading) for heading in self.questions) or "none"
        raise InputError(f"{self.path}, row {self.heading_row}: no question {question!r}; the questions are: {found}.")

    def answers(self, question: str) -> list[Answer]:
        """Every row's answer ("" where there is none); InputError where no column is headed `question`."""
        column = self.headings.all[self.heading(question)]
        return [
            Answer(f"row {row.number}", row.voter, row.name, row.email, row.submitted, row.cells[column])
            for row in self.rows
        ]


def read_export(path: str | Path, columns: Mapping[str, str] | None = None, date: dt.date | None = None) -> Export:
    """Read an .xlsx or .csv export: the first sheet with a row of headings, which need not be the first row.

    Cells become text as Excel shows it, white space folded; blank rows are passed over. `columns` gives the headings
    of columns by role (id, start, submitted, email, name) in a layout of another make. `date`, the event's day, settles
    whether 10/02 is in February or October. Problems are times that cannot be read and cells under no heading.

    Raises InputError naming the file where it holds no such headings, or cannot be cut into cells.
    """
    path = Path(path)
    columns = columns or {}
    for reading in readings(path):
        found = _headings(reading, columns)
        if found:
            number, headings, width = found
            return _export(path, reading, number, headings, width, date)
    wanted = " and ".join(map(repr, columns.values())) or "Completion time and another that Forms adds"
    raise UnknownLayout(
        f"{path}: not an export of Forms or Teams Polls (no row has the headings {wanted}); export it again with "
        "Open results in Excel, or name its columns in study.toml."
    )


def _headings(reading: Reading, columns: Mapping[str, str]) -> tuple[int, Headings, int] | None:
    """The number of the row of headings, what it says and how many cells it has."""
    try:
        for number, row in enumerate(islice(reading.rows, _TOP), start=1):
            headings = find_headings(row, columns)
            if headings:
                return number, headings, len(row)
    except csv.Error:
        pass  # so the cells are not separated by this
    return None


def _export(path: Path, reading: Reading, top: int, headings: Headings, width: int, date: dt.date | None) -> Export:
    kept: list[tuple[int, Sequence[Any], tuple[str, ...]]] = []
    problems = []
    columns = set(headings.all.values())
    for number, values in enumerate(_rest(path, reading, top), start=top + 1):
        cells = tuple(shown(value) for value in values)
        beyond = [cell for cell in cells[width:] if cell]
        if beyond and reading.separator:
            raise InputError(
                f"{path}, row {number}: more cells than headings, so an answer that holds {reading.separator!r} is not "
                "in quotation marks; export it again as .xlsx."
            )
        unheaded = [cell for at, cell in enumerate(cells[:width]) if cell and at not in columns] + beyond
        problems += [Problem(f"row {number}", "a cell under no heading was not read", cell) for cell in unheaded]
        if any(cell for at, cell in enumerate(cells) if at in columns):
            kept.append((number, values, cells + ("",) * (width - len(cells))))
    submitted = [(number, _at(values, headings.added.get("submitted"))) for number, values, _ in kept]
    times, untimed = read_times(submitted, date)
    ids = Counter(_at(cells, headings.added.get("id")) for _, _, cells in kept)
    rows = tuple(_row(n, cells, time, headings, ids) for (n, _, cells), time in zip(kept, times, strict=True))
    return Export(path, top, headings, rows, (*problems, *untimed), reading.sheet)


def _rest(path: Path, reading: Reading, top: int) -> Iterator[Sequence[Any]]:
    number = top
    try:
        for row in reading.rows:
            number += 1
            yield row
    except csv.Error as error:
        raise InputError(f"{path}, row {number + 1}: not CSV ({error}); export the poll's results again.") from None


def _at(values: Sequence[Any], column: int | None) -> Any:
    return values[column] if column is not None and column < len(values) else ""


def _row(
    number: int, cells: tuple[str, ...], submitted: dt.datetime | None, headings: Headings, ids: Counter[str]
) -> Row:
    email, name, id_ = (_at(cells, headings.added.get(role)) for role in ("email", "name", "id"))
    email = email.casefold()
    if "@" not in email:
        email, name = "", "" if name.casefold() in _NOBODY else name
    alone = f"row {id_}" if id_ and ids[id_] == 1 else f"line {number}"
    return Row(number, email or alone, name, email, submitted, cells)
