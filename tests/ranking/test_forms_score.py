"""Forms' score, and with it Borda's order, against pref_voting's."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from profiles import profiles

from lmep_consult.errors import RankingError
from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.forms_score import forms_score

NAN = math.nan


def test_on_full_ballots_the_score_is_pref_votings_borda_score_and_a_point_a_voter() -> None:
    """pref_voting gives n - 1 points to the first and 0 to the last."""
    random = np.random.default_rng(1770)
    for _ in range(100):
        voters = random.integers(1, 16)
        orders = random.permuted(np.tile(np.arange(random.integers(1, 9)), (voters, 1)), axis=1)
        scores = Profile(orders).borda_scores()
        expected = {option: score + voters for option, score in scores.items()}
        assert forms_score(pd.DataFrame(orders.argsort(axis=1) + 1)).to_dict() == expected


def test_bordas_average_is_pref_votings_score_on_300_profiles_with_ties_and_partial_ballots() -> None:
    """pref_voting's symmetric score of a ballot, options behind less options before, is twice ours less the mean."""
    random = np.random.default_rng(1784)
    for _ in range(300):
        voters, options = random.integers(1, 11), random.integers(1, 8)
        values = random.integers(1, random.integers(1, 12) + 1, (voters, options)).astype(float)
        values[random.random(values.shape) < random.choice([0, 0.2, 0.7])] = NAN
        values[:, 0] = 1
        ballots = [{o: int(r) for o, r in enumerate(row) if not math.isnan(r)} for row in values.tolist()]
        scores = ProfileWithTies(ballots, candidates=list(range(options))).borda_scores()
        expected = [(options + 1) / 2 + scores[option] / (2 * voters) for option in range(options)]
        assert borda(pd.DataFrame(values)).tolist() == pytest.approx(expected)


def test_two_of_four_ranked_gives_four_and_three_points_and_none_to_the_others() -> None:
    assert forms_score(pd.DataFrame([[2, NAN, 1, NAN]])).tolist() == [3, 0, 4, 0]


def test_two_tied_for_first_share_the_points_of_first_and_second() -> None:
    assert forms_score(pd.DataFrame([[1, 1, 3]])).tolist() == [2.5, 2.5, 1]


def test_a_voter_who_ranked_nothing_adds_nothing() -> None:
    assert forms_score(pd.DataFrame([[1, 2], [NAN, NAN]])).tolist() == [2, 1]


@given(ranks=profiles())
def test_the_score_is_bordas_with_zero_for_unranked_times_the_voters(ranks: pd.DataFrame) -> None:
    voted = ranks.notna().any(axis=1).sum()
    assert forms_score(ranks).tolist() == pytest.approx((borda(ranks, "zero") * voted).tolist())


@given(ranks=profiles(), data=st.data())
def test_the_order_and_names_of_voters_and_options_change_no_score(ranks: pd.DataFrame, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(ranks))))
    columns = data.draw(st.permutations(list(ranks.columns)))
    renamed = ranks.iloc[rows][columns].set_axis([f"voter {row}" for row in rows], axis=0).rename(columns=str.upper)
    pd.testing.assert_series_equal(forms_score(renamed), forms_score(ranks).rename(str.upper)[renamed.columns])


@given(ranks=profiles(), copies=st.integers(2, 3))
def test_cloning_all_voters_multiplies_every_score(ranks: pd.DataFrame, copies: int) -> None:
    cloned = pd.concat([ranks] * copies, ignore_index=True)
    pd.testing.assert_series_equal(forms_score(cloned), forms_score(ranks) * copies)


@given(order=st.permutations(range(1, 6)), voters=st.integers(1, 9))
def test_unanimous_ballots_give_each_voters_points(order: list[int], voters: int) -> None:
    assert forms_score(pd.DataFrame([order] * voters)).tolist() == [voters * (6 - rank) for rank in order]


def test_one_option_gets_a_point_a_voter() -> None:
    assert forms_score(pd.DataFrame({"A": [1, 1, NAN]})).to_dict() == {"A": 2}


def test_an_option_nobody_ranked_gets_nothing() -> None:
    assert forms_score(pd.DataFrame({"A": [1, 1], "B": [NAN, NAN]})).to_dict() == {"A": 4, "B": 0}


def test_ballots_that_are_none_are_refused() -> None:
    with pytest.raises(RankingError):
        forms_score(pd.DataFrame([[NAN, NAN]]))
    with pytest.raises(RankingError):
        forms_score(pd.DataFrame([[0, 1]]))
