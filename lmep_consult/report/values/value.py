"""One value that a document may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "sentence", "table", "chart", "bars", "quotation"]


@dataclass(frozen=True)
class Value:
    """What a tag means now.

    kind: "number" is any single cell of a table, a word or name too. title: what it is, for an author. text: what a
    document shows; of a table or bars their cells, a line a row, with tabs between; of a chart its alternative text.
    "bars" is a chart of slides that can be edited, with its data as `rows`, and `alt` what it says for those who cannot
    see it. rows: of a table, its cells, the headings first. picture: of a chart, its file in reports/charts.
    shows: of a chart, a hash of all that decides how it looks.
    table, row, column: what it rests on: a table in CSV, and of a cell the row (`row_names`) and column.
    """

    tag: str
    kind: Kind
    title: str
    text: str
    table: str
    row: str = ""
    column: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""
    shows: str = ""
    alt: str = ""

    @property
    def content(self) -> str:
        """What decides whether a document that shows it is up to date."""
        return f"{self.text}\n{self.shows}" if self.kind == "chart" else self.text
