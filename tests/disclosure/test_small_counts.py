"""What is published of a row of counts, checked by trying every row a reader could think of."""

from __future__ import annotations

import pandas as pd
import pytest
from every_table import Tie, banded, possible, said
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, release
from lmep_consult.errors import DisclosureError
from lmep_consult.table import Range, Table

TOTAL, C = "All groups", "[c]"
Row = dict[str, int]


def published(counts: Row, bases: Row, rules: Rules) -> dict[str, object]:
    """What one row shows of each group that has a cell, after it has gone through the door."""
    frame = pd.DataFrame({"group": counts.keys(), "said": counts.values(), "base": [bases[g] for g in counts]})
    shown = release(Table("t", "t", frame, people=("said",), base="base"), rules).table.frame
    return dict(zip(shown["group"], shown["said"], strict=True))


def named(counts: list[int], bases: list[int]) -> tuple[Row, Row]:
    groups = [f"g{n}" for n in range(len(counts))]
    of = dict(zip(groups, bases, strict=True))
    return {**dict(zip(groups, counts, strict=True)), TOTAL: sum(counts)}, {**of, TOTAL: sum(bases)}


@st.composite
def rows(draw: st.DrawFn, least_base: int = 1) -> tuple[Row, Row]:
    """Counts and bases of up to four groups with their total."""
    bases = [draw(st.integers(least_base, 11)) for _ in range(draw(st.integers(1, 4)))]
    return named([draw(st.integers(0, base)) for base in bases], bases)


def adding_up(counts: Row) -> list[Tie]:
    return [({TOTAL: 1, **{group: -1 for group in counts if group != TOTAL}}, 0, 0)]


RULES = st.builds(Rules, st.just(1), st.integers(3, 4), unanimous_base=st.sampled_from([1, 9, 12]))


@settings(max_examples=80, deadline=None)
@given(row=rows(), rules=RULES)
def test_every_number_in_every_band_is_possible(row: tuple[Row, Row], rules: Rules) -> None:
    counts, bases = row
    shown = published(counts, bases, rules)
    for group, cell in shown.items():
        assert counts[group] in said(cell, bases[group])
    fits = possible({group: said(shown.get(group), bases[group]) for group in counts}, adding_up(counts))
    for group, count in counts.items():
        band = banded(count, bases[group], rules.minimum_count, rules.unanimous_base)
        assert set(band) <= fits[group], group


@settings(max_examples=60, deadline=None)
@given(row=rows(), rules=RULES)
def test_bands_are_published_and_nothing_is_widened_needlessly(row: tuple[Row, Row], rules: Rules) -> None:
    counts, bases = row
    shown = published(counts, bases, rules)
    assert {group for group in counts if group not in shown} == {
        group for group in counts if group != TOTAL and 0 < bases[group] < 2 * rules.minimum_count
    }
    bands = {
        group: banded(count, bases[group], rules.minimum_count, rules.unanimous_base) for group, count in counts.items()
    }
    for group, cell in shown.items():
        assert set(bands[group]) <= set(said(cell, bases[group]))
    as_banded = {group: bands[group] if group in shown else range(bases[group] + 1) for group in counts}
    fits = possible(as_banded, adding_up(counts))
    if all(set(bands[group]) <= fits[group] for group in counts):
        assert all(said(cell, bases[group]) == as_banded[group] for group, cell in shown.items())


