"""Copeland's score against pref_voting and by its properties."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import peer_profile, profiles, random_profile

from lmep_consult.errors import RankingError
from lmep_consult.ranking.copeland import copeland

NAN = math.nan


def test_scores_are_those_of_pref_voting_on_300_profiles_with_ties_and_partial_ballots() -> None:
    random = np.random.default_rng(2011)
    for _ in range(300):
        ranks = random_profile(random)
        assert copeland(ranks).to_dict() == peer_profile(ranks).copeland_scores()


def test_a_pair_as_many_place_either_way_counts_for_neither() -> None:
    assert copeland(pd.DataFrame([[1, 2, 3], [2, 1, 3]], columns=list("ABC"))).to_dict() == {"A": 1, "B": 1, "C": -2}


def test_each_option_of_a_cycle_wins_one_and_loses_one() -> None:
    assert copeland(pd.DataFrame([[1, 2, 3], [3, 1, 2], [2, 3, 1]])).tolist() == [0, 0, 0]


def test_by_how_many_voters_a_pair_is_won_makes_no_difference() -> None:
    narrow = pd.DataFrame([[1, 2]] * 5 + [[2, 1]] * 4)
    wide = pd.DataFrame([[1, 2]] * 9)
    assert copeland(narrow).tolist() == copeland(wide).tolist() == [1, -1]


def test_a_ranked_option_is_before_one_left_out_and_two_left_out_are_level() -> None:
    assert copeland(pd.DataFrame([[2, 1, NAN, NAN]])).tolist() == [1, 3, -2, -2]


@given(ranks=profiles(), data=st.data())
def test_the_order_and_names_of_voters_and_options_change_no_score(ranks: pd.DataFrame, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(ranks))))
    columns = data.draw(st.permutations(list(ranks.columns)))
    renamed = ranks.iloc[rows][columns].set_axis([f"voter {row}" for row in rows], axis=0).rename(columns=str.upper)
    pd.testing.assert_series_equal(copeland(renamed), copeland(ranks).rename(str.upper)[renamed.columns])


@given(ranks=profiles(), copies=st.integers(2, 3))
def test_cloning_all_voters_changes_no_score(ranks: pd.DataFrame, copies: int) -> None:
    cloned = pd.concat([ranks] * copies, ignore_index=True)
    pd.testing.assert_series_equal(copeland(cloned), copeland(ranks))


@given(order=st.permutations(range(1, 6)), voters=st.integers(1, 9))
def test_unanimous_ballots_give_the_voters_order(order: list[int], voters: int) -> None:
    assert copeland(pd.DataFrame([order] * voters)).tolist() == [6 - 2 * rank for rank in order]


@given(orders=st.lists(st.permutations(range(1, 6)), min_size=1, max_size=9))
def test_turning_full_ballots_round_turns_the_scores_round(orders: list[list[int]]) -> None:
    ranks = pd.DataFrame(orders)
    assert copeland(6 - ranks).tolist() == (-copeland(ranks)).tolist()


def test_one_option_scores_nothing() -> None:
    assert copeland(pd.DataFrame({"A": [1, NAN]})).to_dict() == {"A": 0}


def test_options_everybody_ties_score_nothing() -> None:
    assert copeland(pd.DataFrame([[1, 1, 1]] * 4)).tolist() == [0, 0, 0]


def test_an_option_nobody_ranked_loses_to_every_other() -> None:
    assert copeland(pd.DataFrame({"A": [1, 2], "B": [2, 1], "C": [NAN, NAN]})).tolist() == [1, 1, -2]


def test_ballots_that_are_none_are_refused() -> None:
    with pytest.raises(RankingError):
        copeland(pd.DataFrame([[NAN, NAN]]))
    with pytest.raises(RankingError):
        copeland(pd.DataFrame([[0, 1]]))
