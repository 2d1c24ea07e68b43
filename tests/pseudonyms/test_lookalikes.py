"""Names as a transcription misheard them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.pseudonyms.lookalikes import Lookalikes, sound_of


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("stephens", "stevens"),
        ("catherine", "katharine"),
        ("shaun", "sean"),
        ("nicholls", "nikols"),
        ("knight", "nite"),
        ("quincey", "kwinsy"),
        ("trezillion", "tresilian"),
        ("sturdyvant", "sturtevant"),
    ],
)
def test_names_that_english_hears_alike_have_one_sound(heard: str, name: str) -> None:
    assert sound_of(heard) == sound_of(name)


@pytest.mark.parametrize(("one", "other"), [("harriet", "hartley"), ("marek", "merrick-jones"), ("imran", "ivan")])
def test_names_that_english_hears_apart_have_two(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("achtenberg", ["achterberg"]),
        ("acterbergh", ["achterberg"]),
        ("ackerman", []),
        ("braithwall", ["braithwell", "braithwill"]),
        ("moor", []),
        ("more", []),
    ],
)
def test_one_letter_in_six_or_two_in_nine_or_the_same_sounds_are_alike(word: str, expected: list[str]) -> None:
    assert Lookalikes(["achterberg", "braithwell", "braithwill", "moore"]).of(word) == expected


@cache
def edits(one: str, other: str) -> int:
    """Levenshtein's own recursion."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    )


@given(
    name=st.text("abcd", min_size=6, max_size=9),
    word=st.text("abcd", min_size=5, max_size=10),
)
def test_a_word_within_the_allowed_edits_is_found(name: str, word: str) -> None:
    allowed = 2 if min(len(name), len(word)) >= 9 else 1 if min(len(name), len(word)) >= 6 else 0
    found = Lookalikes([name]).of(word)
    if name[0] == word[0] and edits(name, word) <= allowed:
        assert found == [name]
    elif sound_of(name) != sound_of(word):
        assert found == []


@given(st.text(max_size=60))
def test_any_text_has_a_sound_of_plain_letters(text: str) -> None:
    sound = sound_of(text)
    assert sound.isascii()
    assert not sound or sound.isalpha()
