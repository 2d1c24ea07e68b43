"""The Plackett-Luce model, against published fits, choix, and a likelihood that lists every possible choice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import choix
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize
from scipy.sparse.csgraph import connected_components

from lmep_consult.errors import RankingError
from lmep_consult.ranking.plackett_luce import PlackettLuce, plackett_luce
from lmep_consult.ranking.quasi_variance import quasi_variances

NAN = math.nan
Floats = npt.NDArray[np.float64]

# Davidson (1970), example 2: brands i and j, comparisons, preferences for i, for j, for neither.
PUDDING = [
    (1, 2, 57, 19, 22, 16),
    (1, 3, 47, 16, 19, 12),
    (2, 3, 48, 19, 19, 10),
    (1, 4, 54, 18, 23, 13),
    (2, 4, 51, 23, 19, 9),
    (3, 4, 54, 19, 20, 15),
    (1, 5, 50, 13, 19, 18),
    (2, 5, 48, 16, 20, 12),
    (3, 5, 48, 16, 15, 17),
    (4, 5, 47, 17, 14, 16),
    (1, 6, 51, 18, 21, 12),
    (2, 6, 54, 22, 20, 12),
    (3, 6, 41, 13, 18, 10),
    (4, 6, 51, 14, 19, 18),
    (5, 6, 44, 11, 21, 12),
]


def pudding() -> pd.DataFrame:
    ballots: list[dict[int, int]] = []
    for i, j, pairs, for_i, for_j, for_neither in PUDDING:
        assert for_i + for_j + for_neither == pairs
        ballots += [{i: 1, j: 2}] * for_i + [{j: 1, i: 2}] * for_j + [{i: 1, j: 1}] * for_neither
    return pd.DataFrame(ballots, columns=range(1, 7))


# --- published fits -------------------------------------------------------------------------------------------------


def test_davidsons_pudding_is_reproduced() -> None:
    fit = plackett_luce(pudding(), pseudo_rankings=0)
    assert fit.worth.round(4).tolist() == [0.1388, 0.1730, 0.1617, 0.1654, 0.1587, 0.2024]
    assert fit.tie.round(4).to_dict() == {"delta_2": 0.7468}


def test_the_puddings_standard_errors_are_those_of_the_r_package() -> None:
    # Its vignette prints seven digits after seven iterations, which differ from the maximum's in the seventh.
    fit = plackett_luce(pudding(), pseudo_rankings=0)
    published = [0, 0.1872168, 0.1935181, 0.1882110, 0.1927043, 0.1924059]
    assert fit.standard_error.tolist() == pytest.approx(published, abs=1e-6)
    quasi = [0.1328950, 0.1327373, 0.1395740, 0.1330240, 0.1399253, 0.1392047]
    assert fit.quasi_standard_error.tolist() == pytest.approx(quasi, abs=1e-6)
    assert round(-2 * fit.log_likelihood, 1) == 1619.4


def test_the_toy_rankings_of_the_r_packages_vignette_are_reproduced() -> None:
    ballots = [{"A": 1, "B": 2}, {"C": 1, "A": 2}, {"A": 1, "D": 2}, {"B": 1, "A": 2}, {"B": 1, "C": 2}]
    ranks = pd.DataFrame(ballots, columns=list("ABCD"))
    log_worth = plackett_luce(ranks).log_worth
    # The package stops once wins and expected wins differ by less than 1e-7, which leaves the last digit open.
    assert log_worth.tolist() == pytest.approx([0, 0.5184185, 0.1354707, -1.1537565], abs=5e-7)
    without_d = plackett_luce(ranks[["A", "B", "C"]], pseudo_rankings=0)
    assert without_d.log_worth.round(4).tolist() == [0, 0.8392, 0.4196]
    assert without_d.standard_error.round(4).tolist() == [0, 1.3596, 1.5973]
    assert round(-2 * without_d.log_likelihood, 4) == 5.1356


# --- a likelihood that lists every set ------------------------------------------------------------------------------


class Listed:
    """The likelihood, every set that could be chosen listed. Parameters: log worths, log deltas."""

    def __init__(self, ranks: pd.DataFrame, pseudo_rankings: float = 0) -> None:
        self.n = ranks.shape[1]
        choices = [(one, 1.0) for ballot in ranks.to_numpy().tolist() for one in self.choices_of(ballot)]
        self.sizes = sorted({len(chosen) for (chosen, _), _ in choices} - {1})
        ghost = self.n
        for option in range(self.n):
            for winner in (option, ghost):
                choices.append((((winner,), (option, ghost)), pseudo_rankings))
        choices = [(choice, weight) for choice, weight in choices if weight]
        self.weight = np.array([weight for _, weight in choices])
        self.chosen = self.weight @ np.stack([self.features([chosen])[0] for (chosen, _), _ in choices])
        possible = [self.features(list(self.sets(left))) for (_, left), _ in choices]
        self.possible = np.concatenate(possible)
        self.choice = np.repeat(np.arange(len(possible)), [len(sets) for sets in possible])
        self.first = np.flatnonzero(np.diff(self.choice, prepend=-1))

    @staticmethod
    def choices_of(ballot: list[float]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        left = tuple(option for option, rank in enumerate(ballot) if rank == rank)
        for rank in sorted({ballot[option] for option in left}):
            chosen = tuple(option for option in left if ballot[option] == rank)
            yield chosen, left
            left = tuple(option for option in left if option not in chosen)

    def sets(self, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for size in [1, *self.sizes]:
            yield from combinations(left, size)

    def features(self, sets: list[tuple[int, ...]]) -> Floats:
        """Of each set: every option's share of it, and which size it has. The ghost option's share is left out."""
        rows = np.zeros((len(sets), self.n + 1 + len(self.sizes)))
        for row, one in zip(rows, sets, strict=True):
            row[list(one)] = 1 / len(one)
            if len(one) > 1:
                row[self.n + 1 + self.sizes.index(len(one))] = 1
        return np.delete(rows, self.n, axis=1)

    def log_chances(self, theta: Floats) -> tuple[Floats, Floats]:
        """Of every set at every choice; and the log denominator of each choice."""
        log_f = self.possible @ theta
        highest = np.maximum.reduceat(log_f, self.first)
        log_total = highest + np.log(np.add.reduceat(np.exp(log_f - highest[self.choice]), self.first))
        return log_f - log_total[self.choice], log_total

    def __call__(self, theta: Floats) -> float:
        return float(self.chosen @ theta - self.weight @ self.log_chances(theta)[1])

    def gradient(self, theta: Floats) -> Floats:
        expected = (self.weight[self.choice] * np.exp(self.log_chances(theta)[0])) @ self.possible
        return np.asarray(self.chosen - expected)

    def maximum(self) -> Floats:
        """Log worths with the first option's at 0, log deltas."""
        start = np.zeros(self.n + len(self.sizes))
        found = minimize(
            lambda theta: -self(theta), start, jac=lambda theta: -self.gradient(theta), method="BFGS", tol=1e-9
        ).x
        found[: self.n] -= found[0]
        return np.asarray(found)

    def standard_errors(self, theta: Floats) -> Floats:
        """From differences of the likelihood's values, the first option's log worth held."""
        step, free = 1e-3, range(1, len(theta))
        unit = np.eye(len(theta)) * step
        hessian = np.array(
            [
                [
                    sum(a * b * self(theta + a * unit[i] + b * unit[j]) for a in (1, -1) for b in (1, -1)) / 4 / step**2
                    for j in free
                ]
                for i in free
            ]
        )
        errors = np.sqrt(np.diag(np.linalg.inv(-hessian)))
        return np.append(0.0, errors[: self.n - 1])


