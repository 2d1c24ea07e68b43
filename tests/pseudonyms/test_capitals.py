"""Text that was written down without capitals is recognised as such, in whole or in part."""

from __future__ import annotations

import pytest

from lmep_consult.pseudonyms import lower_turns, without_capitals

LOWER = (
    "so i went to see wendover about the boat and i said to him that the tide was wrong and that we would need another "
    "day or two before anybody could go out and i told the others the same when they rang"
)
PRINTED = (
    "So I went to see Wendover about the boat. I said to him that the tide was wrong, and that we would need another "
    "day or two before anybody could go out. I told the others the same when they rang."
)


@pytest.mark.parametrize(
    "text",
    [
        PRINTED,
        f"{PRINTED}\nand then we went home, which took a while.\n{PRINTED}",
        "and we went home",  # too short to say
        "It was, i.e. we say, " + "a long sentence that goes on for ever and " * 6 + "ends.",
        "He said: " + "a list of this and that, of one thing and another, " * 8 + "and that is all.",
        "",
    ],
)
def test_text_with_capitals(text: str) -> None:
    assert without_capitals(text) == []


@pytest.mark.parametrize(
    "text",
    [
        LOWER,
        "and we went home to see wendover again",
        f"{LOWER} and the NHS and [P07] said so. {LOWER}",
        f"Interviewer 1\n{LOWER}\n{LOWER}",
        LOWER.replace(" i ", " I "),  # some programs know that much
    ],
)
def test_text_without_capitals(text: str) -> None:
    assert without_capitals(text) == [(0, len(text))]


def test_a_long_part_without_capitals_is_found_within_a_text_that_has_them() -> None:
    turns = [PRINTED] * 4 + [LOWER, "yes"] + [PRINTED] * 4
    assert lower_turns(turns) == [False] * 4 + [True, True] + [False] * 4
    ((start, end),) = without_capitals("\n".join(turns))
    assert "\n".join(turns)[start:end].startswith("so i went")


def test_long_texts_are_read_to_their_end() -> None:
    """Where each place were searched from anew, these would take hours."""
    assert without_capitals("a" * 3_000_000) == []
    assert without_capitals("i a " * 50_000) == [(0, 200_000)]
    assert without_capitals("\n" * 1_000_000) == []
