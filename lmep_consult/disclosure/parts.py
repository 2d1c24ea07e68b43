"""How the parts of a whole that everybody knows may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from lmep_consult.disclosure.rules import Rules
from lmep_consult.table import Range

_FACTS = 2  # parts whose number a reader may know from elsewhere


def few_or_enough(counts: Mapping[str, int], at_most: Mapping[str, int], rules: Rules) -> dict[str, Range]:
    """Each part of a whole as "fewer than 3" or "3 or more" (minimum_count), and no number; nothing at all where a
    number could be worked out.

    counts: how many people are of each part. at_most: how many of each part there can be, such as those invited.

    A reader is taken to know how many people they are together and how many there can be of each part, and to know from
    elsewhere how many there are in any two of the parts. Each part with few must then still be able to hold none of
    them, and as many as few can be.

    >>> invited = {"North": 20, "South": 20, "East": 9, "Isles": 5}
    >>> counts = {"North": 9, "South": 6, "East": 5, "Isles": 0}
    >>> [f"{part}: {told}" for part, told in few_or_enough(counts, invited, Rules(minimum_count=3)).items()]
    ['North: 3 or more', 'South: 3 or more', 'East: 3 or more', 'Isles: fewer than 3']
    >>> few_or_enough({"North": 9, "Isles": 0}, invited, Rules(minimum_count=3))
    {}
    """
    whole, few = sum(counts.values()), rules.minimum_count - 1
    told = {
        part: Range(0, few, of=whole) if count <= few else Range(few + 1, whole, of=whole)
        for part, count in counts.items()
    }
    between = {part: (each.low, min(each.high, at_most[part])) for part, each in told.items()}
    for known in (which for number in range(_FACTS + 1) for which in combinations(counts, number)):
        left = whole - sum(counts[part] for part in known)
        unknown = {part: ends for part, ends in between.items() if part not in known}
        lowest, highest = (sum(ends[at] for ends in unknown.values()) for at in (0, 1))
        for low, high in unknown.values():
            if low == 0 and (left - (highest - high) > 0 or left - lowest < high):
                return {}
    return told
