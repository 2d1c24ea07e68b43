"""Ballots of ranking questions."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.polls import Poll, read_poll

QUESTION = "Rank the themes"
THEMES = ["Data sharing", "Skills", "Transport"]


def write(folder: Path, answers: list[tuple[str, str]], extra: dict[str, list[str]] | None = None) -> Path:
    """A Forms workbook with one answer a row: email and cell, a minute apart."""
    book = Workbook()
    sheet = book.worksheets[0]
    extra = extra or {}
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", QUESTION, *extra])
    for number, (email, cell) in enumerate(answers, start=1):
        time = dt.datetime(2026, 2, 10, 11, number)
        name = "" if email == "anonymous" else email.split("@")[0].title()
        sheet.append([number, time, time, email, name, cell, *(cells[number - 1] for cells in extra.values())])
        sheet.cell(number + 1, 6).data_type = "s"
    path = folder / "W1_themes.xlsx"
    book.save(str(path))
    return path


def ranks(poll: Poll) -> dict[str, list[Any]]:
    """Each voter's ranks of the options offered, None where not ranked."""
    offered = poll.ballots[~poll.ballots["written_in"]]
    return {
        str(voter): [None if pd.isna(rank) else int(rank) for rank in rows["rank"]]
        for voter, rows in offered.groupby("voter", sort=False)
    }


def test_a_cell_ranks_best_first(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [("ann@n.example", "Skills;Transport;Data sharing;"), ("bob@n.example", "Data sharing;Skills;Transport;")],
    )
    poll = read_poll(path, THEMES, QUESTION)
    assert ranks(poll) == {"ann@n.example": [3, 1, 2], "bob@n.example": [1, 2, 3]}
    assert poll.options == tuple(THEMES)
    assert list(poll.ballots.columns) == ["voter", "option", "rank", "written_in", "submitted"]
    assert str(poll.ballots["rank"].dtype) == "Int64"
    assert poll.ballots["written_in"].dtype == bool
    assert list(poll.voters.columns) == ["voter", "name", "email", "submitted"]
    assert list(poll.voters["name"]) == ["Ann", "Bob"]
    assert list(poll.voters["submitted"]) == [dt.datetime(2026, 2, 10, 11, 1), dt.datetime(2026, 2, 10, 11, 2)]
    assert poll.problems == ()
    assert poll.source == "W1_themes.xlsx"


def test_white_space_round_options_does_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", " Skills ;Data\u00a0 sharing; Transport")])
    assert ranks(read_poll(path, ["Data sharing ", " Skills", "Transport"], f" {QUESTION} ")) == {
        "ann@n.example": [2, 1, 3]
    }


def test_a_partial_ranking_leaves_the_rest_unranked(tmp_path: Path) -> None:
    poll = read_poll(write(tmp_path, [("ann@n.example", "Transport;"), ("bob@n.example", "Skills;Transport;")]), THEMES)
    assert ranks(poll) == {"ann@n.example": [None, None, 1], "bob@n.example": [None, 1, 2]}
    table = poll.ranks()
    assert list(table.columns) == THEMES
    assert math.isnan(table.loc["ann@n.example", "Skills"])
    assert table.loc["bob@n.example", "Transport"] == 2.0


def test_options_may_hold_semicolons(tmp_path: Path) -> None:
    options = ["Work", "Work; health", "Health", "Roads;rail;buses"]
    path = write(
        tmp_path,
        [("ann@n.example", "Roads;rail;buses;Work; health;Health;Work;"), ("bob@n.example", "Work;Work; health;")],
    )
    assert ranks(read_poll(path, options, QUESTION)) == {
        "ann@n.example": [4, 2, 3, 1],
        "bob@n.example": [1, 2, None, None],
    }


