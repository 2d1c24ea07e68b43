"""How many voters place one option before another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ballots import checked


def preferences(ranks: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many voters place option i (row) before option j (column): options x options, 0 on the diagonal.

    An option ranked is before one that is not; two not ranked are tied, and a tie places neither before the other.

    >>> preferences(pd.DataFrame({"A": [1, 1], "B": [2, None], "C": [2, None]})).tolist()
    [[0, 2, 2], [0, 0, 0], [0, 0, 0]]
    """
    places = np.array(checked(ranks).to_numpy().T, order="C")  # an option's ranks next to each other: fast to compare
    places[np.isnan(places)] = np.inf
    return np.stack([(own < places).sum(axis=1) for own in places])
