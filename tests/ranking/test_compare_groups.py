"""Differences between groups against every permutation counted out, Welch's t, and what must hold of any."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lmep_consult.errors import RankingError
from lmep_consult.ranking import compare_groups, within_clusters
from lmep_consult.ranking.borda import borda, borda_points

NAN = math.nan
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def random_votes(draw: np.random.Generator, voters: int, options: int) -> pd.DataFrame:
    """Ballots with ties and options left out."""
    ranks = draw.random((voters, options)).argsort(axis=1).argsort(axis=1) + 1.0
    ranks[draw.random(ranks.shape) < draw.choice([0, 0.3])] = 2.0
    ranks[:, 1:][draw.random((voters, options - 1)) < draw.choice([0, 0.3])] = NAN
    return pd.DataFrame(ranks, columns=[f"option {place}" for place in range(options)])


def welch(points: Floats, first: list[int], second: list[int]) -> list[float]:
    """Welch's t of every option, without sign; 0 where nothing differs, infinite where all of it does."""
    found = []
    for a, b in zip(points[first].T, points[second].T, strict=True):
        error = math.hypot(stats.sem(a), stats.sem(b))
        difference = abs(a.mean() - b.mean())
        t = 0.0 if difference < 1e-9 else math.inf
        found.append(difference / error if error > 1e-9 else t)
    return found


def assignments(group: list[int], cluster: list[int]) -> list[list[int]]:
    """Every way to give out the two groups' labels within clusters."""
    ways = []
    for name in sorted(set(cluster)):
        members = [voter for voter, found in enumerate(cluster) if found == name]
        ways.append(list(combinations(members, sum(group[voter] == 0 for voter in members))))
    return [[voter for part in way for voter in part] for way in product(*ways)]


def within(points: Floats, group: Codes, cluster: Codes) -> tuple[Floats, Floats]:
    """The coefficient of the group in least squares with a mean for each cluster, and its error with a variance of the
    residuals for each group, written out with the hat matrix."""
    x = np.column_stack([cluster[:, None] == np.unique(cluster), group == 0]).astype(float)
    inverse = np.linalg.pinv(x)
    left = points - x @ inverse @ points
    leverage = np.diag(x @ inverse)
    variance = np.empty_like(points)
    for code in (0, 1):
        own = group == code
        variance[own] = (left[own] ** 2).sum(axis=0) / (own.sum() - leverage[own].sum())
    return (inverse @ points)[-1], np.sqrt(inverse[-1] ** 2 @ variance)


def counted_out(points: Floats, group: list[int], cluster: list[int]) -> Floats:
    """Exact p and step-down p over all permutations: 2 x options."""

    def statistic(first: list[int]) -> list[float]:
        labels = np.array([int(voter not in first) for voter in range(len(group))])
        found = zip(*within(points, labels, np.array(cluster)), strict=True)
        return [0.0 if abs(d) < 1e-9 else abs(d) / e if e > 1e-9 else math.inf for d, e in found]

    observed = np.array(statistic([voter for voter, code in enumerate(group) if code == 0]))
    every = np.array([statistic(way) for way in assignments(group, cluster)])
    reached = observed * (1 - 1e-9)
    adjusted = np.empty(len(observed))
    left, so_far = set(range(len(observed))), 0.0
    for option in np.argsort(-observed, kind="stable"):
        so_far = max(so_far, float((every[:, sorted(left)].max(axis=1) >= reached[option]).mean()))
        adjusted[option] = so_far
        left.remove(int(option))
    return np.array([(every >= reached).mean(axis=0), adjusted])


@pytest.mark.parametrize("clusters", [1, 2])
def test_p_values_agree_with_all_permutations_counted_out(clusters: int) -> None:
    draw = np.random.default_rng(clusters)
    draws = 4999
    for _ in range(25):
        voters, options = int(draw.integers(6, 10)), int(draw.integers(1, 4))
        votes = random_votes(draw, voters, options)
        group = [0, 0, 1, 1, *draw.integers(0, 2, voters - 4)]
        cluster = [voter % clusters for voter in range(voters)]
        table = compare_groups(votes, pd.Series(group), pd.Series(cluster), seed=3, draws=draws)
        exact = counted_out(borda_points(votes), group, cluster)
        drawn = table[["p", "p_adjusted"]].to_numpy().T
        allowed = 4.5 * np.sqrt(exact * (1 - exact) / draws) + 2 / draws
        assert (np.abs(drawn - exact) <= allowed).all()