def test_what_is_no_option_is_written_in_and_keeps_its_rank(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ("ann@n.example", "Skills;Childcare;Transport;Data sharing;"),
            ("bob@n.example", "Skills;Transport;Data sharing;"),
            ("cat@n.example", "Skills;Transport;Data sharing;"),
        ],
    )
    poll = read_poll(path, THEMES, QUESTION)
    written = poll.ballots.loc[poll.ballots["written_in"], ["voter", "option", "rank"]]
    assert written.to_dict("records") == [{"voter": "ann@n.example", "option": "Childcare", "rank": 2}]
    assert ranks(poll)["ann@n.example"] == [4, 1, 3]
    assert list(poll.ranks().loc["ann@n.example"]) == [3, 1, 2]
    assert list(poll.ranks().columns) == THEMES


def test_the_latest_of_several_answers_counts(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ("ann@n.example", "Skills;Transport;Data sharing;"),
            ("bob@n.example", "Transport;Skills;Data sharing;"),
            ("ANN@N.example", "Data sharing;Skills;Transport;"),
        ],
    )
    poll = read_poll(path, THEMES, QUESTION)
    assert ranks(poll) == {"bob@n.example": [3, 2, 1], "ann@n.example": [1, 2, 3]}
    assert [(problem.where, problem.text) for problem in poll.problems] == [("row 2", "Skills;Transport;Data sharing;")]
    assert "row 4" in poll.problems[0].what


def test_an_earlier_time_does_not_count_though_it_stands_lower(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_text(
        f"ID,Completion time,Email,Name,{QUESTION}\n"
        "1,2026-02-10 12:00:00,ann@n.example,Ann,Skills;Transport;\n"
        "2,2026-02-10 11:00:00,ann@n.example,Ann,Transport;Skills;\n"
        "3,,ann@n.example,Ann,Transport;\n",
        encoding="utf-8-sig",
    )
    poll = read_poll(path, THEMES, QUESTION)
    assert ranks(poll) == {"ann@n.example": [None, 1, 2]}
    assert [problem.where for problem in poll.problems] == ["row 3", "row 4"]


def test_of_two_answers_of_the_same_time_the_lower_row_counts(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    rows = "".join(
        f"{n},2026-02-10 12:00:00,ann@n.example,Ann,{cell}\n" for n, cell in [(1, "Skills;"), (2, "Transport;")]
    )
    path.write_text(f"ID,Completion time,Email,Name,{QUESTION}\n{rows}", encoding="utf-8")
    poll = read_poll(path, THEMES, QUESTION)
    assert ranks(poll) == {"ann@n.example": [None, None, 1]}
    assert [problem.where for problem in poll.problems] == ["row 2"]


def test_an_empty_answer_neither_counts_nor_replaces_one(tmp_path: Path) -> None:
    poll = read_poll(
        write(tmp_path, [("ann@n.example", "Skills;Transport;"), ("ann@n.example", ""), ("bob@n.example", " ")]), THEMES
    )
    assert list(poll.voters["voter"]) == ["ann@n.example"]
    assert [problem.where for problem in poll.problems] == ["row 3", "row 4"]


def test_anonymous_answers_are_voters_of_their_own(tmp_path: Path) -> None:
    poll = read_poll(write(tmp_path, [("anonymous", "Skills;Transport;"), ("anonymous", "Skills;Transport;")]), THEMES)
    assert list(poll.voters["voter"]) == ["row 1", "row 2"]
    assert list(poll.voters["email"]) == ["", ""]
    assert list(poll.voters["name"]) == ["", ""]


@pytest.mark.parametrize("time", ["2026-02-10 12:00:00", "", "2/10/26 12:00:00"])
def test_submitted_is_a_datetime_column_whatever_the_cells_hold(tmp_path: Path, time: str) -> None:
    path = tmp_path / "W1.csv"
    path.write_text(f"ID,Completion time,Email,Name,{QUESTION}\n1,{time},a@n.example,A,Skills;\n", encoding="utf-8")
    poll = read_poll(path, THEMES, QUESTION)
    assert poll.ballots["submitted"].dtype.kind == "M"
    assert poll.voters["submitted"].dtype.kind == "M"


def test_a_ballot_that_ranks_an_option_twice_does_not_count_and_displaces_none(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ("ann@n.example", "Skills;Transport;"),
            ("bob@n.example", "Skills;Transport;Data sharing;"),
            ("bob@n.example", "Skills;Transport;SKILLS;"),
        ],
    )
    poll = read_poll(path, THEMES, QUESTION)
    assert ranks(poll) == {"ann@n.example": [None, 1, 2], "bob@n.example": [3, 1, 2]}
    assert [(problem.where, problem.text) for problem in poll.problems] == [("row 4", "Skills;Transport;SKILLS;")]
    assert "'Skills' is ranked twice" in poll.problems[0].what


def test_where_every_ballot_ranks_an_option_twice_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_themes\.xlsx, row 2: 'Skills' is ranked twice"):
        read_poll(write(tmp_path, [("ann@n.example", "Skills;Skills;")]), THEMES, QUESTION)


def test_an_option_most_voters_rank_and_the_study_does_not_name_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ("ann@n.example", "Skills;Travel;Data sharing;"),
            ("bob@n.example", "Travel;Skills;"),
            ("cat@n.example", "Skills;"),
        ],
    )
    with pytest.raises(InputError, match=r"W1_themes\.xlsx: 2 of 3 answers .* rank 'Travel'.*'Transport'"):
        read_poll(path, THEMES, QUESTION)


