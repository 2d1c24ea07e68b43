"""One question's priorities overall and by group, and how far they move."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.ranking import priorities, stability

NAN = math.nan
SEED = 7


def ballots(*rows: list[float], options: str = "ABC") -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(options), index=[f"v{n}" for n in range(1, len(rows) + 1)])


def groups_of(ranks: pd.DataFrame, *names: str) -> pd.Series:
    return pd.Series(list(names), index=ranks.index)


def cell(table: pd.DataFrame, group: str, option: str, column: str) -> object:
    return table[(table["group"] == group) & (table["option"] == option)][column].item()


def test_all_groups_come_first_then_the_groups_in_the_order_of_the_series() -> None:
    ranks = ballots([1, 2, 3], [1, 2, 3], [2, 1, 3])
    table = priorities(ranks, groups_of(ranks, "Zed", "Ash", "Zed"), SEED)
    assert list(dict.fromkeys(table["group"])) == ["All groups", "Zed", "Ash"]
    assert len(table) == 9


def test_each_group_is_ranked_by_its_own_voters() -> None:
    ranks = ballots([1, 2, 3], [1, 2, 3], [3, 2, 1])
    table = priorities(ranks, groups_of(ranks, "MSA", "MSA", "ICB"), SEED)
    assert table.loc[table["group"] == "MSA", "option"].tolist() == ["A", "B", "C"]
    assert table.loc[table["group"] == "ICB", "option"].tolist() == ["C", "B", "A"]
    assert cell(table, "All groups", "A", "borda") == pytest.approx(7 / 3)
    assert cell(table, "ICB", "C", "mean_rank") == 1


def test_the_base_counts_voters_who_ranked_anything_and_ranked_by_those_who_ranked_the_option() -> None:
    ranks = ballots([1, 2, 3], [1, NAN, NAN], [NAN, NAN, NAN], [NAN, 1, NAN])
    table = priorities(ranks, groups_of(ranks, "MSA", "MSA", "MSA", "ICB"), SEED)
    assert cell(table, "All groups", "A", "base") == 3
    assert cell(table, "MSA", "A", "base") == 2
    assert cell(table, "All groups", "B", "ranked_by") == 2
    assert cell(table, "MSA", "C", "ranked_by") == 1
    assert cell(table, "MSA", "A", "top3_share") == 1
    assert cell(table, "MSA", "C", "top3_share") == 0.5


def test_an_option_nobody_in_the_group_ranked_has_no_rank_and_stands_last() -> None:
    ranks = ballots([1, 2, NAN], [2, 1, NAN], [1, 2, 3])
    table = priorities(ranks, groups_of(ranks, "MSA", "MSA", "ICB"), SEED)
    for column in ("rank", "rank_lower", "rank_upper", "mean_rank"):
        assert pd.isna(cell(table, "MSA", "C", column))
    assert table.loc[table["group"] == "MSA", "option"].tolist()[-1] == "C"
    assert cell(table, "ICB", "C", "rank") == 3


def test_equal_scores_share_the_better_rank() -> None:
    ranks = ballots([1, 2, 3], [2, 1, 3])
    table = priorities(ranks, groups_of(ranks, "MSA", "MSA"), SEED)
    overall = table[table["group"] == "All groups"]
    assert overall["option"].tolist() == ["A", "B", "C"]
    assert overall["rank"].tolist() == [1, 1, 3]


def test_one_voter_is_ranked_as_they_voted_and_tells_nothing_of_others() -> None:
    ranks = ballots([2, 3, 1])
    table = priorities(ranks, groups_of(ranks, "MSA"), SEED)
    for group in ("All groups", "MSA"):
        rows = table[table["group"] == group]
        assert rows["option"].tolist() == ["C", "A", "B"]
        assert rows["rank"].tolist() == [1, 2, 3]
        assert (rows["rank_lower"].tolist(), rows["rank_upper"].tolist()) == ([1, 1, 1], [3, 3, 3])
        assert rows["borda_lower"].tolist() == rows["borda_upper"].tolist() == [3, 2, 1]


def test_one_group_has_the_same_figures_as_all_groups() -> None:
    ranks = ballots([1, 2, 3], [3, 1, 2], [1, NAN, 2])
    table = priorities(ranks, groups_of(ranks, "MSA", "MSA", "MSA"), SEED)
    overall, own = (table[table["group"] == name].drop(columns="group") for name in ("All groups", "MSA"))
    pd.testing.assert_frame_equal(overall.reset_index(drop=True), own.reset_index(drop=True))


def test_a_group_in_which_nobody_voted_has_no_rows() -> None:
    ranks = ballots([1, 2, 3], [NAN, NAN, NAN])
    table = priorities(ranks, groups_of(ranks, "MSA", "ICB"), SEED)
    assert set(table["group"]) == {"All groups", "MSA"}


def test_where_nobody_ranked_anything_there_are_no_rows_but_the_same_columns() -> None:
    blank = ballots([NAN, NAN, NAN])
    full = ballots([1, 2, 3])
    empty = priorities(blank, groups_of(blank, "MSA"), SEED)
    assert empty.empty
    assert list(empty.columns) == list(priorities(full, groups_of(full, "MSA"), SEED).columns)


def test_voters_in_another_order_than_their_groups_are_matched_by_name() -> None:
    ranks = ballots([1, 2, 3], [3, 2, 1])
    table = priorities(ranks, pd.Series({"v2": "ICB", "v1": "MSA"}), SEED)
    assert cell(table, "MSA", "A", "rank") == 1
    assert cell(table, "ICB", "C", "rank") == 1


def test_renaming_options_and_voters_changes_nothing_else() -> None:
    ranks = ballots([1, 2, 3], [3, 1, 2], [1, 2, NAN], [2, 2, 1])
    group = groups_of(ranks, "MSA", "ICB", "MSA", "ICB")
    table = priorities(ranks, group, SEED)
    new_names = {"A": "Ash", "B": "Birch", "C": "Cedar"}
    renamed = ranks.rename(columns=new_names).rename(index=lambda voter: f"person {voter}")
    again = priorities(renamed, group.rename(lambda voter: f"person {voter}"), SEED)
    pd.testing.assert_frame_equal(again, table.replace({"option": new_names}))


@settings(max_examples=20)
@given(order=st.permutations(range(1, 5)), voters=st.integers(1, 30), seed=st.integers(0, 2**32))
def test_unanimous_ballots_give_ranges_of_one_rank(order: list[int], voters: int, seed: int) -> None:
    moves = stability(pd.DataFrame([order] * voters), seed, draws=100)
    assert moves["rank_lower"].tolist() == moves["rank_upper"].tolist() == order
    assert moves["borda_lower"].tolist() == pytest.approx([5 - rank for rank in order])
    assert moves["borda_upper"].tolist() == pytest.approx([5 - rank for rank in order])


def test_the_same_seed_gives_the_same_ranges_and_another_seed_others() -> None:
    draw = np.random.default_rng(1)
    ranks = pd.DataFrame([draw.permutation(6) + 1 for _ in range(23)])
    pd.testing.assert_frame_equal(stability(ranks, 3), stability(ranks, 3))
    assert not stability(ranks, 3).equals(stability(ranks, 4))


def test_the_ranges_hold_the_score_and_the_rank_they_are_about() -> None:
    draw = np.random.default_rng(2)
    ranks = pd.DataFrame([draw.permutation(5) + 1 for _ in range(40)], columns=list("ABCDE"))
    table = priorities(ranks, pd.Series("MSA", index=ranks.index), SEED)
    assert (table["borda_lower"] <= table["borda"]).all()
    assert (table["borda"] <= table["borda_upper"]).all()
    assert (table["rank_lower"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_upper"]).all()


def test_the_range_of_points_is_that_of_a_binomial_where_voters_split_in_two() -> None:
    """With 50 voters for A and 50 for B, the mean of A is 1 + X / 100 with X from Binomial(100, 1/2)."""
    ranks = pd.DataFrame({"A": [1, 2] * 50, "B": [2, 1] * 50})
    moves = stability(ranks, SEED, draws=20000)
    assert moves.loc["A", "borda_lower"] == pytest.approx(1.40, abs=0.011)
    assert moves.loc["A", "borda_upper"] == pytest.approx(1.60, abs=0.011)
    assert moves["rank_lower"].tolist() == [1, 1]
    assert moves["rank_upper"].tolist() == [2, 2]


def test_an_option_is_ahead_whose_range_of_points_lies_above_that_of_each_other() -> None:
    firm = ballots(*[[1, 2, 3]] * 6, *[[1, 3, 2]] * 6)
    table = priorities(firm, groups_of(firm, *["MSA"] * 12), SEED)
    assert table.groupby("option")["ahead"].all().to_dict() == {"A": True, "B": False, "C": False}
    tied = ballots(*[[1, 2, 3]] * 6, *[[2, 1, 3]] * 6)
    table = priorities(tied, groups_of(tied, *["MSA"] * 12), SEED)
    assert not table["ahead"].any()
