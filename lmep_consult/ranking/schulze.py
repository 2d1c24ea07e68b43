"""Schulze's method: strongest paths of majorities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.ranking.preferences import preferences


def schulze(ranks: pd.DataFrame) -> pd.Series:
    """How many other options each beats by its strongest path: n - 1 for one that beats all, 0 for one that beats none.

    ranks: voters x options. A path goes from option to option; it is as strong as the weakest majority on it, and
    a majority is as strong as its margin (voters who place the one before the other, less those who do the reverse).
    One option beats another if the strongest path from it is stronger than the strongest path back. Margins are what
    pref_voting's `beat_path` takes unless asked otherwise; by Schulze's winning votes the order may differ where
    ballots hold ties or leave options out.

    Higher is better: an option scores more than every option it beats. Two options may differ in score although neither
    beats the other, so the method's winners are all that nothing beats, not the highest score alone.

    A voter who ties two options, or ranks neither, does not count between them; one who ranks only one of them places
    it before the other. An option nobody ranked beats none: say so next to it.

    See M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method, Social Choice and Welfare 36 (2011), doi:10.1007/s00355-010-0475-4; this is its first example, of
    21 voters, ordered d, a, c, b:

    >>> ballots = {"acdb": 8, "badc": 2, "cdba": 4, "dbac": 4, "dcba": 3}
    >>> rows = [[ballot.index(option) + 1 for option in "abcd"] for ballot, n in ballots.items() for _ in range(n)]
    >>> schulze(pd.DataFrame(rows, columns=list("abcd"))).to_dict()
    {'a': 2, 'b': 0, 'c': 1, 'd': 3}

    Raises RankingError as `lmep_consult.ballots.checked` does.
    """
    before = preferences(ranks)
    path = before - before.T
    for via in range(len(path)):
        path = np.maximum(path, np.minimum(path[:, [via]], path[[via], :]))
    return pd.Series((path > path.T).sum(axis=1), index=ranks.columns, name="schulze")
