"""Released cells as amounts: a number, a range, a word for a share, or withheld."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lmep_consult.plan import Plan
from lmep_consult.report.findings.saying import number
from lmep_consult.table import Range

Bounds = tuple[float, float]
_NONE = "none"


def bounds_of_count(cell: Any, base: Any, words: Sequence[tuple[str, float, float]]) -> Bounds | None:
    """The least and greatest share of a base that a released count, range or word may be; None where it is withheld.

    words: as `shares_of_words` gives them; "none or a few" is from the least of the one to the most of the other.
    """
    count, people = number(cell), number(base)
    if count is not None:
        return (count / people, count / people) if people else None
    if isinstance(cell, Range):
        return (cell.low / cell.of, cell.high / cell.of) if cell.of else None
    means = {word: (low, high) for word, low, high in words}
    said = [means.get(word) for word in str(cell).split(" or ")]
    known = [each for each in said if each is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if len(known) == len(said) else None


def shares_of_words(plan: Plan) -> list[tuple[str, float, float]]:
    """What the study's words for counts stand for: word, least and greatest share."""
    made, above = [(_NONE, 0.0, 0.0)], 1.0
    for wording in plan.report.scale:
        made.append((wording.word, wording.at_least, above))
        above = wording.at_least
    return made


def from_to(bases: Iterable[Any]) -> str:
    """How many people several numbers are about, from the fewest to the most.

    >>> from_to([11, 9, 11]), from_to([42, 42])
    ('9 to 11', '42')
    """
    found = sorted({str(base) for base in bases}, key=lambda base: (len(base), base))
    return found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"
