"""Names the register does not hold, put to a person."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.pseudonyms import Confirmed, identifiers, proposals

REGISTER = pd.DataFrame(
    [("P01", "Ada Quillfeather", "ada@aldermere.example", "MSA", "Aldermere Combined Authority", "")],
    columns=["participant", "name", "email", "group", "organisation", "job_title"],
)
KNOWN = identifiers(REGISTER, [])


def found(*texts: str) -> list[str]:
    return proposals(texts, KNOWN, ["Connect to Work", "Mayor"])["text"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So we met Fintan Oldershaw in Tollerbeck.", ["Fintan Oldershaw", "Tollerbeck"]),
        ("Tollerbeck is far.", ["Tollerbeck"]),
        ("Ring Dezzie.", ["Dezzie"]),
        ("We asked Mrs Thurlbeck and mrs thurlbeck.", ["Thurlbeck"]),
        ("It was Mayor Brackwith.", ["Brackwith"]),
        ("It was Councillor Bell.", ["Bell"]),
        ("We asked the Mayor. Aye, we did.", []),
        ("It is at the University of Marlinghulme.", ["University of Marlinghulme"]),
        ("We ran Harbour Lights there.", ["Harbour Lights"]),
        ("We ran Owing and Working there.", ["Owing and Working"]),
        ("So Oonagh and Priscilla came.", ["Oonagh", "Priscilla"]),
        ("At St Ebbanach's they do.", ["St Ebbanach"]),
        ("So Ada Quillfeather of Aldermere ran Connect to Work on Monday.", []),
        ("We do. They did. Nothing was said.", []),
        ("I'm sure I've said so, and [P01] at [MSA 1] knows.", []),
        ("so the QX7 and 3NB", []),
        ("so then They're Portuguese", ["Portuguese"]),
        ("so then O'Darnell came", ["O'Darnell"]),
    ],
)
def test_capitals_titles_and_words_that_are_no_english_are_proposed(text: str, expected: list[str]) -> None:
    assert sorted(found(text)) == sorted(expected)


def test_a_word_seen_more_often_in_lower_case_is_not_proposed() -> None:
    assert found("We need the Board.", "the board said", "a board it is") == []
    assert found("We need the Board.", "the board said so to the Board") == ["Board"]


def test_in_a_text_without_capitals_words_that_are_no_english_are_proposed() -> None:
    text = "so then i dont know thats what hothersall and priya said at tollerbeck im sure [P01] hasnt"
    assert sorted(found(text)) == ["hothersall", "priya", "tollerbeck"]
    assert found(text.replace("so then", "So then")) == []
    assert found("so then hothersall went") == []  # too short to say that it has none


def test_each_name_stands_once_with_its_count_and_the_surest_first() -> None:
    frame = proposals(["so Bramley came, Bramley went", "with Dr Ottoline Vane", "so we had a Hub"], KNOWN)
    assert frame[["text", "count", "reason"]].values.tolist() == [
        ["Ottoline Vane", 1, "after a title"],
        ["Bramley", 2, "no English word"],
        ["Hub", 1, "capitalised inside a sentence"],
    ]
    assert "came" in frame["context"][1]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("with Mrs Thurlbeck", "person"),
        ("we asked Katie there", "person"),
        ("so then Ebbanach said", "person"),
        ("so the Moorgarth Trust", "organisation"),
        ("so Hallbeck Buses", "organisation"),
        ("so Fernshaw Road", "place"),
        ("it is in Tollerbeck", "place"),
        ("so Harbour Lights ran", "programme"),
        ("so Tarnlens ran", "person"),
        ("so the Netloft thing", "other"),
    ],
)
def test_what_kind_of_name_it_is_is_guessed(text: str, kind: str) -> None:
    assert proposals([text], KNOWN)["kind"].tolist() == [kind]


def test_what_was_confirmed_is_not_proposed_again() -> None:
    known = identifiers(REGISTER, [], [Confirmed("Fintan Oldershaw", "person", "[person 1]", "X", "")])
    assert proposals(["so Fintan and Mayor Oldershaw met Bogdan"], known)["text"].tolist() == ["Bogdan"]


def test_without_texts_nothing_is_proposed() -> None:
    frame = proposals([], KNOWN)
    assert frame.empty
    assert list(frame.columns) == ["text", "kind", "count", "context", "reason", "before", "after"]