def test_differences_and_statistics_agree_with_means_and_welchs_t_on_random_profiles() -> None:
    draw = np.random.default_rng(11)
    for _ in range(1000):
        voters, options = int(draw.integers(4, 30)), int(draw.integers(1, 7))
        votes = random_votes(draw, voters, options)
        group = np.concatenate([[0, 0, 1, 1], draw.integers(0, 2, voters - 4)])
        first, second = np.flatnonzero(group == 0), np.flatnonzero(group == 1)
        points = borda_points(votes)
        here = within_clusters.Voters.of(points, group, np.zeros_like(group))
        found = within_clusters.statistics(here, group[None, :], [(0, 1)])[0]
        assert found == pytest.approx(welch(points, list(first), list(second)), rel=1e-6)
        if _ % 10 == 0:
            table = compare_groups(votes, pd.Series(group), draws=9)
            expected = borda(votes.iloc[first]) - borda(votes.iloc[second])
            assert table["difference"][votes.notna().any()].to_numpy() == pytest.approx(
                expected[votes.notna().any()].to_numpy()
            )


def test_four_against_four_parted_completely_have_the_p_of_the_two_extreme_divisions() -> None:
    # As in Fisher's tea tasting: 70 divisions of eight into four and four; two of them part the ballots.
    votes = pd.DataFrame({"A": [1] * 4 + [2] * 4, "B": [2] * 4 + [1] * 4})
    table = compare_groups(votes, pd.Series(["x"] * 4 + ["y"] * 4), draws=50_000)
    assert table["difference"].tolist() == [1, -1]
    assert table["p"].tolist() == pytest.approx([2 / 70] * 2, abs=4 * math.sqrt(2 / 70 / 50_000))
    assert table["p_adjusted"].tolist() == table["p"].tolist()


def test_p_is_never_below_one_in_draws_and_one() -> None:
    votes = pd.DataFrame({"A": [1] * 20 + [2] * 20, "B": [2] * 20 + [1] * 20})
    table = compare_groups(votes, pd.Series([0] * 20 + [1] * 20), draws=199)
    assert table["p"].tolist() == table["p_adjusted"].tolist() == [1 / 200] * 2


def test_with_no_difference_at_all_p_is_one() -> None:
    table = compare_groups(pd.DataFrame(np.ones((6, 3))), pd.Series([0, 1] * 3), draws=99)
    assert table["difference"].tolist() == [0, 0, 0]
    assert (table[["p", "p_adjusted"]] == 1).all(axis=None)


def test_equal_groups_are_called_different_no_more_often_than_claimed() -> None:
    draw = np.random.default_rng(6)
    group = pd.Series([0] * 14 + [1] * 9 + [2] * 7)
    called = 0
    for turn in range(300):
        table = compare_groups(random_votes(draw, 30, 5), group, seed=turn, draws=199)
        called += (table["p_adjusted"] <= 0.05).any()
    assert called <= stats.binom.isf(0.001, 300, 0.05)


def test_an_effect_of_workshops_is_not_taken_for_one_of_groups() -> None:
    draw = np.random.default_rng(7)
    group = pd.Series([0] * 10 + [1] * 2 + [0] * 2 + [1] * 10)
    workshop = pd.Series(["W1"] * 12 + ["W2"] * 12)
    leaning = np.repeat([[2, 0, 0, -2], [-2, 0, 0, 2]], 12, axis=0)
    within = without = 0
    for turn in range(200):
        votes = pd.DataFrame((-(leaning + draw.gumbel(size=(24, 4)))).argsort(axis=1).argsort(axis=1) + 1)
        within += (compare_groups(votes, group, workshop, seed=turn, draws=199)["p_adjusted"] <= 0.05).any()
        without += (compare_groups(votes, group, seed=turn, draws=199)["p_adjusted"] <= 0.05).any()
    claimed = stats.binom.isf(0.001, 200, 0.05)
    assert within <= claimed < without


def test_where_each_workshop_has_one_group_nothing_is_tested_and_the_reason_is_given() -> None:
    votes = random_votes(np.random.default_rng(1), 8, 3)
    group = pd.Series(["staff"] * 4 + ["public"] * 4)
    table = compare_groups(votes, group, pd.Series([1, 1, 2, 2, 3, 3, 4, 4]))
    assert table["difference"].tolist() == compare_groups(votes, group)["difference"].tolist()
    assert table[["p", "p_adjusted"]].isna().all(axis=None)
    assert table.attrs["confounded"] is True
    assert "cannot be told" in table.attrs["why"]
    assert compare_groups(votes, group).attrs["confounded"] is False


def test_more_than_two_groups_are_compared_pair_by_pair() -> None:
    votes = random_votes(np.random.default_rng(2), 12, 2)
    group = pd.Series(["b", "a", "c"] * 4)
    table = compare_groups(votes, group, draws=99)
    assert list(table.columns) == ["option", "group_a", "group_b", "difference", "p", "p_adjusted"]
    assert list(zip(table["group_a"], table["group_b"], strict=True)) == [
        pair for pair in [("b", "a"), ("b", "c"), ("a", "c")] for _ in range(2)
    ]
    means = {name: borda(votes[group == name]) for name in "abc"}
    for row in table.itertuples():
        assert row.difference == pytest.approx(means[row.group_a][row.option] - means[row.group_b][row.option])