def random_ballots(random: np.random.Generator, ties: bool = True) -> pd.DataFrame:
    """Voters x options; with ties, also gaps between ranks and options left out."""
    voters, options = int(random.integers(4, 12)), int(random.integers(3, 6))
    ranks = random.permuted(np.tile(np.arange(1.0, options + 1), (voters, 1)), axis=1)
    if ties:
        ranks = np.ceil(ranks / random.choice([1, 1, 2, 3], size=(voters, 1)))
        ranks[random.random(ranks.shape) < 0.2] = NAN
    return pd.DataFrame(ranks, columns=[f"option {place}" for place in range(options)])


def parameters(fit: PlackettLuce) -> Floats:
    return np.append(fit.log_worth, np.log(fit.tie))


def fits(pseudo_rankings: float, wanted: int, seed: int) -> Iterator[tuple[pd.DataFrame, PlackettLuce]]:
    """Random ballots that have a finite estimate, all their options ranked and none ranked only alone."""
    random = np.random.default_rng(seed)
    found = 0
    while found < wanted:
        ranks = random_ballots(random)
        try:
            fit = plackett_luce(ranks, pseudo_rankings)
        except RankingError:
            continue
        if np.isfinite(fit.standard_error).all():
            found += 1
            yield ranks, fit


@pytest.mark.parametrize("pseudo_rankings", [0, 0.5, 2])
def test_worths_and_deltas_are_where_the_listed_likelihood_is_highest(pseudo_rankings: float) -> None:
    for ranks, fit in fits(pseudo_rankings, wanted=12, seed=1):
        listed = Listed(ranks, pseudo_rankings)
        assert [f"delta_{size}" for size in listed.sizes] == list(fit.tie.index)
        highest = listed.maximum()
        assert fit.log_worth.tolist() == pytest.approx(highest[: listed.n].tolist(), abs=2e-5)
        assert np.log(fit.tie).tolist() == pytest.approx(highest[listed.n :].tolist(), abs=2e-5)
        if pseudo_rankings == 0:
            assert np.abs(listed.gradient(parameters(fit))).max() < 1e-8


