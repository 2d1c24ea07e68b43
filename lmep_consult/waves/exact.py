"""Whether more or fewer people said a thing in the later of two waves: an exact test, and claims at an error rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, binomtest, hypergeom

ERROR_RATE = 0.05
_ROUNDING = 1e-12
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stratum:
    """People of one group whose answers in the two waves are not linked: how many said it, of how many, then and
    now."""

    then: int
    of_then: int
    now: int
    of_now: int


@dataclass(frozen=True)
class Counted:
    """Who said one thing. came and left: of the people found in both waves, how many said it only later and only
    earlier. others: everybody else, group by group."""

    came: int = 0
    left: int = 0
    others: tuple[Stratum, ...] = field(default=())


@lru_cache(maxsize=10_000)
def p_values(counted: Counted) -> tuple[float, float, int]:
    """p of no change (two-sided), the least p that so many people who said it could have given, and the direction: 1
    for more than no change lets expect, -1 for fewer, 0 for neither.

    An exact conditional test. Somebody found in both waves is a stratum of their own: of those who said it only once,
    each is as likely to have said it first or last, if nothing changed. Of the others, group by group, whoever said it
    is as likely to be of the one wave as of the other. What is tested is how many said it in the later wave, given how
    many did in both. p is twice the smaller tail. It is no larger than it should be for any number of people; small
    numbers make it smaller than that, so that less is found.

    Source: C. Mehta, N. Patel, R. Gray, Computing an exact confidence interval for the common odds ratio in several
    2 x 2 contingency tables, Journal of the American Statistical Association 80 (1985),
    doi:10.1080/01621459.1985.10478212. With pairs alone it is McNemar's exact test (Q. McNemar, Psychometrika 12
    (1947), doi:10.1007/BF02295996), with one group and no pairs Fisher's.
    """
    once = counted.came + counted.left
    chances = binom.pmf(np.arange(once + 1), once, 0.5)
    at = counted.came
    for each in counted.others:
        said, people = each.then + each.now, each.of_then + each.of_now
        least, most = max(0, said - each.of_then), min(said, each.of_now)
        chances = np.convolve(chances, hypergeom.pmf(np.arange(least, most + 1), people, said, each.of_now))
        at += each.now - least
    expected = float(np.arange(len(chances)) @ chances)
    direction = 0 if abs(at - expected) < _ROUNDING else 1 if at > expected else -1
    return _two_sided(chances, at), min(_two_sided(chances, 0), _two_sided(chances, len(chances) - 1)), direction


def _two_sided(chances: Floats, at: int) -> float:
    return float(min(1.0, 2 * min(chances[: at + 1].sum(), chances[at:].sum())))


def adjusted(p: Sequence[float], least: Sequence[float], rate: float = ERROR_RATE) -> list[float]:
    """p allowing for everything that was compared; NaN where so few said a thing that no answers could have shown a
    change.

    The chance that any of those of at most `rate` is a false claim is at most `rate` (family-wise, whatever is true of
    the others, and however they hang together): S. Holm, A simple sequentially rejective multiple test procedure,
    Scandinavian Journal of Statistics 6 (1979), jstor.org/stable/4615733. What could not have been found is left out
    before: R. Tarone, A modified Bonferroni method for discrete data, Biometrics 46 (1990), doi:10.2307/2531456. What
    that leaves depends on how many people said each thing in both waves, and not on when they did.
    """
    there, lowest = np.asarray(p, dtype=float), np.asarray(least, dtype=float)
    family = next((k for k in range(1, len(there) + 1) if (lowest <= rate / k).sum() <= k), 1)
    could = np.flatnonzero(lowest <= rate / family)
    found = np.full(len(there), np.nan)
    order = could[np.argsort(there[could], kind="stable")]
    steps = there[order] * (len(order) - np.arange(len(order)))
    found[order] = np.minimum(1, np.maximum.accumulate(steps)) if len(order) else steps
    return [float(each) for each in found]


@lru_cache(maxsize=10_000)
def change(then: int, of_then: int, now: int, of_now: int) -> tuple[float, float, float]:
    """The change of a share, and its 95% interval as if the two waves were of different people.

    Of people found in both waves it is wider than it need be, as long as who said a thing is likelier to say it again.
    Source: R. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
    17 (1998), method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    a, b = then / of_then, now / of_now
    first, last = (binomtest(k, n).proportion_ci(method="wilson") for k, n in ((then, of_then), (now, of_now)))
    moved = b - a
    lower = moved - np.hypot(b - last.low, first.high - a)
    upper = moved + np.hypot(last.high - b, a - first.low)
    return moved, float(max(lower, -1)), float(min(upper, 1))


@lru_cache(maxsize=50)
def findable(of_then: int, of_now: int, share: float, rate: float, chance: float = 0.8) -> float:
    """The share to which one of `share` must rise to be found with a chance of `chance`, in steps of one in a hundred;
    NaN where not even a rise to all would be.

    For people of one group, none of them in both waves. rate: the greatest p that is a finding.
    """
    found = np.array(
        [
            [
                p <= rate and way == 1
                for now in range(of_now + 1)
                for p, _, way in [p_values(Counted(others=(Stratum(then, of_then, now, of_now),)))]
            ]
            for then in range(of_then + 1)
        ]
    )
    before = binom.pmf(np.arange(of_then + 1), of_then, share)
    for percent in range(round(share * 100) + 1, 101):
        if before @ found @ binom.pmf(np.arange(of_now + 1), of_now, percent / 100) >= chance:
            return percent / 100
    return float("nan")
