"""Answers to questions that are no rankings."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.polls import Answers, read_answers, read_poll

QUESTION = "What would help?"
SCALE = ["Poor", "Fair", "Good", "Very good", "Excellent"]
FORMATS = ["Online material", "Work; health", "Film"]


def write(folder: Path, cells: list[Any], emails: list[str] | None = None) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", QUESTION])
    for number, cell in enumerate(cells, start=1):
        time = dt.datetime(2026, 2, 10, 11, number)
        email = emails[number - 1] if emails else f"v{number}@n.example"
        sheet.append([number, time, time, email, email[:2], cell])
    path = folder / "W1_formats.xlsx"
    book.save(str(path))
    return path


def said(found: Answers) -> list[tuple[str, str, bool]]:
    frame = found.answers
    return list(zip(frame["voter"].str[:2], frame["answer"], frame["written_in"], strict=True))


def test_a_single_choice_is_an_option_or_written_in(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, ["film", "Film;", "Plays; poems", '["Film"]']), QUESTION, "single", FORMATS)
    assert said(found) == [
        ("v1", "Film", False),
        ("v2", "Film", False),
        ("v3", "Plays; poems", True),
        ("v4", "Film", False),
    ]
    assert list(found.answers.columns) == ["voter", "question", "answer", "value", "written_in", "submitted"]
    assert set(found.answers["question"]) == {QUESTION}
    assert found.answers["value"].isna().all()
    assert found.answers["submitted"][0] == dt.datetime(2026, 2, 10, 11, 1)
    assert list(found.voters.columns) == ["voter", "name", "email", "submitted"]
    assert (found.question, found.kind, found.source, found.problems) == (QUESTION, "single", "W1_formats.xlsx", ())


def test_a_multiple_choice_is_its_options_in_any_order_and_other_text(tmp_path: Path) -> None:
    cells = [
        "Film;Online  material;",
        "Work; health;Plays;",
        "Film;Buses; trams and bikes;Online material;",
        "Film;Film;",
    ]
    found = read_answers(write(tmp_path, cells), QUESTION, "multiple", FORMATS)
    assert said(found) == [
        *(("v1", "Film", False), ("v1", "Online material", False)),
        *(("v2", "Work; health", False), ("v2", "Plays", True)),
        *(("v3", "Film", False), ("v3", "Buses; trams and bikes", True), ("v3", "Online material", False)),
        ("v4", "Film", False),
    ]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Excellent", 5),
        ("5.Excellent", 5),
        ("5 Excellent", 5),
        ("5 - excellent\u00a0", 5),
        ("5) Excellent", 5),
        ("VERY  good", 4),
        ("1.Poor", 1),
    ],
)
def test_a_likert_label_is_placed_on_the_scale_however_it_is_numbered(tmp_path: Path, cell: str, place: int) -> None:
    numbered = [f"{n}.{label}" for n, label in enumerate(SCALE, start=1)]
    for scale in (SCALE, numbered):
        found = read_answers(write(tmp_path, [cell]), QUESTION, "likert", scale=scale)
        assert list(found.answers["answer"]) == [scale[place - 1]]
        assert list(found.answers["value"]) == [float(place)]
        assert found.problems == ()


@pytest.mark.parametrize("cell", ["Superb", "5", "1.Excellent", "Good;", "Goo"])
def test_a_label_that_is_not_on_the_scale_is_a_problem(tmp_path: Path, cell: str) -> None:
    scale = [f"{n}.{label}" for n, label in enumerate(SCALE, start=1)]
    found = read_answers(write(tmp_path, ["Fair", cell]), QUESTION, "likert", scale=scale)
    assert said(found) == [("v1", "2.Fair", False)]
    assert [(problem.where, problem.text) for problem in found.problems] == [("row 3", cell)]
    assert list(found.voters["email"]) == ["v1@n.example"]


def test_a_rating_is_a_whole_number_up_to_the_highest(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, [4, "5", 3.0, 6, "4,0", 2.5, -1, "four"]), QUESTION, "rating", highest=5)
    assert list(found.answers["value"]) == [4, 5, 3, 4]
    assert list(found.answers["answer"]) == ["4", "5", "3", "4"]
    assert [problem.text for problem in found.problems] == ["6", "2.5", "-1", "four"]


def test_a_text_is_kept_as_it_is_and_may_be_left_empty(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, ["More buses; and soon…", None]), QUESTION, "text")
    assert said(found) == [("v1", "More buses; and soon…", True)]
    assert math.isnan(found.answers["value"][0])
    assert found.problems == ()


def test_the_latest_readable_answer_of_the_day_counts(tmp_path: Path) -> None:
    emails = ["a@n.example", "b@n.example", "a@n.example", "a@n.example", "c@n.example"]
    path = write(tmp_path, [3, 4, 5, 99, None], emails)
    found = read_answers(path, QUESTION, "rating", date=dt.date(2026, 2, 10))
    assert said(found) == [("b@", "4", False), ("a@", "5", False)]
    assert sorted(problem.where for problem in found.problems) == ["row 2", "row 5", "row 6"]
    with pytest.raises(InputError, match="was sent on the event's day"):
        read_answers(path, QUESTION, "rating", date=dt.date(2026, 2, 11))


@pytest.mark.parametrize(
    ("kind", "message"), [("single", "without its options"), ("likert", "without its scale"), ("ranking", "read_poll")]
)
def test_what_a_kind_needs_is_asked_for(tmp_path: Path, kind: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_answers(write(tmp_path, ["Film"]), QUESTION, kind)


def test_a_file_in_which_no_answer_can_be_placed_still_tells_why(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, ["x", "y"]), QUESTION, "rating")
    assert len(found.answers) == len(found.voters) == 0
    assert [problem.where for problem in found.problems] == ["row 2", "row 3"]
    assert [str(dtype) for dtype in found.answers.dtypes[3:]] == ["float64", "bool", "datetime64[us]"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.permutations(FORMATS).flatmap(lambda o: st.integers(1, 3).map(lambda n: o[:n])), min_size=1, max_size=8)
)
def test_a_multiple_choice_and_a_ranking_of_one_column_hold_the_same(
    tmp_path_factory: pytest.TempPathFactory, picked: list[list[str]]
) -> None:
    path = write(tmp_path_factory.mktemp("poll"), [";".join(options) + ";" for options in picked])
    answers = read_answers(path, QUESTION, "multiple", FORMATS).answers
    ballots = read_poll(path, FORMATS, QUESTION).ballots.dropna(subset="rank").sort_values(["voter", "rank"])
    expected = [(f"v{n}@n.example", option) for n, options in enumerate(picked, start=1) for option in options]
    assert list(zip(answers["voter"], answers["answer"], strict=True)) == expected
    assert list(zip(ballots["voter"], ballots["option"], strict=True)) == expected
