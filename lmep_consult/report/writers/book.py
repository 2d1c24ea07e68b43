"""The report as a spreadsheet holds it, whatever program it is for: findings, contents, notes, a table a sheet.

As the Analysis Function's guidance "Releasing statistics in spreadsheets" asks: one named table a sheet, starting in
column A under its title; one header row; no blank or merged cells; notes and shorthand explained in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lmep_consult.report.contents import Contents
from lmep_consult.report.shown import Shown, name_in
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.table import SHORTHAND
from lmep_consult.text import printable

LONGEST = 32_767  # characters in a cell, in Excel
_LABEL = 31  # characters in a sheet's name
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

    cover_label: str
    cover: list[tuple[str, list[str]]]
    contents: Sheet
    notes: Sheet
    tables: list[Sheet]


def book(contents: Contents, identity: Identity) -> Book:
    """The tables as sheets, with what explains them."""
    made, numbers = contents.tables, contents.notes
    about = {note: [each.number for each in made if note in each.table.notes] for note in numbers}
    labels = _labels(made)
    sheets = [_sheet(each, label, numbers, identity) for each, label in zip(made, labels, strict=True)]
    rows = [[number, note, ", ".join(map(str, about[note]))] for note, number in numbers.items()]
    return Book(
        cover_label="Findings",
        cover=_cover(contents, identity),
        contents=_listing(
            "Contents",
            "Table of contents",
            ["Worksheet", "What it holds", "Table in CSV"],
            [
                ["Notes", "Notes that the titles of tables refer to", "none"],
                *(
                    [sheet.label, _bare(sheet.title), each.table.csv or each.table.name]
                    for sheet, each in zip(sheets, made, strict=True)
                ),
            ],
        ),
        notes=_listing("Notes", "Notes", ["Note number", "Note text", "Tables"], rows or [[1, "None", "None"]]),
        tables=sheets,
    )


def _cover(contents: Contents, identity: Identity) -> list[tuple[str, list[str]]]:
    whose = [*identity.notices, identity.programme, f"State: {identity.state_line}"]
    made = f"Made: {in_words(identity.made_at)}" if identity.made_at else ""
    found = contents.findings
    return [
        (identity.title, [line for line in (*whose, identity.source_line, made) if line]),
        (printable(found.headline), [printable(line) for line in (*found.sentences, found.groups)]),
        ("What the words mean", [f"{word}: {meaning}" for word, meaning in contents.glossary.items()]),
        ("How to read the tables", ["Each worksheet holds one table; the worksheet Contents lists them."]),
        ("Shorthand", [f"{mark} {meaning}" for mark, meaning in SHORTHAND.items()]),
    ]


def _labels(tables: Iterable[Shown]) -> list[str]:
    """A name for each sheet that says what it holds: its number, and as much of its title as Excel takes."""
    made = []
    for each in tables:
        title = re.sub(r"[\[\]:*?/\\']", " ", each.table.title.partition(":")[0])
        words = " ".join(title.split())
        label = f"{each.number} {words}"
        made.append(label if len(label) <= _LABEL else label[:_LABEL].rsplit(" ", 1)[0])
    return made


def _sheet(table: Shown, label: str, numbers: Mapping[str, int], identity: Identity) -> Sheet:
    own = [numbers[note] for note in table.table.notes]
    lines = [
        "This worksheet contains one table." + (" Its notes are on the worksheet Notes." if own else ""),
        table.table.lead,
        f"Unit: {table.table.unit}" if table.table.unit else "",
        "; ".join(f"{mark} {meaning}" for mark, meaning in table.shorthand.items()),
        *identity.notices,
        identity.source_line,
    ]
    return Sheet(
        label,
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
