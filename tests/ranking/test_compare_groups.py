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
    for _ in range(150):
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
    for turn in range(150):
        table = compare_groups(random_votes(draw, 30, 5), group, seed=turn, draws=199)
        called += (table["p_adjusted"] <= 0.05).any()
    assert called <= stats.binom.isf(0.001, 150, 0.05)


def test_an_effect_of_workshops_is_not_taken_for_one_of_groups() -> None:
    draw = np.random.default_rng(7)
    group = pd.Series([0] * 10 + [1] * 2 + [0] * 2 + [1] * 10)
    workshop = pd.Series(["W1"] * 12 + ["W2"] * 12)
    leaning = np.repeat([[2, 0, 0, -2], [-2, 0, 0, 2]], 12, axis=0)
    within = without = 0
    for turn in range(100):
        votes = pd.DataFrame((-(leaning + draw.gumbel(size=(24, 4)))).argsort(axis=1).argsort(axis=1) + 1)
        within += (compare_groups(votes, group, workshop, seed=turn, draws=199)["p_adjusted"] <= 0.05).any()
        without += (compare_groups(votes, group, seed=turn, draws=199)["p_adjusted"] <= 0.05).any()
    claimed = stats.binom.isf(0.001, 100, 0.05)
    assert within <= claimed < without


def test_where_each_workshop_has_one_group_nothing_is_tested_and_the_reason_is_given() -> None:
    votes = random_votes(np.random.default_rng(1), 8, 3)
    group = pd.Series(["staff"] * 4 + ["public"] * 4)
    table = compare_groups(votes, group, pd.Series([1, 1, 2, 2, 3, 3, 4, 4]))
    assert table["difference"].tolist() == compare_groups(votes, group)["difference"].tolist()
    assert table[["p", "p_adjusted"]].isna().all(axis=None)
    assert table.attrs["confounded"] is True
    assert "cannot be separated" in table.attrs["why"]
    assert compare_groups(votes, group).attrs["confounded"] is False


def rows_of(table: pd.DataFrame, a: object, b: object) -> pd.DataFrame:
    return table[(table["group_a"] == a) & (table["group_b"] == b)].set_index("option")


def test_a_pair_that_never_meets_has_no_p_next_to_one_that_does() -> None:
    """A and B meet in W1 and differ in nothing; C, alone in W2, places last what they place first."""
    draw = np.random.default_rng(0)
    rest = [draw.permutation([1, 2, 3]) for _ in range(43)]
    first = [voter < 20 for voter in range(43)]
    votes = pd.DataFrame(
        [[1, *(1 + rank)] if leads else [4, *rank] for leads, rank in zip(first, rest, strict=True)],
        columns=["O", "X", "Y", "Z"],
    )
    group = pd.Series(["A"] * 11 + ["B"] * 9 + ["C"] * 23)
    workshop = pd.Series(["W1"] * 20 + ["W2"] * 23)
    table = compare_groups(votes, group, workshop, draws=199)
    assert table.attrs["confounded"] is False
    met = rows_of(table, "A", "B")
    assert met["p"].notna().all()
    assert (met["test"] == "voters within clusters").all()
    assert met.loc["O", ["difference", "p", "p_adjusted"]].tolist() == [0, 1, 1]
    assert met["needed_effect"].isna().all()
    for pair in (("A", "C"), ("B", "C")):
        apart = rows_of(table, *pair)
        assert apart[["p", "p_adjusted"]].isna().all(axis=None)
        assert (apart["test"] == "none").all()
        assert apart["why"].str.contains("share no workshop").all()
        assert apart.loc["O", "difference"] == 3
        assert apart.loc["O", "needed_effect"] > 0
        assert apart.loc["O", ["clusters_a", "holds_a", "clusters_b", "holds_b"]].tolist() == [1, 1, 1, 1]


def test_the_difference_within_workshops_is_least_squares_with_a_mean_for_each() -> None:
    draw = np.random.default_rng(12)
    for _ in range(40):
        voters = int(draw.integers(12, 30))
        votes = random_votes(draw, voters, 3)
        group = np.array([0, 0, 1, 1, *draw.integers(0, 3, voters - 4)])
        workshop = np.array([0, 0, 0, 0, *draw.integers(0, 4, voters - 4)])
        if (np.bincount(group) == 1).any():
            continue
        table = compare_groups(votes, pd.Series(group), pd.Series(workshop), draws=9)
        both = np.isin(workshop, np.intersect1d(workshop[group == 0], workshop[group == 1])) & (group < 2)
        points = borda_points(votes)[both]
        expected, _ = within(points, group[both], workshop[both])
        found = rows_of(table, 0, 1) if "group_a" in table else table
        ranked = votes.notna().any().to_numpy()
        assert found["difference"].to_numpy()[ranked] == pytest.approx(expected[ranked])
        assert (found["voters_a"].dropna() == (group[both] == 0).sum()).all()
        assert (found["voters_b"].dropna() == (group[both] == 1).sum()).all()


