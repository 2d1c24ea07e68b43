"""Which cells of a row of counts are withheld, checked by trying every row a reader could think of."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure.small_counts import counts_to_hide, groups_to_hide

TOTAL = "All groups"


@st.composite
def rows(draw: st.DrawFn, least_base: int = 2) -> tuple[dict[str, int], dict[str, int]]:
    """Counts and bases of up to five groups with their total."""
    bases = {f"g{n}": draw(st.integers(least_base, 7)) for n in range(draw(st.integers(1, 5)))}
    counts = {group: draw(st.integers(0, base)) for group, base in bases.items()}
    return {**counts, TOTAL: sum(counts.values())}, {**bases, TOTAL: sum(bases.values())}


def rows_consistent_with(
    counts: dict[str, int], bases: dict[str, int], hidden: set[str], minimum: int
) -> list[tuple[dict[str, int], int]]:
    """Every row a reader may take to be the true one: what is shown is so; what is hidden is 1 or more, one small."""
    groups = [group for group in counts if group != TOTAL]
    choices = [range(1, bases[group] + 1) if group in hidden else [counts[group]] for group in groups]
    every = (dict(zip(groups, row, strict=True)) for row in product(*choices))
    return [
        (row, sum(row.values()))
        for row in every
        if (TOTAL in hidden or sum(row.values()) == counts[TOTAL])
        and (sum(row.values()) < minimum or any(row[group] < minimum for group in hidden - {TOTAL}))
    ]


@settings(max_examples=300, deadline=None)
@given(row=rows(), minimum=st.integers(3, 4))  # under 3, a withheld count can only be 1
def test_every_withheld_cell_could_have_another_value(row: tuple[dict[str, int], dict[str, int]], minimum: int) -> None:
    counts, bases = row
    hidden = counts_to_hide(counts, bases, minimum)
    possible = rows_consistent_with(counts, bases, hidden, minimum)
    for cell in hidden:
        assert len({total if cell == TOTAL else found[cell] for found, total in possible}) > 1, (cell, hidden)


@given(row=rows(least_base=1), minimum=st.integers(1, 5))
def test_every_small_count_is_withheld_and_nought_never(
    row: tuple[dict[str, int], dict[str, int]], minimum: int
) -> None:
    counts, bases = row
    hidden = counts_to_hide(counts, bases, minimum)
    small = {cell for cell, count in counts.items() if 0 < count < minimum}
    assert small <= hidden
    assert all(counts[cell] for cell in hidden)
    if not small:
        assert not hidden


@settings(max_examples=300, deadline=None)
@given(row=rows(), minimum=st.integers(3, 5))
def test_the_total_goes_only_when_it_is_small_or_every_group_that_is_not_nought_has_gone(
    row: tuple[dict[str, int], dict[str, int]], minimum: int
) -> None:
    counts, bases = row
    hidden = counts_to_hide(counts, bases, minimum)
    if TOTAL in hidden and counts[TOTAL] >= minimum:
        assert hidden == {cell for cell, count in counts.items() if count}


@pytest.mark.parametrize(
    ("counts", "bases", "expected"),
    [
        # 14 - 8 - 5 would give the 1 away: the 5 goes, not the 8
        ([8, 1, 5], [10, 3, 7], {"g1", "g2"}),
        # two are small, and 1 + 2 could as well be 2 + 1
        ([8, 1, 2], [10, 3, 7], {"g1", "g2"}),
        # 1 + 1 can be nothing else: the next goes too
        ([8, 1, 1], [10, 3, 7], {"g0", "g1", "g2"}),
        # 2 + 2 in groups of two can be nothing else
        ([6, 2, 2], [9, 2, 2], {"g0", "g1", "g2"}),
        # 18 - 9 leaves 9 for groups of 3 and 7, one of them under 3: it can only be 2 + 7, so the 9 goes too
        ([9, 2, 7], [10, 3, 7], {"g0", "g1", "g2"}),
        # nothing but noughts to go with the 2: the total is 2 and small itself
        ([0, 2, 0], [9, 5, 4], {"g1", TOTAL}),
        # 1 + 1 + 1 can be nothing else and there is no other: the total goes
        ([1, 1, 1, 0], [5, 5, 5, 5], {"g0", "g1", "g2", TOTAL}),
        # nothing small
        ([3, 0, 5], [3, 4, 7], set()),
    ],
)
def test_rows_worked_by_hand(counts: list[int], bases: list[int], expected: set[str]) -> None:
    named = {f"g{n}": count for n, count in enumerate(counts)}
    of = {f"g{n}": base for n, base in enumerate(bases)}
    assert counts_to_hide({**named, TOTAL: sum(counts)}, {**of, TOTAL: sum(bases)}, 3) == expected


def test_without_a_total_only_the_small_counts_go() -> None:
    assert counts_to_hide({"a": 1, "b": 5, "c": 0}, {"a": 5, "b": 5, "c": 5}, 3) == {"a"}


def test_a_total_alone_goes_when_small() -> None:
    assert counts_to_hide({TOTAL: 2}, {TOTAL: 9}, 3) == {TOTAL}
    assert counts_to_hide({TOTAL: 3}, {TOTAL: 9}, 3) == set()


@given(bases=st.dictionaries(st.sampled_from("abcde"), st.integers(1, 8), min_size=1), minimum=st.integers(1, 5))
def test_those_hidden_are_together_enough_people_or_everybody(bases: dict[str, int], minimum: int) -> None:
    hidden = groups_to_hide(bases, minimum)
    small = {group for group, base in bases.items() if base < minimum}
    assert small <= hidden
    assert bool(hidden) == bool(small)
    if hidden and hidden != set(bases):
        assert len(hidden) > 1
        assert sum(bases[group] for group in hidden) >= minimum
        assert max(bases[g] for g in hidden) <= min(base for g, base in bases.items() if g not in hidden)


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ({"a": 11, "b": 2, "c": 21}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 21}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 21, "d": 5}, {"a", "b", "d"}),
        ({"a": 2}, {"a"}),
        ({"a": 3, "b": 4}, set()),
    ],
)
def test_groups_worked_by_hand(bases: dict[str, int], expected: set[str]) -> None:
    assert groups_to_hide(bases, 3) == expected