def test_the_log_likelihood_is_that_of_the_ballots_alone() -> None:
    for pseudo_rankings in (0, 0.5):
        for ranks, fit in fits(pseudo_rankings, wanted=10, seed=2):
            assert fit.log_likelihood == pytest.approx(Listed(ranks)(parameters(fit)), abs=1e-9)


def test_standard_errors_are_those_of_the_listed_likelihoods_curvature() -> None:
    for pseudo_rankings in (0, 0.5):
        for ranks, fit in fits(pseudo_rankings, wanted=10, seed=3):
            expected = Listed(ranks).standard_errors(parameters(fit))
            assert fit.standard_error.tolist() == pytest.approx(expected.tolist(), rel=1e-4)


# --- choix ----------------------------------------------------------------------------------------------------------


def always_linked(ranks: pd.DataFrame) -> bool:
    places = ranks.to_numpy()
    wins = (places[:, :, None] < places[:, None, :]).any(axis=0)
    return int(connected_components(wins, connection="strong")[0]) == 1


def test_full_rankings_agree_with_choix_on_100_profiles() -> None:
    random = np.random.default_rng(4)
    compared = 0
    while compared < 100:
        ranks = random_ballots(random, ties=False)
        if not always_linked(ranks):
            continue
        compared += 1
        orders = ranks.to_numpy().argsort(axis=1)
        peer = choix.ilsr_rankings(ranks.shape[1], orders.tolist(), max_iter=10_000, tol=1e-10)
        fit = plackett_luce(ranks, pseudo_rankings=0)
        assert fit.log_worth.tolist() == pytest.approx((peer - peer[0]).tolist(), abs=1e-7)
        assert fit.tie.empty


# --- ties of high order ---------------------------------------------------------------------------------------------


def test_ties_of_twenty_options_out_of_forty_are_counted_right() -> None:
    # Every rotation of the options votes alike, so worths are equal and delta_20 solves an equation of its own:
    # choices of 20 from 40 and from 20 against all single choices.
    n, half = 40, 20
    halves = [[1.0 if (option - turn) % n < half else 2.0 for option in range(n)] for turn in range(n)]
    singles = [[(option - turn) % n + 1.0 for option in range(n)] for turn in range(n)]

    def score(log_delta: float) -> float:
        delta = math.exp(log_delta)
        left = [n, half, *range(1, n + 1)]
        return 2 - sum(delta * math.comb(m, half) / (m + delta * math.comb(m, half)) for m in left)

    fit = plackett_luce(pd.DataFrame(halves + singles), pseudo_rankings=0)
    assert fit.worth.tolist() == pytest.approx([1 / n] * n, abs=1e-10)
    assert float(np.log(fit.tie["delta_20"])) == pytest.approx(brentq(score, -60, 10, xtol=1e-12), abs=1e-8)


