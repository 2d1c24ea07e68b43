"""Pooling by person and by group, and shares by place."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.ranking import first_to_last, pooled


def ballots(orders: list[str], options: str = "ABCD") -> pd.DataFrame:
    """Each order, best first, as a voter's ranks; options left out are not ranked."""
    rows = [[order.index(o) + 1 if o in order else None for o in options] for order in orders]
    return pd.DataFrame(rows, columns=list(options), dtype=float)


def test_a_small_group_counts_as_much_as_a_large_one_by_group() -> None:
    ranks = ballots(["ABCD"] * 8 + ["DCBA"] * 2)
    table = pooled(ranks, pd.Series(["large"] * 8 + ["small"] * 2), top=1).set_index("option")
    assert table.loc["A", "borda_by_person"] == pytest.approx((8 * 4 + 2 * 1) / 10)
    assert table.loc["A", "borda_by_group"] == pytest.approx((4 + 1) / 2)
    assert set(table["rank_by_group"]) == {1}  # each option has 2.5 points
    assert list(table["moves"]) == ["", "in", "in", "in"]


def test_an_option_only_a_small_group_wants_comes_in_by_group() -> None:
    ranks = ballots(["ABCD"] * 6 + ["BACD"] * 6 + ["DCAB"])
    table = pooled(ranks, pd.Series(["x"] * 12 + ["y"]), top=2).set_index("option")
    # by group: A (3.5 + 2) / 2, B (3.5 + 1) / 2, C (2 + 3) / 2, D (1 + 4) / 2
    assert table["borda_by_group"].to_dict() == {"A": 2.75, "B": 2.25, "C": 2.5, "D": 2.5}
    assert table["moves"].to_dict() == {"A": "", "B": "out", "C": "in", "D": "in"}


def test_voters_without_a_group_count_by_person_alone() -> None:
    ranks = ballots(["ABCD", "ABCD", "DCBA"])
    table = pooled(ranks, pd.Series(["x", "x", None])).set_index("option")
    assert table.loc["A", "borda_by_group"] == 4
    assert table.loc["A", "borda_by_person"] == pytest.approx((4 + 4 + 1) / 3)
    assert set(table["base"]) == {3}


@given(st.lists(st.permutations("ABCD").map("".join), min_size=1, max_size=12))
def test_with_one_group_both_rankings_are_one(orders: list[str]) -> None:
    table = pooled(ballots(orders), pd.Series(["only"] * len(orders)))
    pd.testing.assert_series_equal(table["borda_by_person"], table["borda_by_group"], check_names=False)
    assert (table["moves"] == "").all()


@given(
    st.lists(
        st.tuples(st.permutations("ABCD").map("".join), st.integers(1, 4)).map(lambda x: x[0][: x[1]]),
        min_size=1,
        max_size=12,
    )
)
def test_shares_add_up_by_place_and_option(orders: list[str]) -> None:
    shares = first_to_last(ballots(orders))
    by_place = shares.groupby("place")["share"].sum()
    for place in range(1, 5):
        assert by_place[place] == pytest.approx(sum(len(order) >= place for order in orders) / len(orders))
    first = shares[shares["place"] == 1].set_index("option")["share"]
    for option in "ABCD":
        assert first[option] == pytest.approx(sum(order[0] == option for order in orders) / len(orders))
