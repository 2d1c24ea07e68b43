"""Coefficients of any number of coders that observe agreement alike and differ in what they call chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from lmep_consult.coding.agreement.ratings import Patterns, patterns
from lmep_consult.coding.agreement.result import Agreement, Array, Statistic, share
from lmep_consult.coding.agreement.summary import agreement_of
from lmep_consult.errors import CodingError


def fleiss_kappa(
    ratings: pd.DataFrame, weights: pd.Series | None = None, cluster: pd.Series | None = None
) -> Agreement:
    """Fleiss's kappa: chance is that all coders keep to the shares of the categories in all ratings.

    ratings, weights, cluster, errors: as in `krippendorff_alpha`; values are compared as equal or not. Observed is the
    share of a unit's pairs of ratings that are equal, averaged over units that two or more rated. With ratings
    missing, a category's share is averaged over all rated units (K. L. Gwet, Handbook of Inter-Rater Reliability, 4th
    edition, 2014).

    Source: J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76 (1971),
    doi:10.1037/h0031619.

    >>> round(fleiss_kappa(pd.DataFrame({"A": [1, 1, 2, 2], "B": [1, 1, 2, 1], "C": [1, 2, 2, 2]})).value, 3)
    0.333
    """
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, fleiss_statistic(found))


def gwet_ac1(
    ratings: pd.DataFrame,
    weights: pd.Series | None = None,
    cluster: pd.Series | None = None,
    categories: int | None = None,
) -> Agreement:
    """Gwet's AC1: chance is that a coder guesses, which is held the likelier the more evenly categories are used.

    ratings, weights, cluster, errors: as in `krippendorff_alpha`; values are compared as equal or not. categories: how
    many there were to choose from; where it is left out, those that were used, and at least two. So AC1 stays
    high where a category is rare and kappa falls; read it with kappa and the prevalence, not instead. Where all
    coders gave one category AC1 is 1, and its interval too: no chance agreement is allowed for.

    Source: K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement, British
    Journal of Mathematical and Statistical Psychology 61 (2008), doi:10.1348/000711006X126600.

    Raises CodingError also where more categories were used than there are said to be.

    >>> rare = pd.DataFrame({"A": [0] * 96 + [0, 0, 1, 1], "B": [0] * 96 + [1, 1, 0, 0]})
    >>> round(gwet_ac1(rare).value, 3), round(fleiss_kappa(rare).value, 3)
    (0.958, -0.02)
    """
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, gwet_statistic(found, categories))


def brennan_prediger(
    ratings: pd.DataFrame,
    weights: pd.Series | None = None,
    cluster: pd.Series | None = None,
    categories: int | None = None,
) -> Agreement:
    """Brennan and Prediger's kappa: chance is that all categories are equally likely.

    ratings, weights, cluster, errors: as in `krippendorff_alpha`; categories: as in `gwet_ac1`. With two coders it is
    Bennett, Alpert and Goldstein's S.

    Source: R. L. Brennan and D. J. Prediger, Coefficient kappa: some uses, misuses, and alternatives, Educational and
    Psychological Measurement 41 (1981), doi:10.1177/001316448104100307.

    >>> brennan_prediger(pd.DataFrame({"A": [0, 0, 1, 1], "B": [0, 0, 1, 0]})).value
    0.5
    """
    found = patterns(ratings, weights, cluster)
    return agreement_of(found, brennan_prediger_statistic(found, categories))


def fleiss_statistic(found: Patterns) -> Statistic:
    return _statistic(found, lambda total, used: share(total**2 - (used**2).sum(axis=1), total**2))


def gwet_statistic(found: Patterns, categories: int | None = None) -> Statistic:
    others = _categories(found, categories) - 1
    return _statistic(
        found, lambda total, used: 1 - share((used * (total[:, None] - used)).sum(axis=1), total**2) / others
    )


def brennan_prediger_statistic(found: Patterns, categories: int | None = None) -> Statistic:
    chance = 1 / _categories(found, categories)
    return _statistic(found, lambda total, used: np.full_like(total, 1 - chance))


def _statistic(found: Patterns, expected: Callable[[Array, Array], Array]) -> Statistic:
    """expected: from the number of units and how many of them each category has, to expected disagreement."""
    pairable = (found.rated > 1).astype(float)
    differing = pairable * (1 - found.agreeing)
    divided = found.counts.multiply(1 / found.rated[:, None]).tocsr()

    def disagreement(weights: Array) -> tuple[Array, Array]:
        used = weights @ divided
        return share(weights @ differing, weights @ pairable)[:, None], expected(used.sum(axis=1), used)[:, None]

    return Statistic(disagreement)


def _categories(found: Patterns, categories: int | None) -> int:
    if categories is None:
        return max(2, len(found.values))
    if categories < max(2, len(found.values)):
        raise CodingError(f"{categories} categories, but {max(2, len(found.values))} at least; leave out the number.")
    return categories
