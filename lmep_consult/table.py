"""A table and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


ALL_GROUPS = "All groups"
SUPPRESSED = "[c]"
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
SHORTHAND = {
    SUPPRESSED: "confidential: withheld because it counts so few people",
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
}


@dataclass(frozen=True)
class Range:
    """A number of people published as an interval, where the number itself would say too much about them.

    Every whole number from `low` to `high` is possible. of: how many people could have been counted.

    >>> print(Range(0, 2, of=11), Range(4, 7, of=11), Range(9, 11, of=11), sep="; ")
    fewer than 3; 4 to 7; 9 or more
    """

    low: int
    high: int
    of: int

    def __str__(self) -> str:
        if self.low == 0:
            return f"fewer than {self.high + 1}"
        return f"{self.low} or more" if self.high == self.of else f"{self.low} to {self.high}"


# The columns that say which row of a table it is. None holds anybody's words.
ROW_KEY = (
    "poll", "question", "option", "answer", "place", "code", "criterion", "among", "counted", "group", "group_a",
    "group_b", "event", "method", "region", "stage", "week", "assumption", "direction", "coder", "item",
    "base_interviews", "run_interviews", "threshold", "round", "blind",
    "closed", "campaign", "comparison", "with_code", "scale", "recommendation", "measure", "what", "period",
)  # fmt: skip


def row_names(frame: pd.DataFrame) -> list[str]:
    """What each row is called: its cells in the columns of ROW_KEY, as in "themes, Skills, All groups"; rows that these
    do not distinguish are numbered."""
    key = [column for column in ROW_KEY if column in frame]
    # Rows of no columns are rows too, which older versions of pandas pass over in itertuples.
    named = [", ".join(map(str, row)) for row in frame[key].astype(object).to_numpy().tolist()]
    if all(named) and len(set(named)) == len(named):
        return named
    return [f"{name} #{number}".strip() for number, name in enumerate(named, start=1)]


def first_places(options: int) -> int:
    """How many first places conclusions are drawn from: three, or the first alone where there are three options."""
    return 3 if options > 3 else 1


@dataclass(frozen=True)
class Table:
    """A tidy frame with its words.

    name: a file's or sheet's name. title: what the table shows, about which people and when. frame: one row an
    observation, no index of its own.
    notes: what a reader must know, a sentence each. unit: what numbers count. lead: a paragraph that says in words
    what the table shows. section: the part of the report it is in. csv: the table in CSV that it was laid out from, ""
    for itself.

    What disclosure control needs: `people`, columns that count people by what they said; `all_may_show`, those of
    them where everybody may know that all of a small group are counted, such as who was asked; `spoken`, those of
    them that count interviewees by theme, which a study may want in words; `key`, the columns
    whose combinations such counts add up over, with `group` naming groups and "All groups" their total; `among`, the
    first columns of `key`, which say who could be counted, such as the voters on a question, and none for interviewees;
    `base`, the column that says how many people a row is about; `measures`, the columns to withhold where too few do;
    `open`, further columns whose numbers may be shown as they are, since they do not say what few people said: how many
    took part, settings, numbers of passages, places; `words`, columns that hold what participants said or wrote;
    `derived`, columns worked out anew from what is shown in their row, by the function given: {"share": share_of};
    `rounded`, those of `people` whose measures are shares of the base, rounded: the counts are shown as the numbers
    that the rounded share leaves possible, and where more must be hidden the row loses its measures.

    How counts bound each other: `parent`, the column that names the row (by its last column of `key`, "" for none)
    whose people are all those counted in its parts; `rows_each`, in how many rows one person is counted at most, by the
    values of `key` but its last, such as a question: 1 where one answer is given; `same`, columns that show again what
    another table shows, {"rank": "priorities.rank"}; `within`, columns whose people are some of those counted there.
    Rows of two tables are matched by the other table's `key` and group, so this one must have those columns;
    `within_also`, further columns that name such rows, each in the place of the last of that key; `split`, columns
    whose people are a part of those counted there, in the group that the row's column "of" names: the groups of this
    table are parts of that one.
    """

    name: str
    title: str
    frame: pd.DataFrame
    unit: str = ""
    section: str = "Tables"
    csv: str = ""
    lead: str = ""
    notes: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    base: str = ""
    measures: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    all_may_show: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    derived: Mapping[str, Callable[[Mapping[str, Any]], object]] = field(default_factory=dict)
    parent: str = ""
    rows_each: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    within_also: tuple[str, ...] = ()
    split: Mapping[str, str] = field(default_factory=dict)
