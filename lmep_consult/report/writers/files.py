"""Tables as CSV and charts as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.charts import Chart
from lmep_consult.spreadsheet import as_csv, safe_cell
from lmep_consult.text import printable


def write_csv(tables: Iterable[Released], folder: Path) -> list[Path]:
    """Each table as `folder`/NAME.csv: UTF-8 with a byte-order mark, so that Excel reads it, LF line ends, figures
    with four decimals.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for released in tables:
        table = require_released(released).table
        path = folder / f"{table.name}.csv"
        path.write_text(as_csv(table.frame, _written), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def write_charts(charts: Iterable[Chart], folder: Path) -> list[Path]:
    """Each chart as .svg and .png, and alt_text.csv with what to say in their place."""
    folder.mkdir(parents=True, exist_ok=True)
    charts = list(charts)
    paths = []
    for chart in charts:
        for suffix, picture in ((".svg", chart.svg), (".png", chart.png)):
            path = folder / f"{chart.name}{suffix}"
            path.write_bytes(picture)
            paths.append(path)
    alt = folder / "alt_text.csv"
    words = pd.DataFrame([(chart.name, chart.title, chart.alt) for chart in charts], columns=["chart", "title", "alt"])
    alt.write_text(as_csv(words), encoding="utf-8", newline="\n")
    return [*paths, alt]


def _written(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return safe_cell(printable(cell)) if isinstance(cell, str) else cell
