"""Which cells of a row of counts are withheld, checked by trying every row a reader could think of."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, release
from lmep_consult.errors import DisclosureError
from lmep_consult.table import Table

TOTAL = "All groups"
Row = dict[str, int]


def withheld(counts: Row, bases: Row, rules: Rules) -> set[str]:
    """The groups whose count is [c] after one row has gone through the door."""
    frame = pd.DataFrame({"group": counts.keys(), "said": counts.values(), "base": [bases[g] for g in counts]})
    shown = release(Table("t", "t", frame, people=("said",), base="base"), rules).table.frame
    assert [g for g, cell in zip(shown["group"], shown["said"], strict=True) if cell not in ("[c]", counts[g])] == []
    return set(shown.loc[shown["said"] == "[c]", "group"])


def named(counts: list[int], bases: list[int]) -> tuple[Row, Row]:
    groups = [f"g{n}" for n in range(len(counts))]
    of = dict(zip(groups, bases, strict=True))
    return {**dict(zip(groups, counts, strict=True)), TOTAL: sum(counts)}, {**of, TOTAL: sum(bases)}


@st.composite
def rows(draw: st.DrawFn, least_base: int = 3) -> tuple[Row, Row]:
    """Counts and bases of up to five groups with their total."""
    bases = [draw(st.integers(least_base, 7)) for _ in range(draw(st.integers(1, 5)))]
    return named([draw(st.integers(0, base)) for base in bases], bases)


def sensitive(count: int, base: int, rules: Rules) -> bool:
    return 0 < count < rules.minimum_count or (count == base and base < rules.unanimous_base)


def rows_that_fit(counts: Row, bases: Row, hidden: set[str]) -> list[Row]:
    """Every row that shows the same: shown cells are so, hidden ones from 1 to their base, and the groups add up."""
    groups = [group for group in counts if group != TOTAL]
    choices = [range(1, bases[group] + 1) if group in hidden else [counts[group]] for group in groups]
    every = ({**dict(zip(groups, row, strict=True)), TOTAL: sum(row)} for row in product(*choices))
    return [row for row in every if TOTAL in hidden or row[TOTAL] == counts[TOTAL]]


@settings(max_examples=120, deadline=None)
@given(row=rows(), minimum=st.integers(3, 5), unanimous=st.sampled_from([1, 5]))
def test_every_withheld_count_could_be_another_and_need_not_be_small(
    row: tuple[Row, Row], minimum: int, unanimous: int
) -> None:
    counts, bases = row
    rules = Rules(minimum_count=minimum, unanimous_base=unanimous)
    hidden = withheld(counts, bases, rules)
    fitting = rows_that_fit(counts, bases, hidden)
    suspected = [row for row in fitting if any(sensitive(row[cell], bases[cell], rules) for cell in hidden)]
    utmost = rows_that_fit(counts, bases, {cell for cell, count in counts.items() if count})
    for cell in hidden:
        assert len({row[cell] for row in suspected}) > 1, (cell, hidden)
        # Zeros are shown, and may leave no room whatever else is withheld.
        could_be = min(minimum, bases[cell], max(row[cell] for row in utmost))
        assert max(row[cell] for row in fitting) >= could_be, (cell, hidden)


@settings(max_examples=120, deadline=None)
@given(row=rows(), minimum=st.integers(3, 5), unanimous=st.sampled_from([1, 5]))
def test_what_is_sensitive_goes_zeros_stay_and_nothing_goes_needlessly(
    row: tuple[Row, Row], minimum: int, unanimous: int
) -> None:
    counts, bases = row
    rules = Rules(minimum_count=minimum, unanimous_base=unanimous)
    hidden = withheld(counts, bases, rules)
    must = {cell for cell, count in counts.items() if sensitive(count, bases[cell], rules)}
    assert must <= hidden
    assert all(counts[cell] for cell in hidden)
    if not must:
        assert not hidden
    for cell in hidden - must:  # without any one of those that went with it, something would be disclosed
        fewer = hidden - {cell}
        fitting = rows_that_fit(counts, bases, fewer)
        suspected = [row for row in fitting if any(sensitive(row[c], bases[c], rules) for c in fewer)]
        assert any(
            len({row[c] for row in suspected}) < 2 or max(row[c] for row in fitting) < min(minimum, bases[c])
            for c in fewer
        )


FEW = Rules(unanimous_base=1)


@pytest.mark.parametrize(
    ("counts", "bases", "expected"),
    [
        # 14 - 8 - 5 would give the 1 away: the 5 goes, not the 8
        ([8, 1, 5], [10, 3, 7], {"g1", "g2"}),
        # two are small, and 1 + 2 could as well be 2 + 1, but both would be known to be small: the 8 goes too
        ([8, 1, 2], [10, 3, 7], {"g0", "g1", "g2"}),
        # 2 + 2 could be 1 + 3 or 3 + 1
        ([8, 2, 2], [10, 3, 7], {"g1", "g2"}),
        # 1 + 1 can be nothing else: the next goes too
        ([8, 1, 1], [10, 3, 7], {"g0", "g1", "g2"}),
        # 18 - 9 leaves 9 for groups of 3 and 7, one of them under 3: it can only be 2 + 7, so the 9 goes and not the 7
        ([9, 2, 7], [10, 3, 7], {"g0", "g1"}),
        # nothing but zeros to go with the 2: the total is 2 and small itself
        ([0, 2, 0], [9, 5, 4], {"g1", TOTAL}),
        # 1 + 1 + 1 can be nothing else and there is no other: the total goes
        ([1, 1, 1, 0], [5, 5, 5, 5], {"g0", "g1", "g2", TOTAL}),
        # nothing small
        ([3, 0, 5], [3, 4, 7], set()),
    ],
)
def test_rows_worked_by_hand(counts: list[int], bases: list[int], expected: set[str]) -> None:
    assert withheld(*named(counts, bases), FEW) == expected


@pytest.mark.parametrize(
    ("counts", "bases", "expected"),
    [
        # all three of three said it; the smallest that can hide it goes along
        ([8, 3, 5], [10, 3, 7], {"g1", "g2"}),
        # all ten of ten did, which is a large group
        ([10, 0, 5], [10, 3, 7], set()),
        # none of three did
        ([8, 0, 5], [10, 3, 7], set()),
        # three of four did: which one did not is not disclosed
        ([8, 3, 5], [10, 4, 7], set()),
    ],
)
def test_that_all_of_a_small_group_said_a_thing_is_withheld(
    counts: list[int], bases: list[int], expected: set[str]
) -> None:
    assert withheld(*named(counts, bases), Rules()) == expected


@pytest.mark.parametrize("said", [0, 1])
def test_a_group_of_one_interviewee_shows_neither_a_one_nor_a_zero(said: int) -> None:
    """And what goes along with it is the same either way, so that this does not disclose it either."""
    assert withheld(*named([8, said, 5], [10, 1, 7]), Rules()) == {"g1", "g2"}


def test_a_group_of_one_is_disclosed_only_where_nobody_at_all_said_it() -> None:
    assert withheld(*named([0, 0, 0], [10, 1, 7]), Rules()) == {"g1"}


def test_without_a_total_only_the_small_counts_go() -> None:
    assert withheld({"a": 1, "b": 5, "c": 0}, {"a": 5, "b": 5, "c": 5}, Rules()) == {"a"}


def test_a_total_alone_goes_when_small() -> None:
    assert withheld({TOTAL: 2}, {TOTAL: 9}, Rules()) == {TOTAL}
    assert withheld({TOTAL: 3}, {TOTAL: 9}, Rules()) == set()


def test_where_a_group_is_not_listed_its_people_may_stand_between_total_and_groups() -> None:
    # 9 - 5 would be the 4 and more of the ten others
    assert withheld({"a": 2, "b": 5, TOTAL: 9}, {"a": 5, "b": 5, TOTAL: 20}, Rules()) == {"a"}


def test_minimums_of_one_withhold_nothing() -> None:
    assert withheld(*named([1, 0, 2], [1, 1, 2]), Rules(minimum_base=1, minimum_count=1, unanimous_base=1)) == set()


def test_a_total_that_is_not_the_sum_is_refused() -> None:
    with pytest.raises(DisclosureError, match=r"t\.said of All groups is 9, but its parts add up to 8\."):
        withheld({"a": 3, "b": 5, TOTAL: 9}, {"a": 5, "b": 5, TOTAL: 10}, Rules())