def test_difference_and_p_agree_where_the_plain_means_point_the_other_way() -> None:
    """In both workshops x gives A one point more than y does, but most of x come to the workshop that likes A less."""
    ballots = {
        ("W1", "x"): [1, 2, 3, 4, 5],
        ("W1", "y"): [2, 1, 3, 4, 5],
        ("W2", "x"): [4, 1, 2, 3, 5],
        ("W2", "y"): [5, 1, 2, 3, 4],
    }
    sizes = {("W1", "x"): 3, ("W1", "y"): 12, ("W2", "x"): 12, ("W2", "y"): 3}
    rows = [(*of, ballots[of]) for of, size in sizes.items() for _ in range(size)]
    ranks = pd.DataFrame([row[2] for row in rows], columns=list("ABCDE"))
    group, workshop = pd.Series([row[1] for row in rows]), pd.Series([row[0] for row in rows])
    plain, table = compare_groups(ranks, group, draws=499), compare_groups(ranks, group, workshop, draws=499)
    assert plain.loc["A", "difference"] < 0 < table.loc["A", "difference"] == pytest.approx(1)
    assert table.loc["A", "p_adjusted"] < 0.05
    assert table.loc["A", ["clusters_a", "holds_a", "holds_b"]].tolist() == [2, 2, 2]


def test_a_pair_that_hardly_meets_is_judged_as_one_that_does_not() -> None:
    """One voter of x is in the workshop of y: no test, all voters count, and what workshops move differs by less."""
    votes = pd.DataFrame({"A": [2, 1, 1, 2, 1, 2, 2, 2, 2, 1], "B": [1, 2, 2, 1, 2, 1, 1, 1, 1, 2]})
    votes = pd.concat([votes] * 4, ignore_index=True)
    group, workshop = pd.Series((["x"] * 5 + ["y"] * 5) * 4), pd.Series(([1] * 5 + [2] * 5) * 4)
    alone = compare_groups(votes, group, workshop, draws=499)
    moved = compare_groups(votes, group, workshop.mask(workshop.index == 1, 2), draws=499)
    assert (moved["together"] == 1).all()
    assert (alone["together"] == 0).all()
    assert moved["difference"].tolist() == alone["difference"].tolist()
    assert moved[["p", "p_adjusted"]].isna().all(axis=None)
    assert moved["why"].str.contains("hardly share").all()
    # 19 of 20 voters of x are in the first workshop, all of y in the second: .95 apart, not 1
    assert moved["needed_effect"].to_numpy() == pytest.approx(alone["needed_effect"].to_numpy() / 0.95)
    assert (alone["needed_effect"] > 0).all()
    enough = workshop.mask(workshop.index.isin([1, 2, 3]), 2)
    assert compare_groups(votes, group, enough, draws=49, smallest=3)["p"].notna().all()
    assert compare_groups(votes, group, enough, draws=49, smallest=4)["p"].isna().all()


