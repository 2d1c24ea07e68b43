"""Copeland's score: majorities won less majorities lost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.ranking.preferences import preferences


def copeland(ranks: pd.DataFrame) -> pd.Series:
    """For each option, how many others more voters place after it than before it, less how many the other way round.

    ranks: voters x options. The scores are whole numbers from -(n - 1) to n - 1 and sum to 0; a pair that as many
    voters place one way as the other counts for neither. A voter who ties two options, or ranks neither, does not
    count between them; one who ranks only one of them places it before the other. An option nobody ranked thus
    loses to every option somebody ranked: say so next to it.

    See D. G. Saari and V. R. Merlin, The Copeland method I, Economic Theory 8 (1996), doi:10.1007/BF01212012. Others
    score a win 1 and a tie 1/2; the order is the same.

    Raises RankingError as `lmep_consult.ballots.checked` does.

    Where each of four towns votes for the nearest as the capital, Nashville beats the other three:

    >>> ballots = [[1, 2, 3, 4]] * 42 + [[4, 1, 2, 3]] * 26 + [[4, 3, 1, 2]] * 15 + [[4, 3, 2, 1]] * 17
    >>> copeland(pd.DataFrame(ballots, columns=["Memphis", "Nashville", "Chattanooga", "Knoxville"])).to_dict()
    {'Memphis': -3, 'Nashville': 3, 'Chattanooga': 1, 'Knoxville': -1}
    """
    before = preferences(ranks)
    return pd.Series(np.sign(before - before.T).sum(axis=1), index=ranks.columns, name="copeland")
