"""Coefficients of two coders, averaged over every two where there are more: Cohen's kappa and Scott's pi."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import scipy

from lmep_consult.coding.agreement.ratings import Patterns, patterns
from lmep_consult.coding.agreement.result import Agreement, Array, Statistic, share
from lmep_consult.coding.agreement.summary import agreement_of


def cohen_kappa(ratings: pd.DataFrame, weights: pd.Series | None = None, cluster: pd.Series | None = None) -> Agreement:
    """Cohen's kappa: chance is that each coder keeps to their own shares of the categories.

    ratings, weights, cluster, errors: as in `krippendorff_alpha`; values are compared as equal or not. With more than
    two coders, the mean of kappa over every two (R. J. Light, Psychological Bulletin 76 (1971),
    doi:10.1037/h0031643), each on the units that both rated; two who share none are left out.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
    (1960), doi:10.1177/001316446002000104. His example of 200 patients:

    >>> pairs = [(a, b) for a in "123" for b in "123"]
    >>> patients = pd.Series([88, 14, 18, 10, 40, 10, 2, 6, 12])
    >>> kappa = cohen_kappa(pd.DataFrame(pairs, columns=["A", "B"]), weights=patients)
    >>> round(kappa.value, 3), round(kappa.agreement, 2), kappa.n_units
    (0.492, 0.7, 200)
    """
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, cohen_statistic(found))


def scott_pi(ratings: pd.DataFrame, weights: pd.Series | None = None, cluster: pd.Series | None = None) -> Agreement:
    """Scott's pi: chance is that both coders keep to the shares of the categories in their ratings together.

    ratings, weights, cluster, errors: as in `krippendorff_alpha`; values are compared as equal or not. With more than
    two coders, the mean over every two, as in `cohen_kappa`; `fleiss_kappa` is the other way to have more.

    Source: W. A. Scott, Reliability of content analysis: the case of nominal scale coding, Public Opinion Quarterly 19
    (1955), doi:10.1086/266577. The example of R. Artstein and M. Poesio, Inter-coder agreement for computational
    linguistics, Computational Linguistics 34 (2008), doi:10.1162/coli.07-034-R2, tables 1 and 2:

    >>> acts = pd.DataFrame([("stat", "stat"), ("stat", "ireq"), ("ireq", "ireq"), ("chck", "ireq"), ("chck", "chck")])
    >>> round(scott_pi(acts, weights=pd.Series([46, 6, 32, 6, 10])).value, 4)
    0.7995
    """
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, scott_statistic(found))


def cohen_statistic(found: Patterns) -> Statistic:
    return _pairwise(found, lambda first, second: (first * second).sum(axis=1))


def scott_statistic(found: Patterns) -> Statistic:
    return _pairwise(found, lambda first, second: ((first + second) ** 2).sum(axis=1) / 4)


def _pairwise(found: Patterns, chance: Callable[[Array, Array], Array]) -> Statistic:
    """A part for every two coders. chance: from how often each gave each value to agreement by chance, times n^2."""
    pairs = []
    for first, second in combinations(found.codes.T, 2):
        both = (first >= 0) & (second >= 0)
        if found.weights[both].any():
            pairs.append(
                (both, (first != second)[both].astype(float), _given(found, first[both]), _given(found, second[both]))
            )

    def disagreement(weights: Array) -> tuple[Array, Array]:
        observed, expected = [], []
        for both, differ, first, second in pairs:
            shared = weights[:, both]
            firsts, seconds = shared @ first, shared @ second
            n = firsts.sum(axis=1)
            observed.append(share(shared @ differ, n))
            expected.append(share(n**2 - chance(firsts, seconds), n**2))
        return np.stack(observed, axis=1), np.stack(expected, axis=1)

    return Statistic(disagreement)


def _given(found: Patterns, codes: Array) -> scipy.sparse.coo_array:
    """Patterns x values: 1 for the value that the coder gave."""
    ones = np.ones(len(codes))
    return scipy.sparse.coo_array((ones, (np.arange(len(codes)), codes)), shape=(len(codes), len(found.values))).tocsr()
