"""A tidy table as it is read: headings in words, groups side by side."""

from __future__ import annotations

import pandas as pd

from lmep_consult.table import SUPPRESSED, Table


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


def rank_cell(row: pd.Series) -> str:
    if row["rank"] == SUPPRESSED:
        return SUPPRESSED
    if pd.isna(row["rank"]):
        return "ranked by nobody"
    return f"{row['rank']} ({row['rank_lower']} to {row['rank_upper']})"
