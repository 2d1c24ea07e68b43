"""Bands, and the wider ranges that a count may be published as."""

from __future__ import annotations

from itertools import pairwise

import pytest
from every_table import banded
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules
from lmep_consult.disclosure.bands import band, ranges

RULES = st.builds(
    Rules,
    minimum_base=st.just(1),
    minimum_count=st.sampled_from([1, 3, 4, 5]),
    unanimous_base=st.sampled_from([1, 5, 10, 13]),
)


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 20, (0, 2)), (2, 20, (0, 2)), (3, 20, (3, 3)), (20, 20, (20, 20)),  # a large group
        (0, 7, (0, 2)), (3, 7, (3, 3)), (4, 7, (4, 4)), (5, 7, (5, 7)), (7, 7, (5, 7)),  # a small one
        (0, 5, (0, 5)), (3, 5, (0, 5)), (1, 1, (0, 1)),  # one too small for bands
        (0, 0, (0, 0)),
    ],
)  # fmt: skip
def test_bands_of_groups_of_all_sizes(count: int, base: int, expected: tuple[int, int]) -> None:
    assert band(count, base, Rules()) == expected


def test_that_all_of_a_group_are_counted_may_show_and_that_few_are_may_not() -> None:
    shown = [band(count, 4, Rules(), all_may_show=True) for count in range(5)]
    assert shown == [(0, 2), (0, 2), (0, 2), (3, 3), (4, 4)]


@given(rules=RULES, base=st.integers(0, 40), all_may_show=st.booleans())
def test_the_band_is_the_promised_one(rules: Rules, base: int, all_may_show: bool) -> None:
    for count in range(base + 1):
        low, high = band(count, base, rules, all_may_show)
        promised = banded(count, base, rules.minimum_count, rules.unanimous_base, all_may_show)
        assert range(low, high + 1) == promised


@given(rules=RULES, base=st.integers(0, 40), all_may_show=st.booleans())
def test_a_range_says_nothing_of_a_count_but_that_it_lies_in_it(rules: Rules, base: int, all_may_show: bool) -> None:
    """Whatever count lies in a range has that range among its own, so that no range belongs to one count alone."""
    of_each = [ranges(count, base, rules, all_may_show) for count in range(base + 1)]
    for count, mine in enumerate(of_each):
        assert mine[0] == band(count, base, rules, all_may_show)
        assert mine[-1] == (0, base) or len(mine) == 1
        for (low, high), (lower, higher) in pairwise(mine):
            assert lower <= low <= count <= high <= higher
        for low, high in mine:
            assert all((low, high) in of_each[other] for other in range(low, high + 1))


def test_wider_ranges_are_counted_from_zero() -> None:
    assert ranges(4, 20, Rules()) == [(4, 4), (3, 5), (0, 5), (0, 11), (0, 20)]
    assert ranges(19, 20, Rules()) == [(19, 19), (18, 20), (12, 20), (0, 20)]