@pytest.mark.parametrize(
    "answers",
    [
        ["Rot;Blau;"],
        ["Rot;", "Blau;", "Gelb;", "Weiss;"],
        ["Skills,Trams", "Trams,Skills", "Data sharing,Trams"],
    ],
    ids=["one answer", "all different", "commas and other texts"],
)
def test_answers_that_hold_none_of_the_options_are_refused(tmp_path: Path, answers: list[str]) -> None:
    path = write(tmp_path, [(f"voter{n}@n.example", cell) for n, cell in enumerate(answers)])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx"):
        read_poll(path, THEMES, QUESTION)


def test_options_with_nothing_but_commas_between_them_are_ranked(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "Skills,Transport"), ("bob@n.example", "Transport, skills")])
    assert read_poll(path, ["Skills", "Transport"], QUESTION).ranks().to_numpy().tolist() == [[1, 2], [2, 1]]


def test_a_question_nobody_answered_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", ""), ("bob@n.example", "")])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx: nobody answered 'Rank the themes'"):
        read_poll(path, THEMES, QUESTION)


def test_options_left_out_are_taken_from_the_full_answers(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ("ann@n.example", "Skills;"),
            ("bob@n.example", "Transport;Skills;Data sharing;"),
            ("cat@n.example", "Data sharing;Skills;Transport;"),
        ],
    )
    poll = read_poll(path)
    assert poll.question == QUESTION
    assert poll.options == ("Transport", "Skills", "Data sharing")
    assert ranks(poll)["ann@n.example"] == [None, 1, None]


def test_options_taken_from_one_answer_alone_are_doubted(tmp_path: Path) -> None:
    poll = read_poll(
        write(tmp_path, [("ann@n.example", "Transport;Skills;"), ("b@n.example", "Skills;")]), None, QUESTION
    )
    assert poll.options == ("Transport", "Skills")
    assert [(problem.where, "only one answer is full" in problem.what) for problem in poll.problems] == [
        ("column 'Rank the themes'", True)
    ]


def test_full_answers_that_permute_different_sets_need_the_options(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "Skills;Transport;"), ("bob@n.example", "Skills;Housing;")])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx: .*name the options"):
        read_poll(path, question=QUESTION)


def test_the_question_may_be_left_out_only_where_one_column_ranks(tmp_path: Path) -> None:
    answers = [("ann@n.example", "Skills;Transport;"), ("bob@n.example", "Transport;Skills;")]
    why = {"Why?": ["Because it matters", "No reason"], "Score": ["1", "5"]}
    poll = read_poll(write(tmp_path, answers, why))
    assert poll.question == QUESTION
    assert poll.problems == ()
    second = {"Rank the formats": ["Online;Print;", "Print;Online;"]}
    with pytest.raises(InputError, match="'Rank the themes'; 'Rank the formats'"):
        read_poll(write(tmp_path, answers, second))
    assert read_poll(write(tmp_path, answers, second), ["Print", "Online"]).question == "Rank the formats"


