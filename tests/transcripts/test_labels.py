"""Labels of speakers: the role they state, and what before a colon is none."""

from __future__ import annotations

import pytest

from lmep_consult.transcripts.evidence import speakers_among
from lmep_consult.transcripts.labels import is_heading, is_name, role_of, roles_of


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("interviewer", "interviewer"),
        ("Facilitator 1", "interviewer"),
        ("Q", "interviewer"),
        ("A", "unknown"),
        ("R12", "participant"),
        ("P-07", "participant"),
        ("Ian", "unknown"),
        ("Paula 2", "unknown"),
        ("Integrated Care Board", "unknown"),
        ("Interviewer 1 (IF)", "interviewer"),
        ("Interviewer  2 [JD]", "interviewer"),
        ("Researcher", "interviewer"),
        ("Lead interviewer", "interviewer"),
        ("Co-facilitator", "interviewer"),
        ("Participant (P07)", "participant"),
        ("Respondent 2 - Ali", "participant"),
        ("Jane Doe (Interviewer)", "interviewer"),
        ("I - I think", "unknown"),
        ("Kupor (A)", "unknown"),
        ("P" + " " * 100_000 + "x", "unknown"),
    ],
)
def test_a_role_is_stated_by_the_whole_label_only(label: str, role: str) -> None:
    assert role_of(label) == role


@pytest.mark.parametrize(
    "label",
    [
        "Jane Doe",
        "Mary O'Hara-Lee",
        "Kupor (SL)",
        "Émile de Souza",
        "R1",
        "Speaker 2",
        "Interviewer (Jane Doe)",
        "Sam Roe - HMRC",
    ],
)
def test_names_are_told_from_sentences(label: str) -> None:
    assert is_name(label)


@pytest.mark.parametrize(
    "label", ["The first thing", "and so I said", "One more time we asked all of them Jane", "Jane Doe (00", "(laughs)"]
)
def test_sentences_are_told_from_names(label: str) -> None:
    assert not is_name(label)


@pytest.mark.parametrize(
    ("labels", "speakers"),
    [
        (
            ["Jane Doe", "Sam Roe", "Jane Doe", "Sam Roe", "Dr. Amélie O'Hara"],
            {"Jane Doe", "Sam Roe", "Dr. Amélie O'Hara"},
        ),
        (["JD", "SO", "JD", "AK"], {"JD", "SO", "AK"}),
        (["Moderator", "Amy", "Bob", "Amy", "Carl"], {"Moderator", "Amy", "Bob", "Carl"}),
        (["Moderator", "Amy", "Bob", "Carl", "Moderator"], {"Moderator", "Amy", "Bob", "Carl"}),
        (["Speaker 1", "Speaker 2", "Speaker 1", "Covid 19"], {"Speaker 1", "Speaker 2"}),
        (["jane", "sam", "jane", "sam", "honestly"], {"jane", "sam"}),
        (["Facilitator", "P1", "Female voice", "Unknown"], {"Facilitator", "P1", "Female voice", "Unknown"}),
    ],
)
def test_a_label_that_opens_one_line_opens_a_turn_where_others_of_its_kind_do(
    labels: list[str], speakers: set[str]
) -> None:
    assert speakers_among(labels) == speakers


@pytest.mark.parametrize("label", ["Note", "First", "Evidence", "So", "NB"])
def test_words_that_open_sentences_are_no_speakers_however_often_they_come(label: str) -> None:
    assert speakers_among(["Jane", "Sam", "Jane", "Sam", label, label, label]) == {"Jane", "Sam"}


@pytest.mark.parametrize(
    "line", ["Section B: Use of evidence", "PART 2", "Theme iv – Skills", "## Use of evidence", "Speaker\tText"]
)
def test_headings_are_told_by_their_number_or_mark(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["Part 2: we went home.", "Section 5 says we must", "Part of it: money", "#3 is best"])
def test_sentences_are_no_headings(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("labels", "roles"),
    [
        (["Q", "A"], ["interviewer", "participant"]),
        (["A", "B"], ["unknown", "unknown"]),
        (["I", "B"], ["interviewer", "participant"]),
        (["Question", "Answer"], ["interviewer", "participant"]),
        (["Question", "Lisa"], ["unknown", "unknown"]),
    ],
)
def test_a_letter_is_an_answer_only_next_to_its_question(labels: list[str], roles: list[str]) -> None:
    assert list(roles_of(labels).values()) == roles
