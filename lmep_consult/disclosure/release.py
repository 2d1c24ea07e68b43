"""The one door through which tables and quotations leave."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from lmep_consult.disclosure.small_counts import counts_to_hide, groups_to_hide
from lmep_consult.errors import DisclosureError
from lmep_consult.pseudonyms import unconfirmed
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Table


@dataclass(frozen=True)
class Rules:
    """minimum_base: a group of fewer people is not shown alone. minimum_count: a number of people from 1 to one
    below it is withheld. allow: capitalised words that identify nobody. ordinary: words the study's transcripts
    hold in lower case."""

    minimum_base: int = 3
    minimum_count: int = 3
    allow: Collection[str] = ()
    ordinary: Collection[str] = ()


_OFF_THE_RECORD = re.compile(
    r"\boff[ -]the[ -]record\b|\b(?:don't|do not|can't|not to) (?:quote|minute|write|use|put) (?:me|that|this|it)\b"
    r"|\b(?:take|strike|cut|leave) (?:that|this|it)(?: bit)? out\b|\b(?:that|this)(?: bit)? come out\b"
    r"|\bbetween (?:you and me|us|ourselves)\b|\bnot for (?:the )?(?:tape|record(?:ing)?|minutes|transcript)\b",
    re.IGNORECASE,
)
_DOOR = object()


class Released:
    """A table that passed disclosure control. Only `release` makes one; report writers take nothing else."""

    def __init__(self, table: Table, door: object = None) -> None:
        if door is not _DOOR:
            raise DisclosureError("A table leaves the study by disclosure.release alone.")
        self.table = table


def require_released(table: Released) -> Released:
    """`table` itself; DisclosureError where it did not come through `release`."""
    if not isinstance(table, Released):
        raise DisclosureError("Only a table that disclosure.release let through can be written to a report.")
    return table


def release(table: Table, rules: Rules) -> Released:
    """Withhold what would identify somebody, and say in the notes that it was done.

    - Rows of a group, or of all groups together, whose `base` is under minimum_base lose their `measures`; where
      that group could be worked out from the total and the groups shown, the next smallest goes with it. Their
      rows are put in an order that tells nothing.
    - Counts in `people` from 1 to minimum_count - 1 become "[c]", and further cells with them where the total
      would give one away (see `counts_to_hide`).
    - Rows whose `words` may still name somebody are left out, and counted.
    """
    frame = table.frame.copy()
    notes = list(table.notes)
    held_back = pd.Series(False, index=frame.index)
    for column in table.words:
        held_back |= frame[column].map(lambda words: bool(unconfirmed(words, rules.ordinary, rules.allow))).astype(bool)
    if held_back.any():
        frame = frame[~held_back].reset_index(drop=True)
        notes.append(f"{held_back.sum()} more are held back until a person has checked that they name nobody.")
    hidden = False
    order = frame.index.to_series()
    others = [column for column in frame.columns.astype(str) if column not in table.measures]
    for rows in _rows_by_key(frame, table.key) if table.measures else []:
        groups = rows[rows["group"] != ALL_GROUPS]
        small = groups_to_hide(_by_group(groups, table.base), rules.minimum_base)
        if _by_group(rows, table.base).get(ALL_GROUPS, rules.minimum_base) < rules.minimum_base:
            small |= {ALL_GROUPS}
        where = rows.index[rows["group"].isin(small)]
        frame[list(table.measures)] = frame[list(table.measures)].astype(object)
        frame.loc[where, list(table.measures)] = SUPPRESSED
        for _, alike in rows[rows["group"].isin(small)].groupby("group"):  # best first would tell what is withheld
            order[alike.index] = alike.sort_values(others, key=lambda cells: cells.astype(str)).index
        hidden |= len(where) > 0
    frame = frame.loc[order].reset_index(drop=True)
    for column in table.people:
        cells = frame[column].astype(object)
        for rows in _rows_by_key(frame, table.key):
            bases = _by_group(rows, table.base)
            few = counts_to_hide(_by_group(rows, column), bases, rules.minimum_count)
            cells.loc[rows.index[rows["group"].isin(few)]] = SUPPRESSED
            hidden |= bool(few)
        frame[column] = cells
    if hidden:
        notes.append(f"{SUPPRESSED}: confidential, withheld because so few people stand behind it.")
    return Released(replace(table, frame=frame, notes=tuple(notes)), _DOOR)


def _rows_by_key(frame: pd.DataFrame, key: tuple[str, ...]) -> list[pd.DataFrame]:
    return [rows for _, rows in frame.groupby(list(key), sort=False, dropna=False)] if key else [frame]


def _by_group(rows: pd.DataFrame, column: str) -> dict[str, int]:
    return {str(group): int(number) for group, number in zip(rows["group"], rows[column], strict=True)}


def quotable(codings: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Those codings that may be quoted: columns quote, said (the whole turn).

    Held back are quotes that may still name somebody, and all of a turn in which the speaker asks for something to
    stay off the record.
    """
    named = codings["quote"].map(lambda words: bool(unconfirmed(words, rules.ordinary, rules.allow)))
    private = codings["said"].map(lambda words: bool(_OFF_THE_RECORD.search(words.replace("’", "'"))))
    return codings[~(named.astype(bool) | private.astype(bool))]
