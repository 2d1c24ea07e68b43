"""Where in a workbook the register is: on which sheet, under which headings, in which rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmep_consult.archive import Sheet, sheets
from lmep_consult.errors import InputError, StudyError
from lmep_consult.participants.headings import REQUIRED, known

_TOP = 30  # filled rows that may be above the headings, and they themselves
_FEW = 4  # headings by which a table is known as a register

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The register's table. sheet: its name; number: the row of the headings; headings: as they are written, each with
    the heading over several columns above it where only both together say what it is; rows: the filled rows below, by
    their number, each as wide as the headings or wider; others: sheets that look like a register too."""

    sheet: str
    number: int
    headings: Cells
    rows: tuple[tuple[int, Cells], ...]
    others: tuple[str, ...] = ()


def find_table(path: Path) -> Found:
    """The first row, of all sheets, that holds most of a register's headings, and what is below it.

    Cells merged down a column each hold what the area holds. Raises StudyError where the workbook cannot be read or
    holds nothing.
    """
    try:
        found = [(sheet, *_headings(sheet)) for sheet in sheets(path)]
    except InputError as error:
        raise StudyError(str(error)) from None
    best = max((score for *_, score in found), default=0)
    if not any(any(row) for sheet, *_ in found for row in _texts(sheet)):
        raise StudyError(f"{path}: the first sheet is empty; its first row must hold the column names.")
    sheet, number, _ = next(entry for entry in found if entry[2] == best)
    texts = _texts(sheet)
    number = number or next((n for n, row in enumerate(texts, start=1) if any(row)), 1)
    headings = _with_those_above(sheet, texts, number)
    rows = [(n, (*row, *[""] * (len(headings) - len(row)))) for n, row in enumerate(texts, start=1) if n > number]
    others = tuple(other.name for other, _, score in found if score == best >= len(REQUIRED) and other is not sheet)
    return Found(sheet.name, number, headings, tuple((n, row) for n, row in rows if any(row)), others)


def is_register(path: Path) -> bool:
    """Whether a workbook holds a table with a register's headings."""
    try:
        return any(score >= _FEW for score in (_headings(sheet)[1] for sheet in sheets(path)))
    except InputError:
        return False


def cell_of(path: Path, participant: str, column: str) -> tuple[str, str]:
    """The sheet and the cell, such as V8, that hold a column of a participant, who must be in the register."""
    from openpyxl.utils import get_column_letter  # slow to load

    found = find_table(path)
    names = [known(heading) for heading in found.headings]
    at = names.index("participant")
    number = next(n for n, row in found.rows if row[at] == participant)
    return found.sheet, f"{get_column_letter(names.index(column) + 1)}{number}"


def _headings(sheet: Sheet) -> tuple[int, int]:
    """The number of the row with most of the headings a register must have, 0 where none has any, and how many."""
    best, filled = (0, 0), 0
    texts = _texts(sheet)
    for number, row in enumerate(texts, start=1):
        if any(row):
            filled += 1
            score = len(set(REQUIRED) & {known(text) for text in row})
            if score > best[1] or (score == best[1] and best[0] == number - 1):  # cells merged over two rows: the lower
                best = (number, score)
        if filled == _TOP:
            break
    return best


def _texts(sheet: Sheet) -> list[Cells]:
    """The cells as text; those merged down a column hold what the first does, in rows that hold something else too."""
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    filled = [any(row) for row in rows]
    for first, left, last, right in sheet.merged:
        if left == right and first <= len(rows) and left <= len(rows[first - 1]):
            for row in (row for row, some in zip(rows[first:last], filled[first:last], strict=True) if some):
                row.extend([""] * (left - len(row)))
                row[left - 1] = rows[first - 1][left - 1]
    return [tuple(row) for row in rows]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _with_those_above(sheet: Sheet, texts: Sequence[Cells], number: int) -> Cells:
    """The headings of a row; one that is known only together with the heading over its columns is read with it."""
    headings = list(texts[number - 1])
    for first, left, last, right in sheet.merged:
        if last == number - 1 and left < right and left <= len(texts[first - 1]):
            for at in range(left - 1, min(right, len(headings))):
                together = f"{texts[first - 1][left - 1]} {headings[at]}".strip()
                if headings[at] and not known(headings[at]) and known(together):
                    headings[at] = together
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)