@given(seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_names_of_voters_options_and_groups_change_nothing_else(seed: int) -> None:
    draw = np.random.default_rng(seed)
    votes, group = random_votes(draw, 9, 3), pd.Series(["x", "y", "x"] * 3)
    table = compare_groups(votes, group, seed=seed, draws=49)
    names = {"option 0": "zebra", "option 1": "ant", "option 2": "cow"}
    voters = [f"P{100 - voter}" for voter in range(9)]
    renamed = compare_groups(
        votes.rename(columns=names).set_axis(voters), group.map({"x": "q", "y": "a"}).set_axis(voters), None, seed, 49
    )
    assert table.attrs["groups"] == ("x", "y")
    assert renamed.attrs["groups"] == ("q", "a")
    pd.testing.assert_frame_equal(renamed, table.rename(index=names), check_exact=True)


@given(seed=st.integers(0, 1000), clusters=st.integers(1, 3))
@settings(deadline=None, max_examples=30)
def test_p_values_are_shares_the_adjusted_one_no_smaller_and_the_same_for_the_same_seed(
    seed: int, clusters: int
) -> None:
    votes = random_votes(np.random.default_rng(seed), 12, 4)
    group, cluster = pd.Series([0, 0, 1, 1, 2, 2] * 2), pd.Series([voter % clusters for voter in range(12)])
    table = compare_groups(votes, group, cluster, seed=seed, draws=49)
    assert (table["p"].dropna() >= 1 / 50).all()
    assert (table["p_adjusted"].dropna() <= 1).all()
    assert (table["p_adjusted"].dropna() >= table["p"].dropna()).all()
    pd.testing.assert_frame_equal(table, compare_groups(votes, group, cluster, seed=seed, draws=49), check_exact=True)


def test_working_in_small_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, group = random_votes(np.random.default_rng(3), 10, 3), pd.Series([0, 1] * 5)
    whole = compare_groups(votes, group, draws=99)
    monkeypatch.setattr(within_clusters, "_BLOCK", 70)
    pd.testing.assert_frame_equal(compare_groups(votes, group, draws=99), whole, check_exact=True)


def test_groups_follow_the_voters_name_not_the_row() -> None:
    votes = random_votes(np.random.default_rng(4), 6, 3).set_axis(list("uvwxyz"))
    group = pd.Series([0, 0, 0, 1, 1, 1], index=list("uvwxyz"))
    pd.testing.assert_frame_equal(
        compare_groups(votes, group[list("uzyxwv")], draws=49), compare_groups(votes, group, draws=49), check_exact=True
    )


def test_groups_stand_in_the_order_of_the_groups_given_even_if_their_first_voter_ranked_nothing() -> None:
    votes = pd.DataFrame({"A": [NAN, 2.0, 2.0, 1.0, 1.0], "B": [NAN, 1.0, 1.0, 2.0, 2.0]})
    table = compare_groups(votes, pd.Series(["x", "y", "y", "x", "x"]), draws=9)
    assert table.attrs["groups"] == ("x", "y")
    assert table["difference"].to_dict() == {"A": 1, "B": -1}


def test_voters_who_ranked_nothing_change_nothing() -> None:
    votes = random_votes(np.random.default_rng(5), 6, 2)
    votes.loc[6] = NAN
    group = pd.Series([0, 0, 0, 1, 1, 1, 2])
    pd.testing.assert_frame_equal(
        compare_groups(votes, group, draws=49), compare_groups(votes.iloc[:6], group, draws=49), check_exact=True
    )


def test_an_option_nobody_ranked_has_no_figures_and_changes_no_others_p() -> None:
    votes = pd.DataFrame({"A": [1.0, 1, 2, 2, 2], "never": [NAN] * 5, "B": [2.0, 2, 1, 1, 1]})
    group = pd.Series([0, 0, 1, 1, 1])
    table = compare_groups(votes, group, draws=99)
    assert table.loc["never"].isna().all()
    offered = compare_groups(votes[["A", "B"]], group, draws=99)
    assert table.loc[["A", "B"], "p"].tolist() == offered["p"].tolist()


@pytest.mark.parametrize(
    ("group", "cluster", "message"),
    [
        ([0, 0, 0, 1], None, "Only one voter of the group 1"),
        ([0, 0, 0, 0], None, "All voters are of the group 0"),
        ([0, 0, 1, None], None, "Voter 3 ranked options and has no group"),
        ([0, 0, 1, 1], [1, 2, 1, None], "Voter 3 ranked options and has no cluster"),
    ],
)
def test_groups_that_cannot_be_compared_are_an_error(group: list[object], cluster: object, message: str) -> None:
    votes = pd.DataFrame([[1, 2], [2, 1], [1, 2], [2, 1]])
    with pytest.raises(RankingError, match=message):
        compare_groups(votes, pd.Series(group), None if cluster is None else pd.Series(cluster))


def test_a_voter_with_two_groups_is_an_error() -> None:
    group = pd.Series([0, 0, 1, 1, 0], index=[0, 1, 2, 3, 3])
    with pytest.raises(RankingError, match="Voter 3 stands twice"):
        compare_groups(pd.DataFrame([[1, 2]] * 4), group)
