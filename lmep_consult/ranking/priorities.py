"""One question's priorities, overall and by stakeholder group."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lmep_consult.ballots import checked, of_voters
from lmep_consult.errors import RankingError
from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.mean_rank import mean_rank
from lmep_consult.ranking.rank_sets import rank_sets, tiers
from lmep_consult.ranking.stability import stability
from lmep_consult.ranking.top_share import top_share
from lmep_consult.table import ALL_GROUPS

_COLUMNS: dict[str, Any] = {
    "group": object,
    "option": object,
    "rank": "Int64",
    "rank_lower": "Int64",
    "rank_upper": "Int64",
    "tier": "Int64",
    "ahead": bool,
    "borda": float,
    "borda_lower": float,
    "borda_upper": float,
    "mean_rank": float,
    "top3_share": float,
    "ranked_by": int,
    "base": int,
}


def priorities(ranks: pd.DataFrame, group: pd.Series, seed: int) -> pd.DataFrame:
    """Rank the options for all voters together and for each group.

    ranks: voters x options. group: each voter's stakeholder group, indexed by voter; groups are listed in its order,
    and a voter without one (NaN) counts among all alone.

    Returns one row per group ("All groups" first) and option, best first, with columns group, option, rank (1 =
    most points, equal scores share the better rank), rank_lower and rank_upper (the places the votes leave open:
    the group's simultaneous 95% rank sets, see `rank_sets`), tier (see `tiers`), ahead (whether the
    option is first by itself, and its range of points lies above that of each other), borda (points per voter),
    borda_lower and borda_upper (how far the points move when voters are resampled, see `stability`), mean_rank,
    top3_share (0 to 1), ranked_by (voters who ranked the option), base (voters who ranked anything). All voters count
    alike. An option that nobody in the group ranked has no rank; where nobody ranked anything there are no rows.
    Raises RankingError as `ballots.checked` and `ballots.of_voters` do, and for a group named "All groups".
    """
    if not ranks.notna().any(axis=None):
        return pd.DataFrame(columns=list(_COLUMNS)).astype(_COLUMNS)
    voted = checked(ranks)
    of_each = of_voters(group, voted.index, "group", all_known=False)
    if (of_each == ALL_GROUPS).any():
        raise RankingError(f"A group cannot be named {ALL_GROUPS!r}, which means all voters; rename it.")
    sets_of_voters = {ALL_GROUPS: voted} | {name: voted[of_each == name] for name in group.dropna().unique()}
    parts = []
    for name, voters in sets_of_voters.items():
        if voters.empty:
            continue
        score, ranked_by = borda(voters), voters.notna().sum()
        sets, points = rank_sets(voters, seed=seed), stability(voters, seed)[["borda_lower", "borda_upper"]]
        table = pd.DataFrame(
            {
                "rank": score.where(ranked_by > 0).round(9).rank(ascending=False, method="min").astype("Int64"),
                "rank_lower": sets["lower"],
                "rank_upper": sets["upper"],
                "tier": tiers(voters, sets),
                "ahead": _ahead(points),
                "borda": score,
                **points,
                "mean_rank": mean_rank(voters),
                "top3_share": top_share(voters, 3),
                "ranked_by": ranked_by,
            }
        )
        table = table.rename_axis("option").reset_index().assign(base=len(voters))
        table.insert(0, "group", name)
        parts.append(table.sort_values(["rank", "option"], kind="stable"))
    return pd.concat(parts, ignore_index=True)


def _ahead(points: pd.DataFrame) -> pd.Series:
    """Whether an option's range of points lies above that of each other."""
    highest = points["borda_upper"].nlargest(2)
    others = pd.Series(highest.iloc[0], index=points.index)
    others[highest.index[0]] = highest.iloc[1] if len(highest) > 1 else float("-inf")
    return points["borda_lower"] > others
