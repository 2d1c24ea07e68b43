"""How different two values are, for Krippendorff's alpha: a function a level of measurement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from lmep_consult.coding.agreement.ratings import Values
from lmep_consult.errors import CodingError

Metric = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"]
Table = npt.NDArray[np.float64]


def nominal(values: Values) -> Table:
    return 1 - np.eye(len(values))


def ratio(values: Values) -> Table:
    """((a - b) / (a + b))^2."""
    sizes = numbers(values, "ratio")
    if (sizes < 0).any():
        raise CodingError(f"A rating of {sizes.min():g}: on a ratio scale none is below 0; use metric='interval'.")
    sums = sizes[:, None] + sizes
    return np.asarray(np.divide(sizes[:, None] - sizes, sums, out=np.zeros_like(sums), where=sums > 0) ** 2)


def jaccard(values: Values) -> Table:
    """1 - the share of the codes of either set that are in both; two empty sets are alike."""
    shared, either = _overlaps(values)
    return np.asarray(1 - np.divide(shared, either, out=np.ones_like(shared), where=either > 0))


def masi(values: Values) -> Table:
    """1 - Jaccard times 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, 0 where they do not.

    R. Passonneau, Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation, Proceedings of
    LREC 2006.
    """
    shared, _ = _overlaps(values)
    size = np.diag(shared)
    within = shared == np.minimum(size[:, None], size)
    closeness = np.where(within, 2 / 3, np.where(shared > 0, 1 / 3, 0.0))
    np.fill_diagonal(closeness, 1.0)
    return np.asarray(1 - closeness * (1 - jaccard(values)))


TABLES: dict[str, Callable[[Values], Table]] = {"nominal": nominal, "ratio": ratio, "jaccard": jaccard, "masi": masi}


def numbers(values: Values, metric: str) -> Table:
    """The values as numbers."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            raise CodingError(f"A rating of {value!r}: metric={metric!r} needs numbers; number the levels in order.")
    return np.array(values, dtype=float)


def members(values: Values) -> tuple[list[object], Table]:
    """The codes that any of the sets holds, in order; and sets x codes, 1 where the set holds the code."""
    for value in values:
        if not isinstance(value, frozenset):
            raise CodingError(
                f"A rating of {value!r}: metric='jaccard' and 'masi' compare sets, such as {{{value!r}}}."
            )
    codes = sorted({code for value in values for code in value}, key=str)
    return codes, np.array([[code in value for code in codes] for value in values], dtype=float)


def _overlaps(values: Values) -> tuple[Table, Table]:
    """How many codes are in both of any two sets, and in either."""
    _, held = members(values)
    shared = held @ held.T
    size = np.diag(shared)
    return shared, size[:, None] + size - shared
