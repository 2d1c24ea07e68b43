"""Groups that share no cluster (such as a workshop): what a difference between them says, and what would undo it."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from lmep_consult.ranking.within_clusters import ROUNDING, Floats, rounded, stepped_down

ENOUGH = 4  # clusters in each group, for a test in which whole clusters change group

Flags = npt.NDArray[np.bool_]


def needed_effects(difference: Floats, error: Floats, critical: float, spread: float) -> Floats:
    """The standard deviation of clusters' effects, in points, that would undo each option's difference.

    difference: of two groups' mean points, and its standard error among voters, by option. critical: what the largest
    ratio of the two, of all options and pairs of groups, exceeds in 5 % of permutations of voters. spread: the sum over
    clusters of the squared difference between the shares of the two groups' voters that are there.

    Where each cluster moves the mean points of its voters by an effect of standard deviation s, a difference varies by
    error^2 + s^2 spread. The needed effect is the s at which the difference is no more than `critical` times the root
    of that, 0 where it is so without any. So where groups do not differ, some needed effect exceeds the true s in about
    5 % of studies. How strong what was not measured would have to be was asked first by J. Cornfield and others,
    Smoking and lung cancer, Journal of the National Cancer Institute 22 (1959), doi:10.1093/jnci/22.1.173; see
    P. Rosenbaum, Observational studies (2nd edition, 2002), chapter 4.
    """
    beyond = rounded((difference / critical) ** 2 - error**2)
    if spread < ROUNDING:  # clusters move both groups alike
        return np.where(beyond > 0, np.inf, 0.0)
    return np.asarray(np.sqrt(beyond / spread))


def by_clusters(means: Floats, sizes: Floats, n_a: int, seed: int, draws: int) -> tuple[Floats, Floats]:
    """p and p_adjusted of the difference of two groups' means, whole clusters changing group.

    means: clusters x options, of the first group's n_a clusters and then of the other's. sizes: their voters.

    The statistic is the difference over its cluster-robust standard error. All ways to part the clusters are gone
    through, or `draws` random ones where there are more.
    """
    clusters = len(means)
    every = comb(clusters, n_a) <= draws
    if every:
        chosen = np.array(list(combinations(range(clusters), n_a)))
    else:
        chosen = np.argsort(np.random.default_rng(seed).random((draws, clusters)), axis=1)[:, :n_a]
    first = np.zeros((len(chosen), clusters), dtype=bool)
    np.put_along_axis(first, chosen, True, axis=1)
    observed = _statistics(means, sizes, np.arange(clusters)[None] < n_a)[0]
    p, p_adjusted, _ = stepped_down(observed, [_statistics(means, sizes, first)], seen=0 if every else 1)
    return p, p_adjusted


def _statistics(means: Floats, sizes: Floats, first: Flags) -> Floats:
    """rows x options; first: rows x clusters, which of them are the first group's."""
    middles, variance = [], np.zeros((len(first), means.shape[1]))
    for member in (first, ~first):
        weight = member * sizes
        weight = weight / weight.sum(axis=1, keepdims=True)
        middle = weight @ means
        squared = weight**2
        spread = squared @ means**2 - 2 * middle * (squared @ means) + squared.sum(axis=1)[:, None] * middle**2
        count = member.sum(axis=1)[:, None]
        variance += rounded(spread) * count / (count - 1)
        middles.append(middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = rounded(np.abs(middles[0] - middles[1])) / np.sqrt(variance)
    return np.where(np.isnan(ratio), 0.0, ratio)
