"""One participant's answers to one poll in two workshops: one stated rule, and a problem."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.polls import settle_repeats

COLUMNS = ["file", "event", "poll", "question", "voter", "option", "rank"]
BALLOTS = pd.DataFrame(
    [
        ("W1.xlsx", "W1", "themes", "q", "P1", "Skills", 1),
        ("W1.xlsx", "W1", "themes", "q", "P1", "Health", 2),
        ("W1.xlsx", "W1", "themes", "q", "P2", "Skills", 1),
        ("W1.xlsx", "W1", "themes", "q", "W1 row 9", "Skills", 1),
        ("W2.xlsx", "W2", "themes", "q", "P1", "Health", 1),
        ("W2.xlsx", "W2", "themes", "q", "P1", "Skills", 2),
    ],
    columns=COLUMNS,
)
BESIDE = pd.DataFrame([("W1.xlsx", "W1", "themes", "q", "P1", "more", 0)], columns=COLUMNS)


def first_choices(rule: str, events: list[str]) -> dict[str, str]:
    (ballots, beside), problems = settle_repeats([BALLOTS, BESIDE], {"themes": rule}, events, {"P1", "P2"})  # type: ignore[dict-item]
    assert len(problems) == 1
    files = " and in ".join(f"{event}.xlsx" for event in events)
    assert f"P1 answered question q of the poll themes in {files}; " in problems[0].what
    assert list(ballots.columns) == COLUMNS[1:]
    dropped = (rule, events[0]) in (("last", "W1"), ("first", "W2"))
    assert len(beside) == (0 if dropped else 1)  # what was written besides a ballot goes with it
    return dict(ballots[ballots["rank"] == 1][["voter", "option"]].itertuples(index=False))


@pytest.mark.parametrize(
    ("rule", "events", "choice"),
    [
        ("last", ["W1", "W2"], "Health"),
        ("first", ["W1", "W2"], "Skills"),
        ("last", ["W2", "W1"], "Skills"),  # the day of the event says which is the last, not the name of the file
    ],
)
def test_one_answer_of_a_participant_counts(rule: str, events: list[str], choice: str) -> None:
    assert first_choices(rule, events) == {"P1": choice, "P2": "Skills", "W1 row 9": "Skills"}


def test_both_answers_may_count_as_two_voters() -> None:
    choices = first_choices("both", ["W1", "W2"])
    assert choices == {"P1": "Skills", "P1 (2)": "Health", "P2": "Skills", "W1 row 9": "Skills"}


def test_voters_without_a_name_are_never_one_person() -> None:
    again = BALLOTS.assign(voter="W1 row 9", event="W1")
    (ballots,), problems = settle_repeats([again], {}, ["W1"], {"P1"})
    assert set(ballots["voter"]) == {"W1 row 9", "W1 row 9 (2)"}
    assert problems == []


def test_without_repeats_nothing_changes() -> None:
    once = BALLOTS[BALLOTS["file"] == "W1.xlsx"]
    (ballots,), problems = settle_repeats([once], {}, ["W1"], {"P1", "P2"})
    assert ballots.to_dict("records") == once.drop(columns="file").to_dict("records")
    assert problems == []


def test_no_answers_at_all_are_no_trouble() -> None:
    (ballots,), problems = settle_repeats([BALLOTS[:0]], {}, [], ())
    assert ballots.empty
    assert problems == []
