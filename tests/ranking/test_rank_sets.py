"""Rank sets against published values, a slow test by test version, and what must hold of any of them."""

from __future__ import annotations

import importlib
import math
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lmep_consult.errors import RankingError
from lmep_consult.ranking.borda import borda, borda_points
from lmep_consult.ranking.rank_sets import first_set, rank_sets, tiers, top_set

NAN = math.nan
module = importlib.import_module("lmep_consult.ranking.rank_sets")  # the room has a function of that name
# Mean score and standard error in mathematics, PISA 2018 (OECD), in the order of R package csranks' data set `pisa`.
PISA = """
    491.3600252 1.939833031  498.9423138 2.970998694  508.0703063 2.262662011  512.0169429 2.357475749
    417.4065563 2.41588757   390.9322732 2.989559274  499.4676508 2.460661531  509.3983746 1.735002337
    523.4145802 1.743602224  507.3013618 1.967920411  495.4075794 2.320214487  500.0437805 2.647083096
    451.3703438 3.091228197  481.0826364 2.319596741  495.1873762 1.953082603  499.632894  2.198621128
    463.0345488 3.498563228  486.5898573 2.780045867  526.9732502 2.471475318  525.933002  3.121394315
    496.1263306 1.962766789  481.1911884 1.953282039  483.421485  1.097632409  408.8014734 2.493225544
    519.2309824 2.632277885  494.489676  1.705942856  500.9637885 2.219044878  515.6478747 2.602085176
    492.4874062 2.684570081  486.1648542 2.555595707  508.8975441 1.363877596  481.3926126 1.462417763
    502.3877022 2.654250935  515.3147131 2.908003898  453.5077774 2.260406789  501.7698992 2.564428111
    478.2447174 3.235444099
"""
UNITED_KINGDOM = 35
MANY = 1e9  # degrees of freedom at which t is normal


def bounds(means: list[float], errors: list[float], freedom: float, simultaneous: bool) -> npt.NDArray[np.int64]:
    """Places of independent means with known standard errors."""
    draw = np.random.default_rng(1).standard_normal((len(means), 20_000))
    return module._bounds(np.array(means), np.diag(np.square(errors)), freedom, 0.95, simultaneous, draw)


def random_profile(draw: np.random.Generator, most_voters: int = 30, most_options: int = 5) -> pd.DataFrame:
    """Ballots that lean to one order, with ties and options left out."""
    voters, options = draw.integers(2, most_voters + 1), draw.integers(2, most_options + 1)
    liking = draw.normal(size=options) * draw.choice([0, 0.5, 2]) + draw.gumbel(size=(voters, options))
    ranks = (-liking).argsort(axis=1).argsort(axis=1) + 1.0
    ranks[draw.random(ranks.shape) < draw.choice([0, 0.3])] = 2.0
    ranks[draw.random(ranks.shape) < draw.choice([0, 0.3])] = NAN
    ranks[:2] = np.arange(1, options + 1)
    return pd.DataFrame(ranks, columns=[f"option {place}" for place in range(options)])


@st.composite
def profiles(draw: st.DrawFn) -> pd.DataFrame:
    options = draw(st.integers(1, 5))
    rank = st.one_of(st.none(), st.integers(1, options))
    ballots = draw(st.lists(st.lists(rank, min_size=options, max_size=options), max_size=8))
    ballots += [draw(st.permutations(range(1, options + 1)))] * draw(st.integers(1, 8))
    return pd.DataFrame(ballots, columns=[f"option {place}" for place in range(options)], dtype=float)


def quick(ranks: pd.DataFrame, simultaneous: bool = True, seed: int = 0) -> pd.DataFrame:
    return rank_sets(ranks, simultaneous=simultaneous, seed=seed, draws=500)


def test_the_published_set_of_the_united_kingdom_in_pisa_2018_is_found() -> None:
    # The vignette of csranks 1.0.1 prints 7 to 23 by itself, and calls it 8 to 23: the lower bound is that close.
    figures = np.array(PISA.split(), dtype=float).reshape(-1, 2)
    lower, upper = bounds(list(figures[:, 0]), list(figures[:, 1]), MANY, simultaneous=False)[UNITED_KINGDOM]
    assert lower in (7, 8)
    assert upper == 23


