"""Counts of interviewees in words."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, in_words, release, word_for
from lmep_consult.table import SUPPRESSED, Table

SCALE = [("all", 1.0), ("almost all", 0.9), ("most", 0.6), ("about half", 0.4), ("some", 0.2), ("a few", 0.0)]


@pytest.mark.parametrize(
    ("count", "base", "word"),
    [
        (0, 20, "none"), (1, 20, "a few"), (3, 20, "a few"), (4, 20, "some"), (8, 20, "about half"),
        (11, 20, "about half"), (12, 20, "most"), (17, 20, "most"), (18, 20, "almost all"), (19, 20, "almost all"),
        (20, 20, "all"), (3, 3, "all"),
    ],
)  # fmt: skip
def test_the_word_is_that_of_the_highest_share_reached(count: int, base: int, word: str) -> None:
    assert word_for(count, base, SCALE) == word


@given(st.integers(1, 200).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_more_people_never_get_a_lesser_word(counted: tuple[int, int]) -> None:
    count, base = counted
    order = ["none", *(word for word, _ in reversed(SCALE))]
    words = [order.index(word_for(each, base, SCALE)) for each in range(count + 1)]
    assert words == sorted(words)


def test_what_is_withheld_stays_withheld_and_the_base_stays_a_number() -> None:
    frame = pd.DataFrame(
        {"code": list("aab"), "group": ["X", "Y", "X"], "participants": [8, 1, 0], "base": [10, 6, 10]}
    )
    table = Table(
        "t", "T", frame, key=("code",), people=("participants",), base="base", spoken=("participants",), notes=("n",)
    )
    told = in_words(release(table, Rules()), SCALE).table
    assert list(told.frame["participants"]) == ["most", SUPPRESSED, "none"]
    assert list(told.frame["base"]) == [10, 6, 10]
    assert "a few (fewer, but somebody)" in told.notes[-1]


def test_a_table_without_such_columns_stays_as_it_is() -> None:
    released = release(Table("t", "T", pd.DataFrame({"n": [1]})), Rules())
    assert in_words(released, SCALE) is released