def test_the_options_tell_the_question_though_a_voter_wrote_one_in(tmp_path: Path) -> None:
    answers = [("ann@n.example", "Skills;Buses;Transport;"), ("bob@n.example", "Transport;")]
    other = {"Formats": ["Online;Print;Skills;", "Print;Online;"]}
    assert read_poll(write(tmp_path, answers, other), THEMES).question == QUESTION


@pytest.mark.parametrize(
    "cells",
    [
        ["Online;Print;", "Online;Print;", "Online;Print;"],
        ["Online;Print;", "Online;Film;", "Print;"],
        ["Online;Print;", "", ""],
        ["Online;Print;", "Online;", "Film;"],
    ],
    ids=["one order", "different sets", "one answer", "one full answer"],
)
def test_a_column_that_may_be_a_multiple_choice_is_named_and_not_guessed(tmp_path: Path, cells: list[str]) -> None:
    themes = ["Skills;Transport;", "Transport;Skills;", "Skills;Transport;"]
    people = [f"v{n}@n.example" for n in range(3)]
    poll = read_poll(write(tmp_path, list(zip(people, themes, strict=True)), {"Formats": cells}))
    assert poll.question == QUESTION
    assert [problem.where for problem in poll.problems] == ["column 'Formats'"]
    alone = write(tmp_path, list(zip(people, cells, strict=True)))
    with pytest.raises(InputError, match=r"look like rankings: none; in doubt: 'Rank the themes' \("):
        read_poll(alone)


def test_an_option_told_by_the_white_space_after_its_semicolon_needs_the_options(tmp_path: Path) -> None:
    cells = ["Work; health;Skills;Roads;", "Roads;Work; health;Skills;", "Skills;Roads;Work; health;"]
    path = write(tmp_path, [(f"v{n}@n.example", cell) for n, cell in enumerate(cells)])
    with pytest.raises(InputError, match=r"'Work; health' may be one option or two; name the options"):
        read_poll(path)
    assert ranks(read_poll(path, ["Work; health", "Skills", "Roads"]))["v1@n.example"] == [2, 3, 1]


def test_what_always_stands_together_is_told_where_the_options_are_left_out(tmp_path: Path) -> None:
    cells = ["Work;health;Skills;Roads;", "Roads;Work;health;Skills;", "Skills;Roads;Work;health;"]
    poll = read_poll(write(tmp_path, [(f"v{n}@n.example", cell) for n, cell in enumerate(cells)]))
    assert len(poll.options) == 4
    assert [(problem.where, problem.text) for problem in poll.problems] == [
        ("column 'Rank the themes'", "Work; health")
    ]


def test_json_arrays_are_ballots_too(tmp_path: Path) -> None:
    cells = ['["Work; health","Skills","Roads"]', '["Roads","Skills","Work; health"]']
    path = write(tmp_path, [(f"v{n}@n.example", cell) for n, cell in enumerate(cells)])
    for poll in (read_poll(path), read_poll(path, ["Work; health", "Skills", "Roads"])):
        assert poll.options == ("Work; health", "Skills", "Roads")
        assert ranks(poll) == {"v0@n.example": [1, 2, 3], "v1@n.example": [3, 2, 1]}
        assert poll.problems == ()


def test_options_are_found_whatever_their_quotes_dashes_and_case(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "'How-to' guide;EVIDENCE map;")])
    poll = read_poll(path, ["Evidence map", "‘How–to’ guide"], QUESTION)
    assert ranks(poll) == {"ann@n.example": [2, 1]}
    assert not poll.ballots["written_in"].any()


def test_a_ballot_to_be_read_in_two_ways_is_reported(tmp_path: Path) -> None:
    poll = read_poll(write(tmp_path, [("ann@n.example", "Work;health;")]), ["Work", "health", "Work;health"], QUESTION)
    assert ranks(poll) == {"ann@n.example": [None, None, 1]}
    assert [(problem.where, problem.text) for problem in poll.problems] == [("row 2", "Work;health;")]