def exact_sums(roots: list[Fraction], size: int) -> list[Fraction]:
    """Elementary symmetric polynomials of degree 0 to size."""
    sums = [Fraction(1)] + [Fraction(0)] * size
    for root in roots:
        sums = [sums[0]] + [sums[k] + root * sums[k - 1] for k in range(1, size + 1)]
    return sums


def test_large_ties_among_very_unequal_options_lose_no_digits() -> None:
    # At the maximum each option's share of what was chosen is its expected share, here worked out in fractions.
    n, size = 18, 13
    random = np.random.default_rng(5)
    orders = [(-(np.linspace(0, 8, n) + random.gumbel(size=n))).argsort().argsort() + 1.0 for _ in range(12)]
    top_tied = [np.maximum(order - size + 1, 1.0) for order in orders[:5]]
    ranks = pd.DataFrame([*orders, *top_tied])
    fit = plackett_luce(ranks, pseudo_rankings=1)
    worth = np.exp(fit.log_worth.to_numpy())
    singles = [Fraction(float(one)) for one in worth]
    roots = [Fraction(float(one)) for one in worth ** (1 / size)]
    delta = Fraction(float(fit.tie[f"delta_{size}"]))
    observed, expected = np.zeros(n), np.zeros(n)
    for ballot in ranks.to_numpy().tolist():
        for chosen, left in Listed.choices_of(ballot):
            observed[list(chosen)] += 1 / len(chosen)
            total = sum(singles[i] for i in left) + delta * exact_sums([roots[i] for i in left], size)[-1]
            for i in left:
                share = singles[i]
                if len(left) >= size:
                    others = exact_sums([roots[j] for j in left if j != i], size - 1)[-1]
                    share += delta / size * roots[i] * others
                expected[i] += float(share / total)
    # What the ballots leave over the pseudo-rankings take back; the ghost's worth against the first option's follows.
    log_ghost = brentq(lambda log_ghost: float(ghost_pull(worth, log_ghost).sum()), -20, 20, xtol=1e-14)
    assert (observed - expected + ghost_pull(worth, log_ghost)).tolist() == pytest.approx([0.0] * n, abs=1e-8)


def ghost_pull(worth: Floats, log_ghost: float) -> Floats:
    """Wins less expected wins in a win and a loss against the made-up option."""
    return 1 - 2 * worth / (worth + math.exp(log_ghost))


# --- quasi-variances ------------------------------------------------------------------------------------------------


def covariances(random: np.random.Generator) -> Floats:
    n = int(random.integers(3, 8))
    spread = random.normal(size=(n, 2 * n))
    return np.asarray(spread @ spread.T)


def misfit(log_quasi: Floats, covariance: Floats) -> float:
    quasi = np.exp(log_quasi)
    first, second = np.triu_indices(len(quasi), 1)
    variance = covariance[first, first] + covariance[second, second] - 2 * covariance[first, second]
    return float((np.log((quasi[first] + quasi[second]) / variance) ** 2).sum())


def test_no_other_quasi_variances_come_nearer_to_the_variances_of_differences() -> None:
    random = np.random.default_rng(6)
    for _ in range(100):
        covariance = covariances(random)
        found = quasi_variances(covariance)
        if found.min() <= 0:
            continue
        lowest = minimize(misfit, np.log(np.diag(covariance)), args=(covariance,), method="BFGS", tol=1e-12)
        assert misfit(np.log(found), covariance) <= lowest.fun + 1e-12
        assert found.tolist() == pytest.approx(np.exp(lowest.x).tolist(), rel=1e-4)


def test_independent_estimates_have_their_own_variances_as_quasi_variances() -> None:
    own = np.array([0.5, 2.0, 3.0, 0.1])
    assert quasi_variances(np.diag(own) + 7).tolist() == pytest.approx(own.tolist())


def test_two_options_share_the_variance_of_their_difference() -> None:
    assert quasi_variances(np.array([[0.0, 0.0], [0.0, 3.0]])).tolist() == [1.5, 1.5]


def test_one_option_has_no_quasi_variance() -> None:
    with pytest.raises(ValueError, match="at least two options"):
        quasi_variances(np.array([[1.0]]))


# --- properties -----------------------------------------------------------------------------------------------------


