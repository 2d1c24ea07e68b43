"""Names and numbers as a sentence has them. A cell may be a number, a Range, a word, or withheld."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lmep_consult.report.amounts import number
from lmep_consult.table import ALL_GROUPS, SUPPRESSED, Range


def listed(names: Iterable[object], last: str = "and") -> str:
    """A, B and C.

    >>> listed(["A"]), listed(["A", "B", "C"], "or")
    ('A', 'A, B or C')
    """
    *others, end = map(str, names)
    return f"{', '.join(others)} {last} {end}" if others else end


def voters(groups: Iterable[str]) -> str:
    """Whose votes: "NHS voters", "LA and VCS voters", "all voters"."""
    named = list(groups)
    return "all voters" if named == [ALL_GROUPS] else f"{listed(named)} voters"


def out_of(cell: Any, base: Any) -> str | None:
    """How many of a base; None where it is withheld.

    >>> out_of(11, 11), out_of(2, 11), out_of(0, 11), out_of(Range(0, 2, of=11), 11), out_of("[c]", 11)
    ('all 11', '2 of 11', 'none of 11', 'fewer than 3 of 11', None)
    """
    count = number(cell)
    if count is not None:
        return f"all {base}" if count == base else f"{int(count) or 'none'} of {base}"
    return None if cell is None or cell == SUPPRESSED else f"{cell} of {base}"


def count_of(cell: Any, one: str, many: str) -> str:
    """A number of things.

    >>> count_of(1, "interview", "interviews"), count_of(0, "person", "people"), count_of("[c]", "person", "people")
    ('1 interview', 'no people', 'a few people')
    """
    amount = number(cell)
    if amount is None:
        return f"{cell} {many}" if isinstance(cell, Range) else f"a few {many}"
    return f"{int(amount) or 'no'} {one if amount == 1 else many}"


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
