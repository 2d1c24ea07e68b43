"""How far voters agree on an order: Kendall's W, and Friedman's test that there is no common order at all."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from lmep_consult.ballots import checked
from lmep_consult.ranking.arguments import require_level

DRAWS = 2000
_NUMBERS_AT_ONCE = 4_000_000

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Concordance:
    """Kendall's W: 0 = no agreement, 1 = all voters rank alike."""

    value: float
    n_voters: int
    n_options: int
    _centred: _Floats = field(repr=False)

    def interval(self, level: float = 0.95, seed: int = 0) -> tuple[float, float]:
        """A bootstrap interval, over voters, for W among as many voters of the same kind; within 0 to 1.

        A voter drawn twice agrees with their own copy, which pushes the plain percentile bootstrap's W up. So pairs of
        copies are left out, W is put together from the mean agreement of two different voters, and its percentiles
        are moved away from W by t over normal quantile, times sqrt(m / (m - 1)) for m voters.

        In simulations (level 0.95, 8 options, mean rank correlation of two voters 0, .03, .10, .32 and .75, 1,000
        samples each; tests/benchmarks/bench_concordance.py) it held the true value in these shares of samples:

        - 43 voters: 1.00, .99, .97, .95, .94 (the plain percentile bootstrap .90 to .93);
        - 14 voters: 1.00, .99, .99, .96, .92 (plain .82 to .87);
        - 5 voters: 1.00, .99, .98, .97, .92 (plain .63 to .75);
        - 3 voters: .94, .93, .92, .87, .83: do not rely on it.

        So it is too wide where voters hardly agree. One or two voters show nothing about others: (0, 1). Where
        three or more ballots are all alike, the bootstrap sees no doubt: (1, 1).

        Raises ValueError where level is not between 0 and 1.
        """
        require_level(level)
        m = self.n_voters
        if m < 3:
            return 0.0, 1.0
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        wider = scipy.special.stdtrit(m - 1, tails[1]) / scipy.special.ndtri(tails[1]) * np.sqrt(m / (m - 1))
        drawn = np.quantile(_resampled(self._centred, seed), tails)
        lower, upper = np.clip(self.value + (drawn - self.value) * wider, 0, 1)
        return float(lower), float(upper)


@dataclass(frozen=True)
class Friedman:
    """Friedman's statistic, its degrees of freedom, and the probability of one as large if nobody prefers anything."""

    statistic: float
    df: int
    p: float


def kendalls_w(ranks: pd.DataFrame) -> Concordance:
    """Kendall's coefficient of concordance W, corrected for ties.

    ranks: voters x options. Tied options share the mean of the places they fill; options not ranked share the mean of
    the places left, so that leaving out the same options counts as agreement. Voters who ranked nothing are
    left out of it and of `n_voters`.

    With z the places on a ballot less (n + 1) / 2 and m voters, W = |sum of z|^2 / (m * sum of |z|^2), which is
    12 S / (m^2 (n^3 - n) - m T) with T the sum of t^3 - t over all groups of t ties. One voter agrees
    with their own ballot: W is 1. Where no voter places any option before another (all are tied, or there is one
    option), there is no order to agree on: W is 0. Voters who do not agree at all have W = 1 / m on average, not 0:
    compare groups of unequal size with that in mind.

    See M. G. Kendall and B. Babington Smith, The problem of m rankings, Annals of Mathematical Statistics 10 (1939),
    doi:10.1214/aoms/1177732186; S. Siegel and N. J. Castellan, Nonparametric Statistics for the Behavioral Sciences
    (2nd edition, 1988), chapter 9. Raises RankingError as `lmep_consult.ballots.checked` does.

    Three executives rank six applicants (Siegel's example of 1956, W = .16):

    >>> w = kendalls_w(pd.DataFrame([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]))
    >>> round(w.value, 4), w.n_voters, w.n_options
    (0.1619, 3, 6)
    """
    centred = _centred_places(ranks)
    voters, options = centred.shape
    within = voters * (centred**2).sum()
    value = float((centred.sum(axis=0) ** 2).sum() / within) if within else 0.0
    return Concordance(value, voters, options, centred)


def friedman(ranks: pd.DataFrame) -> Friedman:
    """Friedman's test, with ties, of whether voters have any order in common.

    ranks: voters x options, read as by `kendalls_w`. The statistic is m (n - 1) W, with n - 1 degrees of freedom. p is
    from the chi-squared distribution: rough below about 10 voters. Where no voter places any option before another,
    nothing speaks against the hypothesis: the statistic is 0 and p is 1.

    See M. Friedman, The use of ranks to avoid the assumption of normality, Journal of the American Statistical
    Association 32 (1937), doi:10.1080/01621459.1937.10503522. Raises RankingError as
    `lmep_consult.ballots.checked` does.

    >>> friedman(pd.DataFrame({"A": [1] * 6, "B": [2] * 6, "C": [3] * 6})).statistic
    12.0
    """
    w = kendalls_w(ranks)
    df = w.n_options - 1
    statistic = w.n_voters * df * w.value
    return Friedman(statistic, df, float(scipy.special.chdtrc(df, statistic)) if statistic else 1.0)


def _centred_places(ranks: pd.DataFrame) -> _Floats:
    """The places on each ballot (ties and options left out share theirs) less their mean: voters x options."""
    places = checked(ranks).fillna(np.inf).rank(axis=1).to_numpy()
    return np.asarray(places - (places.shape[1] + 1) / 2, dtype=np.float64)


def _resampled(centred: _Floats, seed: int) -> _Floats:
    """W in samples of the voters with replacement, in blocks so that many voters do not fill the memory."""
    voters = len(centred)
    random = np.random.default_rng(seed)
    block = max(1, _NUMBERS_AT_ONCE // voters)
    sizes = [min(block, DRAWS - start) for start in range(0, DRAWS, block)]
    chance = np.full(voters, 1 / voters)
    return np.concatenate([_without_copies(centred, random.multinomial(voters, chance, size=size)) for size in sizes])


def _without_copies(centred: _Floats, weights: npt.NDArray[np.int64]) -> _Floats:
    """W of each sample (a row of weights over voters) from pairs of different voters alone.

    Samples of one voter's copies only have no such pair and are left out.
    """
    voters = len(centred)
    pairs = voters**2 - (weights**2).sum(axis=1)
    weights, pairs = weights[pairs > 0], pairs[pairs > 0]
    own = (centred**2).sum(axis=1)
    between = (((weights @ centred) ** 2).sum(axis=1) - weights**2 @ own) / pairs
    within = weights @ own / voters
    agreement = np.divide(between, within, out=np.zeros_like(between), where=within > 0)
    return np.where(within > 0, (1 + (voters - 1) * agreement) / voters, 0.0)