def test_options_that_are_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_themes\.xlsx: the options of 'Rank the themes' hold 'Skills' twice"):
        read_poll(write(tmp_path, [("ann@n.example", "Skills;")]), ["Skills", "Skills "], QUESTION)


LATE = (
    f"ID,Completion time,Email,Name,{QUESTION}\n"
    "1,10/02/2026 12:00,ann@n.example,Ann,Skills;Transport;\n"
    "2,10/02/2026 12:05,ann@n.example,Ann,Transport;Skills;\n"
    "3,11/02/2026 09:00,ann@n.example,Ann,Data sharing;\n"
    "4,11/02/2026 09:00,bob@n.example,Bob,Data sharing;\n"
    "5,,cat@n.example,Cat,Skills;\n"
)


def test_answers_of_another_day_neither_count_nor_displace_those_of_the_day(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_text(LATE, encoding="utf-8")
    poll = read_poll(path, THEMES, QUESTION, date=dt.date(2026, 2, 10))
    assert ranks(poll) == {"ann@n.example": [None, 2, 1], "cat@n.example": [None, 1, None]}
    assert poll.voters["submitted"][0] == dt.datetime(2026, 2, 10, 12, 5)
    by_row = {problem.where: problem.what for problem in poll.problems}
    assert sorted(by_row) == ["row 2", "row 4", "row 5", "row 6"]
    assert by_row["row 4"] == by_row["row 5"] == "sent on 2026-02-11, not on the event's day; does not count"
    assert "row 3, which counts" in by_row["row 2"]


def test_without_the_events_day_an_ambiguous_column_gives_no_times_and_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_text(LATE, encoding="utf-8")
    poll = read_poll(path, THEMES, QUESTION)
    assert poll.voters["submitted"].isna().all()
    assert [problem.where for problem in poll.problems if problem.where == "times"] == ["times"]
    assert len(poll.problems) == 3


def test_a_file_of_another_day_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "Skills;")])
    with pytest.raises(InputError, match=r"no answer to 'Rank the themes' was sent on the event's day, 2026-02-11"):
        read_poll(path, THEMES, QUESTION, date=dt.date(2026, 2, 11))


option_texts = st.text(st.sampled_from("abcXYZ é&,\"'=-(1"), min_size=1, max_size=10).map(
    lambda text: " ".join(text.split())
)


@st.composite
def polls(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Options, some holding semicolons, and ballots that rank some or all of them."""
    words = draw(st.lists(option_texts.filter(bool), min_size=2, max_size=8, unique=True))
    joined = draw(st.booleans())
    options = [f"{words[0]}; {words[1]}", *words[2:]] if joined else words
    ballot = st.permutations(options).flatmap(lambda order: st.integers(1, len(order)).map(lambda n: list(order[:n])))
    return options, draw(st.lists(ballot, min_size=1, max_size=6))


@settings(max_examples=60, deadline=None)
@given(polls(), st.sampled_from([";", " ;", "; "]))
def test_a_workbook_gives_back_each_voters_order(poll: tuple[list[str], list[list[str]]], between: str) -> None:
    options, ballots = poll
    with tempfile.TemporaryDirectory() as folder:
        cells = [(f"v{n}@n.example", between.join(ballot) + ";") for n, ballot in enumerate(ballots)]
        found = read_poll(write(Path(folder), cells), options, QUESTION)
    assert found.problems == ()
    assert not found.ballots["written_in"].any()
    assert len(found.ballots) == len(options) * len(ballots)
    for n, ballot in enumerate(ballots):
        rows = found.ballots[found.ballots["voter"] == f"v{n}@n.example"]
        ranked = rows.dropna(subset="rank").sort_values("rank")
        assert list(ranked["option"]) == ballot
        assert list(ranked["rank"]) == list(range(1, len(ballot) + 1))