def test_in_how_many_workshops_a_difference_holds_is_counted_by_hand() -> None:
    # x gives A 2, 2 in W1 and 1, 2 in W2, so 1.75; y gives it 1, 1 in W3, 2, 2 in W4 and 1, 1 in W5, so 4/3.
    votes = pd.DataFrame({"A": [1, 1, 2, 1, 2, 2, 1, 1, 2, 2], "B": [2, 2, 1, 2, 1, 1, 2, 2, 1, 1]})
    group, workshop = pd.Series(["x"] * 4 + ["y"] * 6), pd.Series([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    row = compare_groups(votes, group, workshop, draws=49).loc["A"]
    assert row["difference"] == pytest.approx(1.75 - 4 / 3)
    assert row[["clusters_a", "holds_a"]].tolist() == [2, 2]  # 2 and 1.5 are above 4/3
    assert row[["clusters_b", "holds_b"]].tolist() == [3, 2]  # 1, 2 and 1: one is not below 1.75
    few = compare_groups(votes.drop(3), group, workshop, draws=49, smallest=2).loc["A"]
    assert few[["clusters_a", "holds_a"]].tolist() == [1, 1]


def test_the_effect_of_workshops_that_would_undo_a_difference() -> None:
    """Against every division of ten voters into five and five: at the needed effect the difference is the critical
    value times the root of its variance, with the workshops' part in it."""
    votes = pd.DataFrame({"A": [1, 1, 1, 1, 2, 2, 2, 2, 3, 2], "B": [2, 2, 3, 3, 1, 1, 3, 1, 1, 1]})
    votes["C"] = 6 - votes["A"] - votes["B"]
    group, workshop = pd.Series(["x"] * 5 + ["y"] * 5), pd.Series([1, 1, 1, 2, 2, 3, 3, 3, 3, 3])
    table = compare_groups(votes, group, workshop, draws=20_000)
    points = borda_points(votes)
    every = [welch(points, list(way), [v for v in range(10) if v not in way]) for way in combinations(range(10), 5)]
    largest = np.sort(np.max(every, axis=1))
    critical = largest[math.ceil(0.95 * len(largest)) - 1]
    # x has 3 and 2 of its voters in two workshops, y all in one
    shares = (3 / 5) ** 2 + (2 / 5) ** 2 + 1
    for option, column in zip(table.index, points.T, strict=True):
        error = math.hypot(stats.sem(column[:5]), stats.sem(column[5:]))
        difference = abs(column[:5].mean() - column[5:].mean())
        beyond = (difference / critical) ** 2 - error**2
        assert table.loc[option, "needed_effect"] == pytest.approx(math.sqrt(max(0, beyond) / shares)), option
    assert (table["needed_effect"] > 0).any()


def test_where_nothing_but_chance_among_voters_is_there_nothing_needs_undoing() -> None:
    votes = pd.DataFrame({"A": [1, 2] * 8, "B": [2, 1] * 8})
    table = compare_groups(votes, pd.Series(["x"] * 8 + ["y"] * 8), pd.Series([1] * 8 + [2] * 8), draws=99)
    assert table["needed_effect"].tolist() == [0, 0]
    assert table[["holds_a", "holds_b"]].to_numpy().tolist() == [[0, 0], [0, 0]]


def test_four_workshops_against_four_parted_completely_have_the_p_of_the_two_extreme_divisions() -> None:
    votes = pd.DataFrame({"A": [1] * 12 + [2] * 12, "B": [2] * 12 + [1] * 12})
    votes.iloc[[0, 23]] = votes.iloc[[23, 0]].to_numpy()  # not all alike
    group, workshop = pd.Series(["x"] * 12 + ["y"] * 12), pd.Series([voter // 3 for voter in range(24)])
    table = compare_groups(votes, group, workshop)
    assert (table["test"] == "whole clusters").all()
    assert table["p"].tolist() == table["p_adjusted"].tolist() == [2 / 70] * 2
    three = workshop < 7
    assert compare_groups(votes[three], group, workshop)["p"].isna().all()


def test_groups_in_workshops_of_their_own_are_called_different_no_more_often_than_claimed() -> None:
    draw = np.random.default_rng(9)
    workshop = np.repeat(np.arange(9), 5)
    group = pd.Series(np.where(workshop < 4, "x", "y"))
    called = 0
    for turn in range(100):
        liking = draw.normal(size=(9, 4))[workshop] + draw.gumbel(size=(45, 4))
        votes = pd.DataFrame((-liking).argsort(axis=1).argsort(axis=1) + 1)
        called += (compare_groups(votes, group, pd.Series(workshop), seed=turn, draws=199)["p_adjusted"] <= 0.05).any()
    assert called <= stats.binom.isf(0.001, 100, 0.05)


def test_tests_of_two_kinds_are_adjusted_for_each_other() -> None:
    draw = np.random.default_rng(10)
    workshop = pd.Series(np.repeat(np.arange(8), 5))
    group = pd.Series(["x", "x", "x", "z", "z"] * 4 + ["y"] * 20)
    votes = random_votes(draw, 40, 3)
    table = compare_groups(votes, group, workshop, draws=99)
    among = group != "y"
    alone = compare_groups(votes[among], group[among], workshop[among], draws=99)
    # x and y, and z and y, are two families next to that of x and z
    assert rows_of(table, "x", "z")["p_adjusted"].tolist() == np.minimum(1, 3 * alone["p_adjusted"]).tolist()


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
    with pytest.raises(RankingError, match="Voter 3 is twice"):
        compare_groups(pd.DataFrame([[1, 2]] * 4), group)
