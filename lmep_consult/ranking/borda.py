"""Borda's count with partial ballots and ties."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ballots import checked
from lmep_consult.ranking.preferences import preferences

Unranked = Literal["average", "zero", "optimistic", "modified"]


def borda(ranks: pd.DataFrame, unranked: Unranked = "average") -> pd.Series:
    """Mean Borda points per voter: n for the first of n options, 1 for the last of a full ballot.

    Tied options share the mean of the points of the places they fill. Of n options a voter ranked k:

    - "average": each option not ranked gets the mean of the points left, (n - k + 1) / 2;
    - "zero": it gets 0;
    - "optimistic": it gets the most it could have, n - k;
    - "modified": it gets 0 and the ranked ones get k, ..., 1 (the modified Borda count).

    Voters who ranked nothing are left out; RankingError where nobody ranked anything. See P. Emerson, The original
    Borda count and partial voting, Social Choice and Welfare 40 (2013), doi:10.1007/s00355-011-0603-9.

    >>> ranks = pd.DataFrame({"A": [1, 1, 2], "B": [2, 2, 1], "C": [3, None, None]})
    >>> borda(ranks).round(3).to_dict()
    {'A': 2.667, 'B': 2.333, 'C': 1.0}
    """
    if unranked == "average":  # options left out are as good as tied last, so pairwise wins and losses are enough
        before = preferences(ranks)
        voters = ranks.notna().any(axis=1).sum()
        points = (ranks.shape[1] + 1) / 2 + (before - before.T).sum(axis=1) / (2 * voters)
    else:
        points = borda_points(ranks, unranked).mean(axis=0)
    return pd.Series(points, index=ranks.columns, name="borda")


def borda_points(ranks: pd.DataFrame, unranked: Unranked = "average") -> npt.NDArray[np.float64]:
    """The points each voter who ranked anything gives each option: voters x options."""
    if unranked not in ("average", "zero", "optimistic", "modified"):
        raise ValueError(f"unranked={unranked!r}: it is 'average', 'zero', 'optimistic' or 'modified'")
    places = checked(ranks).rank(axis=1).to_numpy(dtype=float)
    n = places.shape[1]
    ranked = np.sum(~np.isnan(places), axis=1, keepdims=True)
    top = ranked if unranked == "modified" else n
    rest = {"average": (n - ranked + 1) / 2, "optimistic": n - ranked}.get(unranked, np.zeros_like(ranked))
    return np.where(np.isnan(places), rest, top + 1 - places)
