"""Decisions about one place, and wrong replacements taken back, there or everywhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms import (
    Confirmed,
    Pseudonymiser,
    answered,
    identifiers,
    in_force,
    of_places,
    proposals,
    question,
    read_confirmed,
    rows_of,
    undone,
    what_was_replaced,
    write_confirmed,
)

REGISTER = pd.DataFrame(
    [
        ("P01", "Rose Quillfeather", "", "MSA", "Aldermere Combined Authority", ""),
        ("P02", "Danny Fettle", "", "MSA", "Aldermere Combined Authority", ""),
        ("P03", "Danny Marl", "", "CtW", "Polish Family Association", ""),
    ],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
KNOWN = identifiers(REGISTER, [])
TURNS = [
    "So the Aldermere people came, and Rose did. A rose by any name.",
    "It was Rose Cottage, not our Rose, in the Aldermere valley.",
]


def replaced(*turns: str, decided: list[Confirmed] | None = None) -> pd.DataFrame:
    names = Pseudonymiser(KNOWN, in_force(decided or [])[1], of_places(decided or []))
    rows = [
        {"source": "P04", "turn": turn, **row}
        for turn, text in enumerate(turns, start=1)
        for row in rows_of(text, names.spans(text))
    ]
    return pd.DataFrame(rows)


def clean(text: str, decided: list[Confirmed]) -> str:
    return Pseudonymiser(KNOWN, in_force(decided)[1], of_places(decided)).replace(text)[0]


def test_what_was_replaced_is_listed_with_its_places() -> None:
    listed = what_was_replaced(replaced(*TURNS))
    assert listed[["text", "replacement", "count", "places"]].to_numpy().tolist() == [
        ["Aldermere", "[MSA 1]", 2, "P04:1, P04:2"],
        ["Rose", "[P01]", 3, "P04:1, P04:2"],
    ]


def test_a_replacement_taken_back_everywhere_stays_as_it_is_written() -> None:
    decided = undone(replaced(*TURNS), "aldermere", "", "Imogen", "")
    assert clean(TURNS[0], decided) == "So the Aldermere people came, and [P01] did. A rose by any name."
    assert "Aldermere Combined Authority" not in clean("the Aldermere Combined Authority", decided)  # something longer


def test_a_replacement_taken_back_at_one_place_stays_there_only() -> None:
    rows = replaced(*TURNS)
    (first, second) = undone(rows, "Rose", "P04:2", "Imogen", "")
    assert (first.before, first.after) == ("It was", "Cottage not our")
    assert clean(TURNS[1], [first]) == "It was Rose Cottage, not our [P01], in the [MSA 1] valley."
    assert clean(TURNS[1], [first, second]) == "It was Rose Cottage, not our Rose, in the [MSA 1] valley."
    assert clean(TURNS[0], [first, second]) == Pseudonymiser(KNOWN).replace(TURNS[0])[0]


def test_a_number_taken_back_stays_with_the_marks_around_it() -> None:
    text = "The grant's number was (01632) 960 233 that year."
    decided = undone(replaced(text), "(01632) 960 233", "P04:1", "Imogen", "")
    assert Pseudonymiser(KNOWN).replace(text)[0] == "The grant's number was [phone] that year."
    assert clean(text, decided) == text


def test_what_a_person_decided_about_a_place_goes_before_everything_else() -> None:
    at_church = Confirmed("Danny", "person", "[P02]", "Imogen", "", before="I asked", after="at the church")
    everywhere = Confirmed("Danny", "person", "[person 1]", "Imogen", "")
    assert clean("So I asked Danny at the church, and Danny said no.", [at_church]) == (
        "So I asked [P02] at the church, and [name] said no."
    )
    names = Pseudonymiser(identifiers(REGISTER, [], [everywhere]), (), [at_church])
    assert names.replace("I asked Danny at the church.")[0] == "I asked [P02] at the church."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("Bogdan", "", "not among what was replaced"),
        ("Rose", "P09:1", "not replaced at P09:1"),
    ],
)
def test_what_was_not_replaced_cannot_be_taken_back(text: str, place: str, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        undone(replaced(*TURNS), text, place, "Imogen", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So Ada Marl came, and Danny Marl.", "So [name] came, and [P03]."),
        ("My brother Tarquil Quillfeather and R.J. Quillfeather.", "My brother [name] and [name]."),
        ("It was R. Quillfeather. Aren't I. Quillfeather kicked me.", "It was [P01]. Aren't I. [P01] kicked me."),
        ("Patricia Quillfeather came, and Mark Quillfeather.", "[name] came, and [name]."),
        ("So Rose Anne Quillfeather and Rose M. Quillfeather.", "So [P01] and [P01]."),
        ("Will Quillfeather come? Ask Mrs Quillfeather.", "Will [P01] come? Ask Mrs [P01]."),
    ],
)
def test_another_first_name_or_other_initials_make_a_surname_somebody_elses(text: str, expected: str) -> None:
    assert clean(text, []) == expected


def test_a_place_with_nothing_around_it_cannot_be_told_from_others() -> None:
    with pytest.raises(StudyError, match="no words around it"):
        undone(replaced("Quillfeather"), "Quillfeather", "P04:1", "Imogen", "")


def test_decisions_about_places_are_kept_and_the_last_about_a_place_counts(tmp_path: Path) -> None:
    first = Confirmed("Rose", "", "", "Imogen", "2026-02-10T09:30:00Z", "=It was", "Cottage")
    later = Confirmed("rose", "person", "[P01]", "Imogen", "2026-02-11T09:30:00Z", "=it was", "cottage")
    write_confirmed(tmp_path / "names.csv", [first, later])
    decided = read_confirmed(tmp_path / "names.csv")
    assert decided == [first, later]
    assert of_places(decided) == [later]
    assert in_force(decided) == ([], [])


def test_names_kept_before_there_were_places_are_read(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("text,kind,replacement,decided_by,when\nHub,,,Imogen,2026\n", encoding="utf-8")
    assert read_confirmed(path) == [Confirmed("Hub", "", "", "Imogen", "2026")]


def test_whether_an_english_word_is_a_participant_is_asked_place_by_place() -> None:
    texts = ["so then rose came round with the figures and", "the prices rose by a lot that year i think"]
    found = proposals(texts, KNOWN)
    assert found[["text", "before", "after"]].to_numpy().tolist() == [
        ["rose", "so then", "came round with the figures and"],
        ["rose", "the prices", "by a lot that year i"],
    ]
    first, second = found.to_dict("records")
    assert "HERE ONLY" in question(first)
    decided: list[Confirmed] = []
    for reply, row in (("p", first), ("k", second)):
        answer = answered(reply, row, decided, "Imogen", "")
        assert isinstance(answer, Confirmed)
        decided.append(answer)
    names = Pseudonymiser(KNOWN, (), of_places(decided))
    assert [names.replace(text, lower=True)[0] for text in texts] == [
        "so then [person 1] came round with the figures and",
        texts[1],
    ]
    assert proposals(texts, KNOWN, places=decided).empty
