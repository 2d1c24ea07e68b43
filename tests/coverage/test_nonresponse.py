"""What the missing could change: by hand, and against every way in which they could have voted."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult import ranking
from lmep_consult.coverage import group_weights, reweighted, worst_case

RANKS = pd.DataFrame({"A": [1, 1, 2], "B": [2, 2, 1], "C": [3, 3, 3]}, index=["v1", "v2", "v3"])
GROUP = pd.Series({"v1": "MSA", "v2": "MSA", "v3": "ICB"})


def voted(ballots: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(ballots, columns=[*"ABCD"[: len(ballots[0])]], index=[f"v{n}" for n in range(len(ballots))])


def test_weights_bring_groups_to_their_shares_of_the_intended_sample() -> None:
    table = group_weights(RANKS, GROUP, {"MSA": 2, "ICB": 4, "CtW": 5})
    assert table[["group", "voters", "intended"]].values.tolist() == [["MSA", 2, 2], ["ICB", 1, 4], ["CtW", 0, 5]]
    assert table["weight"].tolist()[:2] == pytest.approx([0.5, 2.0])
    assert math.isnan(table["weight"][2])


def test_the_weights_average_one_over_the_voters() -> None:
    table = group_weights(RANKS, GROUP, {"MSA": 7, "ICB": 3})
    assert (table["weight"] * table["voters"]).sum() / 3 == pytest.approx(1)


def test_reweighting_by_hand() -> None:
    table = reweighted(RANKS, GROUP, {"MSA": 2, "ICB": 4}).set_index("option")
    assert table["borda"].to_dict() == pytest.approx({"A": 8 / 3, "B": 7 / 3, "C": 1})
    assert table["borda_intended"].to_dict() == pytest.approx({"A": 7 / 3, "B": 8 / 3, "C": 1})  # 1/3 MSA, 2/3 ICB
    assert table["place_intended"].to_dict() == {"A": 2, "B": 1, "C": 3}
    assert table["moves"].to_dict() == {"A": -1, "B": 1, "C": 0}


def test_a_group_without_a_number_intended_counts_as_it_came() -> None:
    table = group_weights(RANKS, GROUP, {"MSA": 2}).set_index("group")
    assert table["weight"].to_dict() == {"MSA": 1, "ICB": 1}


def test_a_voter_whose_group_is_not_known_counts_as_they_came() -> None:
    table = group_weights(RANKS, GROUP.drop("v3"), {"MSA": 2}).set_index("group")
    assert table["voters"].to_dict() == {"MSA": 2, "Not known": 1}
    assert reweighted(RANKS, GROUP.drop("v3"), {"MSA": 2})["moves"].tolist() == [0, 0, 0]


def test_a_voter_who_ranked_nothing_is_no_voter() -> None:
    ranks = RANKS.astype("Int64")
    ranks.loc["v2"] = pd.NA
    assert group_weights(ranks, GROUP, {})["voters"].tolist() == [1, 1]
    assert worst_case(ranks, GROUP, {"MSA": 2})["missing"].unique().tolist() == [1]


def test_nobody_to_weigh_gives_no_priorities_and_no_error() -> None:
    table = reweighted(RANKS.iloc[:0], GROUP, {"MSA": 2})
    assert table["borda_intended"].isna().all()
    assert table["place_intended"].isna().all()


ballot = st.lists(st.sampled_from([1.0, 2.0, 3.0, math.nan]), min_size=3, max_size=3)
some = st.lists(st.tuples(ballot, st.sampled_from(["A", "B"])), min_size=1, max_size=6)


@settings(deadline=None, max_examples=60)
@given(some)
def test_points_are_those_of_the_ranking_reported(voters: list[tuple[list[float], str]]) -> None:
    ranks = voted([ranks for ranks, _ in voters])
    if ranks.notna().any(axis=None):
        ours = reweighted(ranks, pd.Series("A", ranks.index), {}).set_index("option")["borda"]
        assert ours.to_dict() == pytest.approx(ranking.borda(ranks).to_dict())


@settings(deadline=None, max_examples=60)
@given(some, st.integers(1, 5))
def test_where_the_sample_is_as_intended_reweighting_changes_nothing(
    voters: list[tuple[list[float], str]], times: int
) -> None:
    ranks = voted([ranks for ranks, _ in voters])
    group = pd.Series([group for _, group in voters], ranks.index)
    achieved = group[ranks.notna().any(axis=1)].value_counts().to_dict()
    table = reweighted(ranks, group, {name: times * count for name, count in achieved.items()})
    np.testing.assert_allclose(table["borda_intended"], table["borda"])
    assert (table["place"] == table["place_intended"]).all() or not achieved


def points(ballot: Sequence[float]) -> list[float]:
    """1, one more for each option ranked lower or left out, and a half for each tied; those left out tie."""
    rank = [math.inf if math.isnan(r) else r for r in ballot]
    return [1 + sum(mine < other for other in rank) + (rank.count(mine) - 1) / 2 for mine in rank]


def extremes(votes: Sequence[Sequence[float]], missing: int, ballots: list[tuple[float, ...]]) -> pd.DataFrame:
    """The least and most points and the best and worst place of each option, over every way in which `missing` more
    may vote by one of the ballots."""
    now = [points(vote) for vote in votes if not all(map(math.isnan, vote))]
    new = [points(ballot) for ballot in ballots]
    rows = []
    for more in itertools.combinations_with_replacement(new, missing):
        total = [sum(column) for column in zip(*now, *more, strict=True)]
        for option, mine in zip("ABCD", total, strict=False):
            rows.append((option, mine / (len(now) + missing), 1 + sum(other > mine for other in total)))
    every = pd.DataFrame(rows, columns=["option", "borda", "place"]).groupby("option")
    ends = {"borda_lowest": every["borda"].min(), "borda_highest": every["borda"].max()}
    return pd.DataFrame(ends | {"place_best": every["place"].min(), "place_worst": every["place"].max()})


FULL = list(itertools.permutations([1.0, 2.0, 3.0, 4.0]))
ANY = [b for b in itertools.product([1.0, 2.0, 3.0, math.nan], repeat=3) if not all(map(math.isnan, b))]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(FULL), min_size=1, max_size=5), st.integers(1, 2))
def test_the_ends_of_the_points_are_reached_where_the_missing_rank_all_options(
    votes: list[tuple[float, ...]], missing: int
) -> None:
    ranks = voted([list(vote) for vote in votes])
    group = pd.Series("ICB", ranks.index)
    table = worst_case(ranks, group, {"ICB": len(ranks) + missing}).query("group == 'ICB'").set_index("option")
    truth = extremes(votes, missing, FULL)
    np.testing.assert_allclose(table[["borda_lowest", "borda_highest"]], truth[["borda_lowest", "borda_highest"]])
    assert (table["place_best"] <= truth["place_best"]).all()
    assert (table["place_worst"] >= truth["place_worst"]).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(ballot, min_size=1, max_size=4), st.integers(1, 2))
def test_every_way_in_which_the_missing_may_vote_lies_within(votes: list[list[float]], missing: int) -> None:
    ranks = voted(votes)
    voters = int(ranks.notna().any(axis=1).sum())
    table = worst_case(ranks, pd.Series("ICB", ranks.index), {"ICB": voters + missing})
    table = table[table["group"] == "ICB"].set_index("option")
    truth = extremes(votes, missing, ANY)
    assert (table["borda_lowest"] <= truth["borda_lowest"] + 1e-9).all()
    assert (table["borda_highest"] >= truth["borda_highest"] - 1e-9).all()
    assert (table["place_best"] <= truth["place_best"]).all()
    assert (table["place_worst"] >= truth["place_worst"]).all()


def test_only_groups_that_miss_voters_have_rows_and_all_the_missing_come_last() -> None:
    table = worst_case(RANKS, GROUP, {"MSA": 2, "ICB": 2, "CtW": 3})
    assert table.drop_duplicates("group")[["group", "missing"]].values.tolist() == [
        ["ICB", 1],
        ["CtW", 3],
        ["All groups", 4],
    ]
    assert worst_case(RANKS, GROUP, {"MSA": 1, "ICB": 1}).empty


def test_the_worst_place_by_hand() -> None:
    table = worst_case(voted([[1, 2, 3, 4]]), pd.Series({"v0": "ICB"}), {"ICB": 2})
    # A keeps 4 points and gets 1; B with 3 and C with 4 more are past it, D with its 1 and at most 4 is not
    assert table.query("group == 'ICB'")["place_worst"].tolist() == [3, 4, 4, 4]


def test_the_best_place_may_need_a_tie() -> None:
    ranks = voted([[1, 2, 3, 4], [2, 3, 1, 4], [4, 2, 3, 1]])  # 8 points each for A, B and C, 6 for D
    table = worst_case(ranks, pd.Series("ICB", ranks.index), {"ICB": 4}).query("group == 'ICB'")
    # D gains 4; A, B and C, tied on one ballot, 2 each: all have 10
    assert table["place_best"].tolist() == [1, 1, 1, 1]
    assert extremes(ranks.to_numpy().tolist(), 1, [(2.0, 2.0, 2.0, 1.0)])["place_best"]["D"] == 1


def test_one_more_voter_by_hand() -> None:
    row = worst_case(RANKS, GROUP, {"ICB": 2}).query("group == 'ICB' and option == 'B'").iloc[0]
    assert row[["borda_lowest", "borda_highest"]].tolist() == [2.0, 2.5]  # 7 points of 3 voters, and 1 or 3 more
    assert row[["place", "place_best", "place_worst"]].tolist() == [2, 1, 2]  # 10 points each for A and B at best