@pytest.mark.parametrize(("factor", "best_is_alone"), [(1.03, True), (0.97, False)])
def test_one_of_eight_equal_options_stands_out_at_the_tabled_studentised_range(
    factor: float, best_is_alone: bool
) -> None:
    tabled = 4.286  # Tukey's q for .05, eight means, infinite degrees of freedom: errors of 1, so q itself
    places = bounds([tabled * factor] + [0.0] * 7, [1.0] * 8, MANY, simultaneous=True)
    assert places.tolist() == ([[1, 1]] + [[2, 8]] * 7 if best_is_alone else [[1, 8]] * 8)


@pytest.mark.parametrize(("factor", "separated"), [(1.03, True), (0.97, False)])
@pytest.mark.parametrize("simultaneous", [True, False])
def test_two_options_are_separated_at_the_tabled_t(factor: float, separated: bool, simultaneous: bool) -> None:
    tabled = 2.160  # t for .05 on both sides, 13 degrees of freedom
    places = bounds([tabled * factor, 0.0], [math.sqrt(0.5)] * 2, 13, simultaneous)
    assert places.tolist() == ([[1, 1], [2, 2]] if separated else [[1, 2], [1, 2]])


def slow_sets(
    ranks: pd.DataFrame, simultaneous: bool, draw: np.random.Generator
) -> tuple[list[tuple[int, int]], float]:
    """Sets by paired t tests and step-down, hypothesis by hypothesis, and how near any statistic came to its limit."""
    points = borda_points(ranks)
    voters, options = points.shape
    deviations = points - points.mean(axis=0)
    noise = draw.normal(size=(4000, voters)) @ deviations / math.sqrt(voters * (voters - 1))
    error = {(i, j): stats.sem(points[:, i] - points[:, j]) for i, j in permutations(range(options), 2)}
    sure = {(i, j) for (i, j), size in error.items() if size < 1e-12 and points[0, i] > points[0, j]}
    z = {  # each t as the normal value that is exceeded as often
        (i, j): stats.norm.isf(stats.t.sf(stats.ttest_rel(points[:, i], points[:, j]).statistic, (voters - 1) * 2 / 3))
        for (i, j), size in error.items()
        if size >= 1e-12
    }
    nearest = math.inf

    def better_pairs(family: set[tuple[int, int]]) -> set[tuple[int, int]]:
        nonlocal nearest
        left = family & z.keys()
        rejected: set[tuple[int, int]] = set()
        while left:
            largest = np.max([(noise[:, i] - noise[:, j]) / error[i, j] for i, j in left], axis=0)
            limit = np.quantile(largest, 0.95)
            nearest = min([nearest] + [abs(z[pair] / limit - 1) for pair in left])
            new = {pair for pair in left if z[pair] > limit}
            if not new:
                break
            rejected |= new
            left -= new
        return (sure & family) | rejected

    everything = set(error)
    together = better_pairs(everything) if simultaneous else set()
    sets = []
    for option in range(options):
        found = together if simultaneous else better_pairs({pair for pair in everything if option in pair})
        beaten_by = sum(second == option for _, second in found)
        beats = sum(first == option for first, _ in found)
        sets.append((1 + beaten_by, options - beats))
    return sets, nearest


@pytest.mark.parametrize("simultaneous", [True, False])
def test_sets_agree_with_paired_t_tests_stepped_down_one_by_one(simultaneous: bool) -> None:
    draw = np.random.default_rng(5)
    compared = 0
    for _ in range(80):
        ranks = random_profile(draw)
        sets, nearest = slow_sets(ranks, simultaneous, draw)
        if nearest < 0.06:  # both sides draw their limits, so a statistic next to one may fall either way
            continue
        compared += 1
        found = rank_sets(ranks, simultaneous=simultaneous, draws=4000)
        assert list(found.itertuples(index=False, name=None)) == sets
    assert compared > 40


