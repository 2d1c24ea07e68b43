"""Names, organisations and contact details out of the text."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.pseudonyms import Identifier, identifiers, pseudonymise

REGISTER = pd.DataFrame(
    [
        ("P01", "Ada Quill", "ada.quill@aldermere-ca.example", "MSA", "Aldermere Combined Authority", "Head of Skills"),
        (
            "P02",
            "Bryn O'Dare",
            "bryn@coldharbour.example",
            "ICB",
            "NHS Mid Coldharbour Integrated Care Board",
            "Analyst",
        ),
        ("P03", "Cleo van Tarn-Moss", "cleo@dunmoor.example", "CtW", "Dunmoor Vale Connect to Work cluster", ""),
        ("P04", "Will Quill", "will@aldermere-ca.example", "MSA", "Aldermere Combined Authority", "Policy Officer"),
        ("P05", "Eve Fenn", "eve@fenholt.example", "MSA", "Greater Fenholt Authority", "Policy Officer"),
        ("P06", "Sable", "sable@aldermere.example", "ICB", "NHS Aldermere Integrated Care Board", ""),
        ("P07", "Gwen D’Arcy", "gwen@reach.example", "CtW", "Reach", ""),
    ],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
ORDINARY = frozenset("will van reach head of skills policy officer work connect to care board".split())
KNOWN = identifiers(REGISTER, ["Imogen Farrow-Hale"], ORDINARY)


def clean(text: str) -> str:
    return pseudonymise(text, KNOWN)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill said so.", "[P01] said so."),
        ("I asked ADA QUILL and ada quill.", "I asked [P01] and [P01]."),
        ("Quill, Ada", "[P01]"),
        ("Ada  Quill", "[P01]"),
        ("Ada\u00a0Quill", "[P01]"),
        ("That is Ada's view and Eve’s too.", "That is [P01]'s view and [P05]’s too."),
        ("(Ada)", "([P01])"),
        ("Ms Fenn rang.", "Ms [P05] rang."),
        ("Quill rang.", "[name] rang."),
        ("Bryn O’Dare rang.", "[P02] rang."),
        ("Mr O’Dare rang.", "Mr [P02] rang."),
        ("Gwen D'Arcy rang, then D'Arcy, then D’Arcy.", "[P07] rang, then [P07], then [P07]."),
        ("Cleo van Tarn-Moss rang.", "[P03] rang."),
        ("van Tarn-Moss, Cleo", "[P03]"),
        ("Ms Tarn-Moss and Ms Moss rang.", "Ms [P03] and Ms [P03] rang."),
        ("Imogen asked, and Farrow-Hale noted.", "[interviewer] asked, and [interviewer] noted."),
        ("Sable rang.", "[P06] rang."),
    ],
)
def test_people_become_their_ids(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Adaptation and Evening classes.",
        "MacQuill and McFenn rang.",
        "It will reach them.",
        "Will that do?",
        "A quill, a fenn and a sable coat.",
        "The van broke down.",
        "A policy officer told me.",
        "Care and the Board.",
        "An analyst.",
    ],
)
def test_ordinary_words_are_left_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_a_first_name_that_is_an_ordinary_word_still_goes_with_its_surname() -> None:
    assert clean("Will Quill will.") == "[P04] will."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At Aldermere Combined Authority we do.", "At [MSA 1] we do."),
        ("NHS Mid Coldharbour Integrated Care Board", "[ICB 1]"),
        ("NHS Mid Coldharbour does, Mid Coldharbour does.", "[ICB 1] does, [ICB 1] does."),
        ("Here in Coldharbour we do.", "Here in [ICB 1] we do."),
        ("Dunmoor Vale Connect to Work cluster", "[CtW 1]"),
        ("Dunmoor Vale", "[CtW 1]"),
        ("greater fenholt authority", "[MSA 2]"),
        ("Fenholt's plan", "[MSA 2]'s plan"),
        ("All of Aldermere knows.", "All of [place] knows."),
        ("NHS Aldermere knows.", "[ICB 2] knows."),
        ("We asked Reach.", "We asked [CtW 2]."),
        ("We reach them.", "We reach them."),
    ],
)
def test_organisations_become_their_group_and_number(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_job_title_only_one_person_holds_is_replaced() -> None:
    assert clean("As head of skills I do.") == "As [job title] I do."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail jo.bloggs+x@some-where.example.", "Mail [email]."),
        ("Mail ada.quill@aldermere-ca.example, please", "Mail [email], please"),
        ("See https://www.some-where.example/a/b?c=d, it is good", "See [link], it is good"),
        ("See https://some-where.example/a.", "See [link]."),
        ("(see www.some-where.example)", "(see [link])"),
        ("See some-where.example/reports/2025.", "See [link]."),
        ("Our page is Some-Where.Example now.", "Our page is [link] now."),
        ("Ring 07700 900123.", "Ring [phone]."),
        ("Ring 020 7946 0958 or 02079460958.", "Ring [phone] or [phone]."),
        ("Ring (01632) 960 001 or (020) 7946 0958.", "Ring [phone] or [phone]."),
        ("Ring +44 20 7946 0958 or +44 (0)20 7946 0958.", "Ring [phone] or [phone]."),
        ("Ring +44 (0) 20 7946 0958, +447700900123, 0044 7700 900123.", "Ring [phone], [phone], [phone]."),
        ("Ring 01632-960-001 or 01632.960.001.", "Ring [phone] or [phone]."),
        ("At ZE1 0AA or W1A 1HQ or EC1A1BB.", "At [postcode] or [postcode] or [postcode]."),
        ("It is QQ 12 34 56 C.", "It is [national insurance number]."),
    ],
)
def test_what_identifies_by_its_form_is_replaced(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2025 we had 1,200 people and £0201234567.",
        "It was 0.5 and then 0.75.",
        "From 2019-2020 to 2020-2021, e.g. in the north.",
        "Group P07 and table A1, or 16-24.",
        "The W3 workshop",
    ],
)
def test_other_numbers_and_abbreviations_are_left_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_the_account_says_where_and_what_was_replaced_by_what() -> None:
    text = "Ada met bryn@coldharbour.example in Coldharbour."
    _, replaced = pseudonymise(text, KNOWN)
    assert replaced.values.tolist() == [
        [0, 3, "Ada", "[P01]", "person"],
        [8, 32, "bryn@coldharbour.example", "[email]", "email"],
        [36, 47, "Coldharbour", "[ICB 1]", "organisation"],
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_that_overlap_the_first_to_begin_wins_then_the_longer(turned: bool) -> None:
    known = [
        Identifier("Mid Moor", "[long]", "organisation", True),
        Identifier("Mid", "[short]", "organisation", True),
        Identifier("Moor Trust", "[late]", "organisation", True),
    ]
    text = pseudonymise("Mid Moor Trust, Mid Vale, Moor Trust", known[::-1] if turned else known)[0]
    assert text == "[long] Trust, [short] Vale, [late]"


def test_without_identifiers_only_forms_are_replaced() -> None:
    assert pseudonymise("Ada: ada@x.example", [])[0] == "Ada: [email]"


def test_the_longest_identifier_comes_first() -> None:
    lengths = [len(identifier.text) for identifier in KNOWN]
    assert lengths == sorted(lengths, reverse=True)


def test_organisations_are_numbered_by_group_in_the_registers_order() -> None:
    numbers = {i.text: i.replacement for i in KNOWN if i.kind == "organisation"}
    assert numbers["Aldermere Combined Authority"] == "[MSA 1]"
    assert numbers["Greater Fenholt Authority"] == "[MSA 2]"
    assert numbers["NHS Aldermere Integrated Care Board"] == "[ICB 2]"


IN_REGISTER = [*REGISTER["name"], *REGISTER["organisation"], *REGISTER["email"]]
BESIDES = [
    "Quill",
    "Coldharbour",
    "O’Dare",
    "NHS",
    "🙂",
    "07700 900123",
    "ZE1 0AA",
    "www.x.example/a",
    "said",
    "(",
    "’s",
]
pieces = st.sampled_from([*IN_REGISTER, *BESIDES])
texts = st.lists(st.tuples(pieces, st.sampled_from([" ", "", ", ", "\n", "-", ". "])), max_size=12).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@given(text=st.one_of(texts, st.text()))
def test_the_account_rebuilds_the_replaced_text_from_the_original(text: str) -> None:
    replaced_text, account = pseudonymise(text, KNOWN)
    rebuilt, at = "", 0
    for row in account.to_dict("records"):
        assert at <= row["start"] < row["end"]
        assert text[row["start"] : row["end"]] == row["text"]
        rebuilt += text[at : row["start"]] + row["replacement"]
        at = row["end"]
    assert rebuilt + text[at:] == replaced_text


@given(text=texts)
def test_no_full_name_address_or_organisation_is_left_standing_as_words(text: str) -> None:
    left = clean(text).casefold()
    for column in ("name", "email", "organisation"):
        for identifying in REGISTER[column]:
            if " " in identifying or "@" in identifying:
                assert not re.search(rf"(?<!\w){re.escape(identifying.casefold())}(?!\w)", left)
