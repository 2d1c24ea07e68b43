"""Versions of a codebook, and what each code became."""

from __future__ import annotations

import pytest

from lmep_consult.codebook import Code, Codebook, Merge, Move, Rename, Split, migrate
from lmep_consult.errors import CodebookError

BOOK = Codebook(
    "B",
    "1",
    "",
    (
        Code("f", "F", "", "d"),
        Code("a", "A", "f", "d", terms=("x",), examples=("one",)),
        Code("b", "B", "f", "d", terms=("y", "x"), examples=("two",)),
        Code("g", "G", "", "d"),
        Code("c", "C", "g", "d"),
    ),
)


def ids(book: Codebook) -> list[tuple[str, str]]:
    return [(code.id, code.parent) for code in book.codes]


def test_a_new_id_is_followed_and_a_new_name_alone_is_not_in_the_mapping() -> None:
    book, became = migrate(BOOK, [Rename("f", id="h"), Rename("a", name="Ay")], "2")
    assert ids(book) == [("h", ""), ("a", "h"), ("b", "h"), ("g", ""), ("c", "g")]
    assert (book.version, book.code("a").name) == ("2", "Ay")
    assert became == {"f": ["h"]}


def test_merged_codes_become_one_with_the_terms_and_examples_of_all() -> None:
    book, became = migrate(BOOK, [Merge(("a", "b"), "b")], "2")
    assert ids(book) == [("f", ""), ("b", "f"), ("g", ""), ("c", "g")]
    assert book.code("b").terms == ("y", "x")
    assert book.code("b").examples == ("two", "one")
    assert became == {"a": ["b"]}


def test_what_was_below_a_merged_code_is_below_the_one_it_became() -> None:
    book, _ = migrate(BOOK, [Merge(("g",), "f")], "2")
    assert ids(book) == [("f", ""), ("a", "f"), ("b", "f"), ("c", "f")]


def test_a_split_leaves_a_choice() -> None:
    book, became = migrate(BOOK, [Split("a", (Code("a1", "A1", "", "d"), Code("a2", "A2", "", "d")))], "2")
    assert ids(book)[:4] == [("f", ""), ("a1", "f"), ("a2", "f"), ("b", "f")]
    assert became == {"a": ["a1", "a2"]}


def test_a_move_takes_along_what_is_below_and_changes_no_coding() -> None:
    book, became = migrate(BOOK, [Move("f", "c")], "2")
    assert ids(book) == [("g", ""), ("c", "g"), ("f", "c"), ("a", "f"), ("b", "f")]
    assert became == {}


def test_changes_follow_one_another() -> None:
    parts = (Code("a1", "A1", "", "d"), Code("a2", "A2", "", "d"))
    book, became = migrate(BOOK, [Split("a", parts), Merge(("a2", "b"), "b"), Rename("b", id="z")], "2")
    assert [code.id for code in book.codes] == ["f", "a1", "z", "g", "c"]
    assert became == {"a": ["a1", "z"], "b": ["z"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Rename("q", name="Q"), "no code 'q'"),
        (Rename("a", id="b"), "merge them instead"),
        (Merge(("f",), "a"), "belongs to it"),
        (Split("a", (Code("a1", "A1", "", "d"),)), "fewer than two"),
        (Split("f", (Code("x", "X", "", "d"), Code("y", "Y", "", "d"))), "has codes below it"),
        (Split("a", (Code("b", "X", "", "d"), Code("y", "Y", "", "d"))), "is there twice"),
        (Move("f", "a"), "belongs to it"),
    ],
)
def test_what_cannot_be_is_refused(change: Rename | Merge | Split | Move, said: str) -> None:
    with pytest.raises(CodebookError, match=said):
        migrate(BOOK, [change], "2")


def test_the_version_must_be_another() -> None:
    with pytest.raises(CodebookError, match="version '1' already"):
        migrate(BOOK, [], "1")
