"""Tables with totals of rows and columns, attacked by linear programming."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from every_table import said
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, milp

from lmep_consult.disclosure import Rules, release
from lmep_consult.table import ALL_GROUPS, Table

RULES = Rules(minimum_base=1, minimum_count=3, unanimous_base=1)
Interval = tuple[int, int]


def with_totals(inner: np.ndarray) -> np.ndarray:
    """Inner counts with a last row and column of totals."""
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def released(whole: np.ndarray, bases: list[int], rules: Rules = RULES) -> np.ndarray:
    """The lowest and the highest that is published of each count; rows are roles, the last of them all roles; columns
    are groups, the last all groups."""
    height, width = whole.shape
    rows = [
        (
            f"role {r}" if r < height - 1 else "all roles",
            "all roles" if r < height - 1 else "",
            group,
            whole[r, g],
            base,
        )
        for r in range(height)
        for g, (group, base) in enumerate(zip([*(f"g{n}" for n in range(width - 1)), ALL_GROUPS], bases, strict=True))
    ]
    frame = pd.DataFrame(rows, columns=["role", "within", "group", "people", "base"])
    table = Table("t", "t", frame, key=("role",), people=("people",), base="base", parent="within", disjoint=True)
    shown = release(table, rules).table.frame["people"]
    ends = [(said(cell, base)[0], said(cell, base)[-1]) for cell, base in zip(shown, bases * height, strict=True)]
    assert all(low <= count <= high for (low, high), count in zip(ends, whole.ravel(), strict=True))
    return np.array(ends).reshape(*whole.shape, 2)


def extremes(whole: np.ndarray, published: np.ndarray, cells: list[int], whole_numbers: bool) -> list[Interval]:
    """Least and most that each of `cells` can be, by programmes written from the table's margins alone."""
    height, width = whole.shape
    sums = []
    for r in range(height):
        row = np.zeros(whole.shape)
        row[r], row[r, -1] = 1, -1
        sums.append(row.ravel())
    for c in range(width):
        column = np.zeros(whole.shape)
        column[:, c], column[-1, c] = 1, -1
        sums.append(column.ravel())
    low, high = published[:, :, 0].ravel(), published[:, :, 1].ravel()
    found = []
    for cell in cells:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(whole.size)
            goal[cell] = sign
            if whole_numbers:
                result = milp(goal, integrality=np.ones(whole.size), bounds=(low, high), constraints=(sums, 0, 0))
            else:
                result = linprog(goal, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=list(zip(low, high, strict=True)))
            ends.append(round(sign * result.fun, 6))
        found.append((ends[0], ends[1]))
    return found


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    count = st.one_of(st.integers(0, 3), st.integers(0, 12))
    inner = np.array([[draw(count) for _ in range(width)] for _ in range(height)])
    bases = [int(column.sum()) + draw(st.integers(6, 9)) for column in inner.T]
    return with_totals(inner), [*bases, sum(bases)]


@pytest.mark.parametrize("whole_numbers", [False, True])
@settings(max_examples=30, deadline=None)
@given(table=tables())
def test_what_a_few_are_cannot_be_solved_for(whole_numbers: bool, table: tuple[np.ndarray, list[int]]) -> None:
    """Both ends of the band are possible; for whole numbers, those between follow in tables with two margins."""
    whole, bases = table
    few = [int(cell) for cell in np.flatnonzero(whole.ravel() < 3)]
    for low, high in extremes(whole, released(whole, bases), few, whole_numbers):
        assert (low, high) == (0, 2) or (low <= 0 and high >= 2)


@settings(max_examples=25, deadline=None)
@given(table=tables())
def test_counts_are_all_shown_where_none_is_small(table: tuple[np.ndarray, list[int]]) -> None:
    whole, bases = table
    each = [base + 3 * len(whole) for base in bases[:-1]]
    published = released(with_totals(whole[:-1, :-1] + 3), [*each, sum(each)])
    assert (published[:, :, 0] == published[:, :, 1]).all()


def test_one_small_count_takes_the_three_other_corners_of_a_rectangle_with_it() -> None:
    whole = with_totals(np.array([[1, 7, 9], [7, 4, 9], [9, 9, 9]]))
    published = released(whole, [30, 30, 30, 90])
    wide = published[:, :, 0] < published[:, :, 1]
    assert wide.sum() == 4
    assert wide[0, 0]
    assert not wide[-1].any()
    assert not wide[:, -1].any()


def test_how_many_took_part_in_all_is_no_secret() -> None:
    """Where a table says who took part, its totals are known, however small: other numbers give way."""
    whole = with_totals(np.array([[2, 1], [0, 8], [0, 9]]))
    frame = pd.DataFrame(
        [
            (f"r{r}", "" if r == 3 else "r3", g, whole[r, n], 40)
            for r in range(4)
            for n, g in enumerate(["a", "b", ALL_GROUPS])
        ],
        columns=["region", "within", "group", "people", "base"],
    )
    table = Table(
        "t", "t", frame, key=("region",), people=("people",), all_may_show=("people",), base="base", parent="within",
        disjoint=True,
    )  # fmt: skip
    shown = release(table, Rules()).table.frame.set_index(["region", "group"])["people"]
    assert shown["r3"].tolist() == [2, 18, 20]
