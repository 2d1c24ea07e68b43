"""The report as a spreadsheet holds it, whatever program it is for: cover, contents, notes, a table a sheet.

As the Analysis Function's guidance "Releasing statistics in spreadsheets" asks: one named table a sheet, starting in
column A under its title; one header row; no blank or merged cells; notes and shorthand explained in words; no filters
and no frozen panes, which get in the way of screen readers and magnifiers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lmep_consult.disclosure import Released
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.report.writers.shown import Shown, name_in, numbered
from lmep_consult.table import SHORTHAND

LONGEST = 32_767  # characters in a cell, in Excel
_CUT = " [cut here: the rest is in the CSV file of this table]"
NARROW, WIDE, WIDEST = 12, 80, 240  # characters: text is wrapped at WIDE, unless it would not fit in MOST_LINES
MOST_LINES = 22  # Excel's rows are at most 409 points high
FILLED = 0.9  # how much of a line of Arial 12 is filled, where widths count characters of Calibri 11


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds one table. title and lines are above it.

    widths: of the columns, in characters. heights: of the table's rows, the header first, in lines of text.
    """

    label: str
    name: str
    title: str
    lines: list[str]
    headings: list[str]
    rows: list[list[Any]]
    numeric: list[bool]
    widths: list[int]

    @property
    def heights(self) -> list[int]:
        rows = [self.headings, *self.rows]
        return [max(lines_of(cell, width) for cell, width in zip(row, self.widths, strict=True)) for row in rows]


@dataclass(frozen=True)
class Book:
    """cover: headings with the lines under each, the first the book's title. sheets: contents, notes, tables."""

    cover: list[tuple[str, list[str]]]
    contents: Sheet
    notes: Sheet
    tables: list[Sheet]


def book(tables: Iterable[Released], identity: Identity) -> Book:
    """The tables as sheets, with what explains them."""
    made = numbered(tables)
    notes: dict[str, list[int]] = {}  # a note, or a paragraph that says what a table shows -> the tables it is about
    for each in made:
        for note in (*each.table.notes, *filter(None, [each.table.lead])):
            notes.setdefault(note, []).append(each.number)
    numbers = {note: number for number, note in enumerate(notes, start=1)}
    sheets = [_sheet(each, numbers, identity) for each in made]
    rows = [[numbers[note], note, ", ".join(map(str, about))] for note, about in notes.items()]
    return Book(
        cover=_cover(identity),
        contents=_listing(
            "Contents",
            "Table of contents",
            ["Worksheet", "What it holds"],
            [["Notes", "Notes that the titles of tables refer to"], *([s.label, _bare(s.title)] for s in sheets)],
        ),
        notes=_listing("Notes", "Notes", ["Note number", "Note text", "Tables"], rows or [[1, "None", "None"]]),
        tables=sheets,
    )


def _cover(identity: Identity) -> list[tuple[str, list[str]]]:
    whose = [*identity.notices, identity.programme, f"State: {identity.state_line}"]
    made = f"Made: {in_words(identity.made_at)}" if identity.made_at else ""
    return [
        (identity.title, [line for line in (*whose, identity.source_line, made) if line]),
        ("How to read the tables", ["Each worksheet holds one table; the worksheet Contents lists them."]),
        ("Shorthand", [f"{mark} {meaning}" for mark, meaning in SHORTHAND.items()]),
    ]


def _sheet(table: Shown, numbers: dict[str, int], identity: Identity) -> Sheet:
    own = [numbers[note] for note in (*table.table.notes, *filter(None, [table.table.lead]))]
    lines = [
        "This worksheet contains one table." + (" Its notes are on the worksheet Notes." if own else ""),
        f"Unit: {table.table.unit}" if table.table.unit else "",
        "; ".join(f"{mark} {meaning}" for mark, meaning in table.shorthand.items()),
        *identity.notices,
        identity.source_line,
    ]
    return Sheet(
        f"Table_{table.number}",
        name_in(table.table.name),
        f"Table {table.number}: {table.table.title}" + "".join(f" [note {number}]" for number in own),
        [line for line in lines if line],
        table.headings,
        [[_fitting(cell) for cell in row] for row in table.rows],
        table.numeric,
        _widths(table.headings, table.rows),
    )


def _listing(label: str, title: str, headings: list[str], rows: list[list[Any]]) -> Sheet:
    name, lines = f"{label.lower()}_table", ["This worksheet contains one table."]
    return Sheet(label, name, title, lines, headings, rows, [False] * len(headings), _widths(headings, rows))


def _bare(title: str) -> str:
    """A title without its references to notes."""
    return title.partition(" [note ")[0]


def _fitting(cell: Any) -> Any:
    """Text no longer than Excel's cells can hold, which count UTF-16 units; what is cut says so."""
    if not isinstance(cell, str) or len(cell.encode("utf-16-le")) <= 2 * LONGEST:
        return cell
    kept = cell.encode("utf-16-le")[: 2 * (LONGEST - len(_CUT))].decode("utf-16-le", errors="ignore")
    return kept + _CUT


def _widths(headings: list[str], rows: list[list[Any]]) -> list[int]:
    """As wide as the widest cell, within bounds; longer text wraps, and headings wrap between words."""
    widths = []
    for heading, column in zip(headings, zip(*rows, strict=True), strict=True):
        longest = max(len(str(cell)) for cell in column)
        word = max(len(word) for word in heading.split())
        kept_low = min(longest // MOST_LINES, WIDEST)
        widths.append(max(min(round(longest / FILLED) + 1, WIDE), kept_low, word + 3, NARROW))
    return widths


def lines_of(cell: Any, width: int) -> int:
    """How many lines a wrapped cell takes; rather one too many than one too few."""
    return sum(1 + int(len(line) / (FILLED * width)) for line in str(cell).split("\n"))
