"""A section of the results chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from lmep_consult.table import Table

Frames = Mapping[str, pd.DataFrame]
RESULTS = "Results"  # the part of the report that its tables are in


@dataclass(frozen=True)
class Quotation:
    """What somebody said, who said it as far as that may be shown, and whether a person signed it off."""

    words: str
    attribution: str
    state: str

    @property
    def shown(self) -> str:
        return as_shown(self.words, self.attribution)


@dataclass(frozen=True)
class Section:
    """heading: what was found, in 65 characters or fewer. topic: what it is about. chart: by name, "" for none.
    how_sure and note: a line each."""

    topic: str
    heading: str
    paragraphs: tuple[str, ...]
    chart: str
    table: Table
    how_sure: str
    note: str
    quotations: tuple[Quotation, ...] = field(default=())


def result_table(name: str, csv: str, title: str, frame: pd.DataFrame, unit: str, note: str) -> Table:
    """A section's table. csv: the table in CSV that it is made from."""
    return Table(f"results_{name}", title, frame.reset_index(drop=True), unit, RESULTS, csv, notes=(note,))


def as_shown(words: str, attribution: str) -> str:
    """A quotation as documents show it."""
    return f"“{words}” ({attribution})"


def joined(*parts: str) -> str:
    """Sentences as a paragraph; empty ones left out."""
    return " ".join(part for part in parts if part)
