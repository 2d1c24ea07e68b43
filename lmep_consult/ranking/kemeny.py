"""Kemeny's ranking: the one that disagrees least with the ballots, found exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.errors import RankingError
from lmep_consult.ranking.preferences import preferences

MOST_OPTIONS = 15

_Whole = npt.NDArray[np.int64]


def kemeny(ranks: pd.DataFrame) -> pd.Series:
    """The place (1 = first, no ties) of each option in the ranking at the least total Kendall distance to the ballots.

    ranks: voters x options, up to 15 of them. The distance counts, over voters, the pairs of options the voter places
    the other way round. A pair that a voter ties or ranks neither of counts nothing (counting it one half, as some
    do, adds the same to every ranking); an option ranked is before one that is not. Where several rankings are
    equally near, the one returned has the leftmost column that can be first, then the leftmost that can be second,
    and so on: read a place only together with `rankings`. An option nobody ranked is behind all that
    somebody ranked: say so next to it.

    The Series has in `.attrs`

    - "distance": the total distance of this ranking;
    - "bound": the sum over pairs of the fewer voters, which no ranking gets below and which a ranking reaches
      where majorities contradict nowhere;
    - "rankings": how many rankings are at this distance.

    Raises RankingError as `lmep_consult.ballots.checked` does, and, naming the bound, beyond 15 options.

    See J. G. Kemeny, Mathematics without numbers, Daedalus 88 (1959) 577-591; for dynamic programming over sets of
    options N. Betzler et al., Fixed-parameter algorithms for Kemeny rankings, Theoretical Computer Science 410 (2009),
    doi:10.1016/j.tcs.2009.08.033; for a comparison with other methods A. Ali and M. Meila, Experiments with Kemeny
    ranking, Mathematical Social Sciences 64 (2012), doi:10.1016/j.mathsocsci.2011.08.008.

    Condorcet's paradox: each of three rankings is as near as the other two.

    >>> found = kemeny(pd.DataFrame({"A": [1, 3, 2], "B": [2, 1, 3], "C": [3, 2, 1]}))
    >>> found.to_dict(), found.attrs
    ({'A': 1, 'B': 2, 'C': 3}, {'distance': 4, 'bound': 3, 'rankings': 3})
    """
    before = preferences(ranks)
    bound = int(np.minimum(before, before.T).sum()) // 2
    if len(before) > MOST_OPTIONS:
        raise RankingError(
            f"Kemeny's ranking is found exactly for up to {MOST_OPTIONS} options, and here are {len(before)}. "
            f"No ranking of them is nearer to the ballots than {bound} pairs; leave some options out, "
            "or use Borda's, Copeland's or Schulze's order."
        )
    places, distance, rankings = _nearest(before)
    found = pd.Series(places, index=ranks.columns, name="kemeny")
    found.attrs.update(distance=distance, bound=bound, rankings=rankings)
    return found


def _nearest(before: _Whole) -> tuple[_Whole, int, int]:
    """The places in the nearest ranking, its distance, and how many rankings are as near.

    Each set of options is a bit mask. The best order of a set has some option in front, at the cost of the voters
    who place others of the set before it, and behind it the best order of the rest; so sets are done smallest first.
    """
    n = len(before)
    bits = 1 << np.arange(n)
    sets = np.arange(1 << n)
    holds = (sets[:, None] & bits) > 0
    sizes = holds.sum(axis=1)
    in_front = holds.astype(np.int64) @ before
    least, ways, front = np.zeros_like(sets), np.ones_like(sets), np.zeros_like(sets)
    for size in range(1, n + 1):
        these = sets[sizes == size]
        rest = these[:, None] ^ bits
        cost = np.where(holds[these], in_front[these] + least[rest], np.iinfo(np.int64).max)
        least[these] = cost.min(axis=1)
        front[these] = cost.argmin(axis=1)
        ways[these] = np.where(cost == least[these, None], ways[rest], 0).sum(axis=1)
    places, left = np.zeros(n, dtype=np.int64), int(sets[-1])
    for place in range(1, n + 1):
        places[front[left]] = place
        left ^= int(bits[front[left]])
    return places, int(least[-1]), int(ways[-1])
