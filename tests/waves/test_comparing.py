"""Two waves compared: the planted changes found, nothing else claimed, and no more shown than was published."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from simulate_waves import MOVED, study

from lmep_consult.disclosure import Rules
from lmep_consult.table import ALL_GROUPS, Range
from lmep_consult.waves.comparing import FELL, NOT_TESTED, ROSE, UNSAID, Published, Said, in_full, shown
from lmep_consult.waves.exact import ERROR_RATE


def said(n: int, **by: int) -> Said:
    """n people of one group, of whom the first so many said each thing."""
    return Said({f"P{at}": "A" for at in range(n)}, {item: {f"P{at}" for at in range(k)} for item, k in by.items()})


def published(full: pd.DataFrame, which: str, rules: Rules, **ranges: tuple[int, int]) -> Published:
    counts = {
        (str(row["item"]), ALL_GROUPS): ranges.get(str(row["item"]), (row[which], row[which]))
        for row in full.to_dict("records")
    }
    return Published(counts, {key: int(full[f"base_{which}"].iloc[0]) for key in counts}, rules)


def verdicts(then: Said, now: Said, pairs: dict[str, str], **ranges: tuple[int, int]) -> dict[str, str]:
    full, rules = in_full(then, now, pairs), Rules()
    table = shown(full, published(full, "then", rules, **ranges), published(full, "now", rules))
    return dict(zip(table["item"], table["verdict"], strict=True))


def test_what_rose_what_fell_and_what_cannot_be_said() -> None:
    then, now = said(40, up=4, down=30, same=20, rare=1), said(40, up=26, down=6, same=22, rare=2)
    assert verdicts(then, now, {}) == {"up": ROSE, "down": FELL, "same": UNSAID, "rare": UNSAID}


def test_the_same_people_show_a_change_that_others_do_not() -> None:
    then, now = said(30, up=12), said(30, up=20)
    assert verdicts(then, now, {})["up"] == UNSAID
    same = {f"P{at}": f"P{at}" for at in range(30)}  # eight came and nobody left
    assert verdicts(then, now, same)["up"] == ROSE


def test_those_who_did_not_agree_to_be_linked_are_counted_in_each_wave_alone() -> None:
    full = in_full(said(30, up=12), said(30, up=22), {"P0": "P0", "P29": "P29", "not heard": "P1", "P2": "not heard"})
    assert full["in_both"].tolist() == [2]
    assert full[["came", "left"]].to_numpy().tolist() == [[0, 0]]


def test_a_range_that_leaves_the_direction_open_is_no_finding() -> None:
    then, now = said(40, up=4), said(40, up=26)
    assert verdicts(then, now, {}, up=(4, 30))["up"] == UNSAID
    assert verdicts(then, now, {}, up=(0, 2))["up"] == ROSE


def test_the_change_is_worked_out_from_what_was_published_alone() -> None:
    rules = Rules()
    full = in_full(said(20, rare=1), said(20, rare=10), {})
    now = published(full, "now", rules)
    tables = [shown(full.assign(then=count), published(full, "then", rules, rare=(0, 2)), now) for count in (0, 1, 2)]
    assert all(table.equals(tables[0]) for table in tables)
    row = tables[0].iloc[0]
    assert row["then"] == Range(0, 2, of=20)
    assert (row["change_least"], row["change_most"]) == (40, 50)
    assert row["lower"] < 40 < 50 < row["upper"]


def test_groups_are_shown_and_not_tested_and_small_ones_not_shown() -> None:
    full, rules = in_full(said(20, up=3), said(20, up=17), {}), Rules()
    sizes = {ALL_GROUPS: 20, "A": 12, "B": 5}
    both = Published({("up", g): (3, 3) for g in sizes}, {("up", g): n for g, n in sizes.items()}, rules)
    table = shown(full, both, both)
    assert table["group"].tolist() == [ALL_GROUPS, "A"]
    assert table["verdict"].tolist()[1] == NOT_TESTED


def test_nothing_is_claimed_where_the_waves_were_coded_in_different_ways() -> None:
    full, rules = in_full(said(40, up=4), said(40, up=26), {}), Rules()
    made = [published(full, which, rules) for which in ("then", "now")]
    assert shown(full, *made, comparable=False)["verdict"].tolist() == [UNSAID]


def test_what_could_not_be_found_is_marked_for_the_team() -> None:
    full = in_full(
        said(20, **{f"rare{at}": 1 for at in range(9)}, up=2),
        said(20, **{f"rare{at}": 0 for at in range(9)}, up=18),
        {},
    )
    assert full["p_adjusted"].map(math.isnan).tolist() == [True] * 9 + [False]


@pytest.mark.parametrize("linked", [0.0, 1.0], ids=["other people", "the same people"])
def test_two_planted_changes_are_found_and_no_other_is_claimed(linked: float) -> None:
    """A quick look at what tests/benchmarks/simulate_waves.py does with 200 seeds."""
    found = wrong = 0
    for seed in range(40):
        then, now, pairs = study(np.random.default_rng(seed), linked)
        full = in_full(then, now, pairs)
        claims = full[full["p_adjusted"] <= ERROR_RATE]
        claimed = dict(zip(claims["item"], claims["direction"], strict=True))
        found += sum(claimed.get(item) == way for item, way in MOVED.items())
        wrong += bool(claimed.keys() - MOVED.keys())
    assert found >= 76
    assert wrong <= binom.ppf(0.999, 40, ERROR_RATE)  # what the rate that is stated may give by chance
