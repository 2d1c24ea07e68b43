"""Groups of unequal size pooled by person, and with the same weight for each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.ballots import checked, of_voters
from lmep_consult.ranking.borda import borda
from lmep_consult.table import first_places


def pooled(ranks: pd.DataFrame, group: pd.Series, top: int | None = None) -> pd.DataFrame:
    """The overall ranking by person and by group, side by side.

    ranks: voters x options. group: each voter's stakeholder group, indexed by voter. By person, every voter
    counts alike, so a large group decides; by group, the groups' mean Borda points are averaged.
    A voter without a group (NaN) counts by person alone. top: how many first places conclusions are drawn from;
    where it is left out, as many as `table.first_places` says.

    Returns one row per option, best by person first: option, borda_by_person, rank_by_person, borda_by_group,
    rank_by_group, moves ("in" or "out" of the first `top` when groups weigh alike, else ""), base (voters). Where no
    voter has a group there is no ranking by group: NaN, <NA> and "". Raises RankingError as `ballots.checked` and
    `ballots.of_voters` do.

    >>> ranks = pd.DataFrame({"A": [1, 1, 1, 2], "B": [2, 2, 2, 1]}, index=list("wxyz"))
    >>> group = pd.Series(["big", "big", "big", "small"], index=list("wxyz"))
    >>> pooled(ranks, group, top=1)[["option", "borda_by_person", "borda_by_group"]].values.tolist()
    [['A', 1.75, 1.5], ['B', 1.25, 1.5]]
    """
    voted = checked(ranks)
    groups = of_voters(group, voted.index, "group", all_known=False)
    top = first_places(voted.shape[1]) if top is None else top
    by_person = borda(voted)
    by_group = pd.DataFrame(
        {name: borda(voted[groups == name]) for name in groups.dropna().unique()}, index=voted.columns
    ).mean(axis=1)
    table = pd.DataFrame(
        {
            "borda_by_person": by_person,
            "rank_by_person": _places(by_person),
            "borda_by_group": by_group,
            "rank_by_group": _places(by_group),
        }
    )
    before, after = table["rank_by_person"] <= top, table["rank_by_group"] <= top
    table["moves"] = ""
    table.loc[(after & ~before).fillna(False), "moves"] = "in"
    table.loc[(before & ~after).fillna(False), "moves"] = "out"
    table = table.rename_axis("option").reset_index().assign(base=len(voted))
    return table.sort_values(["rank_by_person", "option"], kind="stable", ignore_index=True)


def _places(score: pd.Series) -> pd.Series:
    return score.round(9).rank(ascending=False, method="min").astype("Int64")


def first_to_last(ranks: pd.DataFrame) -> pd.DataFrame:
    """The share of voters who put each option in each place.

    Returns one row per option and place: option, place (1 to the number of options), share (0 to 1, of the voters
    who ranked anything). An option tied over several places is shared among them; one not ranked is in none. Raises
    RankingError as `ballots.checked` does.

    >>> shares = first_to_last(pd.DataFrame({"A": [1, 1], "B": [2, 1]}))
    >>> shares.values.tolist()
    [['A', 1, 0.75], ['A', 2, 0.25], ['B', 1, 0.25], ['B', 2, 0.75]]
    """
    voted = checked(ranks)
    first, last = (voted.rank(axis=1, method=end).to_numpy() for end in ("min", "max"))
    places = np.arange(1, voted.shape[1] + 1)
    there = (first[:, :, None] <= places) & (places <= last[:, :, None])
    shares = np.where(there, 1 / (last - first + 1)[:, :, None], 0).mean(axis=0)  # options x places
    return pd.DataFrame(
        {
            "option": np.repeat(voted.columns.to_numpy(dtype=object), len(places)),
            "place": np.tile(places, len(places)),
            "share": shares.ravel(),
        }
    )
