"""Tables with totals of rows and columns, attacked by linear programming."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, milp

from lmep_consult.disclosure import Rules, release
from lmep_consult.table import ALL_GROUPS, Table

RULES = Rules(minimum_base=1, minimum_count=3, unanimous_base=1)


def with_totals(inner: np.ndarray) -> np.ndarray:
    """Inner counts with a last row and column of totals."""
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def released(whole: np.ndarray, bases: list[int], rules: Rules = RULES) -> np.ndarray:
    """True where a count went; rows are roles, the last of them all roles; columns are groups, the last all groups."""
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
    assert all(cell in ("[c]", count) for cell, count in zip(shown, whole.ravel(), strict=True))
    return (shown == "[c]").to_numpy().reshape(whole.shape)


def extremes(
    whole: np.ndarray, hidden: np.ndarray, bases: list[int], whole_numbers: bool, lowest: int = 1
) -> np.ndarray:
    """Least and most each hidden cell can be, by programmes written from the table's margins alone."""
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
    top = np.tile(bases, (height, 1))
    low = np.where(hidden, lowest, whole).ravel()
    high = np.where(hidden, top, whole).ravel()
    found = []
    for cell in np.flatnonzero(hidden.ravel()):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(whole.size)
            goal[cell] = sign
            if whole_numbers:
                result = milp(goal, integrality=np.ones(whole.size), bounds=(low, high), constraints=(sums, 0, 0))
            else:
                result = linprog(goal, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=list(zip(low, high, strict=True)))
            ends.append(sign * result.fun)
        found.append(ends)
    return np.array(found).reshape(-1, 2)


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    count = st.one_of(st.integers(0, 3), st.integers(0, 12))
    inner = np.array([[draw(count) for _ in range(width)] for _ in range(height)])
    bases = [int(column.sum()) + draw(st.integers(3, 6)) for column in inner.T]
    return with_totals(inner), [*bases, sum(bases)]


@pytest.mark.parametrize("whole_numbers", [False, True])
@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_no_withheld_count_can_be_solved_for(whole_numbers: bool, table: tuple[np.ndarray, list[int]]) -> None:
    whole, bases = table
    hidden = released(whole, bases)
    assert ((whole == 0) | (whole >= 3) | hidden).all()
    assert (whole[hidden] > 0).all()
    least, most = extremes(whole, hidden, bases, whole_numbers).T
    assert (most - least >= 1 - 1e-6).all()
    # Zeros are shown, and may leave no room for three whatever else is withheld.
    _, utmost = extremes(whole, whole > 0, bases, whole_numbers).T
    assert (most >= np.minimum(3, utmost[hidden[whole > 0]]) - 1e-6).all()


@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_large_counts_and_zeros_are_all_shown(table: tuple[np.ndarray, list[int]]) -> None:
    whole, bases = table
    large = with_totals(np.where(whole[:-1, :-1] < 3, 0, whole[:-1, :-1]))
    assert not released(large, bases).any()


@settings(max_examples=25, deadline=None)
@given(table=tables())
def test_nor_where_each_person_is_in_one_cell_and_the_totals_are_how_many_there_are(
    table: tuple[np.ndarray, list[int]],
) -> None:
    """Then zeros may have to go too, and a reader cannot rule them out."""
    whole = table[0][:, table[0][-1] > 0]
    assume(whole.shape[1] > 2)
    bases = [int(total) for total in whole[-1]]
    hidden = released(whole, bases)
    assert not hidden[-1].any()
    least, most = extremes(whole, hidden, bases, whole_numbers=True, lowest=0).T
    assert ((most - least >= 1) | (whole[hidden] == 0)).all()


def test_one_small_count_takes_the_three_other_corners_of_a_rectangle_with_it() -> None:
    whole = with_totals(np.array([[1, 8, 9], [7, 5, 9], [9, 9, 9]]))
    hidden = released(whole, [30, 30, 30, 90])
    assert hidden.sum() == 4
    assert hidden[:2, :2].all()


def test_nothing_more_goes_when_a_table_is_released_twice() -> None:
    whole = with_totals(np.array([[1, 8, 9], [7, 2, 9], [9, 9, 0]]))
    rows = [(f"r{r}", "" if r == 3 else "r3", g, whole[r, n], 60) for r in range(4) for n, g in enumerate("abc")]
    frame = pd.DataFrame(rows, columns=["role", "within", "group", "people", "base"])
    table = Table("t", "t", frame, key=("role",), people=("people",), base="base", parent="within", disjoint=True)
    once = release(table, RULES)
    twice = release(once.table, RULES)
    assert (once.table.frame["people"] == "[c]").sum() >= 4
    pd.testing.assert_frame_equal(once.table.frame, twice.table.frame)
    assert once.table.notes == twice.table.notes