@pytest.mark.parametrize(
    ("counts", "bases", "expected"),
    [
        # nothing in a band
        ([3, 10, 4], [12, 10, 7], {"g0": 3, "g1": 10, "g2": 4, TOTAL: 17}),
        # 14 - 8 - 5 would give the 1 away: the 5 is left to what 14 and 8 leave, of which none or a few are 0 to 2
        ([8, 1, 5], [12, 10, 12], {"g0": 8, "g1": Range(0, 2, 10), "g2": Range(4, 6, 12), TOTAL: 14}),
        # 8 + 1 + 1 can be 8 + 2 + 0 and 8 + 0 + 2
        ([8, 1, 1], [12, 10, 12], {"g0": 8, "g1": Range(0, 2, 10), "g2": Range(0, 2, 12), TOTAL: 10}),
        # 18 - 3 - 10 would give away that 5 of 7 did, not all of them: that could be 3 + 8 + 7
        ([3, 10, 5], [12, 10, 7], {"g0": 3, "g1": Range(8, 10, 10), "g2": Range(5, 7, 7), TOTAL: 18}),
        # a group of three has no cell: 15 - 8 leaves 7 to the last and it, and 4 to 7 are possible of the last
        ([8, 3, 4], [12, 3, 9], {"g0": 8, "g2": Range(4, 7, 9), TOTAL: 15}),
        # all of 10 and 12 did, so all groups together had to be widened for the third
        ([10, 12, 6], [10, 12, 7], {"g0": 10, "g1": 12, "g2": Range(5, 7, 7), TOTAL: Range(27, 29, 29)}),
    ],
)  # fmt: skip
def test_rows_worked_by_hand(counts: list[int], bases: list[int], expected: dict[str, object]) -> None:
    row, of = named(counts, bases)
    shown = published(row, of, Rules())
    fits = possible({group: said(shown.get(group), of[group]) for group in row}, adding_up(row))
    assert all(set(banded(row[group], of[group], 3, 10)) <= fits[group] for group in row)
    assert shown == expected


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_how_many_of_a_small_group_said_it_does_not_show(count: int) -> None:
    """Whatever it is, all it can be stays possible."""
    row, of = named([8, count, 4], [12, 3, 9])
    shown = published(row, of, Rules())
    fits = possible({group: said(shown.get(group), of[group]) for group in row}, adding_up(row))
    assert "g1" not in shown
    assert fits["g1"] == {0, 1, 2, 3}


def test_without_a_total_bands_alone_are_published() -> None:
    counts, bases = {"a": 1, "b": 5, "c": 0, "d": 12}, {"a": 12, "b": 12, "c": 12, "d": 12}
    assert published(counts, bases, Rules()) == {"a": Range(0, 2, 12), "b": 5, "c": Range(0, 2, 12), "d": 12}


def test_a_total_is_banded_like_any_other() -> None:
    assert published({TOTAL: 2}, {TOTAL: 9}, Rules()) == {TOTAL: Range(0, 2, 9)}
    assert published({TOTAL: 3}, {TOTAL: 9}, Rules()) == {TOTAL: 3}
    assert published({TOTAL: 3}, {TOTAL: 5}, Rules()) == {TOTAL: C}


def test_people_of_no_group_that_is_listed_are_counted_as_one() -> None:
    """Those twelve may be any number; of two, what 9 less 4 and 5 leaves would be all."""
    counts, bases = {"a": 4, "b": 5}, {"a": 12, "b": 12}
    assert published(counts | {TOTAL: 14}, bases | {TOTAL: 36}, Rules()) == {"a": 4, "b": 5, TOTAL: 14}
    shown = published(counts | {TOTAL: 11}, bases | {TOTAL: 26}, Rules())
    ties: list[Tie] = [({TOTAL: 1, "a": -1, "b": -1, "others": -1}, 0, 0)]
    of = bases | {TOTAL: 26}
    fits = possible({group: said(cell, of[group]) for group, cell in shown.items()} | {"others": range(3)}, ties)
    assert fits["others"] == {0, 1, 2}


def test_minimums_of_one_show_everything() -> None:
    counts, bases = named([1, 0, 2], [1, 1, 2])
    assert published(counts, bases, Rules(minimum_base=1, minimum_count=1, unanimous_base=1)) == counts


def test_a_total_that_is_not_the_sum_is_refused() -> None:
    with pytest.raises(DisclosureError, match=r"t\.said of All groups is 9, but its parts add up to 8\."):
        published({"a": 3, "b": 5, TOTAL: 9}, {"a": 5, "b": 5, TOTAL: 10}, Rules())


@pytest.mark.parametrize("count", ["[c]", 1.5, 7, -1])
def test_what_is_no_number_of_people_is_refused(count: object) -> None:
    frame = pd.DataFrame({"group": ["a"], "said": [count], "base": [6]})
    with pytest.raises(DisclosureError, match=r"t\.said of a is .*, which is no number of people out of 6\."):
        release(Table("t", "t", frame, people=("said",), base="base"), Rules())
