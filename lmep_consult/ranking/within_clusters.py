"""Differences between groups of voters within clusters (such as workshops), and what permuting voters makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_BLOCK = 1_000_000  # voters times permutations held at once, so that many voters need little memory
ROUNDING = 1e-9  # points are halves and shares of halves: a variance or a relative difference below is rounding

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Voters:
    """Voters in the order of their clusters.

    points: voters x options, less the mean of the voter's cluster. groups: each voter's, from 0. strata: each voter's
    cluster, from 0. sizes: groups x clusters, how many voters there are. smallest: how many of each of two groups a
    cluster must have to be shared by them.
    """

    points: Floats
    groups: Codes
    strata: Codes
    sizes: npt.NDArray[np.int64]
    smallest: int = 1

    @classmethod
    def of(cls, points: Floats, groups: Codes, strata: Codes, smallest: int = 1) -> Voters:
        order = np.argsort(strata, kind="stable")
        points, groups, strata = points[order], groups[order], strata[order]
        sizes = np.zeros((groups.max() + 1, strata.max() + 1), dtype=np.int64)
        np.add.at(sizes, (groups, strata), 1)
        sums = np.add.reduceat(points, np.flatnonzero(np.diff(strata, prepend=-1)), axis=0)
        return cls(points - (sums / sizes.sum(axis=0)[:, None])[strata], groups, strata, sizes, smallest)

    def shared(self, pair: tuple[int, int]) -> npt.NDArray[np.bool_]:
        """The clusters that have enough voters of both groups."""
        return np.asarray((self.sizes[list(pair)] >= self.smallest).all(axis=0))

    def there(self, pair: tuple[int, int]) -> npt.NDArray[np.int64]:
        """How many voters each of the two groups has in the clusters that both share."""
        return np.asarray(self.sizes[list(pair)][:, self.shared(pair)].sum(axis=1))


def differences(voters: Voters, groups: Codes, pairs: Pairs) -> tuple[Floats, Floats]:
    """The difference of each pair of groups within the clusters they share, and its standard error.

    groups: rows x voters, each row one way to give voters their groups, with as many of each in a cluster as `voters`
    has. pairs: groups with two voters or more each in the clusters they share. Returns two arrays, rows x (pairs x
    options).

    The difference is the coefficient of the group in least squares with a mean of its own for each cluster: the mean of
    the clusters' differences, each with the weight n_a n_b / (n_a + n_b). Each group has its own variance, of its
    residuals, with the degrees of freedom they have (n less the sum of their leverages). In one cluster these are the
    difference of the means and Welch's standard error.
    """
    member = {code: _sums(voters, groups, code) for code in {code for pair in pairs for code in pair}}
    found, errors = [], []
    for a, b in pairs:
        shared = voters.shared((a, b))
        sizes = voters.sizes[:, shared].astype(float)
        n_a, n_b = sizes[a], sizes[b]
        total = n_a + n_b
        weight = n_a * n_b / total
        (sum_a, square_a), (sum_b, square_b) = ((part[:, shared] for part in member[code]) for code in (a, b))
        by_cluster = sum_a / n_a[:, None] - sum_b / n_b[:, None]
        difference = np.einsum("w,rwo->ro", weight, by_cluster) / weight.sum()
        middle = (sum_a + sum_b) / total[:, None]
        variance = np.zeros_like(difference)
        for sums, squares, own, other, sign in ((sum_a, square_a, n_a, n_b, 1), (sum_b, square_b, n_b, n_a, -1)):
            apart = other / total  # how far the group's indicator is from its mean in the cluster
            fitted = middle + sign * difference[:, None, :] * apart[:, None]
            left = (squares - 2 * fitted * sums + own[:, None] * fitted**2).sum(axis=1)
            freedom = own.sum() - (own * (1 / total + apart**2 / weight.sum())).sum()
            variance += rounded(left / freedom) * (own * apart**2).sum() / weight.sum() ** 2
        found.append(difference)
        errors.append(np.sqrt(variance))
    return np.concatenate(found, axis=1), np.concatenate(errors, axis=1)


def statistics(voters: Voters, groups: Codes, pairs: Pairs) -> Floats:
    """Absolute differences over their standard errors: 0 where nothing differs, infinite where nothing else varies."""
    difference, error = differences(voters, groups, pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = rounded(np.abs(difference)) / error
    return np.where(np.isnan(ratio), 0.0, ratio)


def permuted(voters: Voters, pairs: Pairs, random: np.random.Generator, draws: int) -> Iterator[Floats]:
    """The statistics with voters' groups in a random order within each cluster: blocks of draws x (pairs x options)."""
    wide = max(1, _BLOCK // len(voters.groups))
    for start in range(0, draws, wide):
        # Within a cluster (a run of voters) a random order; sorting keeps the clusters in theirs.
        keys = voters.strata + random.random((min(wide, draws - start), len(voters.groups)))
        yield statistics(voters, voters.groups[np.argsort(keys, axis=1)], pairs)


def stepped_down(observed: Floats, drawn: Iterable[Floats], seen: int = 1) -> tuple[Floats, Floats, Floats]:
    """p of each statistic by itself; p_adjusted by the step-down largest of all; and the largest of each draw.

    drawn: blocks of draws x statistics, as they are where nothing differs. seen: 1 where the observed is to be counted
    as one more draw, 0 where it is among the drawn.
    """
    reached = observed * (1 - ROUNDING)
    order = np.argsort(observed)  # smallest first, so that a running maximum is over those not yet stepped past
    single, stepped = np.full((2, len(observed)), float(seen))
    largest = []
    for block in drawn:
        running = np.maximum.accumulate(block[:, order], axis=1)
        single += np.sum(block >= reached, axis=0)
        stepped[order] += np.sum(running >= reached[order], axis=0)
        largest.append(running[:, -1])
    # The next smaller statistic cannot have the smaller p.
    stepped[order] = np.maximum.accumulate(stepped[order][::-1])[::-1]
    every = np.concatenate(largest)
    return single / (seen + len(every)), stepped / (seen + len(every)), every


def rounded(values: Floats) -> Floats:
    return np.where(values < ROUNDING, 0.0, values)


def _sums(voters: Voters, groups: Codes, code: int) -> tuple[Floats, Floats]:
    """The sum of the group's points in each cluster, and of their squares: rows x clusters x options, twice."""
    ends = np.cumsum(voters.sizes.sum(axis=0))
    shape = len(groups), len(ends), voters.points.shape[1]
    sums, squares = np.zeros(shape), np.zeros(shape)
    for cluster, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        if voters.sizes[code, cluster]:
            member = (groups[:, start:end] == code).astype(float)
            sums[:, cluster] = member @ voters.points[start:end]
            squares[:, cluster] = member @ voters.points[start:end] ** 2
    return sums, squares
