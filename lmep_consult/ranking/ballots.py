"""What every method asks of ballots."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.errors import RankingError


def checked(ranks: pd.DataFrame) -> pd.DataFrame:
    """The ballots of those who ranked anything, as floats, each voter's ranks closed up: 1, 2, 2, 3.

    ranks: voters x options, 1 = first, equal = tied, NaN = not ranked. Ranks need only be in order, so 1, 2, 2, 5
    is read like 1, 2, 2, 3.

    Raises RankingError where there is no option or no ballot, an option stands twice, or a rank is not a number of
    1 or more.
    """
    places: pd.DataFrame = _possible(ranks).rank(axis=1, method="dense")
    return places


def _possible(ranks: pd.DataFrame) -> pd.DataFrame:
    """The ballots of those who ranked anything, as floats; see `checked` for what is refused."""
    if ranks.shape[1] == 0:
        raise RankingError("There are no options to rank.")
    twice = ranks.columns[ranks.columns.duplicated()]
    if len(twice):
        raise RankingError(f"The option {str(twice[0])!r} stands in two columns; join them.")
    try:
        numbers = ranks.astype(float)
    except (TypeError, ValueError):
        raise RankingError("A rank is not a number; ranks are 1, 2, 3 and so on, or empty.") from None
    values = numbers.to_numpy()
    wrong = np.argwhere((values < 1) | np.isinf(values))
    if len(wrong):
        voter, option = wrong[0]
        where = f"voter {str(ranks.index[voter])!r}, option {str(ranks.columns[option])!r}"
        raise RankingError(f"Rank {values[voter, option]:g} of {where} is not possible; the first is 1.")
    voted: pd.DataFrame = numbers[~np.isnan(values).all(axis=1)]
    if voted.empty:
        raise RankingError("Nobody ranked anything.")
    return voted


def preferences(ranks: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many voters place option i (row) before option j (column): options x options, 0 on the diagonal.

    An option ranked is before one that is not; two not ranked are tied, and a tie places neither before the other.

    >>> preferences(pd.DataFrame({"A": [1, 1], "B": [2, None], "C": [2, None]})).tolist()
    [[0, 2, 2], [0, 0, 0], [0, 0, 0]]
    """
    places = np.array(_possible(ranks).to_numpy().T, order="C")  # an option's ranks side by side: fast to compare
    places[np.isnan(places)] = np.inf
    return np.stack([(own < places).sum(axis=1) for own in places])
