"""Which band a number of people is in, and the wider ranges that it may be published as instead.

Where ranges end never depends on the number: only on how many people there are and on the study's settings. So a range
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


def ranges(count: int, base: int, rules: Rules, all_may_show: bool = False) -> list[Interval]:
    """What `count` may be published as, from its band to every number there is, each within the next.

    Between the bands lie blocks of minimum_count numbers, counted from the lowest and cut where a band begins; wider
    ranges join two neighbouring blocks, then four, then eight, counted from zero.

    >>> ranges(7, 20, Rules())
    [(7, 7), (6, 8), (6, 11), (0, 11), (0, 20)]
    """
    few, bands = rules.minimum_count, _bands(base, rules, all_may_show)
    start, end = (bands[0][1] + 1, bands[-1][0] if len(bands) > 1 else base + 1) if bands else (0, base + 1)
    between = [(low, min(low + few, end) - 1) for low in range(start, end, few)]
    blocks = [*bands[:1], *between, *bands[1:]]
    at = next(number for number, (low, high) in enumerate(blocks) if low <= count <= high)
    found, joined = [band(count, base, rules, all_may_show)], 1
    while found[-1] != (0, base):
        first = at // joined * joined
        wider = blocks[first][0], blocks[min(first + joined, len(blocks)) - 1][1]
        found += [wider] if wider != found[-1] else []
        joined *= 2
    return found


def _bands(base: int, rules: Rules, all_may_show: bool) -> list[Interval]:
    """The bands of a group of `base` people, the lowest first."""
    few = rules.minimum_count
    if base == 0 or few == 1:
        return [(0, base)] if rules.too_small(base) and not all_may_show else []
    if base < few or (rules.too_small(base) and not all_may_show):
        return [(0, base)]
    top = [(base - few + 1, base)] if base < rules.unanimous_base and not all_may_show else []
    return [(0, few - 1), *top]
