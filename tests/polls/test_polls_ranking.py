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
from lmep_consult.polls.ranking import permuted_set, split_ranking

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


def test_an_option_ranked_twice_is_refused_with_its_row(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "Skills;Transport;"), ("bob@n.example", "Skills;Transport;Skills;")])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx, row 3: 'Skills' is ranked twice"):
        read_poll(path, THEMES, QUESTION)


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
        ['["Skills","Transport"]', '["Transport","Skills"]', '["Transport","Data sharing"]'],
        ["Skills,Transport", "Transport,Skills", "Data sharing,Skills"],
    ],
    ids=["one answer", "all different", "JSON", "commas"],
)
def test_answers_that_hold_none_of_the_options_are_refused(tmp_path: Path, answers: list[str]) -> None:
    path = write(tmp_path, [(f"voter{n}@n.example", cell) for n, cell in enumerate(answers)])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx"):
        read_poll(path, THEMES, QUESTION)


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


def test_full_answers_that_permute_different_sets_need_the_options(tmp_path: Path) -> None:
    path = write(tmp_path, [("ann@n.example", "Skills;Transport;"), ("bob@n.example", "Skills;Housing;")])
    with pytest.raises(InputError, match=r"W1_themes\.xlsx: .*name the options"):
        read_poll(path, question=QUESTION)


def test_the_question_may_be_left_out_only_where_one_column_ranks(tmp_path: Path) -> None:
    answers = [("ann@n.example", "Skills;Transport;"), ("bob@n.example", "Transport;Skills;")]
    why = {"Why?": ["Because it matters", "No reason"], "Score": ["1", "5"]}
    assert read_poll(write(tmp_path, answers, why)).question == QUESTION
    second = {"Rank the formats": ["Online;Print;", "Print;Online;"]}
    with pytest.raises(InputError, match="'Rank the themes'; 'Rank the formats'"):
        read_poll(write(tmp_path, answers, second))


@pytest.mark.parametrize(
    ("cell", "options", "tokens"),
    [
        ("A;B;C;", ["A", "B", "C"], ["A", "B", "C"]),
        ("A;B;C", ["A", "B", "C"], ["A", "B", "C"]),
        (";;A ; B;;", ["A", "B"], ["A", "B"]),
        ("A;B;A;B;C;", ["A", "A;B", "B;C"], ["A;B", "A;B", "C"]),
        ("A;B;C;", ["A", "A;B;C"], ["A;B;C"]),
        ("Other text;A;", ["A"], ["Other text", "A"]),
        ("", ["A"], []),
    ],
)
def test_a_cell_is_cut_at_semicolons_longest_option_first(cell: str, options: list[str], tokens: list[str]) -> None:
    assert split_ranking(cell, options) == tokens


def test_a_column_whose_fullest_answers_differ_is_no_ranking() -> None:
    assert permuted_set(["A;B;", "B;C;"]) is None
    assert permuted_set(["A;", "B;"]) is None
    assert permuted_set([]) is None
    assert permuted_set(["B;", "B;A;", "A;B;"]) == ["B", "A"]


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
