"""Exports of other programs than Forms, each as the program lays a ranking out, and Forms in further languages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from lmep_consult.errors import InputError
from lmep_consult.polls import describe_export, read_answers, read_export, read_poll

OPTIONS = ["Skills", "Work, health", "Buses"]
GOOGLE = (
    "Timestamp,Email Address,Rank the options [Skills],Rank the options [Buses],"
    '"Rank the options [Work, health]",Why?\n'
    "2026/02/10 10:31:05 AM GMT,ann@n.example,1st choice,3rd choice,2nd choice,x\n"
    "2026/02/10 10:32:05 AM GMT,bob@n.example,2nd choice,1st choice,,\n"
)
QUALTRICS = (
    "StartDate,EndDate,Status,Finished,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,Q1_1,Q1_2,Q1_3,Q2\n"
    "Start Date,End Date,Response Type,Finished,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,"
    '"Rank the options - Skills","Rank the options - Work, health","Rank the options - Buses",Why?\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}",{},{},{},{},{},{},{},{},{},{}\n'
    "2026-02-10 10:00:00,2026-02-10 10:05:00,IP Address,True,R_1,Poe,Ann,ann@n.example,1,2,3,x\n"
    "2026-02-10 10:00:00,2026-02-10 10:05:30,Survey Preview,True,R_0,,,,3,2,1,test\n"
    "2026-02-10 10:00:00,2026-02-10 10:06:00,IP Address,True,R_2,Fry,Bob,bob@n.example,2,,1,\n"
)
SURVEYMONKEY = (
    "\ufeffRespondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
    "Rank the options,,,Why?\n"
    ',,,,,,,,Skills,"Work, health",Buses,Open-Ended Response\n'
    "11,9,02/13/2026 10:00:00 AM,02/13/2026 10:05:00 AM,,ann@n.example,Ann,Poe,1,2,3,x\n"
    "12,9,02/13/2026 10:00:00 AM,02/13/2026 10:06:00 AM,,bob@n.example,Bob,Fry,2,N/A,1,\n"
)
JISC = (
    'Response ID,Start date,Completion date,1. Rank the options - Skills,"1. Rank the options - Work, health",'
    "1. Rank the options - Buses,2. Why?\n"
    "1-1,2026-02-10 10:00,2026-02-10 10:05,1st,2nd,3rd,x\n"
    "1-2,2026-02-10 10:00,2026-02-10 10:06,2nd,,1st,\n"
)
ZOOM = (
    "Poll Report\nTopic,Webinar ID\nWorkshop,1\n\n#,User Name,User Email,Submitted Date/Time,\n"
    '1,Ann Poe,ann@n.example,"Feb 10, 2026 10:31:05",Rank the options,"Skills;Work, health;Buses",Why?,x\n'
    '2,Bob Fry,bob@n.example,"Feb 10, 2026 10:32:05",Rank the options,Buses;Skills\n'
)
SLIDO: list[list[Any]] = [
    ["User Name", "User Email", "User Company", "Rank the options", "Why?"],
    ["Ann Poe", "ann@n.example", None, "1. Skills, 2. Work, health, 3. Buses", "x"],
    ["Bob Fry", "bob@n.example", None, "1. Buses, 2. Skills", None],
]
MENTIMETER: list[list[Any]] = [
    ["Mentimeter: Workshop 1"],
    [],
    ["Voter", "Session", "Rank the options (1st)", "Rank the options (2nd)", "Rank the options (3rd)", "Why?"],
    [1, 1, "Skills", "Work, health", "Buses", "x"],
    [2, 1, "Buses", "Skills", None, None],
]
LAYOUTS = {
    "google.csv": GOOGLE, "qualtrics.csv": QUALTRICS, "surveymonkey.csv": SURVEYMONKEY, "jisc.csv": JISC,
    "zoom.csv": ZOOM, "slido.xlsx": SLIDO, "mentimeter.xlsx": MENTIMETER,
}  # fmt: skip


def saved(tmp_path: Path, name: str, content: str | list[list[Any]]) -> Path:
    path = tmp_path / name
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
        return path
    workbook, file = Workbook(), io.BytesIO()
    for row in content:
        workbook.worksheets[0].append(row)
    workbook.save(file)
    path.write_bytes(file.getvalue())
    return path


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_ranking_is_read_as_each_program_lays_it_out(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name, LAYOUTS[name])
    poll = read_poll(path, OPTIONS, "Rank the options")
    ranks = poll.ranks()
    assert ranks.fillna(0).to_numpy().tolist() == [[1, 2, 3], [2, 0, 1]]
    assert not [problem for problem in poll.problems if "test of the survey" not in problem.what]
    named = {"google.csv": [], "jisc.csv": [], "mentimeter.xlsx": []}.get(name, ["Ann Poe", "Bob Fry"])
    assert sorted(filter(None, poll.voters["name"])) == named
    assert poll.voters["submitted"].notna().all() == (name not in ("slido.xlsx", "mentimeter.xlsx"))
    why = read_answers(path, "Why?", "text").answers
    assert why["answer"].tolist() == ["x"]
    described = describe_export(path).set_index("heading")
    assert described["kind"].tolist() == ["ranking", "text"]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "zoom.csv"])
def test_the_options_are_known_from_the_layout(tmp_path: Path, name: str) -> None:
    poll = read_poll(saved(tmp_path, name, LAYOUTS[name]))
    assert set(poll.options) == set(OPTIONS)


def test_numbers_before_options_that_semicolons_part_are_the_options_own(tmp_path: Path) -> None:
    text = "ID,Completion time,Q\n1,2026-02-10 10:00,1. A;2. B;\n2,2026-02-10 10:01,2. B;1. A;\n"
    poll = read_poll(saved(tmp_path, "W1.csv", text), ["1. A", "2. B"], "Q")
    assert poll.ranks().to_numpy().tolist() == [[1, 2], [2, 1]]


def test_options_with_commas_between_them_are_read_where_the_study_names_them(tmp_path: Path) -> None:
    rows = (
        '2026/02/10 10:31:05 AM GMT,"Work, health, Skills"\n2026/02/10 10:32:05 AM GMT,"Buses, Work, health, Parks"\n'
    )
    path = saved(tmp_path, "google.csv", f"Timestamp,Which apply?\n{rows}")
    answers = read_answers(path, "Which apply?", "multiple", OPTIONS).answers
    assert answers["answer"].tolist() == ["Work, health", "Skills", "Buses, Work, health, Parks"]
    assert answers["written_in"].tolist() == [False, False, True]  # Parks is no option, so nothing is taken apart


def test_a_google_grid_with_a_row_a_place_is_the_same_ranking(tmp_path: Path) -> None:
    text = (
        "Timestamp,Rank the options [1st choice],Rank the options [2nd choice],Rank the options [3rd choice]\n"
        '2026/02/10 10:31:05 AM GMT,Skills,"Work, health",Buses\n2026/02/10 10:32:05 AM GMT,Buses,Skills,\n'
    )
    poll = read_poll(saved(tmp_path, "google.csv", text), OPTIONS, "Rank the options")
    assert poll.ranks().fillna(0).to_numpy().tolist() == [[1, 2, 3], [2, 0, 1]]


@pytest.mark.parametrize("cells", ["1st choice,1st choice,2nd choice", "1st choice,7th choice,2nd choice"])
def test_columns_that_are_no_ranking_cost_their_own_row_only(tmp_path: Path, cells: str) -> None:
    poll = read_poll(saved(tmp_path, "google.csv", f"{GOOGLE}2026/02/10 10:33:05 AM GMT,cat@n.example,{cells},\n"))
    assert poll.voters["email"].tolist() == ["ann@n.example", "bob@n.example"]
    [problem] = poll.problems
    assert problem.where == "row 4"
    assert "the answer to 'Rank the options' does not count" in problem.what


def test_a_grid_of_ratings_is_no_ranking(tmp_path: Path) -> None:
    rows = [f"2026/02/10 10:3{n}:05 AM GMT,{marks}" for n, marks in enumerate(["3,3,2", "1,1,1", "2,3,3", "1,2,3"])]
    text = "\n".join(["Timestamp,Rate these [Skills],Rate these [Buses],Rate these [Work]", *rows, ""])
    path = saved(tmp_path, "google.csv", text)
    assert list(read_export(path).questions) == ["Rate these [Skills]", "Rate these [Buses]", "Rate these [Work]"]
    marks = read_answers(path, "Rate these [Skills]", "rating", highest=3).answers["value"]
    assert marks.tolist() == [3, 1, 2, 1]


def test_questions_of_forms_with_numbers_for_answers_are_no_ranking(tmp_path: Path) -> None:
    text = "ID,Completion time,Day - useful,Day - long\n1,2026-02-10 10:00,1,2\n2,2026-02-10 10:01,2,1\n"
    export = read_export(saved(tmp_path, "forms.csv", text))
    assert list(export.questions) == ["Day - useful", "Day - long"]


def test_questions_with_a_dash_of_their_own_stay_apart(tmp_path: Path) -> None:
    rows = "1,2026-02-10 10:00,Yes,No\n2,2026-02-10 10:01,No,No\n"
    path = saved(tmp_path, "forms.csv", f"ID,Completion time,Day 1 - useful?,Day 1 - long?\n{rows}")
    assert list(read_export(path).questions) == ["Day 1 - useful?", "Day 1 - long?"]


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn", "Tidspunkt for siste endring"],
        ["ID", "Starttidspunkt", "Fuldførelsestidspunkt", "Mail", "Navn", "Tidspunkt for seneste ændring"],
        ["ID", "開始時刻", "完了時刻", "メール", "名前", "最終変更時刻"],
    ],
    ids=["Norwegian", "Danish", "Japanese"],
)
def test_forms_in_further_languages_is_read(tmp_path: Path, header: list[str]) -> None:
    rows = [
        [*header, "Rank these"],
        [1, "2026-02-10 10:00", "2026-02-10 10:05", "a@n.example", "Ann Poe", None, "A;B;"],
    ]
    export = read_export(saved(tmp_path, "W1.xlsx", rows))
    assert list(export.questions) == ["Rank these"]
    assert (export.rows[0].email, export.rows[0].name) == ("a@n.example", "Ann Poe")


def test_questions_that_begin_as_marks_of_a_quiz_do_are_questions_where_there_is_no_quiz(tmp_path: Path) -> None:
    text = "ID,Completion time,Skills,Feedback: Skills,Points - Skills\n1,2026-02-10 10:00,Good,more,3\n"
    assert list(read_export(saved(tmp_path, "W1.csv", text)).questions) == [
        "Skills",
        "Feedback: Skills",
        "Points - Skills",
    ]


def test_answers_are_found_on_a_second_sheet_and_further_ones_are_reported(tmp_path: Path) -> None:
    workbook = Workbook()
    header = ["ID", "Completion time", "Email", "Q"]
    workbook.worksheets[0].append(header)
    for number in (1, 2):
        sheet = workbook.create_sheet(f"Answers {number}")
        sheet.append(header)
        sheet.append([1, "2026-02-10 10:00", f"a{number}@n.example", "A"])
    workbook.save(tmp_path / "W1.xlsx")
    export = read_export(tmp_path / "W1.xlsx")
    assert [row.email for row in export.rows] == ["a1@n.example"]
    assert [problem.where for problem in export.problems] == ["sheet 3"]


def renamed(tmp_path: Path, *ballots: str) -> Path:
    rows = [f"{n},2026-02-10 10:0{n},p{n}@n.example,{ballot}" for n, ballot in enumerate(ballots, start=1)]
    return saved(tmp_path, "W1.csv", "\n".join(["ID,Completion time,Email,Q", *rows, ""]))


def test_an_option_renamed_while_the_poll_ran_is_a_problem_in_each_full_answer(tmp_path: Path) -> None:
    path = renamed(tmp_path, "A;B;C;", "A;B;C;", "A;B;See;", "B;A;", "A;Dee;")
    found = [problem for problem in read_poll(path, ["A", "B", "C"], "Q").problems if "renamed" in problem.what]
    assert [(problem.where, "'See' and not 'C'" in problem.what) for problem in found] == [("row 4", True)]
    assert not read_poll(path, ["A", "B", "C"], "Q", settled=["See"]).problems


def test_a_text_most_answers_hold_is_refused_until_the_study_settles_it(tmp_path: Path) -> None:
    path = renamed(tmp_path, "A;B;See;", "See;B;A;", "B;See;A;", "A;B;C;")
    with pytest.raises(InputError, match="3 of 4 answers to 'Q' rank 'See'"):
        read_poll(path, ["A", "B", "C"], "Q")
    assert len(read_poll(path, ["A", "B", "C"], "Q", settled=["see"]).voters) == 4


def test_what_is_written_in_the_place_of_other_is_no_renamed_option(tmp_path: Path) -> None:
    assert not read_poll(renamed(tmp_path, "A;B;Other;", "A;B;Trams;"), ["A", "B", "Other"], "Q").problems


def test_a_file_of_no_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name its columns in study"):
        read_export(saved(tmp_path, "x.csv", "Response ID,Colour\n1,red\n"))


# --- options put into groups and ranked there (Qualtrics) --------------------------------------------------

SORTED = ("StartDate,EndDate,ResponseId,RecipientEmail,", "Start Date,End Date,Response ID,Recipient Email,")


def sorted_into(groups: list[str], rows: list[str]) -> str:
    """An export of "Sort these": for each group a column of what is in it, then the rank of each option in it."""
    words = [f"Sort these - Groups - {group}" for group in groups]
    words += [f"Sort these - Ranks - {group} - {option} - Rank" for group in groups for option in OPTIONS]
    codes = [f"Q1_{at}_GROUP" for at, _ in enumerate(groups)]
    codes += [f"Q1_{at}_{number}_RANK" for at, _ in enumerate(groups) for number, _ in enumerate(OPTIONS, start=1)]
    heads = [SORTED[0] + ",".join(codes), SORTED[1] + ",".join(f'"{word}"' for word in words)]
    people = [f"2026-02-10 10:00,2026-02-10 10:0{n},R_{n},{n}@n.example,{row}" for n, row in enumerate(rows)]
    return "\n".join([*heads, ",".join(['"{""ImportId"":""x""}"'] * (4 + len(words))), *people, ""])


def test_options_sorted_into_one_group_are_a_ranking(tmp_path: Path) -> None:
    path = saved(tmp_path, "q.csv", sorted_into(["Top"], ['"Skills,Buses",1,-99,2', '"Work, health,Skills",2,1,']))
    assert read_poll(path, OPTIONS, "Sort these").ranks().fillna(0).to_numpy().tolist() == [[1, 0, 2], [2, 1, 0]]
    assert describe_export(path)[["heading", "kind"]].to_numpy().tolist() == [["Sort these", "ranking"]]


def test_options_sorted_into_several_groups_are_a_ranking_each(tmp_path: Path) -> None:
    rows = [
        '"Skills,Buses","Work, health",1,,2,,1,',
        '"Work, health","Buses,Skills",,1,,2,,1',
        ',"Skills,Buses",,,,1,,2',
    ]
    path = saved(tmp_path, "q.csv", sorted_into(["Top", "Low"], rows))
    top, low = (read_poll(path, OPTIONS, f"Sort these ({group})") for group in ("Top", "Low"))
    assert top.ranks().fillna(0).to_numpy().tolist() == [[1, 0, 2], [0, 1, 0]]
    assert low.ranks().fillna(0).to_numpy().tolist() == [[0, 1, 0], [2, 0, 1], [1, 0, 2]]
    assert list(describe_export(path)["heading"]) == ["Sort these (Top)", "Sort these (Low)"]


def test_two_options_that_share_a_place_in_a_group_are_no_ranking(tmp_path: Path) -> None:
    path = saved(tmp_path, "q.csv", sorted_into(["Top"], ['"Skills,Buses",1,,1', "Skills,1,,"]))
    poll = read_poll(path, OPTIONS, "Sort these")
    assert poll.ranks().fillna(0).to_numpy().tolist() == [[1, 0, 0]]
    assert "share place 1" in str(poll.problems[0])


# --- choices with a column an option -----------------------------------------------------------------------

SELECTED = "Which apply? - Selected Choice - "
CHOICES = {
    "jisc.csv": (
        'Response ID,Start date,Completion date,1. Which apply? - Skills,"1. Which apply? - Work, health",'
        "1. Which apply? - Buses,1. Which apply? - Other,2. Why?\n"
        "1-1,2026-02-10 10:00,2026-02-10 10:05,Skills,,Buses,,x\n"
        '1-2,2026-02-10 10:00,2026-02-10 10:06,,"Work, health",,More parks,y\n'
    ),
    "surveymonkey.csv": (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Which apply?,,,,Why?\n"
        ',,,,,Skills,"Work, health",Buses,Other (please specify),Open-Ended Response\n'
        "11,9,02/13/2026 10:00:00 AM,02/13/2026 10:05:00 AM,,Skills,,Buses,,x\n"
        '12,9,02/13/2026 10:00:00 AM,02/13/2026 10:06:00 AM,,,"Work, health",,More parks,y\n'
    ),
    "qualtrics.csv": (
        "StartDate,EndDate,ResponseId,Q1_1,Q1_2,Q1_3,Q1_4_TEXT,Q2\n"
        f'Start Date,End Date,Response ID,{SELECTED}Skills,"{SELECTED}Work, health",{SELECTED}Buses,'
        "Which apply? - Other - Text,Why?\n"
        '"{""ImportId"":""startDate""}",,,,,,,\n'
        "2026-02-10 10:00,2026-02-10 10:05,R_1,Skills,,Buses,,x\n"
        '2026-02-10 10:00,2026-02-10 10:06,R_2,,"Work, health",,More parks,y\n'
    ),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_with_a_column_an_option_is_one_question(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name, CHOICES[name])
    answers = read_answers(path, "Which apply?", "multiple", OPTIONS)
    assert answers.answers["answer"].tolist() == ["Skills", "Buses", "Work, health", "More parks"]
    assert answers.answers["written_in"].tolist() == [False, False, False, True]
    assert not answers.problems
    assert describe_export(path)["kind"].tolist() == ["multiple", "text"]


@pytest.mark.parametrize(("mark", "none"), [("1", "0"), ("1", ""), ("Yes", "No"), ("TRUE", "FALSE"), ("x", "")])
def test_choices_may_be_marks(tmp_path: Path, mark: str, none: str) -> None:
    heads = CHOICES["jisc.csv"].splitlines()[0]
    rows = [(mark, none, mark, none, "x"), (none, mark, none, "More parks", "y")]
    people = [f"1-{n},2026-02-10 10:00,2026-02-10 10:0{n},{','.join(row)}" for n, row in enumerate(rows)]
    path = saved(tmp_path, "jisc.csv", "\n".join([heads, *people, ""]))
    answers = read_answers(path, "Which apply?", "multiple", OPTIONS).answers
    assert answers["answer"].tolist() == ["Skills", "Buses", "Work, health", "More parks"]
    assert describe_export(path)["kind"][0] == ("text" if mark in ("Yes", "TRUE") else "multiple")


def test_another_text_in_the_column_of_an_option_costs_its_row(tmp_path: Path) -> None:
    path = saved(tmp_path, "jisc.csv", CHOICES["jisc.csv"].replace(",Skills,", ",Perhaps,"))
    answers = read_answers(path, "Which apply?", "multiple", OPTIONS)
    assert answers.answers["answer"].tolist() == ["Work, health", "More parks"]
    assert "'Perhaps' for 'Skills' is neither its name nor a mark" in str(answers.problems[0])
