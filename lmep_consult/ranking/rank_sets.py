"""Which places the votes leave open to each option: confidence sets for ranks, and tiers made from them."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from lmep_consult.ballots import checked
from lmep_consult.errors import RankingError
from lmep_consult.ranking.arguments import require_count, require_level
from lmep_consult.ranking.borda import borda, borda_points

_BLOCK = 500_000  # differences held at once, so that many options need little memory
# Of (voters - 1) degrees of freedom. Statistics of differences of ranks, lighter in their tails than normal ones, are
# heavier in theirs than t; with the estimated correlations this is what held all equal options as often as claimed.
_FREEDOM = 2 / 3

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def rank_sets(
    ranks: pd.DataFrame, level: float = 0.95, simultaneous: bool = True, seed: int = 0, draws: int = 10_000
) -> pd.DataFrame:
    """Confidence sets for the places of the options by their mean Borda points.

    ranks: voters x options. level: at least 0.5, below 1. draws: how many the critical values rest on.

    Returns one row per option with columns lower and upper (Int64, 1 = first): 1 + how many options are significantly
    better, and n - how many are significantly worse. An option that nobody ranked has no place: its bounds are <NA>
    and the n places are those of the others. With `simultaneous`, all sets hold together with confidence `level`;
    without, each does by itself.

    Source: M. Mogstad, J. Romano, A. Shaikh, D. Wilhelm, Inference for ranks with applications to mobility across
    neighbourhoods and academic achievement across countries, Review of Economic Studies 91 (2024),
    doi:10.1093/restud/rdad006. For every two options both directions are tested by the difference of mean points
    over its standard error across voters, paired because the same voters score both. The critical value is the
    quantile of the largest such statistic in normal draws with the covariance of the voters' points (a Gaussian
    multiplier bootstrap, drawn option by option), stepped down after rejections (J. Romano, M. Wolf, Econometrica 73
    (2005), doi:10.1111/j.1468-0262.2005.00615.x). A rejected direction leaves its opposite in the family, so wrong
    directions count as errors too.

    t scaling for small samples: a critical value c stands for the tail P(Z > c) of one comparison, and is replaced by
    the value that a t distribution exceeds as often, with two thirds of (voters - 1) degrees of freedom: with all of
    them, eight equal options were held in 92 % of simulations with 14 voters. With two thirds, in 2,000 simulations
    of 8 options (tests/benchmarks/simulate_rank_sets.py; simulation error up to .01), sets for all options together
    held every place that true ties allow with these shares, next to the percentile bootstrap's:

        voters                            14            43
        close worths, 1.1 to 1     1.00 (.65)    1.00 (.83)
        two tied tiers, 2 to 1      .98 (.17)     .98 (.21)
        two tied tiers, 5 to 1      .98 (.14)     .97 (.20)
        all equal                   .96 (.00)     .96 (.02)

    and the option held least often by its own set, in .95 or more. Ballots of the top three alone did as well. With
    fewer voters, eight equal options together fell to .93 with 5 and 8. Under .93 fell sets of all together with 3
    voters, .77 for equal options, .83 and .86 for the tiers 5 and 2 to 1: there two options often differ by the same
    on all ballots, which counts as certain (see the convention below).

    The draws depend on the seed and on the covariance up to its scale alone: the order of voters or options, their
    names, and copies of all voters change no draw, and copying all voters never widens a set.

    By convention, a difference that is the same and not 0 on two or more ballots is certain, so unanimous ballots
    without ties give singletons; options that every voter ties are never separated; one voter gives full sets.

    >>> votes = pd.DataFrame({"A": [1] * 9 + [2], "B": [2] * 5 + [3] * 4 + [1], "C": [3] * 5 + [2] * 4 + [3]})
    >>> rank_sets(votes)
       lower  upper
    A      1      1
    B      2      3
    C      2      3
    """
    require_level(level, least=0.5)
    require_count(draws, "draws")
    ballots = checked(ranks)
    placed = ballots.notna().any(axis=0).to_numpy()
    # In half points all sums are whole numbers, exact in floats: no rounding hides or makes a variance of 0.
    halves = 2 * borda_points(ballots)[:, placed]
    voters, options = halves.shape
    totals = halves.sum(axis=0)
    scatter = voters * (halves.T @ halves) - np.outer(totals, totals)
    draw = np.random.default_rng(seed).standard_normal((options, draws))
    # t = (totals_i - totals_j) sqrt(voters - 1) / sqrt(scatter of i - j); one voter has means of 0 and no scatter.
    bounds = _bounds(totals * np.sqrt(voters - 1), scatter, (voters - 1) * _FREEDOM, level, simultaneous, draw)
    sets = pd.DataFrame(bounds, index=ballots.columns[placed], columns=["lower", "upper"])
    return sets.astype("Int64").reindex(ranks.columns)


def first_set(sets: pd.DataFrame) -> list[Hashable]:
    """The options that could be first, in the order of `sets` (from `rank_sets`, with its confidence)."""
    return top_set(sets, k=1)


def top_set(sets: pd.DataFrame, k: int = 3) -> list[Hashable]:
    """The options that could be among the first `k`, in the order of `sets` (from `rank_sets`).

    With simultaneous sets, all options truly among the first k are named with the sets' confidence.
    """
    require_count(k, "k")
    return list(sets.index[(sets["lower"] <= k).fillna(False)])


def tiers(ranks: pd.DataFrame, sets: pd.DataFrame) -> pd.Series:
    """The tier of each option (Int64, 1 = best), indexed by option; <NA> where nobody ranked it.

    Options are sorted by mean Borda points, and a new tier begins wherever no set above reaches a set below: after
    place k if the k options above could only be the first k, and those below only come after. With simultaneous
    sets, every border between tiers is right with the sets' confidence. Within a tier nothing is claimed: options may
    differ, or form a chain in which the ends do. Raises RankingError where the sets are not of these options.

    >>> votes = pd.DataFrame({"A": [1, 1, 1], "B": [2, 3, 2], "C": [3, 2, 3]})
    >>> tiers(votes, rank_sets(votes)).tolist()
    [1, 1, 1]
    >>> tiers(votes, pd.DataFrame({"lower": [1, 2, 2], "upper": [1, 3, 3]}, index=["A", "B", "C"])).tolist()
    [1, 2, 2]
    """
    points = borda(ranks)
    if set(sets.index) != set(ranks.columns):
        raise RankingError("The rank sets are not of the options ranked; make them from the same ballots.")
    points = points.reindex(sets.dropna().index)
    ordered = sets.loc[points.sort_values(ascending=False, kind="stable").index].astype("int64")
    reached = ordered["upper"].cummax().shift(fill_value=len(ordered))
    below = ordered["lower"][::-1].cummin()[::-1]
    return ((reached < below).cumsum() + 1).astype("Int64").reindex(ranks.columns).rename("tier")


def _bounds(
    means: Floats, covariance: Floats, freedom: float, level: float, simultaneous: bool, draw: Floats
) -> npt.NDArray[np.int64]:
    """The first and the last place open to each option: options x 2.

    means and covariance (of the means) of the options; freedom: degrees of freedom of the standard errors; draw:
    standard normal numbers, options x draws.
    """
    # Sorted by their own figures, best first, the options get the same draws in whatever order they come.
    order = np.lexsort([*np.sort(covariance, axis=1).T, -means])
    pairs = _Pairs(means[order], covariance[np.ix_(order, order)], draw)
    everything = np.ones(len(pairs.first), dtype=bool)
    found = pairs.step_down(everything, freedom, level) if simultaneous else everything
    places = np.empty((len(means), 2), dtype=np.int64)
    for position, option in enumerate(order):
        first, second = pairs.first == position, pairs.second == position
        if not simultaneous:
            found = pairs.step_down(first | second, freedom, level)
        places[option] = 1 + np.sum(found & second), len(means) - np.sum(found & first)
    return places


class _Pairs:
    """Every two options, the one with the higher mean first."""

    def __init__(self, means: Floats, covariance: Floats, draw: Floats) -> None:
        self.first, self.second = np.triu_indices(len(means), 1)
        variance = np.diag(covariance)
        variance = variance[self.first] + variance[self.second] - 2 * covariance[self.first, self.second]
        difference = means[self.first] - means[self.second]
        self.varies = variance > 0
        self.certain = ~self.varies & (difference > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.statistic = difference / np.sqrt(variance)
        # The trace goes first: copies of all voters then leave every draw the same to the last digit.
        trace = np.trace(covariance) or 1.0
        values, vectors = np.linalg.eigh(covariance / trace)
        self.noise = (vectors * np.sqrt(values.clip(0))) @ draw
        self.scale = np.sqrt(variance / trace)[:, None]

    def step_down(self, family: Flags, freedom: float, level: float) -> Flags:
        """Which pairs of the family differ, for sure or by the step-down test; False outside the family."""
        found = self.certain & family
        tested = np.flatnonzero(self.varies & family)
        rejected = np.zeros(len(tested), dtype=bool)
        while not rejected.all():
            normal = np.quantile(self._largest(tested, rejected), level, method="higher")
            critical = -scipy.special.stdtrit(freedom, scipy.special.ndtr(-normal))
            again = self.statistic[tested] > critical
            if (again <= rejected).all():
                break
            rejected |= again
        found[tested[rejected]] = True
        return found

    def _largest(self, tested: npt.NDArray[np.intp], rejected: Flags) -> Floats:
        """Per draw the largest statistic: both directions of a pair, after rejection only the opposite one."""
        first, second, scale = self.first[tested], self.second[tested], self.scale[tested]
        wide = max(1, _BLOCK // len(tested))
        largest = []
        for start in range(0, self.noise.shape[1], wide):
            noise = self.noise[:, start : start + wide]
            statistic = (noise[second] - noise[first]) / scale
            statistic[~rejected] = np.abs(statistic[~rejected])
            largest.append(statistic.max(axis=0))
        return np.concatenate(largest)
