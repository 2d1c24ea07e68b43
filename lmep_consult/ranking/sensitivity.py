"""What would change under another method, or without one of the workshops."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from lmep_consult.ballots import checked, of_voters
from lmep_consult.errors import RankingError
from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.copeland import copeland
from lmep_consult.ranking.kemeny import kemeny
from lmep_consult.ranking.mean_rank import mean_rank
from lmep_consult.ranking.plackett_luce import plackett_luce
from lmep_consult.ranking.schulze import schulze
from lmep_consult.ranking.top_share import top_share
from lmep_consult.table import first_places

BASELINE = "Borda, average"
TOP_THREE = "Top-three share"
_SHARES = {1: "First-place share", 3: TOP_THREE}


def _methods(top: int) -> dict[str, Callable[[pd.DataFrame], pd.Series]]:
    """By name; each gives a score by option, the most for the best."""
    return {
        BASELINE: lambda ranks: borda(ranks, "average"),
        "Borda, zero": lambda ranks: borda(ranks, "zero"),
        "Borda, optimistic": lambda ranks: borda(ranks, "optimistic"),
        "Borda, modified": lambda ranks: borda(ranks, "modified"),
        "Mean rank": lambda ranks: -mean_rank(ranks),
        _SHARES.get(top, f"Share in the first {top}"): lambda ranks: top_share(ranks, top),
        "Copeland": copeland,
        "Schulze": schulze,
        "Kemeny": lambda ranks: -kemeny(ranks),
        "Plackett-Luce": lambda ranks: plackett_luce(ranks).log_worth,
    }


def sensitivity(ranks: pd.DataFrame, event: pd.Series, top: int | None = None) -> pd.DataFrame:
    """The place of each option under each method and convention, and with each workshop left out.

    ranks: voters x options. event: each voter's workshop, indexed by voter; somebody whose workshop is not known (NaN)
    is never left out. top: how many first places conclusions are drawn from; where it is left out, as many as
    `table.first_places` says. A method that cannot be had (Kemeny's with many options) is left out.

    Returns one row per option and method: option, method ("Borda, average" is what reports rest on), rank (1 =
    first, equal scores share the better rank; <NA> where the method gives none), flips (bool: in the first `top`
    here and not by the baseline, or the other way round), base (voters). Raises RankingError as `ballots.checked` and
    `ballots.of_voters` do.
    """
    voted = checked(ranks)
    events = of_voters(event, voted.index, "workshop", all_known=False)
    top = first_places(voted.shape[1]) if top is None else top
    places: dict[str, tuple[pd.Series, int]] = {}
    for name, method in _methods(top).items():
        try:
            places[name] = _places(method(voted)), len(voted)
        except RankingError:
            continue
    for name in events.dropna().unique() if events.nunique() > 1 else []:
        rest = voted[events != name]
        places[f"Without {name}"] = _places(borda(rest)), len(rest)
    baseline = places[BASELINE][0] <= top
    parts = [
        pd.DataFrame({"rank": rank, "flips": (rank <= top).fillna(False).ne(baseline) & rank.notna()})
        .rename_axis("option")
        .reset_index()
        .assign(method=name, base=base)
        for name, (rank, base) in places.items()
    ]
    return pd.concat(parts, ignore_index=True)[["option", "method", "rank", "flips", "base"]]


def _places(score: pd.Series) -> pd.Series:
    return score.round(9).rank(ascending=False, method="min").astype("Int64")
