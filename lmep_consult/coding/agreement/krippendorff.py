"""Krippendorff's alpha, for any number of coders, any level of measurement and ratings that are missing."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd

from lmep_consult.coding.agreement.metrics import TABLES, Metric, numbers
from lmep_consult.coding.agreement.ratings import Patterns, patterns
from lmep_consult.coding.agreement.result import Agreement, Array, Statistic, share
from lmep_consult.coding.agreement.summary import agreement_of


def krippendorff_alpha(
    ratings: pd.DataFrame,
    metric: Metric = "nominal",
    weights: pd.Series | None = None,
    cluster: pd.Series | None = None,
) -> Agreement:
    """Krippendorff's alpha: 1 - observed over expected disagreement.

    ratings: units x coders; NaN or None = not rated. Units that one coder rated are left out.
    metric: how different two values are. "nominal": they differ or not. "ordinal", "interval", "ratio": cells hold
        numbers. "jaccard", "masi": cells hold sets of codes, the empty set where a coder gave none.
    weights: how many units each row stands for, such as the characters of a run.
    cluster: what each unit belongs to, such as its turn; standard error and interval then come from whole clusters,
        whose units do not vary by themselves.

    Sources: K. Krippendorff, Content Analysis: An Introduction to Its Methodology (4th edition, 2019), chapter 12;
    A. F. Hayes and K. Krippendorff, Answering the call for a standard reliability measure for coding data,
    Communication Methods and Measures 1 (2007), doi:10.1080/19312450709336664; sets: see `metrics.masi`.

    Weights and clusters are matched with the rows by their index, not by their position.

    Raises CodingError where there are no two coders, no unit that two rated, values that the metric cannot compare, an
    infinite rating, one value written in two ways (1 and "1"), or weights or clusters that do not fit the rows. Where
    all have one category, see `Agreement`.

    Krippendorff's example of four coders and twelve units:

    >>> nan = float("nan")
    >>> ratings = pd.DataFrame({
    ...     "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    ...     "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    ...     "C": [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
    ...     "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    ... })
    >>> [round(krippendorff_alpha(ratings, metric).value, 3) for metric in ("nominal", "ordinal", "interval", "ratio")]
    [0.743, 0.815, 0.849, 0.797]
    """
    if metric not in get_args(Metric):
        raise ValueError(f"metric={metric!r}: it is one of {', '.join(get_args(Metric))}")
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, alpha_statistic(found, metric), sets=metric in ("jaccard", "masi"))


def alpha_statistic(found: Patterns, metric: Metric = "nominal") -> Statistic:
    return _by_place(found, metric) if metric in ("ordinal", "interval") else _by_table(found, metric)


def _by_table(found: Patterns, metric: Metric) -> Statistic:
    """Where the difference of two values is the same in every sample."""
    pairable = found.rated > 1
    counts = found.counts[pairable]
    difference = TABLES[metric](found.values)
    within = np.asarray(counts.multiply(counts @ difference).sum(axis=1)).ravel() / (found.rated[pairable] - 1)

    def disagreement(weights: Array) -> tuple[Array, Array]:
        weights = weights[:, pairable]
        totals = weights @ counts
        n = totals.sum(axis=1)
        return _disagreement(n, weights @ within, ((totals @ difference) * totals).sum(axis=1))

    return Statistic(disagreement, float(difference.max()))


def _by_place(found: Patterns, metric: Metric) -> Statistic:
    """Where the difference is that of the values' places on a line, squared.

    Interval: the values themselves. Ordinal: the middle of the ranks of all ratings of the value, so the places
    depend on the sample.
    """
    line = numbers(found.values, metric)
    pairable = found.rated > 1
    counts = found.counts[pairable]
    mixed = np.diff((counts > 0).tocsr().indptr) > 1  # the others disagree by 0, without rounding
    within, rated = counts[mixed], found.rated[pairable][mixed]

    def places(totals: Array) -> Array:
        return totals.cumsum(axis=-1) - totals / 2 if metric == "ordinal" else np.broadcast_to(line, totals.shape)

    def disagreement(weights: Array) -> tuple[Array, Array]:
        weights = weights[:, pairable]
        totals = weights @ counts
        n = totals.sum(axis=1)
        place = places(totals)
        place = place - share((totals * place).sum(axis=1), n)[:, None]
        spread = rated * (place**2 @ within.T) - (place @ within.T) ** 2
        observed = (weights[:, mixed] * spread / (rated - 1)).sum(axis=1)
        varied = (totals != 0).sum(axis=1) > 1
        return _disagreement(n, 2 * observed, np.where(varied, 2 * n * (totals * place**2).sum(axis=1), 0))

    return Statistic(disagreement, float(np.ptp(places(found.weights[pairable] @ counts)) ** 2))


def _disagreement(n: Array, within: Array, between: Array) -> tuple[Array, Array]:
    """Observed and expected disagreement from sums over the pairs of ratings within units, and over all pairs."""
    return share(within, n)[:, None], share(between, n * (n - 1))[:, None]