@st.composite
def profiles(draw: st.DrawFn) -> pd.DataFrame:
    """Voters x options with ties, gaps between ranks and options left out; every option is ranked."""
    options = draw(st.integers(2, 5))
    rank = st.one_of(st.none(), st.integers(1, options))
    ballots = draw(st.lists(st.lists(rank, min_size=options, max_size=options), min_size=1, max_size=8))
    ballots.append(draw(st.permutations(range(1, options + 1))))
    return pd.DataFrame(ballots, columns=[f"option {place}" for place in range(options)], dtype=float)


def same(one: pd.Series, other: pd.Series) -> bool:
    return bool(np.allclose(one.to_numpy(), other.to_numpy(), rtol=1e-6, atol=1e-8, equal_nan=True))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(profiles(), st.randoms(use_true_random=False))
def test_the_order_of_voters_and_options_and_gaps_between_ranks_change_nothing_else(ranks, random) -> None:
    try:
        fit = plackett_luce(ranks)
    except RankingError:
        assume(False)
    options, voters = list(ranks.columns), list(ranks.index)
    random.shuffle(options)
    random.shuffle(voters)
    other = plackett_luce(ranks.loc[voters, options] ** 2)
    for name in ("worth", "quasi_standard_error"):
        assert same(getattr(fit, name), getattr(other, name)[ranks.columns])
    assert same(fit.tie, other.tie)
    assert fit.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-8)
    assert list(other.worth.index) == options


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(profiles(), st.integers(2, 4))
def test_cloned_voters_with_cloned_pseudo_rankings_only_shrink_standard_errors(ranks, times) -> None:
    try:
        fit = plackett_luce(ranks, pseudo_rankings=0.5)
    except RankingError:
        assume(False)
    clones = plackett_luce(pd.concat([ranks] * times), pseudo_rankings=0.5 * times)
    assert same(fit.worth, clones.worth)
    assert same(fit.tie, clones.tie)
    assert same(fit.standard_error, clones.standard_error * math.sqrt(times))
    assert same(fit.quasi_standard_error, clones.quasi_standard_error * math.sqrt(times))
    assert clones.log_likelihood == pytest.approx(times * fit.log_likelihood, abs=1e-7)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(profiles())
def test_worths_sum_to_one_and_log_worths_are_theirs(ranks) -> None:
    try:
        fit = plackett_luce(ranks)
    except RankingError:
        assume(False)
    assert fit.worth.sum() == pytest.approx(1)
    assert same(fit.log_worth, np.log(fit.worth / fit.worth.iloc[0]))
    assert fit.log_worth.iloc[0] == fit.standard_error.iloc[0] == 0
    assert (fit.tie > 0).all()
    assert fit.log_likelihood <= 1e-9


