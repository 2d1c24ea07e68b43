"""Where groups differ in the points they give: by permutation of voters where they meet, and with care where not."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ballots import checked, of_voters
from lmep_consult.errors import RankingError
from lmep_consult.ranking.arguments import require_count
from lmep_consult.ranking.between_clusters import ENOUGH, by_clusters, needed_effects
from lmep_consult.ranking.borda import borda_points
from lmep_consult.ranking.within_clusters import (
    ROUNDING,
    Codes,
    Floats,
    Pairs,
    Voters,
    differences,
    permuted,
    statistics,
    stepped_down,
)

WITHIN, BETWEEN, NONE = "voters within clusters", "whole clusters", "none"
_CONFOUNDED = (
    "The two groups share no workshop or other cluster, so effects of workshop and group cannot be separated: "
    "no test is possible."
)
_NEARLY = "The two groups hardly share a workshop or other cluster: where both were, one has too few voters for a test."
_UNRANKED = "Nobody ranked this option."
_CHANCE = 0.05
_COUNTS = ("clusters_a", "holds_a", "clusters_b", "holds_b", "voters_a", "voters_b", "together")
_OF_CLUSTERS = ("test", *_COUNTS[:4], "needed_effect", *_COUNTS[4:], "why")

_Parts = dict[tuple[int, int], dict[str, object]]  # by pair of groups: columns of one value, or of one an option


def compare_groups(
    ranks: pd.DataFrame,
    group: pd.Series,
    cluster: pd.Series | None = None,
    seed: int = 0,
    draws: int = 9_999,
    smallest: int = 1,
) -> pd.DataFrame:
    """Differences between groups in the mean Borda points of each option, with a test where the design allows one.

    ranks: voters x options. group and cluster (such as a workshop): one value a voter, indexed by voter. Voters who
    ranked nothing are left out. draws: the number of permutations. smallest: how many voters of its group a cluster
    must have to be counted, and of both groups to be shared by them.

    With two groups: one row per option (the index), with columns difference (points per voter of the first group less
    those of the second; they are in `.attrs["groups"]`, in the order of `group`), p, and p_adjusted. With more: one
    row an option and pair of groups, with columns option, group_a, group_b, difference (a less b), p, p_adjusted. An
    option that nobody ranked has no figures.

    The statistic is the difference over its standard error with each group's own variance (A. Janssen, Statistics &
    Probability Letters 36 (1997), doi:10.1016/S0167-7152(97)00043-6): p is exact if the groups' ballots come from one
    distribution, and near if only their means agree. Where a small group is far more spread than a large one it is too
    small: with equal means, 8 options and 70 % of the larger group tying all of them, p_adjusted was .05 or below in
    16 % of 1,000 simulations with 16 and 8 voters, in 8 % with 29 and 14. p = (1 + permutations at least as extreme) /
    (1 + draws), never 0 (B. Phipson, G. Smyth, 2010, doi:10.2202/1544-6115.1585); with more than two groups, voters are
    permuted among all. p_adjusted allows for all options and pairs of groups by the step-down largest statistic
    (P. Westfall, S. Young, Resampling-based multiple testing, Wiley 1993); read it where several options are looked at.

    With `cluster`, each pair of groups is judged by itself, and these columns follow: test, clusters_a, holds_a,
    clusters_b, holds_b, needed_effect, voters_a, voters_b (whose ballots the difference rests on), together (clusters
    that hold voters of both, however few) and why (there is no test; "" where there is).

    - A pair that shares clusters with two voters or more of each (test "voters within clusters"): the difference is
      that within the clusters they share (least squares with a mean for each cluster), so that a cluster's effect
      cancels, and voters are permuted within clusters only. clusters_a and clusters_b are the shared clusters, holds_a
      and holds_b those of them where the difference has the same sign. needed_effect is NaN.
    - Any other pair: the difference is that of the plain means, and it may be the clusters'. holds_a says in how many
      of the first group's clusters_a clusters its voters are on their side of the other group's mean; holds_b the same
      of the second. needed_effect is the standard deviation, in points (places), of effects of clusters that would
      undo the difference; 0 where it is no more than chance among voters, infinite where clusters hold the same shares
      of both (`between_clusters.needed_effects`). With four clusters or more in each group and none in both, whole
      clusters are permuted between the two (test "whole clusters", as for randomised groups: D. Murray, Design and
      analysis of group-randomized trials, Oxford 1998); p is the larger of that and of the voters' own. With fewer
      there is no test: p and p_adjusted are NaN.

    Pairs that share clusters are adjusted for together, each pair of whole clusters for itself, and the needed effects
    of pairs without a test together; where there are several such families, each has its part of the 5%: p_adjusted is
    multiplied by their number, and needed effects are of a difference that much further from chance.

    In 500 simulations of the published design (43 voters of three groups in five workshops, none shared; 8 options, no
    difference between groups; tests/benchmarks/simulate_group_differences.py) voters permuted over all workshops
    claimed a difference in 4, 17 and 72 % of studies, where workshops differed by 0, .5 and 1 place (standard
    deviation); this function in none, and some needed effect was above the true one in 4, 2 and 1 %. With five
    workshops in each of two groups it was 3, 11 and 40 % against 1, 3 and 4 %; with groups that share one or two
    workshops, 4 to 68 % against 4 to 7 %.

    `.attrs["confounded"]` is True where every pair is of the second kind (else False); where there is then no test at
    all, `.attrs["why"]` says so in a sentence.

    Raises RankingError as `ballots.checked` and `ballots.of_voters` do, where there is one group only, or a group has
    fewer than two voters who ranked anything; ValueError where draws or smallest are no whole numbers of 1 or more.

    >>> votes = pd.DataFrame({"A": [1, 1, 1, 1, 2, 2, 2, 2], "B": [2, 2, 2, 2, 1, 1, 1, 1]})
    >>> compare_groups(votes, pd.Series(["staff"] * 4 + ["public"] * 4))["difference"].to_dict()
    {'A': 1.0, 'B': -1.0}
    """
    require_count(draws, "draws")
    require_count(smallest, "smallest")
    ballots = checked(ranks)
    found = of_voters(group, ballots.index, "group")
    names = pd.Index(group.unique())
    names = names[names.isin(found)]
    groups = names.get_indexer(pd.Index(found))
    _check_sizes(groups, names)
    strata = np.zeros(len(groups), dtype=np.intp)
    if cluster is not None:
        strata = pd.factorize(of_voters(cluster, ballots.index, "cluster"))[0]
    placed = ballots.notna().any(axis=0).to_numpy()
    design = _Design(borda_points(ballots)[:, placed], groups, strata, seed, draws, smallest)
    pairs = list(combinations(range(len(names)), 2))
    met = [pair for pair in pairs if design.clustered.there(pair).min() > 1]
    apart = [pair for pair in pairs if pair not in met]
    tested = design.tested(apart)
    families = bool(met) + len(tested) + (len(tested) < len(apart))
    parts = design.within(met) | design.between(apart, tested, _CHANCE / families)
    for each in parts.values():
        each["p_adjusted"] = np.minimum(1, np.asarray(each["p_adjusted"]) * families)

    columns = ["difference", "p", "p_adjusted", *(_OF_CLUSTERS if cluster is not None else ())]
    rows = []
    for pair in pairs:
        part = pd.DataFrame(parts[pair], index=ranks.columns[placed]).reindex(ranks.columns)
        part.loc[~placed, ["test", "why"]] = NONE, _UNRANKED
        of_pair = part[columns].rename_axis("option").reset_index()
        rows.append(of_pair.assign(group_a=names[pair[0]], group_b=names[pair[1]]))
    table = pd.concat(rows, ignore_index=True)[["option", "group_a", "group_b", *columns]]
    table = table.astype({column: "Int64" for column in columns if column in _COUNTS})
    if len(names) == 2:
        table = table.set_index("option").drop(columns=["group_a", "group_b"])
        table.attrs["groups"] = tuple(names)
    table.attrs["confounded"] = not met
    if all(part["test"] == NONE for part in parts.values()):
        table.attrs["why"] = _CONFOUNDED
    return table


def _check_sizes(groups: Codes, names: pd.Index) -> None:
    if len(names) == 1:
        raise RankingError(f"All voters are of the group {names[0]}; there is no other to compare it with.")
    for name, size in zip(names, np.bincount(groups), strict=True):
        if size < 2:
            raise RankingError(f"Only one voter of the group {name} ranked anything; a comparison needs two or more.")


class _Design:
    """Voters in their clusters, and how their groups are compared."""

    def __init__(self, points: Floats, groups: Codes, strata: Codes, seed: int, draws: int, smallest: int) -> None:
        self.clustered = Voters.of(points, groups, strata, smallest)
        self.plain = Voters.of(points, groups, np.zeros_like(strata))
        self.seed, self.draws = seed, draws
        sizes = self.clustered.sizes
        self.counted = sizes >= smallest
        self.means = np.zeros((*sizes.shape, points.shape[1]))  # groups x clusters x options
        np.add.at(self.means, (groups, strata), points)
        self.whole = self.means.sum(axis=1) / sizes.sum(axis=1)[:, None]
        self.means /= np.maximum(sizes, 1)[:, :, None]

    def within(self, pairs: Pairs) -> _Parts:
        """Pairs that share clusters."""
        voters = self.clustered
        p_values = self._permuted(voters, pairs)[0] if pairs else {}
        parts: _Parts = {}
        for a, b in pairs:
            difference = differences(voters, voters.groups[None], [(a, b)])[0][0]
            shared = voters.shared((a, b))
            holds = _holds(self.means[a, shared] - self.means[b, shared], difference)
            voters_a, voters_b = voters.there((a, b))
            p, p_adjusted = p_values[a, b]
            parts[a, b] = {
                "difference": difference,
                "p": p,
                "p_adjusted": p_adjusted,
                "test": WITHIN,
                "clusters_a": shared.sum(),
                "holds_a": holds,
                "clusters_b": shared.sum(),
                "holds_b": holds,
                "needed_effect": np.nan,
                "voters_a": voters_a,
                "voters_b": voters_b,
                "together": self._together(a, b),
                "why": "",
            }
        return parts

    def tested(self, pairs: Pairs) -> Pairs:
        """Those of pairs that share no cluster which have clusters enough to permute."""
        n_clusters = np.count_nonzero(self.clustered.sizes, axis=1)
        return [(a, b) for a, b in pairs if min(n_clusters[[a, b]]) >= ENOUGH and not self._together(a, b)]

    def between(self, pairs: Pairs, tested: Pairs, chance: float) -> _Parts:
        """Pairs that share none, or with too few voters. chance: how often, where voters are alike, one of them may
        seem to differ by more than chance."""
        if not pairs:
            return {}
        voters, sizes = self.plain, self.clustered.sizes
        among_voters, largest = self._permuted(voters, pairs)
        critical = float(np.quantile(largest, 1 - chance, method="higher"))
        parts: _Parts = {}
        for a, b in pairs:
            difference, error = (found[0] for found in differences(voters, voters.groups[None], [(a, b)]))
            apart = sizes[a] / sizes[a].sum() - sizes[b] / sizes[b].sum()
            p_values = np.full((2, len(difference)), np.nan)
            if (a, b) in tested:
                p_values = np.maximum(among_voters[a, b], self._by_clusters(a, b))
            parts[a, b] = {
                "difference": difference,
                "p": p_values[0],
                "p_adjusted": p_values[1],
                "test": BETWEEN if (a, b) in tested else NONE,
                "clusters_a": self.counted[a].sum(),
                "holds_a": _holds(self.means[a, self.counted[a]] - self.whole[b], difference),
                "clusters_b": self.counted[b].sum(),
                "holds_b": _holds(self.whole[a] - self.means[b, self.counted[b]], difference),
                "needed_effect": needed_effects(difference, error, critical, float((apart**2).sum())),
                "voters_a": sizes[a].sum(),
                "voters_b": sizes[b].sum(),
                "together": self._together(a, b),
                "why": "" if (a, b) in tested else _NEARLY if self._together(a, b) else _CONFOUNDED,
            }
        return parts

    def _together(self, a: int, b: int) -> int:
        return int((self.clustered.sizes[[a, b]] > 0).all(axis=0).sum())

    def _permuted(self, voters: Voters, pairs: Pairs) -> tuple[dict[tuple[int, int], Floats], Floats]:
        """p and p_adjusted (2 x options) by pair, voters permuted within clusters; and the largest of each draw."""
        observed = statistics(voters, voters.groups[None], pairs)[0]
        drawn = permuted(voters, pairs, np.random.default_rng(self.seed), self.draws)
        p, p_adjusted, largest = stepped_down(observed, drawn)
        by_pair = np.stack([p, p_adjusted]).reshape(2, len(pairs), -1).transpose(1, 0, 2)
        return dict(zip(pairs, by_pair, strict=True)), largest

    def _by_clusters(self, a: int, b: int) -> tuple[Floats, Floats]:
        there = [(code, self.clustered.sizes[code] > 0) for code in (a, b)]
        means = np.concatenate([self.means[code, here] for code, here in there])
        sizes = np.concatenate([self.clustered.sizes[code, here] for code, here in there])
        return by_clusters(means, sizes, int(there[0][1].sum()), self.seed, self.draws)


def _holds(by_cluster: Floats, difference: Floats) -> npt.NDArray[np.int64]:
    """In how many clusters (rows) a difference has the sign of the whole one; where there is none, in none."""
    sign = np.where(np.abs(difference) < ROUNDING, 0, np.sign(difference))
    return np.asarray((by_cluster * sign > ROUNDING).sum(axis=0))
