"""What changes under another method or without a workshop."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.ranking import borda, sensitivity
from lmep_consult.ranking.sensitivity import BASELINE


def ballots(orders: list[str], options: str = "ABCD") -> pd.DataFrame:
    rows = [[order.index(o) + 1 if o in order else None for o in options] for order in orders]
    return pd.DataFrame(rows, columns=list(options), dtype=float)


def places(table: pd.DataFrame, method: str) -> dict[str, int]:
    return table[table["method"] == method].set_index("option")["rank"].to_dict()


def test_unanimous_voters_leave_nothing_to_any_method() -> None:
    table = sensitivity(ballots(["CABD"] * 5), pd.Series(["W1"] * 5))
    assert not table["flips"].any()
    for method in table["method"].unique():
        if method != "Top-three share":  # three options are in everybody's first three
            assert places(table, method) == {"A": 2, "B": 3, "C": 1, "D": 4}, method


def test_a_condorcet_winner_that_borda_misses_is_marked() -> None:
    # A beats each other one by 3 to 2; B has the more points: 3+3+3+4+4 against 4+4+4+1+1
    table = sensitivity(ballots(["ABCD"] * 3 + ["BCDA"] * 2), pd.Series(["W1"] * 5), top=1)
    assert places(table, BASELINE)["B"] == 1
    assert places(table, "Copeland")["A"] == 1
    assert places(table, "Schulze")["A"] == 1
    assert places(table, "Kemeny")["A"] == 1
    marked = table[table["flips"]]
    assert {"Copeland", "Schulze", "Kemeny"} <= set(marked["method"])
    assert set(marked.loc[marked["method"] == "Copeland", "option"]) == {"A", "B"}


def test_leaving_a_workshop_out_is_ranking_the_others() -> None:
    ranks = ballots(["ABCD"] * 3 + ["DCBA"] * 2 + ["CDAB"])
    event = pd.Series(["W1"] * 3 + ["W2"] * 2 + ["W3"])
    table = sensitivity(ranks, event, top=2)
    assert {m for m in table["method"] if m.startswith("Without")} == {"Without W1", "Without W2", "Without W3"}
    rest = borda(ranks[event != "W1"]).rank(ascending=False, method="min").astype(int)
    assert places(table, "Without W1") == rest.to_dict()
    assert set(table.loc[table["method"] == "Without W1", "base"]) == {3}


def test_one_workshop_alone_is_not_left_out() -> None:
    table = sensitivity(ballots(["ABCD", "BACD"]), pd.Series(["W1", "W1"]))
    assert not table["method"].str.startswith("Without").any()


def test_an_option_nobody_ranked_has_no_mean_rank() -> None:
    table = sensitivity(ballots(["AB", "BA", "ABC"]), pd.Series(["W1"] * 3))
    assert pd.isna(places(table, "Mean rank")["D"])


def test_too_many_options_for_kemeny_leave_it_out() -> None:
    options = "ABCDEFGHIJKLMNOPQ"
    table = sensitivity(ballots([options, options[::-1]], options), pd.Series(["W1", "W1"]))
    assert "Kemeny" not in set(table["method"])
    assert "Schulze" in set(table["method"])


@settings(max_examples=25, deadline=None)
@given(orders=st.lists(st.permutations("ABCD").map("".join), min_size=2, max_size=8), copies=st.integers(2, 3))
def test_cloning_all_voters_changes_no_place(orders: list[str], copies: int) -> None:
    once = sensitivity(ballots(orders), pd.Series(["W1"] * len(orders)))
    again = sensitivity(ballots(orders * copies), pd.Series(["W1"] * len(orders) * copies))
    without_model = once["method"] != "Plackett-Luce"  # its pseudo-rankings weigh less among more voters
    pd.testing.assert_frame_equal(once[without_model].drop(columns="base"), again[without_model].drop(columns="base"))


def test_of_three_options_conclusions_rest_on_the_first_alone() -> None:
    """All voters have three options among their first three: that share would be all alike, and a mark on each row."""
    table = sensitivity(ballots(["CAB"] * 4 + ["CBA"], "ABC"), pd.Series(["W1"] * 5))
    assert "Top-three share" not in set(table["method"])
    assert places(table, "First-place share") == {"A": 2, "B": 2, "C": 1}
    assert not table["flips"].any()


def test_a_voter_whose_workshop_is_not_known_is_never_left_out() -> None:
    table = sensitivity(ballots(["ABCD", "BACD", "DCBA"]), pd.Series(["W1", "W2", None]))
    assert {m for m in table["method"] if m.startswith("Without")} == {"Without W1", "Without W2"}
    assert set(table.loc[table["method"] == "Without W1", "base"]) == {2}
