"""Which groups are too small to be shown alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import groups_to_hide


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
