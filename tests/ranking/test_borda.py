"""Borda's count, the mean rank and the top share, against counts made point by point."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.ranking import borda, mean_rank, top_share

NAN = math.nan
CONVENTIONS = ["average", "zero", "optimistic", "modified"]


@st.composite
def profiles(draw: st.DrawFn) -> pd.DataFrame:
    """Voters x options with ties, gaps between ranks and options left out."""
    options = draw(st.integers(2, 6))
    rank = st.one_of(st.none(), st.integers(1, options))
    ballots = draw(st.lists(st.lists(rank, min_size=options, max_size=options), min_size=1, max_size=8))
    ballots.append(draw(st.permutations(range(1, options + 1))))
    return pd.DataFrame(ballots, columns=[f"option {place}" for place in range(options)], dtype=float)


def places_of(ballot: list[float]) -> list[list[int]]:
    """For each option the places it may fill: several if tied, none if left out."""
    ranked = [rank for rank in ballot if not math.isnan(rank)]
    filled = []
    for rank in ballot:
        before = sum(other < rank for other in ranked)
        filled.append([] if math.isnan(rank) else [before + place for place in range(1, ranked.count(rank) + 1)])
    return filled


def points_of(ballot: list[float], unranked: str) -> list[float]:
    """The points of one ballot, place by place."""
    n = len(ballot)
    places = places_of(ballot)
    k = sum(bool(filled) for filled in places)
    worth = dict(zip(range(1, n + 1), range(k if unranked == "modified" else n, -n, -1), strict=False))
    left_over = [worth[place] for place in range(k + 1, n + 1)]
    points = []
    for filled in places:
        if filled:
            points.append(sum(worth[place] for place in filled) / len(filled))
        elif unranked == "average":
            points.append(sum(left_over) / len(left_over))
        else:
            points.append(max(left_over) if unranked == "optimistic" else 0.0)
    return points


def voted(ranks: pd.DataFrame) -> list[list[float]]:
    return [ballot for ballot in ranks.to_numpy().tolist() if not all(math.isnan(rank) for rank in ballot)]


@pytest.mark.parametrize("unranked", CONVENTIONS)
@given(ranks=profiles())
def test_borda_is_the_mean_of_points_counted_ballot_by_ballot(unranked: str, ranks: pd.DataFrame) -> None:
    ballots = [points_of(ballot, unranked) for ballot in voted(ranks)]
    expected = [sum(points) / len(ballots) for points in zip(*ballots, strict=True)]
    assert borda(ranks, unranked).tolist() == pytest.approx(expected)


@given(ranks=profiles())
def test_under_average_every_ballot_gives_away_all_points(ranks: pd.DataFrame) -> None:
    n = ranks.shape[1]
    assert borda(ranks).sum() == pytest.approx(n * (n + 1) / 2)


@pytest.mark.parametrize("unranked", CONVENTIONS)
@given(order=st.permutations(range(1, 6)))
def test_a_full_ballot_gets_n_to_1_under_every_convention(unranked: str, order: list[int]) -> None:
    points = borda(pd.DataFrame([order]), unranked)
    assert points.tolist() == [6 - rank for rank in order]


@pytest.mark.parametrize(
    ("unranked", "expected"),
    [
        ("average", [4, 3, 1.5, 1.5]),
        ("zero", [4, 3, 0, 0]),
        ("optimistic", [4, 3, 2, 2]),
        ("modified", [2, 1, 0, 0]),
    ],
)
def test_two_of_four_ranked_gives_each_conventions_points(unranked: str, expected: list[float]) -> None:
    assert borda(pd.DataFrame([[1, 2, NAN, NAN]]), unranked).tolist() == expected


def test_two_tied_for_first_share_the_points_of_first_and_second() -> None:
    assert borda(pd.DataFrame([[1, 1, 3]])).tolist() == [2.5, 2.5, 1]


def test_a_gap_in_the_ranks_counts_as_the_next_place() -> None:
    assert borda(pd.DataFrame([[2, 5, 9]])).tolist() == [3, 2, 1]


@pytest.mark.parametrize("unranked", CONVENTIONS)
@given(ranks=profiles())
def test_a_voter_who_ranked_nothing_changes_no_score(unranked: str, ranks: pd.DataFrame) -> None:
    with_blank = pd.concat([ranks, pd.DataFrame([[NAN] * ranks.shape[1]], columns=ranks.columns)], ignore_index=True)
    assert borda(with_blank, unranked).tolist() == borda(ranks, unranked).tolist()
    assert mean_rank(with_blank).tolist() == pytest.approx(mean_rank(ranks).tolist())
    assert top_share(with_blank).tolist() == top_share(ranks).tolist()


@pytest.mark.parametrize("unranked", CONVENTIONS)
@given(ranks=profiles(), copies=st.integers(2, 3))
def test_cloning_all_voters_changes_no_score(unranked: str, ranks: pd.DataFrame, copies: int) -> None:
    cloned = pd.concat([ranks] * copies, ignore_index=True)
    assert borda(cloned, unranked).tolist() == pytest.approx(borda(ranks, unranked).tolist())
    assert mean_rank(cloned).tolist() == pytest.approx(mean_rank(ranks).tolist())
    assert top_share(cloned).tolist() == pytest.approx(top_share(ranks).tolist())


@pytest.mark.parametrize("unranked", CONVENTIONS)
@given(ranks=profiles(), data=st.data())
def test_the_order_and_names_of_voters_and_options_change_no_score(
    unranked: str, ranks: pd.DataFrame, data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(range(ranks.shape[0])))
    columns = data.draw(st.permutations(list(ranks.columns)))
    shuffled = ranks.iloc[rows][columns].set_axis([f"voter {row}" for row in rows], axis=0)
    renamed = shuffled.rename(columns=str.upper)
    for score in (lambda frame: borda(frame, unranked), mean_rank, top_share):
        expected = score(ranks).rename(str.upper)[renamed.columns]
        pd.testing.assert_series_equal(score(renamed), expected, check_names=False)


def test_an_unknown_convention_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'median'"):
        borda(pd.DataFrame([[1, 2]]), "median")  # type: ignore[arg-type]


def test_the_callers_ranks_are_left_as_they_were() -> None:
    ranks = pd.DataFrame([[1, 1, NAN], [NAN, NAN, NAN]])
    before = ranks.copy()
    borda(ranks), mean_rank(ranks), top_share(ranks)
    pd.testing.assert_frame_equal(ranks, before)


@given(ranks=profiles())
def test_the_mean_rank_is_over_the_voters_who_ranked_the_option(ranks: pd.DataFrame) -> None:
    places = [[sum(filled) / len(filled) if filled else None for filled in places_of(b)] for b in voted(ranks)]
    for option, found in zip(zip(*places, strict=True), mean_rank(ranks), strict=True):
        given_ranks = [place for place in option if place is not None]
        assert found == pytest.approx(sum(given_ranks) / len(given_ranks))


def test_an_option_nobody_ranked_has_no_mean_rank() -> None:
    assert math.isnan(mean_rank(pd.DataFrame({"A": [1, 1], "B": [NAN, NAN]}))["B"])


@given(ranks=profiles(), k=st.integers(1, 6))
def test_the_top_share_counts_an_option_whose_best_place_is_among_the_first_k(ranks: pd.DataFrame, k: int) -> None:
    ballots = [places_of(ballot) for ballot in voted(ranks)]
    expected = [sum(min(b[o], default=99) <= k for b in ballots) / len(ballots) for o in range(ranks.shape[1])]
    assert top_share(ranks, k).tolist() == pytest.approx(expected)


def test_all_three_tied_for_second_are_in_the_first_two() -> None:
    assert top_share(pd.DataFrame([[1, 2, 2, 2, 5]]), k=2).tolist() == [1, 1, 1, 1, 0]
