"""A table and what a reader must be told beside it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

ALL_GROUPS = "All groups"
SUPPRESSED = "[c]"
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
SHORTHAND = {
    SUPPRESSED: "confidential: withheld because so few people stand behind it",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
}


def first_places(options: int) -> int:
    """How many first places conclusions are drawn from: three, or the first alone where there are three options."""
    return 3 if options > 3 else 1


@dataclass(frozen=True)
class Table:
    """A tidy frame with its words.

    name: a file's or sheet's name. title: what the table shows, of whom and when. frame: one row an
    observation, no index of its own.
    notes: what a reader must know, a sentence each. unit: what numbers count. lead: a paragraph that says in words
    what the table shows.

    What disclosure control needs: `people`, columns that count people by what they said; `key`, the columns
    whose combinations such counts add up over, with `group` naming groups and "All groups" their total;
    `base`, the column that says how many people stand behind a row; `measures`, the columns to withhold where
    too few do; `words`, columns that hold what participants said or wrote.
    """

    name: str
    title: str
    frame: pd.DataFrame
    unit: str = ""
    lead: str = ""
    notes: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    base: str = ""
    measures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
