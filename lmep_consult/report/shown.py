"""What every form of the report shares: tables and charts numbered, cells filled, text that any program can show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.charts import Chart
from lmep_consult.report.printing import printable_frame
from lmep_consult.table import NOT_APPLICABLE, NOT_AVAILABLE, SHORTHAND, Table
from lmep_consult.text import printable

# 12, 83%, 1 (1 to 7), 11 and 11, fewer than 3, 9 or more
_FIGURE = re.compile(r"(?:fewer than )?[+−-]?\d(?:[\d.,%()* ]|to|and|or more)*")


@dataclass(frozen=True)
class Figure:
    """A chart and its number in the report."""

    number: int
    chart: Chart


@dataclass(frozen=True)
class Shown:
    """A released table as readers meet it.

    rows: cells as str, int, float or bool; none is empty. numeric: of each column, whether it holds figures, to be
    set at the right. shorthand: what the table's marks mean, except those that a note explains. figures: the
    charts drawn from it.
    """

    number: int
    table: Table
    headings: list[str]
    rows: list[list[Any]]
    numeric: list[bool]
    shorthand: dict[str, str]
    figures: list[Figure]


def shown(number: int, released: Released, figures: Sequence[Figure] = ()) -> Shown:
    """A table by its number in the report. A missing cell is marked not available; a table without rows has one, marked
    not applicable.

    Raises DisclosureError for a table that was not released.
    """
    table, rows, numeric = _filled(require_released(released))
    headings = [str(column) for column in table.frame.columns]
    return Shown(number, table, headings, rows, numeric, _shorthand(table, rows), list(figures))


@lru_cache(maxsize=200)  # each form of the report asks for the same tables
def _filled(released: Released) -> tuple[Table, list[list[Any]], list[bool]]:
    """A table with text that any program can show, its rows, and whether each column holds figures."""
    table = _printable(released)
    width = len(table.frame.columns)
    rows = [[_cell(cell) for cell in row] for row in table.frame.astype(object).to_numpy()]
    rows = rows or [[NOT_APPLICABLE] * width]
    return table, rows, [all(_is_figure(row[at]) for row in rows) for at in range(width)]


def name_in(name: str) -> str:
    """A table's name as an anchor, a bookmark and Excel all take it: letters, digits and underscores.

    >>> name_in("answers_what next?")
    'answers_what_next_'
    """
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


def _shorthand(table: Table, rows: list[list[Any]]) -> dict[str, str]:
    used = {mark: said for mark, said in SHORTHAND.items() if any(mark in row for row in rows)}
    return {mark: said for mark, said in used.items() if not any(note.startswith(mark) for note in table.notes)}


def _printable(released: Released) -> Table:
    table, frame = released.table, printable_frame(released)
    return replace(
        table,
        title=printable(table.title),
        unit=printable(table.unit),
        lead=printable(table.lead),
        notes=tuple(printable(note) for note in table.notes),
        frame=frame.rename(columns=lambda column: printable(str(column))),
    )


def _cell(cell: Any) -> Any:
    """A cell as Python's own type; text that only looks empty counts as missing."""
    if isinstance(cell, str):
        return cell if cell.strip() else NOT_AVAILABLE
    if pd.isna(cell):
        return NOT_AVAILABLE
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    cell = cell.item() if hasattr(cell, "item") else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():  # so that every form says 2 and none 2.0
        return int(cell)
    return cell if isinstance(cell, int | float) else str(cell)


def _is_figure(cell: Any) -> bool:
    return not isinstance(cell, str) or cell in SHORTHAND or _FIGURE.fullmatch(cell) is not None
