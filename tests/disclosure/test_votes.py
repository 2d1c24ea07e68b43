"""What is told of votes, against a reader who tries every set of ballots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, permutations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.analysis.rankings import RANKS, ranks_shown
from lmep_consult.disclosure import Rules, further_voters_wanted, groups_to_hide, release, step, voters_wanted
from lmep_consult.ranking import priorities
from lmep_consult.table import ALL_GROUPS, Table

RULES = Rules(minimum_count=3, unanimous_base=10)
ORDERS = list(permutations((1, 2, 3)))
OPTIONS = ["A", "B", "C"]
Ballots = tuple[int, ...]  # by voter, in any order, each a number into ORDERS


def test_a_group_wants_twice_as_many_voters_as_people_in_the_lowest_band_and_more_where_options_are_few() -> None:
    assert [voters_wanted(RULES, options) for options in (2, 3, 4, 8)] == [9, 9, 6, 6]
    assert further_voters_wanted(RULES, 8) == 12
    assert voters_wanted(Rules(minimum_base=10), 8) == 10


@pytest.mark.parametrize("voters", [3, 5])
def test_nothing_is_told_of_the_ranks_of_fewer(voters: int) -> None:
    """The mean ranks of three voters gave all three ballots."""
    ranks = pd.DataFrame([[1, 2, 3, 4], [2, 1, 4, 3]] * voters, columns=list("ABCD"), dtype=float)
    group = pd.Series(["small"] * voters + ["large"] * voters, index=ranks.index)
    assert set(told(ranks, group)["group"]) == ({"All groups"} if 2 * voters >= 6 else set())


def told(ranks: pd.DataFrame, group: pd.Series | None = None) -> pd.DataFrame:
    """All that a report says of the ranks of one question's options."""
    group = pd.Series(float("nan"), index=ranks.index, dtype=object) if group is None else group
    return released(ranks_shown(priorities(ranks, group, seed=1), RULES))


def released(shown: pd.DataFrame) -> pd.DataFrame:
    return release(Table("priorities", "t", shown, base="base", measures=RANKS), RULES).table.frame


def every_set(voters: int) -> Iterator[Ballots]:
    return combinations_with_replacement(range(len(ORDERS)), voters)


def relabelled(ballots: Ballots, order: tuple[int, ...]) -> Ballots:
    """The ballots where the options change names: what is told changes names with them."""
    return tuple(sorted(ORDERS.index(tuple(ORDERS[each][at] for at in order)) for each in ballots))


def by_what_is_told(voters: int) -> dict[Any, list[Counter[int]]]:
    """Every set of ballots of so many voters, by all that a report says of it. Each set is a group of its own, which is
    ranked as all voters are; what is released of it is worked out once for all of which the same is to be released."""
    names: dict[Ballots, dict[tuple[int, ...], Ballots]] = {}  # of one of those alike: by the order, each of them
    seen: set[Ballots] = set()
    for ballots in every_set(voters):
        if ballots not in seen:
            names[ballots] = {order: relabelled(ballots, order) for order in permutations(range(3))}
            seen.update(names[ballots].values())
    ranks = pd.DataFrame([ORDERS[each] for ballots in names for each in ballots], columns=OPTIONS, dtype=float)
    whose = pd.Series([f"set {number}" for number in range(len(names)) for _ in range(voters)])
    shown = ranks_shown(priorities(ranks, whose, seed=1), RULES)
    of_each = {name: rows.assign(group=ALL_GROUPS) for name, rows in shown.groupby("group", sort=False)}
    known: dict[str, list[list[str]]] = {}
    found: dict[Any, list[Counter[int]]] = defaultdict(list)
    for number, orders in enumerate(names.values()):
        rows = of_each[f"set {number}"].reset_index(drop=True)
        if (same := rows.to_csv()) not in known:
            known[same] = released(rows).set_index("option").loc[OPTIONS, list(RANKS)].astype(str).to_numpy().tolist()
        for other, order in {other: order for order, other in orders.items()}.items():  # each set once
            found[tuple(tuple(known[same][at]) for at in order)].append(Counter(other))
    return found


def test_of_three_options_no_set_of_ballots_can_be_worked_out() -> None:
    """Three options are the worst case: six orders are all there are. Of the smallest group that is shown."""
    sets = by_what_is_told(voters_wanted(RULES, options=3))
    assert sum(map(len, sets.values())) == 2002
    assert min(map(len, sets.values())) > 1
    surely = sum(
        any(0 < one[order] < 3 and all(other[order] for other in alike) for order in range(6))
        for alike in sets.values()
        for one in alike
    )
    assert surely < 0.02 * 2002  # sets of which a reader knows that one or two voters cast a certain ballot


def test_a_small_group_that_agrees_is_not_told_from_one_that_nearly_does() -> None:
    """Nor by how many put an option among their first three, which is published as a range."""
    agree, middle, last = [1, 2, 3, 4], [1, 3, 2, 4], [1, 2, 4, 3]
    sets = [[agree] * 6, [agree] * 5 + [middle], [agree] * 4 + [last] * 2]
    first, *others = (told(pd.DataFrame(ballots, columns=list("ABCD"), dtype=float)) for ballots in sets)
    for other in others:
        pd.testing.assert_frame_equal(first, other)


@given(st.integers(6, 400), st.integers(1, 12))
def test_a_rounded_mean_does_not_show_what_few_voters_did(voters: int, least: int) -> None:
    """minimum_count - 1 voters who put an option a place higher change the sum by as much as rounding hides."""
    rules = Rules(minimum_count=least)
    if voters >= voters_wanted(rules, options=8):
        assert step(1 / voters, rules) * voters >= min(2 * (least - 1), 2 * voters) - 1e-6


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=1), st.integers(1, 40), min_size=1))
def test_all_less_the_groups_shown_are_enough_voters(sizes: dict[str, int]) -> None:
    wanted = voters_wanted(RULES, options=8)
    hidden = groups_to_hide(sizes, wanted)
    rest = sum(sizes[name] for name in hidden)
    assert not hidden or rest >= wanted or hidden == set(sizes)
