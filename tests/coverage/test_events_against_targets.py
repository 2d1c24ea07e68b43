"""Events against their targets, polls against attendance, questions against the guide."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lmep_consult.coverage import (
    against_targets,
    poll_response,
    questions_by_group,
    questions_by_person,
    workshop_attendance,
)

EVENTS = pd.DataFrame(
    [("W1", "First", "10 February 2026", 20), ("W2", "Second", "11 February 2026", None)],
    columns=["event", "name", "date", "target"],
).astype({"target": "Int64"})


def attended(**people: int) -> pd.DataFrame:
    rows = [(event, f"{event}-{n}", f"org {n}") for event, number in people.items() for n in range(number)]
    return pd.DataFrame(rows, columns=["event", "participant", "organisation"])


@pytest.mark.parametrize(
    ("people", "reading"), [(17, "fewer"), (18, "around"), (20, "around"), (22, "around"), (23, "more"), (0, "fewer")]
)
def test_around_twenty_is_met_by_a_tenth_less_or_more(people: int, reading: str) -> None:
    row = against_targets(workshop_attendance(attended(W1=people), EVENTS), 0.1).iloc[0]
    assert row[["target", "lowest", "highest", "reading"]].tolist() == [20, 18, 22, reading]


def test_without_tolerance_a_target_is_met_by_its_number_alone() -> None:
    table = workshop_attendance(attended(W1=19), EVENTS)
    assert against_targets(table, 0)["reading"].tolist() == ["fewer", "no target", "no target"]


def test_the_target_over_all_events_is_its_own_and_not_the_sum() -> None:
    table = workshop_attendance(attended(W1=20, W2=26), EVENTS)
    assert against_targets(table, 0.1)["reading"].iloc[-1] == "no target"
    overall = against_targets(table, 0.1, overall=50).iloc[-1]
    assert overall[["people", "lowest", "highest", "reading"]].tolist() == [46, 45, 55, "around"]


def test_a_poll_is_answered_by_those_who_ranked_anything() -> None:
    ballots = pd.DataFrame(
        [
            ("W1", "themes", "q", "P01", 1),
            ("W1", "themes", "q", "P01", 2),
            ("W1", "themes", "q", "P02", None),
            ("W1", "themes", "q", "W1 row 4", 1),
            ("W1", "themes", "q", "P09", 1),
            ("W3", "themes", "q", "P03", 1),
        ],
        columns=["event", "poll", "question", "voter", "rank"],
    )
    there = pd.DataFrame({"event": ["W1"] * 4, "participant": ["P01", "P02", "P03", "P04"]})
    table = poll_response(ballots, there, ["P01", "P02", "P03", "P04", "P09"])
    first, third = table.to_dict("records")
    assert first == {
        "event": "W1",
        "poll": "themes",
        "question": "q",
        "attended": 4,
        "voted": 3,
        "not_seen": 1,  # P09 voted without being in the report; the anonymous voter is taken to have been there
        "share": 0.5,
    }
    assert (third["attended"], third["voted"], third["not_seen"]) == (0, 1, 1)
    assert math.isnan(third["share"])


def test_no_ballots_give_no_rows() -> None:
    empty = pd.DataFrame(columns=["event", "poll", "question", "voter", "rank"])
    assert poll_response(empty, attended(W1=2), []).empty


PEOPLE = pd.DataFrame({"participant": ["P01", "P02", "P03"], "group": ["MSA", "MSA", "ICB"]})
TURNS = pd.DataFrame(
    [
        ("P01", "interviewer", "A1"),
        ("P01", "participant", "A1"),
        ("P01", "participant", "A1"),
        ("P02", "interviewer", "A1"),
        ("P02", "unknown", "A1"),
        ("P03", "participant", "A2"),
        ("P03", "interviewer", ""),
        ("P03", "participant", None),
    ],
    columns=["participant", "role", "question"],
)


def test_a_question_is_asked_by_interviewers_and_answered_by_participants() -> None:
    table = questions_by_person(TURNS, PEOPLE, ["A1", "A2"]).set_index(["question", "participant"])
    assert table["asked"].to_dict() == {
        ("A1", "P01"): True,
        ("A1", "P02"): True,
        ("A1", "P03"): False,
        ("A2", "P01"): False,
        ("A2", "P02"): False,
        ("A2", "P03"): False,
    }
    assert table.index[table["answered"]].tolist() == [("A1", "P01"), ("A2", "P03")]


def test_each_question_has_a_row_for_each_group_and_for_all() -> None:
    by_person = questions_by_person(TURNS, PEOPLE, ["A1", "A2"])
    assert questions_by_group(by_person, ["ICB", "MSA", "CJC"]).values.tolist() == [
        ["A1", "ICB", 0, 0, 1],
        ["A1", "MSA", 2, 1, 2],
        ["A1", "CJC", 0, 0, 0],
        ["A1", "All groups", 2, 1, 3],
        ["A2", "ICB", 0, 1, 1],
        ["A2", "MSA", 0, 0, 2],
        ["A2", "CJC", 0, 0, 0],
        ["A2", "All groups", 0, 1, 3],
    ]


def test_a_study_without_a_guide_has_no_questions() -> None:
    assert questions_by_group(questions_by_person(TURNS, PEOPLE, []), ["ICB"]).empty
