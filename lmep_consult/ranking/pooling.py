"""Groups of unequal size pooled by person, and with the same weight for each."""

from __future__ import annotations

import pandas as pd

from lmep_consult.ranking.borda import borda


def pooled(ranks: pd.DataFrame, group: pd.Series, top: int = 3) -> pd.DataFrame:
    """The overall ranking by person and by group, side by side.

    ranks: voters x options. group: each voter's stakeholder group, indexed like `ranks`. By person, every voter
    counts alike, so a large group decides; by group, the groups' mean Borda points are averaged.
    A voter without a group (NaN) counts by person alone.

    Returns one row an option, best by person first: option, borda_by_person, rank_by_person, borda_by_group,
    rank_by_group, moves ("in" or "out" of the first `top` when groups weigh alike, else ""), base (voters).

    >>> ranks = pd.DataFrame({"A": [1, 1, 1, 2], "B": [2, 2, 2, 1]}, index=list("wxyz"))
    >>> group = pd.Series(["big", "big", "big", "small"], index=list("wxyz"))
    >>> pooled(ranks, group, top=1)[["option", "borda_by_person", "borda_by_group"]].values.tolist()
    [['A', 1.75, 1.5], ['B', 1.25, 1.5]]
    """
    voted = ranks.dropna(how="all")
    groups = group.reindex(voted.index)
    by_person = borda(voted)
    by_group = pd.DataFrame({name: borda(voted[groups == name]) for name in groups.dropna().unique()}).mean(axis=1)
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
    table.loc[after & ~before, "moves"] = "in"
    table.loc[before & ~after, "moves"] = "out"
    table = table.rename_axis("option").reset_index().assign(base=len(voted))
    return table.sort_values(["rank_by_person", "option"], kind="stable", ignore_index=True)


def _places(score: pd.Series) -> pd.Series:
    return score.round(9).rank(ascending=False, method="min").astype(int)


def first_to_last(ranks: pd.DataFrame) -> pd.DataFrame:
    """The share of voters who put each option in each place.

    Returns one row an option and place: option, place (1 to the number of options), share (0 to 1, of the voters
    who ranked anything). An option tied over several places is shared among them; one not ranked is in none.

    >>> shares = first_to_last(pd.DataFrame({"A": [1, 1], "B": [2, 1]}))
    >>> shares.values.tolist()
    [['A', 1, 0.75], ['A', 2, 0.25], ['B', 1, 0.25], ['B', 2, 0.75]]
    """
    voted = ranks.dropna(how="all")
    least, most = voted.rank(axis=1, method="min"), voted.rank(axis=1, method="max")
    rows = []
    for option in voted.columns:
        for place in range(1, voted.shape[1] + 1):
            here = (least[option] <= place) & (place <= most[option])
            share = (here / (most[option] - least[option] + 1)).sum() / len(voted)
            rows.append((option, place, share))
    return pd.DataFrame(rows, columns=["option", "place", "share"])
