"""Ballots that are no rankings are refused by every function in one sentence; small ones have a defined result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from lmep_consult import coverage, ranking
from lmep_consult.ballots import checked, of_voters
from lmep_consult.errors import RankingError

Method = Callable[[pd.DataFrame], object]
OF_BALLOTS: dict[str, Method] = {
    function.__name__: function
    for function in (
        ranking.borda,
        ranking.copeland,
        ranking.first_to_last,
        ranking.forms_score,
        ranking.friedman,
        ranking.kemeny,
        ranking.kendalls_w,
        ranking.mean_rank,
        ranking.plackett_luce,
        ranking.rank_sets,
        ranking.schulze,
        ranking.top_share,
    )
}
OF_BALLOTS |= {
    "borda, modified": lambda ranks: ranking.borda(ranks, "modified"),
    "stability": lambda ranks: ranking.stability(ranks, seed=1),
    "tiers": lambda ranks: ranking.tiers(ranks, pd.DataFrame({"lower": [1], "upper": [1]})),
}


def everybody(ranks: pd.DataFrame, name: object = "staff") -> pd.Series:
    return pd.Series(name, index=ranks.index, dtype=object)


OF_GROUPS: dict[str, Method] = {
    "compare_groups": lambda ranks: ranking.compare_groups(ranks, everybody(ranks)),
    "pooled": lambda ranks: ranking.pooled(ranks, everybody(ranks)),
    "sensitivity": lambda ranks: ranking.sensitivity(ranks, everybody(ranks)),
}
# A study may have polls that nobody answered: these then have nothing to say, and say so.
OF_NOBODY: dict[str, Method] = {
    "priorities": lambda ranks: ranking.priorities(ranks, everybody(ranks), seed=1),
    "group_weights": lambda ranks: coverage.group_weights(ranks, everybody(ranks), {"staff": 3}),
    "reweighted": lambda ranks: coverage.reweighted(ranks, everybody(ranks), {"staff": 3}),
    "worst_case": lambda ranks: coverage.worst_case(ranks, everybody(ranks), {"staff": 3}),
}
NAN = float("nan")
IMPOSSIBLE = {
    "Rank 0 of .* the first is 1": pd.DataFrame({"A": [1, 0], "B": [2, 1]}),
    "Rank -1 of .* the first is 1": pd.DataFrame({"A": [1, -1], "B": [2, 1]}),
    "Rank inf of .* not possible": pd.DataFrame({"A": [1.0], "B": [float("inf")]}),
    "is in two columns": pd.DataFrame([[1, 2]], columns=["A", "A"]),
    "Rank 'first' of .* not a number": pd.DataFrame({"A": ["first"], "B": ["second"]}),
    "Rank '2' of .* not a number": pd.DataFrame({"A": [1], "B": ["2"]}),
    "Rank 'True' of .* not a number": pd.DataFrame({"A": [True], "B": [False]}),
    "Rank '2026-01-31 00:00:00' of .* not a number": pd.DataFrame({"A": [pd.Timestamp("2026-01-31")], "B": [None]}),
}
NONE = {
    "Nobody ranked anything": pd.DataFrame({"A": [NAN], "B": [NAN]}),
    "Nobody ranked  *anything": pd.DataFrame({"A": [], "B": []}, dtype=float),
    "no options": pd.DataFrame(index=[0, 1]),
}


def check(method: Method, ranks: pd.DataFrame, said: str) -> None:
    with pytest.raises(RankingError, match=said) as fault:
        method(ranks)
    message = str(fault.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert "np." not in message


@pytest.mark.parametrize(
    "method",
    [*OF_BALLOTS.values(), *OF_GROUPS.values(), *OF_NOBODY.values()],
    ids=[*OF_BALLOTS, *OF_GROUPS, *OF_NOBODY],
)
@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_what_is_no_ranking_is_refused_in_one_sentence(method: Method, said: str) -> None:
    check(method, IMPOSSIBLE[said], said)


@pytest.mark.parametrize("method", [*OF_BALLOTS.values(), *OF_GROUPS.values()], ids=[*OF_BALLOTS, *OF_GROUPS])
@pytest.mark.parametrize("said", NONE)
def test_ballots_of_nobody_are_refused(method: Method, said: str) -> None:
    check(method, NONE[said], said)


@pytest.mark.parametrize("method", OF_BALLOTS.values(), ids=OF_BALLOTS.keys())
@pytest.mark.parametrize(
    "ranks", [pd.DataFrame({"A": [1], "B": [2]}), pd.DataFrame({"A": [1, 1]})], ids=["one voter", "one option"]
)
def test_one_voter_and_one_option_have_a_result(method: Method, ranks: pd.DataFrame) -> None:
    if method is not OF_BALLOTS["tiers"]:  # needs sets of the same options
        assert method(ranks) is not None


def test_a_fault_is_said_where_it_stands() -> None:
    ranks = pd.DataFrame({"Skills": [1, 2], "Employers": [2, -1]}, index=["ada", "bo"])
    with pytest.raises(RankingError, match="Rank -1 of voter 'bo', option 'Employers' is not possible; the first is 1"):
        ranking.borda(ranks)


def test_whole_numbers_missing_and_mixed_columns_are_read() -> None:
    ranks = pd.DataFrame(
        {
            "A": pd.array([1, None, 2], dtype="Int64"),
            "B": [2, None, np.int64(1)],
            "C": pd.Series([3, NAN, 3], dtype=object),
        }
    )
    assert checked(ranks).to_numpy().tolist() == [[1, 2, 3], [2, 1, 3]]


# ---------------------------------------------------------------------------- what is known of voters is found by name

RANKS = pd.DataFrame({"A": [1.0, 1, 2, 2], "B": [2.0, 2, 1, 1]}, index=list("wxyz"))
GROUP = pd.Series({"w": "big", "x": "big", "y": "small", "z": "small"})
BY_NAME: dict[str, Callable[[pd.DataFrame, pd.Series], pd.DataFrame]] = {
    "compare_groups": lambda ranks, group: ranking.compare_groups(ranks, group, draws=49),
    "compare_groups, cluster": lambda ranks, group: ranking.compare_groups(ranks, GROUP, group),
    "pooled": lambda ranks, group: ranking.pooled(ranks, group, top=1),
    "priorities": lambda ranks, group: ranking.priorities(ranks, group, seed=1),
    "sensitivity": ranking.sensitivity,
    "group_weights": lambda ranks, group: coverage.group_weights(ranks, group, {"big": 1}),
    "reweighted": lambda ranks, group: coverage.reweighted(ranks, group, {"big": 1}),
    "worst_case": lambda ranks, group: coverage.worst_case(ranks, group, {"big": 3}),
}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Sorted, without the p-values, which rest on random permutations of the voters as they come."""
    table = table.reset_index().drop(columns=["p", "p_adjusted", "index"], errors="ignore")
    return table.sort_values(list(table.columns), ignore_index=True)


