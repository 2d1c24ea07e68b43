"""Coefficients of agreement against tables published with their values."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest

from lmep_consult.coding.agreement import (
    Agreement,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    scott_pi,
)

NAN = math.nan
Coefficient = Callable[..., Agreement]


def table(cells: list[list[int]]) -> tuple[pd.DataFrame, pd.Series]:
    """The ratings of two coders and their weights, from a contingency table."""
    pairs = list(product(range(len(cells)), repeat=2))
    return pd.DataFrame(pairs, columns=["A", "B"]), pd.Series(np.ravel(cells))


def spread(counts: list[list[int]]) -> pd.DataFrame:
    """Units x coders from how many coders gave each category."""
    return pd.DataFrame([np.repeat(np.arange(len(row)), row) for row in counts])


@pytest.fixture
def four_coders() -> pd.DataFrame:
    """K. Krippendorff, Computing Krippendorff's alpha-reliability (2011), example C: four coders, twelve units."""
    return pd.DataFrame(
        {
            "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
            "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
            "C": [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
            "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
        }
    )


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_four_coders(four_coders: pd.DataFrame, metric: str, published: float) -> None:
    alpha = krippendorff_alpha(four_coders, metric)
    assert round(alpha.value, 3) == published
    assert alpha.n_units == 11  # one coder alone rated the twelfth


def test_krippendorffs_two_observers() -> None:
    # Examples A and B of the same text.
    binary = pd.DataFrame({"Jon": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "Han": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]})
    assert round(krippendorff_alpha(binary).value, 3) == 0.095
    nominal = pd.DataFrame({"Meg": list("aabbdcccedda"), "Owen": list("babbbccceddd")})
    assert round(krippendorff_alpha(nominal).value, 3) == 0.692


@pytest.mark.parametrize(
    ("coefficient", "published"),
    [(gwet_ac1, 0.77544), (fleiss_kappa, 0.76117), (krippendorff_alpha, 0.74342), (brennan_prediger, 0.77273)],
)
def test_gwets_four_raters_with_missing_ratings(
    four_coders: pd.DataFrame, coefficient: Coefficient, published: float
) -> None:
    # K. L. Gwet, irrCAC (R), README: data set cac.raw4raters.
    result = coefficient(four_coders)
    assert round(result.value, 5) == published
    assert round(result.agreement, 7) == 0.8181818


@pytest.mark.parametrize(
    ("coefficient", "published", "error"),
    [
        (cohen_kappa, 0.7964094, 0.05891072),
        (scott_pi, 0.7962397, 0.05905473),
        (gwet_ac1, 0.8493305, 0.04321747),
        (brennan_prediger, 0.835, 0.04693346),
    ],
)
def test_gwets_table_of_two_abstractors(coefficient: Coefficient, published: float, error: float) -> None:
    # irrCAC, data set cont3x3abstractors; there the variance is over n^2, here over n (n - 1).
    ratings, patients = table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    result = coefficient(ratings, weights=patients)
    assert round(result.value, 7) == published
    assert result.standard_error * math.sqrt(99 / 100) == pytest.approx(error, abs=5e-9)


def test_gwets_alpha_of_two_abstractors() -> None:
    ratings, patients = table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert round(krippendorff_alpha(ratings, weights=patients).value, 7) == 0.7972585


@pytest.mark.parametrize(
    ("coefficient", "published", "error"),
    [
        (gwet_ac1, 0.4448007, 0.08418757),
        (fleiss_kappa, 0.4139265, 0.08119291),
        (brennan_prediger, 0.4388889, 0.08312142),
    ],
)
def test_gwets_six_raters(coefficient: Coefficient, published: float, error: float) -> None:
    # irrCAC, data set distrib.6raters: half of Fleiss's patients.
    result = coefficient(spread(FLEISS[:15]))
    assert round(result.value, 7) == published
    assert result.standard_error == pytest.approx(error, abs=5e-9)


def test_gwets_alpha_of_six_raters() -> None:
    assert round(krippendorff_alpha(spread(FLEISS[:15])).value, 7) == 0.4204384


def test_cohens_patients() -> None:
    # J. Cohen (1960), the example of 200 patients.
    ratings, patients = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    kappa = cohen_kappa(ratings, weights=patients)
    assert round(kappa.agreement, 2) == 0.70
    assert round(kappa.value, 3) == 0.492
    assert kappa.prevalence["A"].tolist() == [0.6, 0.3, 0.1]
    assert kappa.prevalence["B"].tolist() == [0.5, 0.3, 0.2]


def test_fleiss_cohen_and_everitts_variance() -> None:
    # J. L. Fleiss, J. Cohen and B. S. Everitt (1969): kappa .429, its estimated variance .002885, over n^2.
    ratings, patients = table([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    kappa = cohen_kappa(ratings, weights=patients)
    assert round(kappa.value, 3) == 0.429
    assert round(kappa.standard_error**2 * 199 / 200, 6) == 0.002885


def test_artstein_and_poesios_dialogue_acts() -> None:
    # R. Artstein and M. Poesio (2008), tables 1 and 2.
    ratings, acts = table([[46, 6, 0], [0, 32, 0], [0, 6, 10]])
    assert round(brennan_prediger(ratings, weights=acts).value, 2) == 0.82
    assert round(scott_pi(ratings, weights=acts).value, 4) == 0.7995
    assert round(cohen_kappa(ratings, weights=acts).value, 4) == 0.8013


# J. L. Fleiss (1971), table 1: depression, personality disorder, schizophrenia, neurosis, other.
FLEISS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip


def test_fleisss_psychiatric_diagnoses() -> None:
    kappa = fleiss_kappa(spread(FLEISS))
    assert round(kappa.value, 3) == 0.430
    assert round(kappa.agreement, 3) == 0.556
    shares = kappa.prevalence.mean(axis=1).round(3).tolist()
    assert shares == [0.144, 0.144, 0.167, 0.306, 0.239]


def test_characters_that_two_coders_share() -> None:
    # Of 10,000 characters 1,000 coded by each, 800 by both: multiplied instead of added, kappa comes out otherwise.
    ratings = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0]})
    kappa = cohen_kappa(ratings, weights=pd.Series([800, 200, 200, 8800]))
    assert round(kappa.value, 3) == 0.778
    assert kappa.n_units == 10_000
    assert kappa.prevalence.loc[1].tolist() == [0.1, 0.1]
