"""Which band a number of people is in.

Where bands end depends on how many people there are and on the study's settings, and never on the number. So a band
says nothing of a number but that it lies in it.
"""

from __future__ import annotations

from lmep_consult.disclosure.rules import Rules

Interval = tuple[int, int]
"""The lowest and the highest of the whole numbers that a reader is to think possible."""


def band(count: int, base: int, rules: Rules, all_may_show: bool = False) -> Interval:
    """What is published of `count` of `base` people where nothing else gives more away.

    With t = minimum_count: none or a few (0 to t - 1) are one band; the t highest numbers of a group smaller than
    unanimous_base (unless that all are counted may show) are another; of a group too small to be shown alone it is
    every number there is. Any other number is published as it is.

    >>> [band(count, 8, Rules()) for count in (0, 2, 3, 5, 6, 8)]
    [(0, 2), (0, 2), (3, 3), (5, 5), (6, 8), (6, 8)]
    """
    bands = _bands(base, rules, all_may_show)
    return next((each for each in bands if each[0] <= count <= each[1]), (count, count))


def _bands(base: int, rules: Rules, all_may_show: bool) -> list[Interval]:
    """The bands of a group of `base` people, the lowest first."""
    few = rules.minimum_count
    if base == 0 or few == 1:
        return [(0, base)] if rules.too_small(base) and not all_may_show else []
    if base < few or (rules.too_small(base) and not all_may_show):
        return [(0, base)]
    top = [(base - few + 1, base)] if base < rules.unanimous_base and not all_may_show else []
    return [(0, few - 1), *top]
