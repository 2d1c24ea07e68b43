"""The score by which Microsoft Forms orders a ranking question on screen."""

from __future__ import annotations

import pandas as pd

from lmep_consult.ranking.borda import borda_points


def forms_score(ranks: pd.DataFrame) -> pd.Series:
    """Total points of each option: n for a first place among n options, then n - 1, down to 1; 0 where not ranked.

    ranks: voters x options. We know of no formula in Microsoft's manuals. What is public is a reply in its own forum
    (Microsoft Forms: Ranking question type calculation methodology,
    https://techcommunity.microsoft.com/t5/microsoft-forms/microsoft-forms-ranking-question-type-calculation-methodology/td-p/2057168):
    of 5 options the first gets 5 points and the last 1, and the results are ordered by total points.

    Two things here are assumed, as a ballot made in Forms is complete and has no ties: an option not ranked gets 0,
    and tied options share the mean of the points of the places they fill.

    It is `borda` with unranked="zero", summed over voters and not averaged. Raises RankingError as
    `lmep_consult.ballots.checked` does.

    The forum's example, with ballots ABCDE, ACDEB and CABDE:

    >>> ranks = pd.DataFrame([[1, 2, 3, 4, 5], [1, 5, 2, 3, 4], [2, 3, 1, 4, 5]], columns=list("ABCDE"))
    >>> forms_score(ranks).to_dict()
    {'A': 14.0, 'B': 8.0, 'C': 12.0, 'D': 7.0, 'E': 4.0}
    """
    return pd.Series(borda_points(ranks, "zero").sum(axis=0), index=ranks.columns, name="forms_score")
