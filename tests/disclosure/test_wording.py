"""Counts of interviewees in words."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, in_words, release, word_for, words_for
from lmep_consult.table import SUPPRESSED, Range, Table

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


@pytest.mark.parametrize(
    ("low", "high", "base", "words"),
    [
        (0, 2, 20, "none or a few"), (0, 2, 7, "none or a few"), (5, 7, 7, "most or all"), (7, 9, 9, "most or all"),
        (3, 5, 10, "some or about half"), (6, 8, 10, "most"), (9, 10, 10, "almost all or all"),
        (0, 5, 20, "none to some"), (0, 3, 26, "none to a few"), (12, 20, 20, "most to all"),
    ],
)  # fmt: skip
def test_a_range_has_the_words_of_all_that_it_leaves_possible(low: int, high: int, base: int, words: str) -> None:
    assert words_for(Range(low, high, of=base), base, SCALE, Rules()) == words


@given(st.integers(6, 40).flatmap(lambda base: st.tuples(st.just(base), st.integers(0, base), st.integers(0, base))))
def test_no_two_counts_of_a_range_have_different_words(drawn: tuple[int, int, int]) -> None:
    base, *ends = drawn
    low, high = sorted(ends)
    words = words_for(Range(low, high, of=base), base, SCALE, Rules())
    first, last = word_for(low, base, SCALE), word_for(high, base, SCALE)
    assert words in ("none or a few", "most or all") or (words.startswith(first) and words.endswith(last))


def test_what_is_withheld_stays_withheld_and_the_base_stays_a_number() -> None:
    frame = pd.DataFrame(
        {"code": list("aab"), "group": ["X", "Y", "X"], "participants": [8, 1, 0], "base": [10, 5, 10]}
    )
    table = Table(
        "t", "T", frame, key=("code",), people=("participants",), base="base", spoken=("participants",), notes=("n",)
    )
    said = in_words(release(table, Rules()), SCALE, Rules()).table
    assert list(said.frame["participants"]) == ["most", SUPPRESSED, "none or a few"]
    assert list(said.frame["base"]) == [10, 5, 10]
    assert any("a few (fewer, but somebody)" in note for note in said.notes)
    assert said.notes[-1] == "“None or a few” means fewer than 3 people."


def test_a_table_without_such_columns_stays_as_it_is() -> None:
    released = release(Table("t", "T", pd.DataFrame({"n": [1]})), Rules())
    assert in_words(released, SCALE, Rules()) is released
