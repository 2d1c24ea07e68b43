"""Shares rounded so coarsely that they do not show what one or two people said.

How coarsely depends on how many people there are and on the study's settings, and never on the share.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from lmep_consult.disclosure.bands import Interval
from lmep_consult.disclosure.rules import Rules

_STEPS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_DIGITS = 9  # shares of whole numbers of people differ by more


def people_wanted(rules: Rules) -> int:
    """Of how many people a share may be shown: of fewer, no step is coarse enough.

    >>> people_wanted(Rules(minimum_count=3))
    8
    """
    return max(rules.minimum_base, ceil(_hidden(rules) / _STEPS[-1]))


def share_step(base: int, rules: Rules) -> float:
    """To what a share of `base` people is rounded, so that it does not show whether minimum_count - 1 of them are
    counted.

    >>> [share_step(base, Rules(minimum_count=3)) for base in (40, 400, 4000, 40000)]
    [0.1, 0.01, 0.001, 0.001]
    """
    wanted = _hidden(rules) / base
    return next((step for step in _STEPS if step >= wanted - 1e-9), _STEPS[-1])


def rounded_share(share: float, ends: Sequence[float], base: int, rules: Rules) -> tuple[float, float, float]:
    """A share of `base` people, and the ends of its interval, rounded. The ends are rounded outwards and are at least a
    step away: nearer ones would say on which side of the rounded share the true one is.

    >>> rounded_share(0.083, (0.083, 0.083), 48, Rules(minimum_count=3))  # everybody was read: no interval
    (0.1, 0.0, 0.2)
    """
    step = share_step(base, rules)
    last = round(1 / step)
    middle = _steps(share, step)
    low = max(0, min(floor(round(ends[0] / step, _DIGITS)), middle - 1))
    high = min(last, max(ceil(round(ends[1] / step, _DIGITS)), middle + 1))
    most, least, best = (round(each * step, 3) for each in (high, low, middle))
    return best, least, most


def alike(count: int, base: int, rules: Rules) -> Interval:
    """The least and the most of `base` people whose share is rounded as that of `count` is; all of a group too small
    for that.

    >>> [alike(count, 40, Rules(minimum_count=3)) for count in (0, 2, 3, 7, 40)]
    [(0, 2), (0, 2), (3, 5), (6, 10), (38, 40)]
    """
    if base < people_wanted(rules):
        return 0, base
    step = share_step(base, rules)
    same = _steps(count / base, step)
    around = floor(base * step) + 1
    near = range(max(0, count - around), min(base, count + around) + 1)
    there = [each for each in near if _steps(each / base, step) == same]
    return there[0], there[-1]


def _hidden(rules: Rules) -> int:
    return 2 * (rules.minimum_count - 1)


def _steps(share: float, step: float) -> int:
    return round(round(share / step, _DIGITS))
