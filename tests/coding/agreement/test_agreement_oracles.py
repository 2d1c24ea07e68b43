"""Coefficients of agreement against three independent programs, on 300 random tables each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
from nltk.metrics import jaccard_distance, masi_distance
from nltk.metrics.agreement import AnnotationTask
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as their_fleiss_kappa

from lmep_consult.coding.agreement import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    scott_pi,
)

TABLES = 100


def tables(seed: int, coders: int | None = None, missing: bool = False) -> Iterator[pd.DataFrame]:
    """Ratings of which coders share some: 2 to 5 coders, 3 to 30 units, 2 to 5 categories, all kinds of prevalence."""
    random = np.random.default_rng(seed)
    for _ in range(TABLES):
        shape = int(random.integers(3, 31)), coders or int(random.integers(2, 6))
        shares = random.dirichlet(np.ones(int(random.integers(2, 6))))
        true = random.choice(len(shares), size=(shape[0], 1), p=shares)
        guessed = random.choice(len(shares), size=shape, p=shares)
        ratings = np.where(random.random(shape) < random.random(), true, guessed).astype(float)
        ratings[0, :2] = 0, 1  # two categories in use, and a unit that two coders rated
        if missing:
            ratings[1:][random.random((shape[0] - 1, shape[1])) < 0.3] = np.nan
        yield pd.DataFrame(ratings, columns=list("ABCDE"[: shape[1]]))


def as_triples(ratings: pd.DataFrame) -> list[tuple[str, int, Any]]:
    rated = ratings.stack().dropna()
    return [(str(coder), unit, value) for (unit, coder), value in rated.items()]  # type: ignore[misc, call-overload]


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_krippendorff(metric: str) -> None:
    for ratings in tables(seed=1, missing=True):
        theirs = krippendorff.alpha(ratings.to_numpy().T, level_of_measurement=metric)
        assert krippendorff_alpha(ratings, metric).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning:statsmodels")
def test_kappa_and_its_standard_error_are_those_of_statsmodels() -> None:
    for ratings in tables(seed=2, coders=2):
        counts = pd.crosstab(ratings["A"], ratings["B"]).reindex(index=range(5), columns=range(5), fill_value=0)
        theirs = cohens_kappa(counts.to_numpy())
        ours = cohen_kappa(ratings)
        n = len(ratings)
        assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
        variance = ours.standard_error**2 * (n - 1) / n  # theirs is over n^2
        assert variance == pytest.approx(theirs.var_kappa, abs=1e-12)


def test_fleisss_kappa_is_that_of_statsmodels() -> None:
    for ratings in tables(seed=3):
        counts, _ = aggregate_raters(ratings.to_numpy())
        assert fleiss_kappa(ratings).value == pytest.approx(their_fleiss_kappa(counts), abs=1e-9)
        uniform = their_fleiss_kappa(counts, method="uniform")
        assert brennan_prediger(ratings).value == pytest.approx(uniform, abs=1e-9)


def test_coefficients_are_those_of_nltk() -> None:
    for ratings in tables(seed=4):
        task = AnnotationTask(as_triples(ratings))
        assert cohen_kappa(ratings).value == pytest.approx(task.kappa(), abs=1e-9)
        assert fleiss_kappa(ratings).value == pytest.approx(task.pi(), abs=1e-9)
        assert brennan_prediger(ratings).value == pytest.approx(task.S(), abs=1e-9)
        assert krippendorff_alpha(ratings).agreement == pytest.approx(task.avg_Ao(), abs=1e-9)


def test_scotts_pi_of_two_coders_is_that_of_nltk() -> None:
    for ratings in tables(seed=5, coders=2):
        assert scott_pi(ratings).value == pytest.approx(AnnotationTask(as_triples(ratings)).pi(), abs=1e-9)


def test_alpha_with_missing_ratings_is_that_of_nltk() -> None:
    for ratings in tables(seed=6, missing=True):
        theirs = AnnotationTask(as_triples(ratings)).alpha()
        assert krippendorff_alpha(ratings).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("metric", "distance"), [("jaccard", jaccard_distance), ("masi", masi_distance)])
def test_alpha_of_sets_is_that_of_nltk(metric: str, distance: Any) -> None:
    def apart(one: frozenset[str], other: frozenset[str]) -> float:
        return 0.0 if one == other else float(distance(one, other))  # theirs divides by 0 for two empty sets

    sets = [frozenset(codes) for codes in ("", "a", "b", "ab", "abc")]
    for ratings in tables(seed=7, missing=True):
        cells = ratings.apply(lambda column: column.map(lambda value: sets[int(value)], na_action="ignore"))
        task = AnnotationTask(as_triples(cells), distance=apart)
        assert krippendorff_alpha(cells, metric).value == pytest.approx(task.alpha(), abs=1e-9)
