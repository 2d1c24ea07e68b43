"""Kendall's W and Friedman's test against published examples, the textbook's formula and scipy."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from lmep_consult.errors import RankingError
from lmep_consult.ranking.concordance import friedman, kendalls_w

NAN = math.nan


@st.composite
def profiles(draw: st.DrawFn) -> pd.DataFrame:
    """Voters x options with ties, gaps between ranks and options left out; somebody ranks them all."""
    options = draw(st.integers(2, 6))
    rank = st.one_of(st.none(), st.integers(1, options))
    ballots = draw(st.lists(st.lists(rank, min_size=options, max_size=options), max_size=8))
    ballots.append(draw(st.permutations(range(1, options + 1))))
    return pd.DataFrame(ballots, columns=[f"option {place}" for place in range(options)], dtype=float)


def textbook_w(ranks: pd.DataFrame) -> Fraction:
    """12 S / (m^2 (n^3 - n) - m T), place by place in whole fractions."""
    rows = [[math.inf if math.isnan(rank) else rank for rank in row] for row in ranks.to_numpy().tolist()]
    rows = [row for row in rows if min(row) < math.inf]
    m, n = len(rows), ranks.shape[1]
    sums = [Fraction(0)] * n
    ties = 0
    for row in rows:
        for option, rank in enumerate(row):
            sums[option] += sum(other < rank for other in row) + Fraction(row.count(rank) + 1, 2)
        ties += sum(row.count(rank) ** 3 - row.count(rank) for rank in set(row))
    spread = sum((total - Fraction(m * (n + 1), 2)) ** 2 for total in sums)
    return 12 * spread / (m**2 * (n**3 - n) - m * ties)


def test_three_executives_agree_as_siegel_works_out() -> None:
    """Rank sums 8, 14, 11, 11, 11, 8 about 10.5: S = 25.5, and W = 12 x 25.5 / (9 x 210) = .16."""
    ranks = pd.DataFrame([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert kendalls_w(ranks).value == pytest.approx(12 * 25.5 / (9 * 210))


def test_three_rankings_with_ties_agree_as_kendall_works_out() -> None:
    """Kendall's example of ten objects, which Siegel repeats: S = 591, T = 12 + 18 + 84, W = .828."""
    ranks = pd.DataFrame(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert kendalls_w(ranks).value == pytest.approx(12 * 591 / (9 * 990 - 3 * 114))
    assert round(kendalls_w(ranks).value, 3) == 0.828


def test_a_partial_ballot_worked_by_hand_shares_the_places_left() -> None:
    """Places 1, 2, 3, 4 and 1, 2, 3.5, 3.5: sums 2, 4, 6.5, 7.5, S = 9 + 1 + 2.25 + 6.25, T = 2^3 - 2."""
    ranks = pd.DataFrame([[1, 2, 3, 4], [1, 2, NAN, NAN]])
    assert kendalls_w(ranks).value == pytest.approx(12 * 18.5 / (4 * 60 - 2 * 6))


@given(ranks=profiles())
def test_w_is_the_textbooks_formula_with_ties_and_partial_ballots(ranks: pd.DataFrame) -> None:
    assert kendalls_w(ranks).value == pytest.approx(float(textbook_w(ranks)))


def test_friedman_is_scipys_on_300_profiles_with_ties_and_partial_ballots() -> None:
    random = np.random.default_rng(1937)
    for _ in range(300):
        voters, options = random.integers(2, 16), random.integers(3, 9)
        values = random.integers(1, random.integers(2, 12) + 1, (voters, options)).astype(float)
        values[random.random(values.shape) < random.choice([0, 0.2, 0.7])] = NAN
        values[:, 0] = 1
        values[0] = np.arange(1, options + 1)
        found = friedman(pd.DataFrame(values))
        expected = friedmanchisquare(*np.nan_to_num(values, nan=99).T)
        assert found.statistic == pytest.approx(expected.statistic, abs=1e-9)
        assert found.p == pytest.approx(expected.pvalue)
        assert found.df == options - 1


@given(ranks=profiles(), data=st.data())
def test_the_order_and_names_of_voters_and_options_do_not_change_w(ranks: pd.DataFrame, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(ranks))))
    columns = data.draw(st.permutations(list(ranks.columns)))
    renamed = ranks.iloc[rows][columns].set_axis([f"voter {row}" for row in rows], axis=0).rename(columns=str.upper)
    assert kendalls_w(renamed).value == pytest.approx(kendalls_w(ranks).value)
    assert friedman(renamed).p == pytest.approx(friedman(ranks).p)


@settings(max_examples=25)
@given(ranks=profiles(), seed=st.integers(0, 99))
def test_names_do_not_change_the_interval(ranks: pd.DataFrame, seed: int) -> None:
    renamed = ranks.set_axis([f"voter {row}" for row in range(len(ranks))], axis=0).rename(columns=str.upper)
    assert kendalls_w(renamed).interval(seed=seed) == kendalls_w(ranks).interval(seed=seed)


