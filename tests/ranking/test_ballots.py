"""Ballots that are no rankings are refused by every method in one sentence; small ones have a defined result."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lmep_consult import ranking
from lmep_consult.errors import RankingError

METHODS: list[Callable[[pd.DataFrame], object]] = [
    ranking.borda,
    ranking.copeland,
    ranking.forms_score,
    ranking.friedman,
    ranking.kemeny,
    ranking.kendalls_w,
    ranking.mean_rank,
    ranking.plackett_luce,
    ranking.rank_sets,
    ranking.schulze,
    ranking.top_share,
]
NAN = float("nan")
FAULTY = {
    "The first is 1": pd.DataFrame({"A": [1, 0], "B": [2, 1]}),
    "Nobody ranked anything": pd.DataFrame({"A": [NAN], "B": [NAN]}),
    "no ballot": pd.DataFrame({"A": [], "B": []}, dtype=float),
    "no options": pd.DataFrame(index=[0, 1]),
    "stands in two columns": pd.DataFrame([[1, 2]], columns=["A", "A"]),
    "not a number": pd.DataFrame({"A": ["first"], "B": ["second"]}),
    "infinite": pd.DataFrame({"A": [1.0], "B": [float("inf")]}),
}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
@pytest.mark.parametrize("ranks", FAULTY.values(), ids=FAULTY.keys())
def test_what_is_no_ranking_is_refused_in_one_sentence(
    method: Callable[[pd.DataFrame], object], ranks: pd.DataFrame
) -> None:
    with pytest.raises(RankingError) as fault:
        method(ranks)
    message = str(fault.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert "np." not in message


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
@pytest.mark.parametrize(
    "ranks", [pd.DataFrame({"A": [1], "B": [2]}), pd.DataFrame({"A": [1, 1]})], ids=["one voter", "one option"]
)
def test_one_voter_and_one_option_have_a_result(method: Callable[[pd.DataFrame], object], ranks: pd.DataFrame) -> None:
    assert method(ranks) is not None


def test_a_fault_is_said_where_it_stands() -> None:
    ranks = pd.DataFrame({"Skills": [1, 2], "Employers": [2, -1]}, index=["ada", "bo"])
    with pytest.raises(RankingError, match="Rank -1 of voter 'bo', option 'Employers' is not possible; the first is 1"):
        ranking.borda(ranks)
