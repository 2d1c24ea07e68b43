"""The share of voters with an option among their first few."""

from __future__ import annotations

import pandas as pd

from lmep_consult.ballots import checked
from lmep_consult.ranking.arguments import require_count


def top_share(ranks: pd.DataFrame, k: int = 3) -> pd.Series:
    """Share (0 to 1) of the voters who ranked anything that have each option in their first `k` places.

    An option tied across place k counts if its best possible place is among the first k. One that a voter did
    not rank is not among that voter's first. RankingError where the ballots are no rankings (see `checked`), ValueError
    where k is not a whole number of 1 or more.

    >>> top_share(pd.DataFrame({"A": [1, 3], "B": [2, None], "C": [3, 1]}), k=1).to_dict()
    {'A': 0.5, 'B': 0.0, 'C': 0.5}
    """
    require_count(k, "k")
    return (checked(ranks).rank(axis=1, method="min") <= k).mean(axis=0).rename("top_share")