@given(ranks=profiles(), copies=st.integers(2, 3))
def test_cloning_all_voters_does_not_change_w_and_multiplies_friedmans_statistic(
    ranks: pd.DataFrame, copies: int
) -> None:
    cloned = pd.concat([ranks] * copies, ignore_index=True)
    assert kendalls_w(cloned).value == pytest.approx(kendalls_w(ranks).value)
    assert friedman(cloned).statistic == pytest.approx(copies * friedman(ranks).statistic)


@given(order=st.permutations(range(1, 6)), voters=st.integers(3, 9))
def test_unanimous_ballots_agree_fully_without_doubt(order: list[int], voters: int) -> None:
    w = kendalls_w(pd.DataFrame([order] * voters))
    assert w.value == 1
    assert w.interval() == pytest.approx((1, 1))


@given(row=st.lists(st.sampled_from([1, 2, NAN]), min_size=2, max_size=6), voters=st.integers(3, 5))
def test_voters_who_tie_and_leave_out_the_same_agree_fully(row: list[float], voters: int) -> None:
    ranks = pd.DataFrame([[1.0, 2.0, *row]] * voters)
    assert kendalls_w(ranks).value == pytest.approx(1)


def test_two_opposite_ballots_do_not_agree_at_all() -> None:
    assert kendalls_w(pd.DataFrame([[1, 2, 3], [3, 2, 1]])).value == 0


@settings(max_examples=25)
@given(ranks=profiles(), seed=st.integers(0, 99), level=st.sampled_from([0.5, 0.8, 0.95]))
def test_the_interval_lies_within_0_and_1_and_widens_with_the_level(
    ranks: pd.DataFrame, seed: int, level: float
) -> None:
    w = kendalls_w(ranks)
    lower, upper = w.interval(level, seed)
    wider_lower, wider_upper = w.interval(0.99, seed)
    assert 0 <= wider_lower <= lower <= upper <= wider_upper <= 1


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    random = np.random.default_rng(1)
    w = kendalls_w(pd.DataFrame(random.permuted(np.tile(np.arange(1, 9), (14, 1)), axis=1)))
    assert w.interval(seed=3) == w.interval(seed=3)
    assert w.interval(seed=3) != w.interval(seed=4)


def test_voters_who_rank_at_random_have_an_interval_that_holds_chance() -> None:
    """W of m voters at random is 1 / m on average; leaving copies in moves the interval off it one time in ten."""
    random = np.random.default_rng(2)
    held = 0
    for _ in range(100):
        lower, upper = kendalls_w(pd.DataFrame(random.permuted(np.tile(np.arange(1, 9), (43, 1)), axis=1))).interval()
        held += lower <= 1 / 43 <= upper
    assert held >= 95


def test_more_voters_than_fit_a_block_are_drawn_in_several() -> None:
    random = np.random.default_rng(3)
    ranks = pd.DataFrame(random.permuted(np.tile(np.arange(1, 5), (5000, 1)), axis=1))
    lower, upper = kendalls_w(ranks).interval()
    assert 0 <= lower < 1 / 5000 < upper < 0.01


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, NAN])
def test_a_level_that_is_no_share_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        kendalls_w(pd.DataFrame([[1, 2]])).interval(level)


def test_one_voter_agrees_with_their_own_ballot_and_tells_nothing_of_others() -> None:
    ranks = pd.DataFrame([[2, 1, NAN, NAN]])
    assert kendalls_w(ranks).value == 1
    assert kendalls_w(ranks).interval() == (0, 1)
    assert friedman(ranks).statistic == pytest.approx(3)


@pytest.mark.parametrize(
    "ranks", [pd.DataFrame([[1, 1, 1]] * 4), pd.DataFrame([[1, 1]]), pd.DataFrame({"A": [1, 1, 1]})]
)
def test_where_nobody_places_any_option_before_another_there_is_no_order_to_agree_on(ranks: pd.DataFrame) -> None:
    assert kendalls_w(ranks).value == 0
    assert friedman(ranks).statistic == 0
    assert friedman(ranks).p == 1
    lower, upper = kendalls_w(ranks).interval()
    assert 0 <= lower <= upper <= 1


def test_a_voter_who_ties_everything_lowers_agreement() -> None:
    assert kendalls_w(pd.DataFrame([[1, 2, 3], [1, 1, 1]])).value == pytest.approx(1 / 2)


def test_a_voter_who_ranked_nothing_is_not_counted() -> None:
    w = kendalls_w(pd.DataFrame([[1, 2, 3], [NAN, NAN, NAN], [2, 1, 3]]))
    assert (w.n_voters, w.n_options) == (2, 3)


def test_an_option_nobody_ranked_is_last_for_all() -> None:
    ranks = pd.DataFrame({"A": [1, 2], "B": [2, 1], "C": [NAN, NAN]})
    assert kendalls_w(ranks).value == kendalls_w(ranks.fillna(3)).value


def test_ballots_that_are_none_are_refused() -> None:
    for method in (kendalls_w, friedman):
        with pytest.raises(RankingError):
            method(pd.DataFrame([[NAN, NAN]]))
        with pytest.raises(RankingError):
            method(pd.DataFrame([[0, 1]]))
