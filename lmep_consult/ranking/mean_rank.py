"""The mean rank."""

from __future__ import annotations

import pandas as pd

from lmep_consult.ballots import checked


def mean_rank(ranks: pd.DataFrame) -> pd.Series:
    """Mean rank of each option over the voters who ranked it (1 = first); NaN where nobody did.

    Tied options have the mean of the places they fill. An option few voters ranked may have a fine mean rank:
    read it with how many ranked it. RankingError where the ballots are no rankings (see `checked`).

    >>> mean_rank(pd.DataFrame({"A": [1, 1], "B": [2, None]})).to_dict()
    {'A': 1.0, 'B': 2.0}
    """
    return checked(ranks).rank(axis=1).mean(axis=0).rename("mean_rank")