@pytest.mark.parametrize("simultaneous", [True, False])
def test_two_tiers_of_tied_options_are_held_about_as_often_as_claimed(simultaneous: bool) -> None:
    draw = np.random.default_rng(3)
    missed = 0
    for turn in range(150):
        liking = np.repeat([math.log(5), 0], 4) + draw.gumbel(size=(43, 8))
        sets = quick(pd.DataFrame((-liking).argsort(axis=1).argsort(axis=1) + 1), simultaneous, seed=turn)
        outside = (sets["lower"] > [1] * 4 + [5] * 4) | (sets["upper"] < [4] * 4 + [8] * 4)
        missed += outside.any() if simultaneous else outside.mean()
    assert missed <= stats.binom.isf(0.001, 150, 0.05)


@given(ranks=profiles(), copies=st.integers(2, 4), simultaneous=st.booleans(), seed=st.integers(0, 3))
@settings(deadline=None)
def test_copies_of_all_voters_never_widen_a_set(
    ranks: pd.DataFrame, copies: int, simultaneous: bool, seed: int
) -> None:
    few, many = (quick(pd.concat([ranks] * times), simultaneous, seed).dropna() for times in (1, copies))
    assert (many["lower"] >= few["lower"]).all()
    assert (many["upper"] <= few["upper"]).all()


@given(ranks=profiles(), simultaneous=st.booleans(), shuffle=st.randoms())
@settings(deadline=None)
def test_names_and_the_order_of_voters_and_options_change_nothing_else(
    ranks: pd.DataFrame, simultaneous: bool, shuffle: object
) -> None:
    options, voters = list(ranks.columns), list(range(len(ranks)))
    shuffle.shuffle(options)  # type: ignore[attr-defined]
    shuffle.shuffle(voters)  # type: ignore[attr-defined]
    names = {option: 100 - place for place, option in enumerate(ranks.columns)}
    sets = quick(ranks, simultaneous)
    assert quick(ranks.iloc[voters][options], simultaneous).loc[ranks.columns].equals(sets)
    renamed = quick(ranks.rename(columns=names, index=lambda voter: f"v{voter}"), simultaneous)
    assert renamed.equals(sets.rename(index=names))


@given(ranks=profiles(), simultaneous=st.booleans())
@settings(deadline=None)
def test_every_set_holds_the_place_by_points_and_the_same_seed_gives_the_same_sets(
    ranks: pd.DataFrame, simultaneous: bool
) -> None:
    sets = quick(ranks, simultaneous)
    points = borda(ranks)[sets["lower"].notna()].round(9)
    assert (sets["lower"].dropna() <= points.rank(ascending=False, method="min")).all()
    assert (sets["upper"].dropna() >= points.rank(ascending=False, method="max")).all()
    assert sets.equals(quick(ranks, simultaneous))


@given(ranks=profiles())
@settings(deadline=None)
def test_a_set_by_itself_lies_within_the_set_for_all_together(ranks: pd.DataFrame) -> None:
    single, together = quick(ranks, simultaneous=False).dropna(), quick(ranks).dropna()
    assert (single["lower"] >= together["lower"]).all()
    assert (single["upper"] <= together["upper"]).all()


@given(order=st.permutations(range(1, 7)), voters=st.integers(2, 5), simultaneous=st.booleans())
@settings(deadline=None)
def test_unanimous_ballots_give_singletons(order: list[int], voters: int, simultaneous: bool) -> None:
    sets = quick(pd.DataFrame([order] * voters), simultaneous)
    assert sets["lower"].tolist() == sets["upper"].tolist() == order


def test_a_pair_in_the_same_order_on_every_ballot_is_certain_though_others_are_open() -> None:
    votes = pd.DataFrame({"A": [1, 1], "B": [2, 2], "C": [3, 4], "D": [4, 3]})
    # A leads B by 1 on both ballots. Next is A over C by 2 and 3: t = 5, short of the 12.7 of one degree of freedom.
    assert quick(votes).to_numpy().tolist() == [[1, 3], [2, 4], [1, 4], [1, 4]]


def test_options_that_every_voter_ties_are_never_separated() -> None:
    votes = pd.DataFrame({"A": [1] * 30, "B": [1] * 30, "C": [2] * 30})
    assert quick(votes).to_numpy().tolist() == [[1, 2], [1, 2], [3, 3]]


