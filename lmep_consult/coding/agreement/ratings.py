"""How often each pattern of ratings occurs: what every coefficient of agreement is computed from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy
from pandas.api.types import is_any_real_numeric_dtype

from lmep_consult.coding.agreement.result import Sample
from lmep_consult.errors import CodingError

Values = list[Any]


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct ways in which units were rated.

    values: the categories, in order. coders: who rated. codes: patterns x coders, the place in `values` of what the
    coder gave, -1 where they did not rate. counts: patterns x values, how many coders gave the value (sparse). rated:
    how many coders rated. weights: how many units have the pattern. sample: what the bootstrap draws.
    """

    values: Values
    coders: list[Hashable]
    codes: npt.NDArray[np.int64]
    counts: scipy.sparse.csr_array
    rated: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    sample: Sample

    @property
    def agreeing(self) -> npt.NDArray[np.float64]:
        """Of each pattern's pairs of ratings, the share that are equal; 0 where there is no pair."""
        equal = np.asarray(self.counts.multiply(self.counts).sum(axis=1)).ravel() - self.rated
        return np.asarray(equal / np.maximum(self.rated * (self.rated - 1), 1))


def patterns(ratings: pd.DataFrame, weights: pd.Series | None = None, cluster: pd.Series | None = None) -> Patterns:
    """Count the patterns in units x coders. See `krippendorff_alpha` for the arguments and the errors."""
    if not isinstance(ratings, pd.DataFrame) or ratings.shape[1] < 2:
        raise CodingError("Agreement needs a table of units (rows) and at least two coders (columns).")
    if not ratings.columns.is_unique:
        twice = ratings.columns[ratings.columns.duplicated()][0]
        raise CodingError(f"Coder {twice}: more than one column of ratings; give each coder one.")
    times = _weights(weights, ratings.index)
    used = ratings.notna().any(axis=1).to_numpy() & (times > 0)
    codes, values = _coded(ratings[used])
    times = times[used]
    if not (codes >= 0).sum(axis=1).max(initial=0) > 1:
        raise CodingError("No unit was rated by two coders, so nothing shows whether they agree.")
    which, distinct = _distinct(codes, len(values))
    rows, columns = np.nonzero(distinct >= 0)
    shape = len(distinct), len(values)
    ones = np.ones(len(rows), dtype=np.int64)
    counts = scipy.sparse.coo_array((ones, (rows, distinct[rows, columns])), shape=shape).tocsr()
    totals = np.bincount(which, weights=times).astype(np.int64)
    rated = (distinct >= 0).sum(axis=1)
    if cluster is None:
        sample = Sample(totals, int(totals[rated > 1].sum()))
    else:
        content = _clusters(_of_units(cluster, ratings.index, "cluster"), used, which, times)
        held = content @ (rated > 1)
        sample = Sample(np.ones(len(held), dtype=np.int64), int((held > 0).sum()), content)
    return Patterns(values, list(ratings.columns), distinct, counts, rated, totals, sample)


def _coded(ratings: pd.DataFrame) -> tuple[npt.NDArray[np.int64], Values]:
    """The ratings as places in the sorted list of values, -1 where there is none; and that list."""
    cells = ratings.to_numpy()
    if cells.dtype == object:
        cells = _hashable(cells)
    codes, found = pd.factorize(cells.ravel())
    values = found.tolist()
    _check_values(values)
    try:
        order = sorted(range(len(values)), key=lambda place: _sortable(values[place]))
    except TypeError:  # of several kinds: numbers and words
        order = sorted(range(len(values)), key=lambda place: (type(values[place]).__name__, str(values[place])))
    places = np.empty(len(order) + 1, dtype=np.int64)
    places[order], places[-1] = np.arange(len(order)), -1
    return places[codes].reshape(cells.shape), [values[place] for place in order]


