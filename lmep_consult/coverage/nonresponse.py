"""What those who did not take part could change about the priorities."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ballots import checked, of_voters
from lmep_consult.coverage.frames import checked_quotas
from lmep_consult.table import ALL_GROUPS

NOT_KNOWN = "Not known"
Floats = npt.NDArray[np.float64]


def group_weights(ranks: pd.DataFrame, group: pd.Series, intended: Mapping[str, int]) -> pd.DataFrame:
    """What each voter of a group weighs where groups are to count as they were intended to.

    ranks: voters x options, 1 = first, NaN = not ranked; voters who ranked nothing are left out. group: each voter's,
    indexed by voter. intended: how many of each group the sample was to hold; a group it does not name counts as it
    came, and so do voters whose group is not known.

    Returns group, voters, intended, weight: the group's share of the intended sample over its share of the voters, 1 on
    average over voters; NaN for a group of no voters, which no weight can bring back. Raises RankingError as
    `ballots.checked` (except for ballots of nobody) and `ballots.of_voters` do, StudyError as `frames.checked_quotas`.
    """
    wanted = checked_quotas(intended)
    who = _groups(checked(ranks, none_ok=True), group)
    voters = who.value_counts().reindex([*dict.fromkeys([*intended, *who.unique()])], fill_value=0)
    table = pd.DataFrame({"group": voters.index.astype(object), "voters": voters.to_numpy(dtype="int64")})
    table["intended"] = [wanted.get(name, count) for name, count in zip(table["group"], table["voters"], strict=True)]
    there = table[table["voters"] > 0]
    weight = there["intended"] / there["voters"]
    total = there["intended"].sum()
    return table.assign(weight=weight * there["voters"].sum() / total if total else np.nan)


def reweighted(ranks: pd.DataFrame, group: pd.Series, intended: Mapping[str, int]) -> pd.DataFrame:
    """The priorities with each group weighing what it was intended to (post-stratification), next to those as voted.

    Arguments as for group_weights. Returns one row per option, best as voted first: option, borda, place,
    borda_intended, place_intended, moves (places gained; negative: lost). Points are Borda's: n for the first of n
    options down to 1, options left out sharing the mean of the points left; the mean rank is n + 1 less the points.
    """
    ranks = checked(ranks, none_ok=True)
    points = _points(ranks)
    weight = _groups(ranks, group).map(group_weights(ranks, group, intended).set_index("group")["weight"])
    as_voted = _mean(points, np.ones(len(ranks)))
    as_intended = _mean(points, weight.to_numpy(dtype=float))
    table = pd.DataFrame({"option": ranks.columns.astype(object), "borda": as_voted, "place": _places(as_voted)})
    table["borda_intended"], table["place_intended"] = as_intended, _places(as_intended)
    table["moves"] = table["place"] - table["place_intended"]
    return table.sort_values("place", kind="stable", ignore_index=True)


def worst_case(ranks: pd.DataFrame, group: pd.Series, intended: Mapping[str, int]) -> pd.DataFrame:
    """What each option's points and place could have been, had those missing from one group voted, however they voted.

    Arguments as for group_weights. A group misses as many voters as it has fewer than intended; the ends are where
    they all put the option first, or all last. Returns one row per group that misses any and option, "All groups" last
    (the missing of all groups together): group, missing, option, borda, borda_lowest, borda_highest, place,
    place_best, place_worst. Every way in which the missing may vote, ties and options left out included, lies within;
    the points' ends can all be reached, and a place now and then not quite.
    """
    ranks = checked(ranks, none_ok=True)
    points = _points(ranks)
    weights = group_weights(ranks, group, intended)
    short = {
        str(name): max(0, wanted - voters)
        for name, wanted, voters in zip(weights["group"], weights["intended"], weights["voters"], strict=True)
    }
    now = _mean(points, np.ones(len(ranks)))
    parts = []
    for name, missing in [*short.items(), (ALL_GROUPS, sum(short.values()))]:
        if not missing:
            continue
        total, voters = points.sum(axis=0), len(ranks) + missing
        places = [_extreme_places(total, option, missing) for option in range(len(total))]
        rows = {
            "group": name,
            "missing": missing,
            "option": ranks.columns.astype(object),
            "borda": now,
            "borda_lowest": (total + missing) / voters,
            "borda_highest": (total + missing * len(total)) / voters,
            "place": _places(now),
            "place_best": [best for best, _ in places],
            "place_worst": [worst for _, worst in places],
        }
        parts.append(pd.DataFrame(rows))
    columns = ["group", "missing", "option", "borda", "borda_lowest", "borda_highest"]
    columns += ["place", "place_best", "place_worst"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _groups(ranks: pd.DataFrame, group: pd.Series) -> pd.Series:
    return of_voters(group, ranks.index, "group", all_known=False).astype(object).fillna(NOT_KNOWN)


def _points(ranks: pd.DataFrame) -> Floats:
    """Borda's points, voters x options: those left out count as tied last."""
    places = ranks.astype("float64").rank(axis=1, na_option="bottom").to_numpy()
    return np.asarray(ranks.shape[1] + 1 - places, dtype=float)


def _mean(points: Floats, weight: Floats) -> Floats:
    total = weight.sum()
    return np.asarray(weight @ points / total if total > 0 else np.full(points.shape[1], np.nan), dtype=float)


def _places(points: Floats) -> pd.Series:
    """1 for the most points; ties share the better place; <NA> where nobody voted."""
    return pd.Series(points).round(9).rank(ascending=False, method="min").astype("Int64")


def _extreme_places(total: Floats, option: int, missing: int) -> tuple[int, int]:
    """The best and worst place of an option once `missing` more have voted.

    For the best they all put it first, and 1 to n - 1 points a voter fall to the others; for the worst they all put it
    last, and 2 to n fall to the others, which are the same mirrored. Points come in halves (ties), so who is ahead is
    half a point ahead at least.
    """
    others, n = np.delete(total, option), len(total)
    behind = _most_below(total[option] + missing * n - others, missing)
    ahead = _most_below(missing * (n + 1) - (total[option] + missing - others) - 0.5, missing)
    return n - behind, ahead + 1


def _most_below(room: Floats, voters: int) -> int:
    """How many options at most can get no more points than their `room`, where each voter gives them 1, 2, 3 and so on.

    k options can where any of them have room for what they get at least, 1 + 2 + ... from each voter (totals lie in
    the permutahedron, R. Rado, J. London Math. Soc. 27 (1952)); the k with most room are the best to try.
    """
    room = np.sort(room)
    for k in range(len(room), 0, -1):
        least = voters * np.arange(1, k + 1) * np.arange(2, k + 2) / 2
        if (np.cumsum(room[-k:]) >= least - 1e-9).all():
            return k
    return 0
