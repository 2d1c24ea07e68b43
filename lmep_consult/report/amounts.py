"""Released cells as amounts: a number, a range, a word for a share, or withheld."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lmep_consult.disclosure import FEW, NEARLY_ALL
from lmep_consult.plan import Plan
from lmep_consult.table import Range

Bounds = tuple[float, float]
_NONE = "none"


@dataclass(frozen=True)
class Words:
    """What a study's words for counts stand for. shares: of each word the least and greatest share. few: "none or a
    few" are fewer people than that, and "most or all" are all but fewer than that."""

    shares: Mapping[str, Bounds] = field(default_factory=dict)
    few: int = 0


def number(cell: Any) -> float | None:
    """A cell as a number; None where it is a range, in words or withheld."""
    if cell is None or isinstance(cell, Range | str) or pd.isna(cell):
        return None
    return float(cell)


def bounds_of_count(cell: Any, base: Any, words: Words) -> Bounds | None:
    """The least and greatest share of a base that a released count, range or word may be; None where it is withheld.

    Several words ("some or about half", "none to some") are from the least of the first to the most of the last.
    """
    count, people = number(cell), number(base)
    if count is not None:
        return (count / people, count / people) if people else None
    if isinstance(cell, Range):
        return (cell.low / cell.of, cell.high / cell.of) if cell.of else None
    if cell in (FEW, NEARLY_ALL) and people:
        most = min((words.few - 1) / people, 1)
        return (0, most) if cell == FEW else (1 - most, 1)
    said = [words.shares.get(word) for word in re.split(" or | to ", str(cell))]
    known = [each for each in said if each is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if len(known) == len(said) else None


def may_be_most(bounds: Bounds, least: float) -> bool:
    """Whether a share may be the highest, where another is `least` or more for sure. The share that a word reaches up
    to is that of the next word."""
    low, high = bounds
    return high > least or low >= least


def shares_of_words(plan: Plan) -> Words:
    """What the study's words for counts stand for."""
    made, above = {_NONE: (0.0, 0.0)}, 1.0
    for wording in plan.report.scale:
        made[wording.word] = (wording.at_least, above)
        above = wording.at_least
    return Words(made, plan.disclosure.minimum_count)


def from_to(bases: Iterable[Any]) -> str:
    """How many people several numbers are about, from the fewest to the most.

    >>> from_to([11, 9, 11]), from_to([42, 42])
    ('9 to 11', '42')
    """
    found = sorted({str(base) for base in bases}, key=lambda base: (len(base), base))
    return found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"