def _hashable(cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
    kept = np.empty(cells.size, dtype=object)
    kept[:] = [frozenset(cell) if isinstance(cell, set) else cell for cell in cells.ravel()]
    for cell in kept:
        if isinstance(cell, list | dict | np.ndarray):
            raise CodingError(f"A rating is a {type(cell).__name__}; several codes of one unit are given as a set.")
    return kept.reshape(cells.shape)


def _sortable(value: Any) -> Any:
    return (len(value), sorted(map(str, value))) if isinstance(value, frozenset) else value


def _check_values(values: Values) -> None:
    """Refuse what is no category: a number without end, and one value written in two ways (1 and "1", "a" and "a ")."""
    written: dict[str, Any] = {}
    for value in values:
        number = isinstance(value, float | int | np.number) and not isinstance(value, bool)
        if number and not np.isfinite(value):
            raise CodingError(f"A rating is {value}; a rating is a category or a finite number.")
        if number or isinstance(value, str):
            as_text = f"{value:.17g}" if number else value.strip()
            other = written.setdefault(as_text, value)
            if other is not value:
                raise CodingError(
                    f"Some ratings are {other!r} and some {value!r}: they look the same and would count as different; "
                    "write them in one way."
                )


def _of_units(values: pd.Series, units: pd.Index, what: str) -> pd.Series:
    """The weight or cluster of each of these units, found by the unit's name; by place where neither has names of its
    own (the ratings' index repeats, and that of the values counts from 0)."""
    if not isinstance(values, pd.Series):
        raise CodingError(f"The {what} of each unit comes as a Series with the index of the ratings.")
    unnamed = not units.is_unique and values.index.equals(pd.RangeIndex(len(units)))
    if unnamed or values.index.equals(units):
        found = values.set_axis(units)
    elif units.is_unique and values.index.is_unique:
        found = values.reindex(units)
    else:
        raise CodingError(f"Two units have one name, so the {what} of each cannot be found; name each unit once.")
    missing = units[found.isna()]
    if len(missing) or len(values) != len(units):
        whose = f", none for unit {missing[0]}" if len(missing) else ""
        raise CodingError(
            f"{values.notna().sum()} {what}s for {len(units)} units{whose}; give one {what} for each row of ratings."
        )
    return found


def _weights(weights: pd.Series | None, units: pd.Index) -> npt.NDArray[np.int64]:
    if weights is None:
        return np.ones(len(units), dtype=np.int64)
    given = _of_units(weights, units, "weight")
    times = given if is_any_real_numeric_dtype(given.dtype) else given.where(given.map(type).isin([int, float]))
    numbers = times.to_numpy(dtype=float)
    wrong = ~(np.isfinite(numbers) & (numbers >= 0) & (np.floor(numbers) == numbers))
    if wrong.any():
        raise CodingError(
            f"Unit {units[wrong][0]} has the weight {given[wrong].iloc[0]}; weights say how many units a row stands "
            "for: whole numbers, 0 or more."
        )
    return numbers.astype(np.int64)


def _distinct(codes: npt.NDArray[np.int64], values: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Which pattern each row has, and the distinct rows, sorted, so that the order of units changes no draw."""
    key = np.zeros(len(codes), dtype=np.int64)
    for column in codes.T:  # numbered again after each coder, so that the key stays small
        key = pd.factorize(key * (values + 1) + column + 1)[0]
    first = np.empty(key.max() + 1, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    distinct = codes[first]
    order = np.lexsort(distinct.T[::-1])
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[key], distinct[order]


def _clusters(
    cluster: pd.Series,
    used: npt.NDArray[np.bool_],
    which: npt.NDArray[np.int64],
    times: npt.NDArray[np.int64],
) -> scipy.sparse.csr_array:
    """Clusters x patterns: how many units of the pattern the cluster holds."""
    codes, found = pd.factorize(cluster)  # of all rows, so that several tables of the same units have the same clusters
    return scipy.sparse.coo_array((times, (codes[used], which)), shape=(len(found), which.max() + 1)).tocsr()
