"""Simple tables of what is monitored: a line a measure and period, each placed or a problem."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lmep_consult.errors import InputError, Problem
from lmep_consult.polls.cells import RawTable, raw_tables
from lmep_consult.text import fold, shown

MONITORED = ["measure", "what", "period", "value", "of", "target", "file", "line"]
_NEEDED = {"measure", "value"}
_ALSO = {"what": ("output", "event"), "period": ("date", "month", "quarter"), "of": ("base", "out of")}
_TOP = 20  # lines that may be above the headings


def read_monitoring(
    paths: Collection[Path], measures: Collection[str]
) -> tuple[pd.DataFrame, list[tuple[str, Problem]]]:
    """What the tables say, columns MONITORED; and by file each line that could not be placed, and why.

    A table has a line of headings: measure (the id in study.toml), value; and, if there are any, what (an output or
    event), period, of (out of how many people) and target, in any order. Files are CSV or Excel workbooks, of which the
    first sheet with such headings is read. A value is a number of zero or more, with or without commas between
    thousands; one measure has one value for each what and period, of which the first counts.

    Raises InputError for a file that holds no such table, or that cannot be read.
    """
    rows: list[dict[str, Any]] = []
    problems: list[tuple[str, Problem]] = []
    ids = {fold(each): each for each in measures}
    placed: dict[tuple[str, str, str], str] = {}
    for path in sorted(paths):
        for line, cells in _lines(path):
            where = f"line {line}"
            text = "; ".join(f"{name} {cell}" for name, cell in cells.items() if cell)
            measure = ids.get(fold(cells["measure"]))
            numbers = {name: _number(cells.get(name, "")) for name in ("value", "of", "target")}
            bad = [name for name, number in numbers.items() if number is None]
            if measure is None:
                there = ", ".join(measures) or "none"
                what = f"no measure of study.toml is called {cells['measure']!r}; there are {there}"
                problems.append((path.name, Problem(where, what, text)))
            elif bad or math.isnan(numbers["value"] or 0):
                what = f"the {(bad or ['value'])[0]} is no number of zero or more"
                problems.append((path.name, Problem(where, what, text)))
            elif numbers["value"] > numbers["of"]:  # type: ignore[operator]
                problems.append((path.name, Problem(where, "the value is more than what it is out of", text)))
            else:
                key = (measure, cells.get("what", ""), cells.get("period", ""))
                if key in placed:
                    what = f"the same measure, what and period as {placed[key]}, which counts"
                    problems.append((path.name, Problem(where, what, text)))
                    continue
                placed[key] = f"{path.name}, {where}"
                rows.append(dict(zip(MONITORED, (*key, *numbers.values(), path.name, line), strict=True)))
    return pd.DataFrame(rows, columns=MONITORED), problems


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines below the headings that hold anything: number, cells by heading."""
    for raw in raw_tables(path):
        try:
            table = _table(raw)
        except csv.Error:
            continue
        if table is not None:
            yield from table
            return
    raise InputError(
        f"{path}: no line has the headings measure and value; add them, or take the file out of monitoring/."
    )


def _table(raw: RawTable) -> list[tuple[int, dict[str, str]]] | None:
    rows = ((number, [shown(cell) for cell in row]) for number, row in enumerate(raw.rows, start=1))
    for number, cells in rows:
        headings = _headings(cells)
        if set(headings) >= _NEEDED:
            below = ((at, dict(zip(headings, row, strict=False))) for at, row in rows if any(row))
            return [(at, {name: row.get(name, "") for name in headings if name}) for at, row in below]
        if number == _TOP:
            break
    return None


def _headings(cells: Sequence[str]) -> list[str]:
    meant = {also: name for name, others in _ALSO.items() for also in others}
    return [meant.get(fold(cell), fold(cell)) for cell in cells]


def _number(cell: str) -> float | None:
    """A number of zero or more; NaN for an empty cell, None for anything else."""
    if not cell:
        return math.nan
    try:
        number = float(cell.replace(",", "") if "," in cell and _thousands(cell) else cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _thousands(cell: str) -> bool:
    first, *others = cell.split(".")[0].split(",")
    return 0 < len(first) <= 3 and all(len(each) == 3 for each in others)
