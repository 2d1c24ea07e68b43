"""The accessible workbook: cover, contents, notes, one table a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import gptables
import pandas as pd

from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import About
from lmep_consult.table import NOT_AVAILABLE, SHORTHAND

_WORDY_WIDTH = 80  # characters: wider text is wrapped
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(tables: Iterable[Released], about: About, path: Path) -> None:
    """Write `path` as the Analysis Function's guidance on spreadsheets asks; no cell can become a formula."""
    sheets: dict[str, gptables.GPTable] = {}
    notes: dict[str, str] = {}  # text -> reference
    wordy: dict[str, list[int]] = {}  # sheet -> columns whose text is long
    for number, released in enumerate(tables, start=1):
        table = require_released(released).table
        references = "".join(f"$${notes.setdefault(note, f'note{len(notes) + 1}')}$$" for note in table.notes)
        sheets[f"Table_{number}"] = gptables.GPTable(
            table=table.frame.astype(object).where(table.frame.notna(), NOT_AVAILABLE).map(_plain),
            table_name=table.name,
            title=f"Table {number}: {table.title}{references}",
            subtitles=[_plain(table.lead)] if table.lead else [],
            scope=f"Unit: {table.unit or 'none, words only'}",
            source=f"Source: {about.source}",
            index_columns={},
        )
        lengths = [table.frame[column].astype(str).str.len().max() for column in table.frame]
        wordy[f"Table_{number}"] = [at for at, length in enumerate(lengths) if length > _WORDY_WIDTH]
    written = pd.DataFrame({"Note number": list(notes.values()), "Note text": list(notes)})
    shorthand = [f"{short} {meaning}" for short, meaning in SHORTHAND.items()]
    workbook = gptables.produce_workbook(
        filename=str(path),
        sheets=sheets,
        cover=gptables.Cover(
            title=_plain(about.title),
            intro=["Introduction", *_introduction(about)],
            about=["How to read the tables", "Each worksheet holds one table.", "Shorthand used:", *shorthand],
            cover_label="Cover",
        ),
        notes_table=written,
        workbook_options=_AS_TEXT,
    )
    for sheet, columns in wordy.items():
        for column in columns:
            workbook.get_worksheet_by_name(sheet).set_column(column, column, _WORDY_WIDTH)
    workbook.close()


def _introduction(about: About) -> list[str]:
    lines = [line for line in (about.programme, f"Source: {about.source}") if line]
    return [*lines, "All people, places and answers are invented."] if about.fictional else lines


def _plain(cell: object) -> object:
    """Text without the marks gptables would take for a note or a link, and with a letter in it, as it demands."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("$$", "$ $").replace("](", "] (")
    return text if re.search("[a-zA-Z0-9]", text) else f"as written: {text}"