@pytest.mark.parametrize("function", BY_NAME.values(), ids=BY_NAME.keys())
def test_groups_and_workshops_are_found_by_the_voters_name(
    function: Callable[[pd.DataFrame, pd.Series], pd.DataFrame],
) -> None:
    shuffled = RANKS.loc[list("zxwy")]
    expected, found = (_in_order(function(ranks, GROUP)) for ranks in (RANKS, shuffled))
    pd.testing.assert_frame_equal(found, expected)
    with pytest.raises(RankingError, match="Voter w is twice among the"):
        function(RANKS, pd.concat([GROUP, GROUP[:1]]))
    with pytest.raises(RankingError, match="Voter y has two ballots"):
        function(pd.concat([RANKS, RANKS.loc[["y"]]]), GROUP)
    with pytest.raises(RankingError, match="Voter w ranked options and has no"):
        function(RANKS, GROUP.reset_index(drop=True))
    with pytest.raises(RankingError, match="comes as a Series indexed by voter"):
        function(RANKS, ["big", "big", "small", "small"])  # type: ignore[arg-type]


def test_a_voter_of_whom_it_is_not_known_is_nan_where_that_may_be() -> None:
    known = GROUP.drop("x")
    assert of_voters(known, RANKS.index, "group", all_known=False).isna().tolist() == [False, True, False, False]
    with pytest.raises(RankingError, match="Voter x ranked options and has no group"):
        of_voters(known, RANKS.index, "group")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ranking.compare_groups(RANKS, GROUP, draws=-5), "draws=-5"),
        (lambda: ranking.compare_groups(RANKS, GROUP, smallest=0), "smallest=0"),
        (lambda: ranking.rank_sets(RANKS, draws=0), "draws=0"),
        (lambda: ranking.stability(RANKS, seed=1, draws=2.5), "draws=2.5"),  # type: ignore[arg-type]
        (lambda: ranking.stability(RANKS, seed=1, level=95), "level=95"),
        (lambda: ranking.top_share(RANKS, k=0), "k=0"),
        (lambda: ranking.top_set(ranking.rank_sets(RANKS), k=-1), "k=-1"),
    ],
)
def test_settings_that_mean_nothing_are_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def test_a_group_named_as_the_total_is_refused() -> None:
    with pytest.raises(RankingError, match="cannot be named 'All groups'"):
        ranking.priorities(RANKS, GROUP.replace("big", "All groups"), seed=1)


def test_where_no_voter_has_a_group_nothing_is_said_by_group() -> None:
    table = ranking.pooled(RANKS, pd.Series(None, index=RANKS.index, dtype=object))
    assert table["rank_by_person"].tolist() == [1, 1]
    assert table["rank_by_group"].isna().all()
    assert (table["moves"] == "").all()


def test_rank_sets_of_other_options_make_no_tiers() -> None:
    with pytest.raises(RankingError, match="not of the options ranked"):
        ranking.tiers(RANKS, ranking.rank_sets(RANKS.rename(columns={"A": "C"})))
