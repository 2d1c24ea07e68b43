"""In text without capitals, names are replaced where they are unmistakable, and proposed where the words around show
them."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.pseudonyms import Confirmed, Pseudonymiser, identifiers, proposals

REGISTER = pd.DataFrame(
    [
        ("P01", "Oluwaseun Quillfeather", "", "MSA", "Lantern Housing", ""),
        ("P02", "Mark Fettle", "", "MSA", "The Bakery", ""),
    ],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
KNOWN = identifiers(REGISTER, [])
NAMES = Pseudonymiser(KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i rang seun and mark fettle", "i rang [P01] and [P02]"),
        ("then quilfeather came to the bakery", "then [P01] came to the bakery"),
        ("at lantern housing they mark it with a lantern", "at [MSA 1] they mark it with a lantern"),
    ],
)
def test_in_text_without_capitals_what_cannot_be_mistaken_is_replaced(text: str, expected: str) -> None:
    assert NAMES.replace(text, lower=True)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was at lantern housing, the bakery and The bakery.",
            "It was at lantern housing, the bakery and The bakery.",
        ),
        ("It was at Lantern Housing and The Bakery.", "It was at [MSA 1] and [MSA 2]."),
    ],
)
def test_in_other_text_an_organisation_of_english_words_has_its_capitals(text: str, expected: str) -> None:
    assert NAMES.replace(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my wife rose says that we should go", ["rose"]),
        ("there was a woman called grace there too", ["grace"]),
        ("it runs from mill lane to the tannery house", ["mill lane", "tannery house"]),
        ("she went to saint winifred's school and to a primary school", ["saint winifred's school", "winifred"]),
        ("it was rose tolland who said it to me", ["rose tolland"]),
        ("the village hall and the care home and next door's house", []),
        ("we called in and it was called off and named the same", []),
        ("i went from there and asked them to mark it", ["mark"]),  # a participant's name: asked place by place
    ],
)
def test_english_words_are_proposed_where_the_words_around_show_a_name(text: str, expected: list[str]) -> None:
    assert sorted(proposals([text], KNOWN, lower=[True])["text"]) == sorted(expected)


def test_in_other_text_they_are_not() -> None:
    assert proposals(["So my wife rose said that it was in the mill lane."], KNOWN).empty


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("I asked the only professor of hydrology in the county.", True),
        ("She's the first Welsh mayor of [place 1], you know.", True),
        ("It was the woman who leads on falls at the hospital.", True),
        ("There is a retired trawlerman with one arm on our board.", True),
        ("The people who work there are the first to say so.", False),
        ("It was the person who answers the phone.", False),
        ("It was the only thing in the room, the first time.", False),
    ],
)
def test_what_describes_one_person_only_is_proposed(text: str, described: bool) -> None:
    found = proposals([text], KNOWN)
    assert (found["reason"] == "may describe one person only").any() == described


def test_what_was_confirmed_is_known_in_text_without_capitals_too() -> None:
    """Two words that tell something are enough; about one it is asked place by place."""
    confirmed = [
        Confirmed("Harbour Lights", "programme", "[programme 1]", "Imogen", ""),
        Confirmed("Heron", "place", "[place 1]", "Imogen", ""),
    ]
    known = identifiers(REGISTER, [], confirmed)
    text = "we ran harbour lights from the heron and a heron sat there"
    assert Pseudonymiser(known).replace(text, lower=True)[0] == text.replace("harbour lights", "[programme 1]")
    assert proposals([text], known, lower=[True])["text"].tolist() == ["heron", "heron"]
