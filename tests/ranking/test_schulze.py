"""Schulze's method against published examples, pref_voting, and paths walked one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pref_voting.margin_based_methods import beat_path, beat_path_defeat
from profiles import peer_profile, profiles, random_profile

from lmep_consult.errors import RankingError
from lmep_consult.ranking.schulze import schulze

NAN = math.nan


def from_orders(counts: dict[str, int]) -> pd.DataFrame:
    """Full ballots written as the options in order, with how many voters cast each."""
    options = sorted(next(iter(counts)))
    rows = [[order.index(option) + 1 for option in options] for order, n in counts.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=options)


def beaten(ranks: pd.DataFrame) -> list[int]:
    """How many options each beats, by the definition: every path of every length, its weakest margin, the best."""
    rows = [[math.inf if math.isnan(rank) else rank for rank in row] for row in ranks.to_numpy().tolist()]
    options = range(ranks.shape[1])
    margin = {(i, j): sum((row[i] < row[j]) - (row[i] > row[j]) for row in rows) for i in options for j in options}

    def strongest(start: int, end: int) -> int:
        others = [option for option in options if option not in (start, end)]
        paths = (
            (start, *via, end) for length in range(len(others) + 1) for via in itertools.permutations(others, length)
        )
        return max(min(margin[step] for step in itertools.pairwise(path)) for path in paths)

    return [sum(strongest(i, j) > strongest(j, i) for j in options if j != i) for i in options]


def test_the_beats_are_those_of_pref_voting_on_300_profiles_with_ties_and_partial_ballots() -> None:
    random = np.random.default_rng(2011)
    for _ in range(300):
        ranks = random_profile(random)
        profile = peer_profile(ranks)
        scores, beats = schulze(ranks), beat_path_defeat(profile)
        assert scores.to_dict() == dict(beats.out_degree())
        assert all(scores[better] > scores[worse] for better, worse in beats.edges)
        assert scores.idxmax() in beat_path(profile)


@given(ranks=profiles(most=5))
def test_each_score_is_counted_from_all_paths(ranks: pd.DataFrame) -> None:
    assert schulze(ranks).tolist() == beaten(ranks)


def test_the_election_of_45_voters_is_ordered_e_a_c_b_d() -> None:
    """Schulze's example of 45 voters and 5 options, as on the method's page of Wikipedia."""
    counts = {"acbed": 5, "adecb": 5, "bedac": 8, "cabed": 3, "caebd": 7, "cbade": 2, "dceba": 7, "ebadc": 8}
    assert schulze(from_orders(counts)).to_dict() == {"a": 3, "b": 1, "c": 2, "d": 0, "e": 4}


def test_options_of_a_cycle_of_equal_majorities_are_level() -> None:
    assert schulze(from_orders({"abc": 1, "bca": 1, "cab": 1})).tolist() == [0, 0, 0]


def test_the_weakest_majority_of_a_cycle_gives_way() -> None:
    assert schulze(from_orders({"abc": 4, "bca": 3, "cab": 2})).to_dict() == {"a": 2, "b": 1, "c": 0}


def test_strength_is_by_margin_and_not_by_winning_votes() -> None:
    """a goes before b by 5 to 4, b before c by 6 to 3, c before a by 4 to 2.

    By margin 1, 3 and 2 the first gives way, so b, c, a; by winning votes 5, 6 and 4 the last would: a, b, c.
    """
    ranks = pd.DataFrame([[1, 2, 1]] * 3 + [[1, 2, 3]] * 2 + [[3, 1, 2]] * 4, columns=list("abc"))
    assert schulze(ranks).to_dict() == {"a": 0, "b": 2, "c": 1}


@given(ranks=profiles(most=5), data=st.data())
def test_the_order_and_names_of_voters_and_options_change_no_score(ranks: pd.DataFrame, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(ranks))))
    columns = data.draw(st.permutations(list(ranks.columns)))
    renamed = ranks.iloc[rows][columns].set_axis([f"voter {row}" for row in rows], axis=0).rename(columns=str.upper)
    pd.testing.assert_series_equal(schulze(renamed), schulze(ranks).rename(str.upper)[renamed.columns])


@given(ranks=profiles(most=5), copies=st.integers(2, 3))
def test_cloning_all_voters_changes_no_score(ranks: pd.DataFrame, copies: int) -> None:
    cloned = pd.concat([ranks] * copies, ignore_index=True)
    pd.testing.assert_series_equal(schulze(cloned), schulze(ranks))


@given(order=st.permutations(range(1, 6)), voters=st.integers(1, 9))
def test_unanimous_ballots_give_the_voters_order(order: list[int], voters: int) -> None:
    assert schulze(pd.DataFrame([order] * voters)).tolist() == [5 - rank for rank in order]


@given(orders=st.lists(st.permutations(range(1, 6)), min_size=1, max_size=9))
def test_an_option_most_place_before_each_other_one_scores_most(orders: list[list[int]]) -> None:
    ballots = np.array(orders)
    before = (ballots[:, :, None] < ballots[:, None, :]).sum(axis=0)
    for option in np.flatnonzero((before > before.T).sum(axis=1) == 4):
        assert schulze(pd.DataFrame(orders))[option] == 4


def test_one_option_beats_none() -> None:
    assert schulze(pd.DataFrame({"A": [1, NAN]})).to_dict() == {"A": 0}


def test_options_everybody_ties_beat_none() -> None:
    assert schulze(pd.DataFrame([[1, 1, 1]] * 4)).tolist() == [0, 0, 0]


def test_an_option_nobody_ranked_beats_none_and_is_beaten_by_all() -> None:
    assert schulze(pd.DataFrame({"A": [1, 2, 1], "B": [2, 1, 2], "C": [NAN] * 3})).tolist() == [2, 1, 0]


def test_ballots_that_are_none_are_refused() -> None:
    with pytest.raises(RankingError):
        schulze(pd.DataFrame([[NAN, NAN]]))
    with pytest.raises(RankingError):
        schulze(pd.DataFrame([[0, 1]]))