def test_more_pseudo_rankings_draw_worths_together() -> None:
    ranks = pd.DataFrame([[1, 2, 3], [1, 2, 3], [1, 3, 2]], columns=list("ABC"))
    spreads = [float(np.ptp(plackett_luce(ranks, times).log_worth)) for times in (0.1, 0.5, 2, 1000)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < 0.01


# --- what cannot be estimated ---------------------------------------------------------------------------------------


def test_an_option_that_always_wins_and_one_that_always_loses_are_named() -> None:
    ranks = pd.DataFrame([[1, 2, 3, 4], [1, 3, 2, 4]], columns=["best", "one", "other", "worst"])
    with pytest.raises(RankingError) as raised:
        plackett_luce(ranks, pseudo_rankings=0)
    assert "nobody places 'worst' before any other option" in str(raised.value)
    assert "nobody places any other option before 'best'" in str(raised.value)
    assert "'one'" not in str(raised.value)
    assert plackett_luce(ranks).worth.idxmax() == "best"


def test_sets_of_options_never_compared_are_named() -> None:
    ranks = pd.DataFrame([[1, 2, NAN, NAN], [2, 1, NAN, NAN], [NAN, NAN, 1, 2], [NAN, NAN, 2, 1]], columns=list("ABCD"))
    with pytest.raises(RankingError, match="nobody places 'A', 'B' before any other option") as raised:
        plackett_luce(ranks, pseudo_rankings=0)
    assert "nobody places any other option before 'C', 'D'" in str(raised.value)


def test_a_tie_does_not_link_options() -> None:
    with pytest.raises(RankingError, match="pseudo_rankings above 0"):
        plackett_luce(pd.DataFrame([[1, 1], [1, 2]], columns=list("AB")), pseudo_rankings=0)


def test_between_sets_never_compared_standard_errors_are_infinite() -> None:
    ranks = pd.DataFrame(
        [[1, 2, NAN, NAN, NAN], [2, 1, NAN, NAN, NAN], [NAN, NAN, 1, 2, NAN], [NAN, NAN, 2, 1, NAN], [NAN] * 4 + [1]],
        columns=list("ABCDE"),
    )
    fit = plackett_luce(ranks)
    assert fit.standard_error.tolist() == pytest.approx([0, math.sqrt(2), math.inf, math.inf, math.inf])
    assert fit.quasi_standard_error.tolist() == pytest.approx([1, 1, 1, 1, math.inf])
    assert fit.worth.tolist() == pytest.approx([0.2] * 5)


def test_an_option_nobody_ranked_has_no_worth_and_changes_nothing() -> None:
    ranks = pd.DataFrame([[NAN, 1, 2, 3], [NAN, 2, 1, 3], [NAN, 3, 1, 2]], columns=list("XABC"))
    fit, without = plackett_luce(ranks), plackett_luce(ranks[["A", "B", "C"]])
    for name in ("worth", "log_worth", "standard_error", "quasi_standard_error"):
        assert math.isnan(getattr(fit, name)["X"])
        assert getattr(fit, name)[["A", "B", "C"]].tolist() == getattr(without, name).tolist()
    with pytest.raises(RankingError, match="'X'"):
        plackett_luce(ranks, pseudo_rankings=0)


def test_ballots_that_all_tie_everything_have_no_estimate() -> None:
    with pytest.raises(RankingError, match="3 or more options left"):
        plackett_luce(pd.DataFrame([[1, 1, 1], [1, 1, 1]], columns=list("ABC")))


def test_two_options_always_tied_are_equal() -> None:
    fit = plackett_luce(pd.DataFrame([[1, 1], [1, 1]], columns=list("AB")))
    assert fit.worth.tolist() == pytest.approx([0.5, 0.5])
    # Two ties from two ballots, none from two pseudo-rankings in weight: half of four choices are ties.
    assert fit.tie["delta_2"] == pytest.approx(2)


# --- small and bad input --------------------------------------------------------------------------------------------


def test_one_option_has_all_the_worth() -> None:
    fit = plackett_luce(pd.DataFrame({"A": [1, 1]}), pseudo_rankings=0)
    assert (fit.worth["A"], fit.log_worth["A"], fit.standard_error["A"]) == (1, 0, 0)
    assert fit.quasi_standard_error["A"] == math.inf
    assert fit.log_likelihood == 0


def test_one_voters_order_is_the_order_of_worths() -> None:
    fit = plackett_luce(pd.DataFrame([[3, 1, 2]], columns=list("ABC")))
    assert list(fit.worth.sort_values(ascending=False).index) == ["B", "C", "A"]
    assert np.isfinite(fit.standard_error).all()


def test_voters_who_ranked_one_option_or_none_change_nothing() -> None:
    ranks = pd.DataFrame([[1, 2, 3], [2, 1, 3], [3, 2, 1]], columns=list("ABC"), dtype=float)
    more = pd.concat([ranks, pd.DataFrame([[1, NAN, NAN], [NAN] * 3], columns=list("ABC"))])
    fit, same_fit = plackett_luce(ranks), plackett_luce(more)
    assert same(fit.log_worth, same_fit.log_worth)
    assert same(fit.standard_error, same_fit.standard_error)
    assert fit.log_likelihood == pytest.approx(same_fit.log_likelihood)


@pytest.mark.parametrize("times", [-0.5, NAN, math.inf])
def test_impossible_pseudo_rankings_are_refused(times: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        plackett_luce(pd.DataFrame([[1, 2]]), pseudo_rankings=times)


@pytest.mark.parametrize("ballot", [[0, 1], [math.inf, 1], [NAN, NAN]])
def test_impossible_ballots_are_refused(ballot: list[float]) -> None:
    with pytest.raises(RankingError):
        plackett_luce(pd.DataFrame([ballot], columns=list("AB")))
