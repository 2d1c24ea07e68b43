"""Answers by groups, one answer a person, attacked by linear programming."""

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


def released(whole: np.ndarray) -> np.ndarray:
    """The lowest and the highest that is published of each count; rows are answers, the last how many answered, which
    everybody knows; columns are groups, the last all groups."""
    height, width = whole.shape
    groups = [*(f"g{n}" for n in range(width - 1)), ALL_GROUPS]
    rows = [
        ("q", f"a{r}", group, whole[r, g], whole[-1, g]) for r in range(height - 1) for g, group in enumerate(groups)
    ]
    frame = pd.DataFrame(rows, columns=["question", "answer", "group", "people", "base"])
    table = Table(
        "t", "t", frame, key=("question", "answer"), people=("people",), base="base", rows_each={("q",): 1}
    )  # fmt: skip
    shown = release(table, RULES).table.frame["people"]
    ends = [(said(cell, base)[0], said(cell, base)[-1]) for cell, base in zip(shown, frame["base"], strict=True)]
    ends += [(count, count) for count in whole[-1]]
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
def tables(draw: st.DrawFn) -> np.ndarray:
    height, width = draw(st.integers(3, 5)), draw(st.integers(2, 4))
    count = st.one_of(st.integers(0, 3), st.integers(0, 12))
    inner = np.array([[draw(count) for _ in range(width)] for _ in range(height)])
    inner[0] += 6  # so that each group has people enough to be shown
    return with_totals(inner)


@pytest.mark.parametrize("whole_numbers", [False, True])
@settings(max_examples=30, deadline=None)
@given(whole=tables())
def test_what_a_few_are_cannot_be_solved_for(whole_numbers: bool, whole: np.ndarray) -> None:
    """Both ends of the band are possible; for whole numbers, those between follow in tables with two margins."""
    few = [int(cell) for cell in np.flatnonzero(whole[:-1].ravel() < 3)]
    for low, high in extremes(whole, released(whole), few, whole_numbers):
        assert low == 0
        assert high >= 2


@settings(max_examples=20, deadline=None)
@given(whole=tables())
def test_counts_are_all_shown_where_none_is_small(whole: np.ndarray) -> None:
    published = released(with_totals(whole[:-1, :-1] + 3))
    assert (published[:, :, 0] == published[:, :, 1]).all()


def test_one_small_count_takes_the_three_other_corners_of_a_rectangle_with_it() -> None:
    published = released(with_totals(np.array([[1, 7, 9], [7, 4, 9], [9, 9, 9]])))
    wide = published[:, :, 0] < published[:, :, 1]
    assert wide.sum() == 4
    assert wide[0, 0]
    assert not wide[:, -1].any()
