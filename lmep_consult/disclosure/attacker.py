"""What an attacker can work out about counts that are published as ranges, by integer programming."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy

from lmep_consult.disclosure.counts import Relation

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


class Attacker:
    """One who knows every relation between counts and, of each count, the lowest and highest that was published.

    size: how many counts there are. They are whole numbers.
    """

    def __init__(self, relations: Sequence[Relation], size: int) -> None:
        self.size = size
        cells = [(row, cell, -1 if at else 1) for row, each in enumerate(relations) for at, cell in _signed(each)]
        rows, columns, signs = zip(*cells, strict=True) if cells else ((), (), ())
        self.rows = scipy.sparse.csr_array((signs, (rows, columns)), shape=(len(relations), size), dtype=float)
        self.added, self.taken = self.rows.maximum(0), self.rows.minimum(0)
        self.least = np.array([relation.least for relation in relations], dtype=float)
        self.most = np.array([relation.most for relation in relations], dtype=float)

    def counts_that_fit(self, low: Numbers, high: Numbers, towards: Numbers) -> Numbers | None:
        """Counts from `low` to `high` that every relation allows, as large as can be where `towards` is positive and as
        small as can be where it is negative; None where there are none."""
        if (self.added @ high + self.taken @ low < self.least).any():
            return None  # one relation by itself shows it: no programme is needed
        if (self.added @ low + self.taken @ high > self.most).any():
            return None
        return solved(-towards, low, high, self.rows, self.least, self.most)


def _signed(relation: Relation) -> list[tuple[bool, int]]:
    return [(False, relation.whole), *((True, part) for part in relation.parts)]


def solved(
    costs: Numbers,
    low: Numbers,
    high: Numbers,
    rows: scipy.sparse.csr_array,
    least: Numbers,
    most: Numbers,
    presolve: bool = True,
) -> Numbers | None:
    """The whole numbers from `low` to `high` of least cost with `least` <= rows @ numbers <= `most`; None where there
    are none.

    presolve: saves half the time, but calls some infeasible that are not (HiGHS 1.12).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load

    if (low > high).any():
        return None
    found = milp(
        costs,
        integrality=np.ones(len(costs)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(rows, least, most) if len(least) else None,
        options={"presolve": presolve},
    ).x
    return None if found is None else np.rint(found)
