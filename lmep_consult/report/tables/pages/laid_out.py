"""A tidy table as it is read: headings in words, groups side by side."""

from __future__ import annotations

import pandas as pd

from lmep_consult.table import NOT_APPLICABLE, Table


def headed(table: Table, headings: dict[str, str]) -> Table:
    frame = table.frame[list(headings)].rename(columns=headings)
    for column in frame.columns[frame.columns.str.startswith("Share")]:
        frame[column] = frame[column].map(lambda share: f"{share:.0%}", na_action="ignore")
    for column in frame.columns[frame.columns.str.startswith("Points")]:
        frame[column] = frame[column].map(lambda points: f"{points:.2f}", na_action="ignore")
    return Table(table.name, table.title, frame, unit=table.unit, notes=table.notes)


def by_group(table: Table, rows: str, heading: str, counted: str) -> Table:
    """What is counted, by stakeholder group."""
    frame = table.frame
    wide = frame.pivot(index=rows, columns="group", values=counted)
    wide = wide.reindex(index=frame[rows].unique(), columns=frame["group"].unique())
    shown = wide.rename_axis(index=heading, columns=None).reset_index()
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)


def rank_columns(rows: pd.DataFrame, column: str, options: pd.Index, heading: str) -> dict[str, list[object]]:
    """Rank, and the lowest and highest place that the votes leave open, a column each, for `options`, which `column`
    holds; those that nobody ranked have none."""
    own = rows.set_index(column).reindex(options)
    columns = {"rank": "rank", "lowest": "rank_lower", "highest": "rank_upper"}
    return {
        f"{heading} {title}": [NOT_APPLICABLE if pd.isna(cell) else cell for cell in own[name]]
        for title, name in columns.items()
    }
