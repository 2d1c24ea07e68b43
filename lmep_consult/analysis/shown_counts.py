"""What released tables say of counts, for words that must not say more: how few and how many people it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lmep_consult.analysis.themes import DIRECTIONS, assumption_codes
from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, Range

OF_THEMES = ("themes_by_group", "out_of_scope")
_UNCOUNTED = 2  # people who may be quoted, without a group, on a theme of which nothing is counted in public


def shown_at_least(released: Mapping[str, pd.DataFrame], plan: Plan, codebook: Codebook) -> dict[tuple[str, str], int]:
    """How many people at least spoke of each code, by code and group, as far as the tables tell.

    What a table withholds may be 0. Only where the tables tell nothing of a code, in no group and not of all together,
    as in a study of a few interviews, is there no number that a quotation could narrow: two people may be quoted on it,
    or as many as spoke, by the tables, of what the code is part of.

    released: by name, the frames of the released tables.
    """
    frames = [released[name] for name in OF_THEMES if name in released]
    cells = {key: cell for frame in frames for key, cell in _cells(frame, ["code"]) if tells(cell)}
    found = {key: least(cell) for key, cell in cells.items()}
    told = {code for code, _ in cells}
    wholes = _wholes(plan, codebook)
    of_wholes = dict(_cells(released["assumptions_by_group"], ["assumption", "direction"]))
    of_wholes |= {(code, group): cell for (code, group), cell in cells.items()}
    for code in codebook.codes:
        if code.id not in told:
            bounds = [_UNCOUNTED]
            for whole in (*codebook.ancestors(code.id), *wholes.get(code.id, ())):
                there = {group: cell for (name, group), cell in of_wholes.items() if name == whole and tells(cell)}
                bounds += [least(there.get(ALL_GROUPS, 0))] if there else []
            found[code.id, ALL_GROUPS] = min(bounds)
    return found


def tells(cell: object) -> bool:
    """Whether a released cell is a number or a range."""
    return not isinstance(cell, str) and not pd.isna(cell)  # type: ignore[call-overload]


def least(cell: object) -> int:
    """The least that a released count may be.

    >>> least(7), least(Range(4, 6, of=9)), least("[c]")
    (7, 4, 0)
    """
    if isinstance(cell, Range):
        return cell.low
    return int(cell) if tells(cell) else 0  # type: ignore[call-overload]


def most(cell: object, base: int) -> int:
    """The most that a released count of `base` people may be.

    >>> most(7, 9), most(Range(4, 6, of=9), 9), most("[c]", 9)
    (7, 6, 9)
    """
    if isinstance(cell, Range):
        return cell.high
    return int(cell) if tells(cell) else base  # type: ignore[call-overload]


def _cells(frame: pd.DataFrame, key: list[str]) -> Iterator[tuple[tuple[str, str], object]]:
    """What each row is called by the columns of `key`, its group, and its count."""
    for row in frame.to_dict("records"):
        yield (" ".join(str(row[column]) for column in key), str(row["group"])), row["participants"]


def _wholes(plan: Plan, codebook: Codebook) -> dict[str, list[str]]:
    """The assumptions and directions that each code counts for, as `_cells` calls them."""
    found: dict[str, list[str]] = {}
    for assumption in plan.theory_of_change:
        for direction in DIRECTIONS:
            for code in assumption_codes(codebook, assumption.id, direction):
                found.setdefault(code, []).append(f"{assumption.id} {direction}")
    return found
