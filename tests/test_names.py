"""Which of several people a label means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.names import Match, match_id, match_name, name_key, speaker_name, without_tags

PEOPLE = [
    ("P01", "Jane Doe"),
    ("P02", "Sam Roe"),
    ("P03", "Sam Poe"),
    ("P04", "Pieter van der Berg"),
    ("P05", "Tobias Lindqvist-Hale"),
    ("P06", "Ann-Marie O'Hara"),
    ("P07", "Zoë Ørsted"),
    ("P08", "Łukasz Gałązka"),
    ("P09", "Cllr Mary Ann Holt"),
]


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("Jane Doe", "P01"),
        ("JANE  DOE", "P01"),
        ("doe, jane", "P01"),
        ("Doe,Jane", "P01"),
        ("Doe, Dr Jane (External)", "P01"),
        ("Dr. Jane Doe", "P01"),
        ("Prof Dame Jane Doe", "P01"),
        ("Jane Doe, OBE", "P01"),
        ("Jane Doe MBE", "P01"),
        ("Jane A. Doe", "P01"),
        ("Doe, Jane A", "P01"),
        ("Jane Anne Doe", "P01"),
        ("Jane\u00a0Doe\u200b", "P01"),
        ("[Council] Jane Doe (she/her)", "P01"),
        ("Jane (Janey) Doe [NA]", "P01"),
        ("van der Berg, Pieter", "P04"),
        ("Pieter Berg", "P04"),
        ("tobias lindqvist hale", "P05"),
        ("Ann Marie O’Hara", "P06"),
        ("ANN-MARIE OHARA", "P06"),
        ("Zoe\u0308 Orsted", "P07"),
        ("Lukasz Galazka", "P08"),
        ("Mary Holt", "P09"),
        ("M. A. Holt", ""),
        ("Mary Beth Holt", ""),
        ("Jane Doee", ""),
        ("Janet Doe", ""),
        ("Jane", ""),
        ("J Doe", ""),
        ("Roe Sam", ""),
        ("", ""),
        ("(Jane Doe)", ""),
        ("Dr", ""),
        ("Jane Doe and Sam Roe", ""),
    ],
)
def test_a_name_is_the_same_however_it_is_written_but_not_misspelt(label: str, who: str) -> None:
    match = match_name(label, PEOPLE)
    assert (match.only if match.exact else "") == who


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("J. Doe", ["P01"]),
        ("Doe, J", ["P01"]),
        ("Jane D", ["P01"]),
        ("JD", ["P01"]),
        ("J.D.", ["P01"]),
        ("J D", ["P01"]),
        ("TLH", ["P05"]),
        ("TL", ["P05"]),
        ("Jane", ["P01"]),
        ("doe", ["P01"]),
        ("Dr Doe", ["P01"]),
        ("Sam", ["P02", "P03"]),
        ("S. Roe", ["P02"]),
        ("SR", ["P02"]),
        ("M. A. Holt", ["P09"]),
        ("Hale", []),
        ("jd", []),
        ("J", []),
        ("R. Doe", []),
        ("J. B. Roe", []),
    ],
)
def test_initials_and_single_names_mean_everyone_they_fit(label: str, ids: list[str]) -> None:
    assert match_name(label, PEOPLE) == Match(tuple(ids), exact=False)


def test_a_name_written_in_full_goes_before_one_without_its_middle_name() -> None:
    people = [("P1", "Jane Anne Doe"), ("P2", "Jane Beth Doe")]
    assert match_name("Jane Beth Doe", people).ids == ("P2",)
    assert match_name("Jane Doe", people).ids == ("P1", "P2")
    assert match_name("Jane A Doe", people).ids == ("P1",)
    assert match_name("Jane Carol Doe", people).ids == ()


def test_capitals_may_be_initials_or_a_name() -> None:
    assert match_name("ED", [("P1", "Eve Dale"), ("P2", "Ed Poe")]).ids == ("P1", "P2")


def test_several_names_of_one_person_are_one_candidate() -> None:
    people = [("team", "Jane Doe"), ("team", "Jane Smith"), ("P1", "Sam Roe")]
    assert match_name("Jane", people).ids == ("team",)


def test_a_surname_that_is_also_an_honour_or_a_short_first_name_is_not_lost() -> None:
    assert match_name("Rahman, Md", [("P1", "Md Rahman")]).exact
    assert match_name("Obe, Ada", [("P1", "Ada Obe")]).exact


@pytest.mark.parametrize("label", ["(" * 5000, "a " * 100_000, "." * 100_000, ("[(" * 90) + "x", "\0"])
def test_no_label_is_too_strange_to_match_nobody(label: str) -> None:
    assert match_name(label, PEOPLE) == Match()


FIRST = st.sampled_from("Ada Bea Cyril Dorota Émile Fay Gwilym Hana Ines Joan".split())
LAST = st.sampled_from("Abbott Brûlé O'Brien Quill Łoś Ng Smith-Jones Tremlett Ørsted Yeo".split())
REGISTER = st.lists(st.tuples(FIRST, LAST), min_size=1, max_size=12, unique=True)
DECORATIONS = {
    "capitals": lambda first, last: f"{first} {last}".upper(),
    "last name first": lambda first, last: f"{last}, {first}",
    "title": lambda first, last: f"Dr. {first} {last}",
    "last name, title, first name": lambda first, last: f"{last}, Cllr {first}",
    "tag": lambda first, last: f"{first} {last} (Guest) [NA]",
    "middle initial": lambda first, last: f"{first} X. {last}",
    "spaces": lambda first, last: f"  {first} \u00a0 {last} ",
    "apostrophe": lambda first, last: f"{first} {last}".replace("'", "’"),
    "no accents": lambda first, last: f"{first} {last}".translate(str.maketrans("ÉéûŁłśØø", "EeuLlsOo")),
}


@given(REGISTER, st.data(), st.sampled_from(sorted(DECORATIONS)))
def test_any_decoration_of_a_name_in_the_register_finds_its_bearer_only(
    register: list[tuple[str, str]], data: st.DataObject, how: str
) -> None:
    people = [(f"P{at}", f"{first} {last}") for at, (first, last) in enumerate(register)]
    at = data.draw(st.integers(0, len(register) - 1))
    assert match_name(DECORATIONS[how](*register[at]), people) == Match((f"P{at}",), exact=True)


# A middle initial may tell them apart: see the test of middle names.
SAME = st.sampled_from(sorted(DECORATIONS.keys() - {"middle initial"}))


@given(FIRST, LAST, SAME, SAME)
def test_two_people_of_one_name_are_never_told_apart(first: str, last: str, how: str, register: str) -> None:
    people = [("P1", f"{first} {last}"), ("P2", DECORATIONS[register](first, last))]
    label = DECORATIONS[how](first, last)
    for said in (label, first, last, f"{first[0]} {last}", f"{first} {last[0]}"):
        assert match_name(said, people).only == ""


@given(st.text(max_size=40), REGISTER)
def test_whatever_the_label_the_answer_holds_ids_of_the_register_once(
    label: str, register: list[tuple[str, str]]
) -> None:
    people = [(f"P{at}", f"{first} {last}") for at, (first, last) in enumerate(register)]
    ids = match_name(label, people).ids
    assert set(ids) <= {id_ for id_, _ in people}
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("P07", ("P07",)),
        ("p7", ("P07",)),
        (" P 007 ", ("P07",)),
        ("P-7", ("P07",)),
        ("P70", ("P70",)),
        ("W1", ("W1",)),
        ("w01", ("W01",)),
        ("P", ()),
        ("7", ()),
        ("", ()),
    ],
)
def test_ids_are_the_same_without_case_and_leading_zeros(label: str, ids: tuple[str, ...]) -> None:
    assert match_id(label, ["P07", "P70", "W1", "W01"]) == ids


def test_an_id_that_fits_two_is_both() -> None:
    assert match_id("W001", ["W1", "W01"]) == ("W1", "W01")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bob Fry (External)", "Bob Fry"),
        ("Bob Fry (Guest) (Unverified)", "Bob Fry"),
        ("Fry,  Bob (nicht überprüft)", "Fry, Bob"),
        ("Bob Fry (Convidado)", "Bob Fry"),
        ("Bob Fry (Zewnętrzny)", "Bob Fry"),
        ("Bob (External) Fry", "Bob (External) Fry"),
        ("Kupor (SL)", "Kupor (SL)"),
    ],
)
def test_tags_of_meeting_software_are_taken_off_and_nothing_else(name: str, plain: str) -> None:
    assert without_tags(name) == plain


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Doe, Jane (External) [NA]", "Jane Doe"),
        ("Doe, Jane [NA] (Guest)", "Jane Doe"),
        ("Doe, Roe, and Partners", "Doe, Roe, and Partners"),
        ("Kupor (SL)", "Kupor (SL)"),
    ],
)
def test_a_speaker_is_named_first_name_first(label: str, name: str) -> None:
    assert speaker_name(label) == name


def test_a_label_of_thousands_of_tags_is_left_as_it_is() -> None:
    label = "Jane" + " [NA] (Guest)" * 20_000
    assert speaker_name(label) == without_tags(label) == label


def test_names_written_in_two_ways_have_one_key() -> None:
    assert name_key("Smith-Jones, Dr Zoë (Guest)") == name_key("zoe smith jones") == "zoe smith jones"
