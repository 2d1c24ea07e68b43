"""Decisions about names, and the file they are kept in."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.errors import ConsultError, StudyError
from lmep_consult.pseudonyms import (
    Confirmed,
    answered,
    decide,
    identifiers,
    in_force,
    proposals,
    pseudonymise,
    question,
    read_confirmed,
    still_open,
    write_confirmed,
)

WHEN = "2026-02-10T09:30:00Z"
HEAD = "text,kind,replacement,decided_by,when\n"


def person(text: str, number: int) -> Confirmed:
    return Confirmed(text, "person", f"[person {number}]", "Imogen", WHEN)


def test_each_kind_is_numbered_by_itself() -> None:
    decided: list[Confirmed] = []
    for text, kind in [("Bogdan", "person"), ("Tollerbeck", "place"), ("Sukhdev", "person")]:
        decided.append(decide(decided, text, kind, "Imogen", WHEN))  # type: ignore[arg-type]
    assert [name.replacement for name in decided] == ["[person 1]", "[place 1]", "[person 2]"]


def test_a_name_decided_again_keeps_its_number() -> None:
    assert (
        decide([person("Bogdan", 1), person("Sukhdev", 2)], "BOGDAN", "person", "Imogen", WHEN).replacement
        == "[person 1]"
    )


def test_a_number_is_not_given_twice_even_if_its_name_was_cleared() -> None:
    decided = [person("Bogdan", 1), person("Sukhdev", 2), Confirmed("Sukhdev", "", "", "Imogen", WHEN)]
    assert decide(decided, "Oonagh", "person", "Imogen", WHEN).replacement == "[person 3]"


def test_a_name_may_mean_the_same_as_another() -> None:
    assert decide([person("Bogdan", 7)], "Bogey", "other", "Imogen", WHEN, same_as="bogdan").replacement == "[person 7]"
    with pytest.raises(StudyError, match="'Fintan' is not among the names"):
        decide([person("Bogdan", 7)], "Bogey", "other", "Imogen", WHEN, same_as="Fintan")


def test_the_last_decision_about_a_name_counts() -> None:
    decided = [
        person("Bogdan", 1),
        Confirmed("Hub", "", "", "Imogen", WHEN),
        Confirmed("Bogdan", "", "", "Imogen", WHEN),
    ]
    assert in_force(decided) == ([], ["Bogdan", "Hub"])
    assert in_force([*decided, person("Hub", 2)]) == ([person("Hub", 2)], ["Bogdan"])


def test_decisions_are_read_back_as_written(tmp_path: Path) -> None:
    decided = [person("Bogdan", 1), Confirmed('Łódź, "the Hub"', "place", "[place 1]", "Tobias", WHEN)]
    write_confirmed(tmp_path / "names.csv", decided)
    assert read_confirmed(tmp_path / "names.csv") == decided
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "names.csv").stat().st_mode) == 0o600


printable = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(st.sampled_from(["", "=", "-", "'"]), printable), max_size=4))
def test_any_name_is_read_back_and_none_is_a_formula(tmp_path_factory: pytest.TempPathFactory, names: list) -> None:  # type: ignore[type-arg]
    path = tmp_path_factory.mktemp("names") / "names.csv"
    decided = [person(f"{sign}a{name}", 1) for sign, name in names]
    write_confirmed(path, decided)
    assert read_confirmed(path) == decided
    assert not any(line.startswith(("=", "-", "+", "@")) for line in path.read_text(encoding="utf-8-sig").splitlines())


def test_no_file_is_no_decisions(tmp_path: Path) -> None:
    assert read_confirmed(tmp_path / "names.csv") == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"text,kind\nBogdan,person\n", "row 2: its columns must be text, kind"),
        ((HEAD + "Bogdan,human,[human 1],X,\n").encode(), "row 2: kind 'human' is not one of person, organisation"),
        ((HEAD + "Bogdan,person,person 1,X,\n").encode(), "row 2: put the replacement into brackets"),
        ((HEAD + ",person,[person 1],X,\n").encode(), "row 2: the column 'text' holds no name"),
        ((HEAD + "Bogdan,person,[person 1],X,,,\n").encode(), "row 2: its columns must be"),
        (b"\xff\xfe\x00text", "not saved as UTF-8"),
        ((HEAD + '"Bog"dan,person,[person 1],X,\n').encode(), "not a CSV file"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused_with_its_row(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(content)
    with pytest.raises(ConsultError) as caught:
        read_confirmed(path)
    assert told in str(caught.value)
    assert "names.csv" in str(caught.value)


def test_a_file_edited_in_excel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "Bogdan,person,[person 1],X,\r\n").replace("\n", "\r\n").encode())
    assert [name.text for name in read_confirmed(path)] == ["Bogdan"]


PROPOSAL = {
    "text": "Bogdan",
    "kind": "person",
    "count": 2,
    "reason": "no English word",
    "context": "with Bogdan there",
    "before": "",
    "after": "",
}


def test_a_question_gives_the_name_how_often_why_and_where() -> None:
    asked = question(PROPOSAL)
    assert "Bogdan (2 times, no English word; person?)" in asked
    assert "with Bogdan there" in asked


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("p", person("Bogdan", 3)),
        (" L ", Confirmed("Bogdan", "place", "[place 1]", "Imogen", WHEN)),
        ("k", Confirmed("Bogdan", "", "", "Imogen", WHEN)),
        ("= sukhdev", person("Bogdan", 2)),
        ("", "skip"),
        ("s", "skip"),
        ("q", "quit"),
        ("yes", "unclear"),
    ],
)
def test_what_a_reply_means(reply: str, expected: object) -> None:
    assert answered(reply, PROPOSAL, [person("Sukhdev", 2)], "Imogen", WHEN) == expected


def test_answers_settle_the_parts_of_a_name_too() -> None:
    register = pd.DataFrame(
        [("P01", "Ada Quillfeather", "", "MSA", "Aldermere", "")],
        columns=["participant", "name", "email", "group", "organisation", "job_title"],
    )
    texts = ["so Fintan met Fintan Oldershaw, Mayor Oldershaw and Bogdan at the Hub"]
    found = proposals(texts, identifiers(register, []))
    known = identifiers(register, [], [person("Fintan Oldershaw", 1)])
    assert sorted(still_open(found, known, ["Hub"])["text"]) == ["Bogdan"]
    assert pseudonymise(texts[0], known)[0] == "so [person 1] met [person 1], Mayor [person 1] and Bogdan at the Hub"