def test_one_voter_leaves_every_place_open() -> None:
    assert quick(pd.DataFrame([[1, 2, 3]])).to_numpy().tolist() == [[1, 3]] * 3


def test_one_option_has_the_first_place() -> None:
    assert quick(pd.DataFrame({"A": [1, 1, 1]})).to_numpy().tolist() == [[1, 1]]


def test_all_tied_leaves_every_place_open() -> None:
    assert quick(pd.DataFrame(np.ones((9, 4)))).to_numpy().tolist() == [[1, 4]] * 4


def test_an_option_nobody_ranked_has_no_set_no_tier_and_takes_no_place() -> None:
    votes = pd.DataFrame({"A": [1, 1, 1], "never": [NAN] * 3, "B": [2, 2, 2]})
    sets = quick(votes)
    assert sets.loc[["A", "B"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    assert sets.loc["never"].isna().all()
    assert sets.dtypes.astype(str).tolist() == ["Int64", "Int64"]
    assert first_set(sets) == ["A"]
    assert top_set(sets) == ["A", "B"]
    assert tiers(votes, sets).fillna(0).to_dict() == {"A": 1, "never": 0, "B": 2}


def test_voters_who_ranked_nothing_change_no_set() -> None:
    votes = random_profile(np.random.default_rng(8))
    blank = pd.DataFrame([[NAN] * votes.shape[1]] * 3, columns=votes.columns)
    assert quick(pd.concat([votes, blank], ignore_index=True)).equals(quick(votes))


def test_no_ballot_is_an_error() -> None:
    with pytest.raises(RankingError, match="Nobody"):
        rank_sets(pd.DataFrame({"A": [NAN], "B": [NAN]}))


@pytest.mark.parametrize("level", [0.4, 1, 95])
def test_a_level_that_is_not_a_share_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        rank_sets(pd.DataFrame([[1, 2]]), level=level)


def test_working_in_small_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = random_profile(np.random.default_rng(2), most_options=9)
    whole = quick(votes)
    monkeypatch.setattr(module, "_BLOCK", 50)
    assert quick(votes).equals(whole)


def test_a_higher_level_never_narrows_a_set() -> None:
    votes = random_profile(np.random.default_rng(4), most_options=9)
    low, high = rank_sets(votes, level=0.8), rank_sets(votes, level=0.99)
    assert (high["lower"] <= low["lower"]).all()
    assert (high["upper"] >= low["upper"]).all()


def test_the_options_that_could_be_first_or_among_the_first_three_are_named() -> None:
    sets = pd.DataFrame({"lower": [4, 1, 2, 1], "upper": [4, 2, 3, 3]}, index=list("ABCD"), dtype="Int64")
    assert first_set(sets) == ["B", "D"]
    assert top_set(sets) == ["B", "C", "D"]
    assert top_set(sets, k=4) == ["A", "B", "C", "D"]


def test_a_tier_begins_where_no_set_above_reaches_one_below() -> None:
    votes = pd.DataFrame([[5, 1, 3, 2, 4]], columns=list("ABCDE"))
    sets = pd.DataFrame(
        {"lower": [5, 1, 2, 1, 3], "upper": [5, 2, 4, 3, 4]}, index=votes.columns, dtype="Int64"
    )  # B and D, D and C, C and E overlap: a chain; A stands apart
    assert tiers(votes, sets).to_dict() == {"A": 2, "B": 1, "C": 1, "D": 1, "E": 1}


@given(ranks=profiles(), simultaneous=st.booleans())
@settings(deadline=None)
def test_options_of_different_tiers_have_sets_apart_in_the_tiers_order(ranks: pd.DataFrame, simultaneous: bool) -> None:
    sets = quick(ranks, simultaneous).dropna()
    tier = tiers(ranks, quick(ranks, simultaneous)).dropna()
    assert sorted(tier.unique()) == list(range(1, tier.nunique() + 1))
    for number in tier.unique():
        # A border after place k: those above hold places up to k, those below later ones.
        above = tier <= number
        assert (sets.loc[above, "upper"] <= above.sum()).all()
        assert (sets.loc[~above, "lower"] > above.sum()).all()
