"""Standard errors and intervals, perfect agreement, data of one category, and what cannot be compared."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding.agreement import (
    Agreement,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    scott_pi,
)
from lmep_consult.errors import CodingError

Coefficient = Callable[..., Agreement]
BY_USE = [krippendorff_alpha, cohen_kappa, scott_pi, fleiss_kappa]  # chance depends on how categories are used
ALL = [*BY_USE, gwet_ac1, brennan_prediger]
METRICS = ["nominal", "ordinal", "interval", "ratio"]


@st.composite
def ratings_of(draw: st.DrawFn, coders: int | None = None) -> pd.DataFrame:
    """2 to 4 coders, up to 12 units, some ratings missing; the first unit rated by all."""
    width = coders or draw(st.integers(2, 4))
    rating = st.one_of(st.none(), st.integers(1, 4))
    rows = draw(st.lists(st.lists(rating, min_size=width, max_size=width), max_size=12))
    rows.append(draw(st.lists(st.integers(1, 4), min_size=width, max_size=width)))
    return pd.DataFrame(rows, columns=list("ABCD"[:width]), dtype=float)


def sample(units: int, coders: int = 3, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    true = random.integers(0, 3, units)
    return pd.DataFrame(
        {coder: np.where(random.random(units) < 0.7, true, random.integers(0, 3, units)) for coder in "ABCD"[:coders]}
    )


@settings(max_examples=30, deadline=None)
@given(ratings_of(), st.randoms())
def test_order_and_names_do_not_matter(ratings: pd.DataFrame, random: object) -> None:
    order = list(range(len(ratings)))
    random.shuffle(order)  # type: ignore[attr-defined]
    other = ratings.iloc[order, ::-1]
    for coefficient in ALL:
        one, two = coefficient(ratings), coefficient(other)
        assert two.value == pytest.approx(one.value, abs=1e-12)
        assert two.agreement == pytest.approx(one.agreement)
        assert two.n_units == one.n_units
        named = coefficient(ratings.map(lambda value: {1: "w", 2: "x", 3: "y", 4: "z"}.get(value)))
        assert named.value == pytest.approx(one.value, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(ratings_of(), st.data())
def test_a_weight_is_as_many_rows(ratings: pd.DataFrame, data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(0, 3), min_size=len(ratings) - 1, max_size=len(ratings) - 1))
    weights = pd.Series([*times, 1])
    repeated = ratings.loc[ratings.index.repeat(weights)]
    for coefficient in ALL:
        short, long = coefficient(ratings, weights=weights), coefficient(repeated)
        assert short.value == pytest.approx(long.value, abs=1e-12)
        assert short.interval(seed=3, draws=200) == pytest.approx(long.interval(seed=3, draws=200), abs=1e-9)
        assert (short.n_units, short.agreement) == (long.n_units, pytest.approx(long.agreement))


@settings(max_examples=30, deadline=None)
@given(ratings_of(coders=2))
def test_alpha_of_two_coders_is_scotts_pi_corrected_for_few_units(ratings: pd.DataFrame) -> None:
    full = ratings.dropna()
    pi = scott_pi(full).value
    assert krippendorff_alpha(full).value == pytest.approx(1 - (1 - pi) * (1 - 1 / (2 * len(full))), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(ratings_of(coders=2))
def test_two_coders_have_one_pair(ratings: pd.DataFrame) -> None:
    full = ratings.dropna()
    assert fleiss_kappa(full).value == pytest.approx(scott_pi(full).value, abs=1e-12)


def test_more_coders_have_the_mean_of_their_pairs() -> None:
    ratings = sample(40)
    ratings.loc[30:, "C"] = np.nan
    pairs = [ratings[["A", "B"]], ratings[["A", "C"]], ratings[["B", "C"]]]
    for coefficient in (cohen_kappa, scott_pi):
        assert coefficient(ratings).value == pytest.approx(np.mean([coefficient(pair).value for pair in pairs]))


def test_two_who_use_one_category_agree_in_all_draws() -> None:
    ratings = pd.DataFrame({"A": [0] * 40, "B": [0] * 40, "C": [0, 1] * 20})
    kappa = cohen_kappa(ratings)
    assert kappa.value == pytest.approx(1 / 3)
    lower, upper = kappa.interval()
    assert lower <= 1 / 3 <= upper


def test_two_who_share_no_unit_are_left_out_of_the_mean() -> None:
    ratings = pd.DataFrame({"A": [1, 2, 1, 1], "B": [1, 2, 2, None], "C": [None, None, None, 1]})
    assert cohen_kappa(ratings).value == pytest.approx((cohen_kappa(ratings[["A", "B"]]).value + 1) / 2)


@settings(max_examples=50, deadline=None)
@given(ratings_of())
def test_nothing_is_undefined(ratings: pd.DataFrame) -> None:
    results = [coefficient(ratings) for coefficient in ALL]
    results += [krippendorff_alpha(ratings, metric) for metric in METRICS]
    for result in results:
        lower, upper = result.interval(draws=50)
        assert math.isfinite(result.value)
        assert result.value <= 1
        assert min(-1, result.value) <= lower <= result.value + 1e-12
        assert result.value - 1e-12 <= upper <= 1
        assert math.isfinite(result.standard_error) or (ratings.notna().sum(axis=1) > 1).sum() == 1
        assert 0 <= result.agreement <= 1
        assert result.prevalence.sum().round(9).isin([0, 1]).all()


@pytest.mark.parametrize("coefficient", ALL)
def test_perfect_agreement_is_1_and_few_units_leave_it_open(coefficient: Coefficient) -> None:
    twelve = pd.DataFrame({"A": [0, 1] * 6, "B": [0, 1] * 6})
    few, many = coefficient(twelve), coefficient(pd.concat([twelve] * 50))
    assert few.value == many.value == 1
    assert few.standard_error == 0
    assert few.interval()[1] == many.interval()[1] == 1
    # None of twelve disputed: up to 26.5 % of all may be (Clopper and Pearson's upper limit for 0 of 12).
    expected = 0.5 if coefficient is not krippendorff_alpha else 12 / 23
    assert few.interval()[0] == pytest.approx(1 - 0.2646485 / expected, abs=1e-6)
    assert many.interval()[0] > 0.98


@pytest.mark.parametrize("metric", METRICS)
def test_perfect_agreement_is_exactly_1_whatever_the_numbers(metric: str) -> None:
    values = [0.1, 0.3, 1 / 3, 0.7, 1e-9, 12345.678]
    assert krippendorff_alpha(pd.DataFrame({"A": values, "B": values, "C": values}), metric).value == 1


@pytest.mark.parametrize("coefficient", BY_USE)
@pytest.mark.parametrize("value", [0, 0.1, "cost"])
def test_one_category_is_agreement_that_shows_nothing(coefficient: Coefficient, value: object) -> None:
    result = coefficient(pd.DataFrame({"A": [value] * 50, "B": [value] * 50}))
    assert (result.value, result.agreement, result.standard_error) == (1, 1, 0)
    assert result.interval() == (-1, 1)
    assert result.prevalence.loc[value].tolist() == [1, 1]


@pytest.mark.parametrize("metric", [*METRICS, "jaccard", "masi"])
def test_one_category_by_every_metric(metric: str) -> None:
    cell = {"cost"} if metric in ("jaccard", "masi") else 0.1
    result = krippendorff_alpha(pd.DataFrame({"A": [cell] * 7, "B": [cell] * 7, "C": [cell] * 7}), metric)
    assert (result.value, result.interval()) == (1, (-1, 1))


@pytest.mark.parametrize(("coefficient", "lower"), [(gwet_ac1, 1 - 0.0711), (brennan_prediger, 1 - 0.0711 / 0.5)])
def test_one_category_where_chance_does_not_depend_on_use(coefficient: Coefficient, lower: float) -> None:
    result = coefficient(pd.DataFrame({"A": [0] * 50, "B": [0] * 50}))
    assert result.value == 1
    assert result.interval() == (pytest.approx(lower, abs=1e-3), 1)


def test_one_unit_tells_nothing() -> None:
    result = krippendorff_alpha(pd.DataFrame({"A": [1], "B": [2]}))
    assert (result.value, result.interval()) == (0, (-1, 1))


@pytest.mark.parametrize("coefficient", [krippendorff_alpha, cohen_kappa, gwet_ac1])
def test_the_interval_is_that_of_drawing_units_one_by_one(coefficient: Coefficient) -> None:
    ratings = sample(80)
    random = np.random.default_rng(1)
    drawn = [coefficient(ratings.iloc[random.integers(0, 80, 80)]).value for _ in range(1000)]
    value = coefficient(ratings).value
    wider = 1.9905 / 1.95996 * math.sqrt(80 / 79)  # t of 79 degrees of freedom
    naive = [value + (bound - value) * wider for bound in np.quantile(drawn, [0.025, 0.975])]
    # The error of a quantile from 1,000 draws is about a tenth of the values' standard deviation.
    assert coefficient(ratings).interval(draws=20_000) == pytest.approx(naive, abs=np.std(drawn) / 4)
    assert coefficient(ratings).standard_error == pytest.approx(np.std(drawn), rel=0.1)


@pytest.mark.parametrize("metric", METRICS)
def test_the_standard_error_is_close_to_that_of_leaving_units_out(metric: str) -> None:
    ratings = sample(150) + 1
    left_out = [krippendorff_alpha(ratings.drop(index=unit), metric).value for unit in ratings.index]
    jackknife = math.sqrt(149 / 150 * np.sum((left_out - np.mean(left_out)) ** 2))
    assert krippendorff_alpha(ratings, metric).standard_error == pytest.approx(jackknife, rel=0.03)


def test_draws_depend_on_the_seed_alone() -> None:
    alpha = krippendorff_alpha(sample(60))
    assert alpha.interval(0.9, 7) == alpha.interval(0.9, 7) != alpha.interval(0.9, 8)
    lower, upper = alpha.interval(0.9, 7)
    wide_lower, wide_upper = alpha.interval(0.99, 7)
    assert wide_lower < lower < alpha.value < upper < wide_upper


@pytest.mark.parametrize("coefficient", ALL)
def test_clusters_of_copies_are_drawn_as_one(coefficient: Coefficient) -> None:
    ratings = sample(60)
    fifth = ratings.loc[ratings.index.repeat(5)]
    clustered = coefficient(fifth, cluster=pd.Series(fifth.index))
    for measure in ("value", "standard_error"):
        expected = getattr(coefficient(ratings), measure)
        # Alpha's correction for few ratings sees five times as many.
        rel = 0.02 if coefficient is krippendorff_alpha else 1e-9
        assert getattr(clustered, measure) == pytest.approx(expected, rel=rel)
    assert clustered.n_units == 300
    lower, upper = clustered.interval()
    alone = coefficient(fifth).interval()
    assert upper - lower > 1.8 * (alone[1] - alone[0])


def test_prevalence_of_sets_is_of_their_codes() -> None:
    ratings = pd.DataFrame({"A": [{"cost"}, {"cost", "time"}, set(), None], "B": [{"time"}, {"cost"}, set(), set()]})
    alpha = krippendorff_alpha(ratings, "jaccard")
    assert alpha.prevalence["A"].round(3).to_dict() == {"cost": 0.667, "time": 0.333}
    assert alpha.prevalence["B"].to_dict() == {"cost": 0.25, "time": 0.25}


def test_categories_to_choose_from_raise_brennan_and_prediger() -> None:
    ratings = sample(30, coders=2)
    values = [brennan_prediger(ratings, categories=number).value for number in (3, 4, 10)]
    agreement = brennan_prediger(ratings).agreement
    assert values == pytest.approx([(agreement - 1 / n) / (1 - 1 / n) for n in (3, 4, 10)])


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        (pd.DataFrame({"A": [1, 2]}), "at least two coders"),
        (pd.Series([1, 2]), "at least two coders"),
        (pd.DataFrame([[1, 2]], columns=["A", "A"]), "Coder A: more than one column"),
        (pd.DataFrame({"A": [1, None], "B": [None, 2]}), "No unit was rated by two coders"),
        (pd.DataFrame({"A": [], "B": []}), "No unit was rated by two coders"),
        (pd.DataFrame({"A": [["cost"]], "B": [["cost"]]}), "A rating is a list"),
    ],
)
def test_what_cannot_be_compared(ratings: pd.DataFrame, message: str) -> None:
    for coefficient in ALL:
        with pytest.raises(CodingError, match=message):
            coefficient(ratings)


def test_values_that_a_metric_cannot_compare() -> None:
    words = pd.DataFrame({"A": ["low", "high"], "B": ["low", "low"]})
    for metric in ("ordinal", "interval", "ratio"):
        with pytest.raises(CodingError, match=f"'high'.*{metric}.*needs numbers"):
            krippendorff_alpha(words, metric)
    with pytest.raises(CodingError, match="compare sets"):
        krippendorff_alpha(words, "masi")
    with pytest.raises(CodingError, match="below 0"):
        krippendorff_alpha(pd.DataFrame({"A": [-1, 2], "B": [1, 2]}), "ratio")
    with pytest.raises(ValueError, match="metric='cosine'"):
        krippendorff_alpha(words, "cosine")  # type: ignore[arg-type]


def test_weights_and_clusters_that_do_not_fit() -> None:
    ratings = sample(4)
    with pytest.raises(CodingError, match="3 weights for 4 units"):
        cohen_kappa(ratings, weights=pd.Series([1, 1, 1]))
    with pytest.raises(CodingError, match="whole numbers"):
        cohen_kappa(ratings, weights=pd.Series([1, 1, 0.5, 1]))
    with pytest.raises(CodingError, match="whole numbers"):
        cohen_kappa(ratings, weights=pd.Series([1, 1, -1, 1]))
    with pytest.raises(CodingError, match="clusters for 4 units"):
        cohen_kappa(ratings, cluster=pd.Series(["T1", "T1", None, "T2"]))
    with pytest.raises(CodingError, match="2 categories, but 3"):
        gwet_ac1(ratings, categories=2)
    with pytest.raises(ValueError, match="level=95"):
        cohen_kappa(ratings).interval(95)


def test_weights_and_clusters_go_by_the_units_name() -> None:
    ratings = sample(30).set_axis([f"unit {number}" for number in range(30)])
    weights = pd.Series(range(30), index=ratings.index)
    cluster = pd.Series([number // 3 for number in range(30)], index=ratings.index)
    expected, found = (cohen_kappa(ratings, *order) for order in ((weights, cluster), (weights[::-1], cluster[::-1])))
    assert found.value == expected.value
    assert found.interval(seed=2) == expected.interval(seed=2)
    with pytest.raises(CodingError, match="0 weights for 30 units, none for unit unit 0"):
        cohen_kappa(ratings, weights.reset_index(drop=True))
    with pytest.raises(CodingError, match="comes as a Series"):
        cohen_kappa(ratings, weights.tolist())
    twice = pd.concat([ratings, ratings[:1]])
    with pytest.raises(CodingError, match="Two units have one name"):
        cohen_kappa(twice, weights)


@pytest.mark.parametrize("weight", [math.inf, math.nan, -1, 0.5, "2"])
def test_a_weight_is_a_whole_number(weight: object) -> None:
    weights = pd.Series([weight, 1, 1, 1], dtype=None if isinstance(weight, float | int) else object)
    with pytest.raises(CodingError, match=r"Unit 0 has the weight|none for unit 0"):
        cohen_kappa(sample(4), weights)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, 2, "1"], "Some ratings are 1 and some '1'"),
        (["a", "b", "a "], "Some ratings are 'a' and some 'a '"),
        ([1.5, 2, "1.5"], "Some ratings are 1.5 and some '1.5'"),
        ([1, 2, math.inf], "A rating is inf"),
    ],
)
@pytest.mark.parametrize("coefficient", ALL)
def test_one_value_written_in_two_ways_is_refused(coefficient: Coefficient, values: list[object], said: str) -> None:
    ratings = pd.DataFrame({"A": values, "B": [values[0], values[1], values[1]]}, dtype=object)
    with pytest.raises(CodingError, match=said):
        coefficient(ratings)


def test_numbers_that_are_equal_are_one_value_whatever_their_type() -> None:
    ratings = pd.DataFrame({"A": pd.Series([1, 2, 2], dtype=object), "B": [1.0, 2.0, 2.0]})
    assert krippendorff_alpha(ratings).value == 1
