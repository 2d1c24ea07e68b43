"""The rows of a Microsoft Forms export (which Teams polls are), whatever was asked."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from lmep_consult.errors import InputError

# The columns Forms adds, under the names it has been seen to give them.
_STANDARD = {
    "id": "id",
    "start time": "start",
    "startzeit": "start",
    "hora de inicio": "start",
    "completion time": "submitted",
    "fertigstellungszeit": "submitted",
    "hora de finalización": "submitted",
    "email": "email",
    "e-mail": "email",
    "correo electrónico": "email",
    "name": "name",
    "nombre": "name",
    "language": "language",
    "last modified time": "modified",
}


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
class Export:
    """An export: the headings of its questions by column, and its rows that are not blank."""

    path: Path
    questions: dict[str, int]
    standard: dict[str, int]
    rows: list[tuple[int, list[str], dt.datetime | None]]

    def answers(self, question: str) -> list[Answer]:
        """Every row's answer ("" where there is none); InputError where no column is headed `question`."""
        column = {heading.casefold(): at for heading, at in self.questions.items()}.get(_clean(question).casefold())
        if column is None:
            found = "; ".join(repr(heading) for heading in self.questions) or "none"
            raise InputError(f"{self.path}, row 1: no question {question!r}; the questions are: {found}.")
        return [self._answer(number, cells, submitted, column) for number, cells, submitted in self.rows]

    def _answer(self, number: int, cells: list[str], submitted: dt.datetime | None, column: int) -> Answer:
        def cell(name: str) -> str:
            return cells[self.standard[name]] if name in self.standard else ""

        email, name = cell("email").casefold(), cell("name")
        if "@" not in email:
            email, name = "", "" if name.casefold() == "anonymous" else name
        voter = email or f"row {cell('id') or number}"
        return Answer(f"row {number}", voter, name, email, submitted, cells[column])


def read_export(path: str | Path) -> Export:
    """Read an .xlsx or .csv export; white space in cells is folded, blank rows are passed over.

    Raises InputError naming the file where it is no export of Forms.
    """
    path = Path(path)
    table = _cells(path)
    header = [_clean(cell) for cell in table[0]] if table else []
    standard: dict[str, int] = {}
    for at, heading in enumerate(header):
        if heading.casefold() in _STANDARD:
            standard.setdefault(_STANDARD[heading.casefold()], at)
    if "id" not in standard or "submitted" not in standard:
        raise InputError(
            f"{path}, row 1: not an export of Forms or Teams Polls (no columns ID and Completion time); "
            "export it again with Open results in Excel."
        )
    questions = {h: at for at, h in enumerate(header) if h and at not in standard.values()}
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        cells = [*cells, *[None] * (len(header) - len(cells))]
        if any(_clean(cell) for cell in cells):
            rows.append((number, [_clean(cell) for cell in cells], _time(cells[standard["submitted"]])))
    return Export(path, questions, standard, rows)


def _cells(path: Path) -> list[list[Any]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}).") from None
    if data.startswith(b"PK\x03\x04"):
        try:
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            return [list(row) for row in sheet.iter_rows(values_only=True)]
        except Exception:  # a damaged archive raises a dozen kinds, from zipfile, zlib, expat and openpyxl
            raise InputError(f"{path}: not an Excel workbook; export the poll's results again.") from None
    if b"\0" in data:
        raise InputError(f"{path}: neither an Excel workbook nor CSV; export the poll's results again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise InputError(f"{path}: not CSV ({error}); export the poll's results again.") from None


def _clean(value: Any) -> str:
    return "" if value is None else " ".join(str(value).replace("\u200e", "").split())


def _time(value: Any) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    try:
        return dt.datetime.fromisoformat(_clean(value)).replace(tzinfo=None)
    except ValueError:
        return None
