"""Replacements put into words, which link no two quotations."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.pseudonyms import Readable, outline

REPLACED = pd.DataFrame(
    [
        ("[P06]", "person"),
        ("[anna]", "person"),
        ("[the northern city]", "place"),
        ("[ICB 2]", "place"),
        ("[x]", "link"),
    ],
    columns=["replacement", "kind"],
)
TO_READ = Readable.of(["P06", "P48", "anna"], REPLACED, {"ICB": "an integrated care board", "MSA": ""})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[P06] has it", "[a person] has it"),
        ("[person 3] has it", "[a person] has it"),
        ("[name] and [email]", "[a person] and [email]"),
        ("so [anna] went", "so [a person] went"),
        ("in [place 81], [place 4]", "in [places]"),
        ("in [place 81], [place 81]", "in [a place]"),
        ("in [place 1], [place 2] and [place 3].", "in [places]."),
        ("[P06] and [person 3], [organisation 2]", "[people], [an organisation]"),
        ("[P48] does it, [P48], ask her", "[a person] does it, [a person], ask her"),
        ("[P06]'s of [MSA 3]'s", "[a person]'s of [an organisation]'s"),
        ("we had the [organisation 8] and our [programme 2]", "we had the [organisation] and our [programme]"),
        ("in [the northern city]", "in [a place]"),
        ("[laughs] well [inaudible 00:12:03]", "[laughs] well [inaudible]"),
        ("[Project A] and [other 4]", "[a name] and [a name]"),
        ("[interviewer], [postcode], [job title]", "[interviewer], [postcode], [job title]"),
    ],
)
def test_each_kind_has_its_words(text: str, expected: str) -> None:
    assert TO_READ(text) == expected


def test_a_group_is_named_only_where_the_speakers_is() -> None:
    """“We at [an integrated care board]” would say whose words they are."""
    assert TO_READ("we at [ICB 2]") == "we at [an organisation]"
    assert TO_READ("we at [ICB 2]", name_groups=True) == "we at [an integrated care board]"
    assert TO_READ("we at [MSA 2]", name_groups=True) == "we at [an organisation]"


PIECES = st.sampled_from(
    ["[P06]", "[P48]", "[person 3]", "[place 81]", "[ICB 2]", "[name]", "[laughs]", ", ", " and ", " the ", "we ", "."]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nobody_is_told_from_anybody_and_the_passage_is_still_found(text: str) -> None:
    """Another id in the place of each gives the same words; and the outline stays, so that the team can find it."""
    said = TO_READ(text)
    assert not any(letter.isdigit() or letter.isupper() for letter in said)
    assert outline(said) == outline(text)
    assert TO_READ(said) == said
    one = {"[P06]": "[P48]", "[person 3]": "[person 9]", "[place 81]": "[place 7]", "[ICB 2]": "[ICB 5]"}
    apart = {"[P48]": "[person 77]"}
    for old, new in (apart | one).items():
        text = text.replace(old, new)
    assert TO_READ(text) == said
