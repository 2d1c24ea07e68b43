"""Finding the people of an export in the register."""

from __future__ import annotations

import pandas as pd

from lmep_consult.polls import match_people

REGISTER = pd.DataFrame(
    [
        ("P01", "Ann Poe", "ann@north.example"),
        ("P02", "Bob Fry", "bob@south.example"),
        ("P03", "Sam Roe", "sam.roe@east.example"),
        ("P04", "Sam Roe", "s.roe@west.example"),
        ("P05", "Cat Lee", ""),
    ],
    columns=["participant", "name", "email"],
)


def matches(*people: tuple[str, str], register: pd.DataFrame = REGISTER) -> list[str]:
    found = match_people(
        pd.DataFrame(people, columns=["name", "email"]), register, ["Jane Doe"], ["jane@research.example"]
    )
    return list(found)


def test_people_are_found_by_email_whatever_their_name() -> None:
    assert matches(("Somebody", "ANN@north.example"), ("", "s.roe@west.example")) == ["P01", "P04"]


def test_the_email_goes_before_the_name() -> None:
    assert matches(("Bob Fry", "ann@north.example")) == ["P01"]


def test_people_without_a_known_email_are_found_by_name() -> None:
    assert matches(("bob FRY", ""), ("Cat Lee", "cat@home.example")) == ["P02", "P05"]


def test_a_name_two_people_bear_finds_neither() -> None:
    assert matches(("Sam Roe", "")) == [""]


def test_the_team_is_the_team() -> None:
    assert matches(("Jane Doe", ""), ("J", "Jane@Research.example")) == ["team", "team"]


def test_strangers_and_the_anonymous_are_nobody() -> None:
    assert matches(("Alex Noe", "alex@else.example"), ("", "")) == ["", ""]


def test_the_anonymous_are_not_the_one_person_registered_without_a_name() -> None:
    register = pd.DataFrame([("P01", "", "ann@north.example")], columns=["participant", "name", "email"])
    assert matches(("", ""), register=register) == [""]


def test_nobody_is_found_among_nobody() -> None:
    assert matches() == []


def test_names_are_found_however_they_are_written() -> None:
    assert matches(("FRY, Bob (External)", ""), ("Cllr Cat A. Lee", ""), ("Dr Jane Doe", "")) == ["P02", "P05", "team"]


def test_initials_and_first_names_never_say_whose_vote_it_is() -> None:
    assert matches(("B. Fry", ""), ("Cat", ""), ("CL", ""), ("Ann P", "")) == [""] * 4


def test_somebody_of_the_team_and_a_participant_of_one_name_are_told_apart_by_email_only() -> None:
    register = pd.DataFrame([("P01", "Jane Doe", "doe@west.example")], columns=["participant", "name", "email"])
    assert matches(("Jane Doe", ""), ("Jane Doe", "doe@west.example"), register=register) == ["", "P01"]


def test_an_address_two_people_share_goes_by_name_among_them() -> None:
    register = pd.DataFrame(
        [("P01", "Ann Poe", "office@n.example"), ("P02", "Bob Fry", "office@n.example"), ("P03", "Cat Lee", "")],
        columns=["participant", "name", "email"],
    )
    people = [("Bob Fry", "Office@n.example"), ("Cat Lee", "office@n.example"), ("", "office@n.example")]
    assert matches(*people, register=register) == ["P02", "", ""]


def test_the_answer_keeps_the_rows_of_the_people_asked_about() -> None:
    people = pd.DataFrame({"name": ["Bob Fry", "Nobody"], "email": ["", ""]}, index=[7, 3])
    found = match_people(people, REGISTER, [], [])
    assert found.to_dict() == {7: "P02", 3: ""}


def test_the_organisation_after_a_name_says_which_of_two_people_it_is() -> None:
    register = pd.DataFrame(
        [
            ("P1", "Sam Lee", "", "Aldermere Council"),
            ("P2", "Sam Lee", "", "Coldharbour"),
            ("P3", "Ann Poe", "", "Aldermere"),
        ],
        columns=["participant", "name", "email", "organisation"],
    )
    names = [
        "Sam Lee (Aldermere)",
        "Lee, Sam [Coldharbour] (Guest)",
        "Sam Lee",
        "Sam Lee (he/him)",
        "Ann Poe (Elsewhere)",
    ]
    people = pd.DataFrame({"name": names, "email": ""})
    assert list(match_people(people, register, (), ())) == ["P1", "P2", "", "", "P3"]
    two = pd.DataFrame({"name": ["Ann Poe (Aldermere)", "Ann Poe (Coldharbour)"], "email": ""})
    assert list(match_people(two, register, (), ())) == ["P3", ""]
