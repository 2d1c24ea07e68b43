"""Kemeny's ranking against every ranking there is, pref_voting, and a published election."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pref_voting.other_methods import kemeny_young, kemeny_young_rankings
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from profiles import profiles

from lmep_consult.errors import RankingError
from lmep_consult.ranking.kemeny import kemeny

NAN = math.nan


def random_profile(random: np.random.Generator, most_options: int) -> pd.DataFrame:
    """1 to 12 voters, from few ties to many, from full ballots to nearly empty ones."""
    voters, options = random.integers(1, 13), random.integers(1, most_options + 1)
    ranks = random.integers(1, random.integers(1, 9) + 1, (voters, options)).astype(float)
    ranks[random.random(ranks.shape) < random.choice([0, 0.2, 0.7])] = NAN
    ranks[0, 0] = 1
    return pd.DataFrame(ranks)


def order_of(places: pd.Series) -> list[int]:
    return [int(option) for option in np.argsort(places.to_numpy())]


def all_distances(ranks: pd.DataFrame) -> tuple[list[tuple[int, ...]], np.ndarray]:
    """Every ranking (the options in order, in dictionary order) and its distance, counted voter by voter."""
    options = range(ranks.shape[1])
    orders = list(itertools.permutations(options))
    place = np.array([[order.index(option) for option in options] for order in orders])
    distances = np.zeros(len(orders), dtype=int)
    for ballot in ranks.fillna(np.inf).to_numpy():
        for i, j in itertools.combinations(options, 2):
            if ballot[i] < ballot[j]:
                distances += place[:, i] > place[:, j]
            elif ballot[j] < ballot[i]:
                distances += place[:, j] > place[:, i]
    return orders, distances


def test_no_ranking_of_300_profiles_with_ties_and_partial_ballots_is_nearer() -> None:
    random = np.random.default_rng(1959)
    for _ in range(300):
        ranks = random_profile(random, most_options=6)
        orders, distances = all_distances(ranks)
        nearest = np.flatnonzero(distances == distances.min())
        found = kemeny(ranks)
        assert found.attrs["distance"] == distances.min()
        assert found.attrs["rankings"] == len(nearest)
        assert found.attrs["bound"] <= distances.min()
        assert order_of(found) == list(orders[nearest[0]])


def test_the_winner_is_one_of_pref_votings_on_300_profiles_with_ties_and_partial_ballots() -> None:
    random = np.random.default_rng(1960)
    for _ in range(300):
        ranks = random_profile(random, most_options=5)
        ballots = [{o: int(r) for o, r in enumerate(row) if not math.isnan(r)} for row in ranks.to_numpy().tolist()]
        profile = ProfileWithTies(ballots, candidates=list(range(ranks.shape[1])))
        profile.use_extended_strict_preference()
        assert order_of(kemeny(ranks))[0] == kemeny_young(profile)[0]


def test_the_rankings_are_those_of_pref_voting_on_full_ballots() -> None:
    random = np.random.default_rng(1961)
    for _ in range(200):
        orders = random.permuted(np.tile(np.arange(random.integers(1, 6)), (random.integers(1, 9), 1)), axis=1)
        rankings, distance = kemeny_young_rankings(Profile(orders))
        found = kemeny(pd.DataFrame(orders.argsort(axis=1) + 1))
        assert (found.attrs["distance"], found.attrs["rankings"]) == (distance, len(rankings))
        assert tuple(order_of(found)) == min(rankings)


def test_the_capital_of_tennessee_is_ranked_as_published() -> None:
    """The usual example of the Kemeny-Young method: the best of 24 rankings agrees with 393 of 600 pairs."""
    columns = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
    rows = [[1, 2, 3, 4]] * 42 + [[4, 1, 2, 3]] * 26 + [[4, 3, 1, 2]] * 15 + [[4, 3, 2, 1]] * 17
    found = kemeny(pd.DataFrame(rows, columns=columns))
    assert found.to_dict() == {"Nashville": 1, "Chattanooga": 2, "Knoxville": 3, "Memphis": 4}
    assert found.attrs == {"distance": 600 - 393, "bound": 600 - 393, "rankings": 1}


@given(ranks=profiles(), data=st.data())
def test_the_order_of_voters_and_the_names_of_options_change_nothing(ranks: pd.DataFrame, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(ranks))))
    renamed = ranks.iloc[rows].set_axis([f"voter {row}" for row in rows], axis=0).rename(columns=str.upper)
    found, expected = kemeny(renamed), kemeny(ranks).rename(str.upper)
    pd.testing.assert_series_equal(found, expected)
    assert found.attrs == expected.attrs


@given(ranks=profiles(), data=st.data())
def test_the_order_of_options_decides_only_between_rankings_equally_near(
    ranks: pd.DataFrame, data: st.DataObject
) -> None:
    moved = ranks[data.draw(st.permutations(list(ranks.columns)))]
    found, expected = kemeny(moved), kemeny(ranks)
    assert found.attrs == expected.attrs
    if expected.attrs["rankings"] == 1:
        assert found.to_dict() == expected.to_dict()


@given(ranks=profiles(), copies=st.integers(2, 3))
def test_cloning_all_voters_changes_no_place(ranks: pd.DataFrame, copies: int) -> None:
    found, expected = kemeny(pd.concat([ranks] * copies, ignore_index=True)), kemeny(ranks)
    pd.testing.assert_series_equal(found, expected)
    assert found.attrs["distance"] == copies * expected.attrs["distance"]
    assert found.attrs["rankings"] == expected.attrs["rankings"]


@given(order=st.permutations(range(1, 8)), voters=st.integers(1, 9))
def test_unanimous_ballots_give_the_voters_ranking_at_no_distance(order: list[int], voters: int) -> None:
    found = kemeny(pd.DataFrame([order] * voters))
    assert found.tolist() == order
    assert found.attrs == {"distance": 0, "bound": 0, "rankings": 1}


def test_a_cycle_is_as_far_above_the_bound_as_its_weakest_majority_is_wide() -> None:
    """a before b by 6 to 3, b before c by 7 to 2, c before a by 5 to 4: the bound is 3 + 2 + 4; a, b, c costs 10."""
    ranks = pd.DataFrame([[1, 2, 3]] * 4 + [[3, 1, 2]] * 3 + [[2, 3, 1]] * 2, columns=list("abc"))
    found = kemeny(ranks)
    assert found.to_dict() == {"a": 1, "b": 2, "c": 3}
    assert found.attrs == {"distance": 10, "bound": 9, "rankings": 1}


def test_fifteen_options_are_ranked_as_majorities_that_contradict_nowhere_say() -> None:
    random = np.random.default_rng(15)
    order = random.permutation(15) + 1
    voters = [random.permutation(15) + 1 for _ in range(20)]
    ranks = pd.DataFrame([list(order)] * 21 + [list(voter) for voter in voters])
    found = kemeny(ranks)
    assert found.tolist() == order.tolist()
    assert found.attrs["distance"] == found.attrs["bound"]
    assert found.attrs["rankings"] == 1


def test_fifteen_options_all_level_have_as_many_rankings_as_there_are() -> None:
    found = kemeny(pd.DataFrame([[1] * 15]))
    assert found.tolist() == list(range(1, 16))
    assert found.attrs == {"distance": 0, "bound": 0, "rankings": math.factorial(15)}


def test_sixteen_options_are_refused_with_the_bound() -> None:
    forwards = list(range(1, 17))
    with pytest.raises(RankingError, match=r"up to 15 options, and here are 16.* nearer to the ballots than 120 pairs"):
        kemeny(pd.DataFrame([forwards, forwards, forwards[::-1]]))


def test_one_option_is_first() -> None:
    found = kemeny(pd.DataFrame({"A": [1, NAN]}))
    assert found.to_dict() == {"A": 1}
    assert found.attrs == {"distance": 0, "bound": 0, "rankings": 1}


def test_options_left_out_are_behind_the_ranked_ones_in_either_order() -> None:
    found = kemeny(pd.DataFrame([[NAN, 2, NAN, 1]], columns=list("ABCD")))
    assert found.to_dict() == {"A": 3, "B": 2, "C": 4, "D": 1}
    assert found.attrs == {"distance": 0, "bound": 0, "rankings": 2}


def test_ballots_that_are_none_are_refused() -> None:
    with pytest.raises(RankingError):
        kemeny(pd.DataFrame([[NAN, NAN]]))
    with pytest.raises(RankingError):
        kemeny(pd.DataFrame([[0, 1]]))
