"""The rows of an export of Microsoft Forms (which Teams polls are) or another program, whatever was asked."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lmep_consult.errors import InputError, Problem, UnknownLayout
from lmep_consult.polls.cells import RawTable, raw_tables, unwrapped
from lmep_consult.polls.dates import read_times
from lmep_consult.polls.grids import Grid, find_grids
from lmep_consult.polls.headings import Headings
from lmep_consult.polls.layouts import Table, table_of
from lmep_consult.polls.programs import FORMS
from lmep_consult.text import fold, shown, unaccented

_NUMBER = re.compile(r"^(?:q ?)?\d{1,3}(?:\.\d{1,3})*[.):]? (?=\S)")
_NO_ANSWER = ("survey preview", "survey test", "preview", "spam")  # what Qualtrics says of rows that are tests
# What programs write for a name where a poll is anonymous, in the languages of their headings.
_NOBODY = frozenset(
    "anonymous anonym anónimo anonyme anonimo anoniem anônimo anonimowy anonimowe anonim anonymt dienw di-enw"
    " anonyymi anonymní 匿名 익명 guest".split()
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
    """An export: where its headings are, its questions by column, its rows, and what could not be placed. sheet: the
    place of its sheet in a workbook (0 = first)."""

    path: Path
    heading_row: int
    headings: Headings
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    sheet: int = 0

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        return find_grids(self.headings.questions)

    @cached_property
    def rankings(self) -> dict[str, Grid]:
        """The questions whose ranking is in several columns."""
        rows = [row.cells for row in self.rows]
        numbers = self.headings.program != FORMS.name  # Forms puts a ranking into one cell
        return {question: grid for question, grid in self._grids.items() if grid.surely_ranks(rows, numbers)}

    @cached_property
    def choices(self) -> dict[str, Grid]:
        """The questions whose options have a column each that says whether it was chosen; Forms puts these, too, into
        one cell."""
        rows = [row.cells for row in self.rows]
        apart = self.headings.program != FORMS.name
        others = {question: grid for question, grid in self._grids.items() if question not in self.rankings}
        return {question: grid for question, grid in others.items() if apart and grid.surely_chooses(rows)}

    @property
    def spread(self) -> dict[int, str]:
        """The questions that are in several columns, by column."""
        grids = {**self.rankings, **self.choices}
        return {at: question for question, grid in grids.items() for at in grid.columns.values()}

    @cached_property
    def questions(self) -> dict[str, int]:
        """The headings of the questions, and the first column of each (0 = first)."""
        spread = self.spread
        asked: dict[str, int] = {}
        for heading, at in self.headings.questions.items():
            asked.setdefault(spread.get(at, heading), at)
        return asked

    def options(self, question: str) -> list[str] | None:
        """The options of a question that has a column an option, None of any other."""
        grid = self._grids.get(question) if question not in self.headings.all else None
        return None if grid is None or grid.by_place else list(grid.columns)

    @property
    def asked_in(self) -> list[int]:
        """The columns in which questions are answered."""
        return list(self.headings.questions.values())

    def heading(self, question: str) -> str:
        """The heading that says `question`, whatever the case, white space and shape of apostrophes and dashes, or else
        with a number before it.

        A column that a program adds may be asked for too. Raises InputError where no column is headed so, or several.
        """
        for there in (self.questions, self._grids, self.headings.all):
            if shown(question) in there:
                return shown(question)
            for same in (fold, _unnumbered):
                alike = [heading for heading in there if same(heading) == same(question)]
                if len(alike) == 1:
                    return alike[0]
        found = "; ".join(repr(heading) for heading in self.questions) or "none"
        raise InputError(f"{self.path}, row {self.heading_row}: no question {question!r}; the questions are: {found}.")

    def columns_of(self, question: str) -> set[int]:
        """The columns in which a question is answered."""
        heading = self.heading(question)
        grid = None if heading in self.headings.all else self._grids.get(heading)
        return {self.headings.all[heading]} if grid is None else set(grid.columns.values())

    def answers(self, question: str, chosen: bool | None = None) -> list[Answer]:
        """Every row's answer ("" where there is none), except those that `faults` names; a ranking in several columns
        is a JSON array, best first, and so is what was `chosen` among options in a column each (None: whichever the
        cells look like). InputError where no column is headed `question`."""
        return [
            Answer(f"row {row.number}", row.voter, row.name, row.email, row.submitted, text)
            for row, text, fault in self._read(question, chosen)
            if not fault
        ]

    def faults(self, question: str, chosen: bool | None = None) -> list[Problem]:
        """The rows whose answer to a question in several columns is no ranking, or no choice, and why."""
        heading = self.heading(question)
        what = "{}, so the answer to {!r} does not count"
        read = self._read(heading, chosen)
        return [Problem(f"row {row.number}", what.format(why, heading)) for row, _, why in read if why]

    def _read(self, question: str, chosen: bool | None) -> Iterator[tuple[Row, str, str]]:
        heading = self.heading(question)
        grid = None if heading in self.headings.all else self._grids.get(heading)
        chosen = heading in self.choices if chosen is None else chosen
        read = grid and (grid.chosen if chosen else grid.read)
        for row in self.rows:
            text, fault = read(row.cells) if read else (row.cells[self.headings.all[heading]], "")
            yield row, text, fault


def _unnumbered(heading: str) -> str:
    """A heading without the number some programs put before it: "1. Rank these", "Q2: Why?"."""
    return _NUMBER.sub("", fold(heading))


def read_export(path: str | Path, columns: Mapping[str, str] | None = None, date: dt.date | None = None) -> Export:
    """Read an .xlsx or .csv export: the first sheet with a row of headings and answers below, which need not be the
    first row.

    Forms, Teams polls, Google Forms, Qualtrics, SurveyMonkey, Jisc, Zoom, Slido and Mentimeter are known by their
    headings. Cells become text as Excel shows it, white space folded; blank rows are passed over. `columns` gives the
    headings of columns by role (id, start, submitted, email, name) in a layout of another make. `date`, the event's
    day, settles whether 10/02 is in February or October. Problems are times that cannot be read, cells under no
    heading, tests, and sheets that were not read.

    Raises InputError naming the file where it holds no such headings, or cannot be cut into cells.
    """
    path = Path(path)
    columns = columns or {}
    read: list[Export] = []
    for raw in raw_tables(path):
        try:
            table = table_of(raw, columns)
            read += [_export(path, raw, table, date)] if table else []
        except InputError:
            if not read:
                raise
            continue  # a sheet after the one with the answers
        if read and raw.separator:  # a text is cut in one way only
            break
    if read:
        chosen = next((export for export in read if export.rows), read[0])
        what = "another sheet with answers was not read; save it as a file of its own if it is another event's"
        others = [Problem(f"sheet {other.sheet + 1}", what) for other in read if other is not chosen and other.rows]
        return replace(chosen, problems=(*chosen.problems, *others))
    wanted = " and ".join(map(repr, columns.values())) or "Completion time and another that Forms adds"
    raise UnknownLayout(
        f"{path}: not an export of Forms or Teams Polls (no row has the headings {wanted}), nor of another program "
        "that is known; export it again with Open results in Excel, or name its columns in study.toml."
    )


def _export(path: Path, raw: RawTable, table: Table, date: dt.date | None) -> Export:
    kept: list[tuple[int, Sequence[Any], tuple[str, ...]]] = []
    problems = []
    headings, width = table.headings, table.width
    columns = set(headings.all.values())
    for number, values in _rest(path, table):
        cells = tuple(unwrapped(shown(value)) for value in values)
        beyond = [cell for cell in cells[width:] if cell]
        if beyond and raw.separator:
            raise InputError(
                f"{path}, row {number}: more cells than headings, so an answer that holds {raw.separator!r} is not "
                "in quotation marks; export it again as .xlsx."
            )
        if unaccented(_at(cells, headings.added.get("status"))) in _NO_ANSWER:
            problems.append(Problem(f"row {number}", "a test of the survey, which does not count"))
            continue
        unheaded = [cell for at, cell in enumerate(cells[:width]) if cell and at not in columns] + beyond
        problems += [Problem(f"row {number}", "a cell under no heading was not read", cell) for cell in unheaded]
        if any(cell for at, cell in enumerate(cells) if at in columns):
            kept.append((number, values, cells + ("",) * (width - len(cells))))
    submitted = [(number, _at(values, headings.added.get("submitted"))) for number, values, _ in kept]
    times, untimed = read_times(submitted, date)
    ids = Counter(_at(cells, headings.added.get("id")) for _, _, cells in kept)
    rows = tuple(_row(n, cells, time, headings, ids) for (n, _, cells), time in zip(kept, times, strict=True))
    return Export(path, table.number, headings, rows, (*raw.problems, *problems, *untimed), raw.sheet)


def _rest(path: Path, table: Table) -> Iterator[tuple[int, Sequence[Any]]]:
    number = table.number
    try:
        for number, row in table.rows:
            yield number, row
    except csv.Error as error:
        raise InputError(f"{path}, row {number + 1}: not CSV ({error}); export the poll's results again.") from None


def _at(values: Sequence[Any], column: int | None) -> Any:
    return values[column] if column is not None and column < len(values) else ""


def _row(
    number: int, cells: tuple[str, ...], submitted: dt.datetime | None, headings: Headings, ids: Counter[str]
) -> Row:
    email, name, id_ = (_at(cells, headings.added.get(role)) for role in ("email", "name", "id"))
    both = [_at(cells, headings.added.get(role)) for role in ("first name", "surname")]
    name = name or " ".join(filter(None, both))
    email = email.casefold()
    if "@" not in email:
        email, name = "", "" if name.casefold() in _NOBODY else name
    alone = f"row {id_}" if id_ and ids[id_] == 1 else f"line {number}"
    return Row(number, email or alone, name, email, submitted, cells)
