"""Attendance reports of Teams meetings."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lmep_consult.errors import InputError, Problem
from lmep_consult.polls import read_attendance

ENCODINGS = {
    "utf-16 le": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode("utf-8"),
}
PEOPLE = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
STAYS = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"


def report(people: list[str], stays: list[str] | None = None, header: str = PEOPLE) -> str:
    """A report in sections; times and names as given."""
    lines = ["1. Summary", "Meeting title\tWorkshop 1", f"Attended participants\t{len(people)}", ""]
    lines += ["2. Participants", header, *people]
    if stays is not None:
        lines += ["", "3. In-Meeting Activities", STAYS, *stays, "", "4. Breakout rooms", "Room\tPeople"]
    return "\r\n".join([*lines, ""])


def person(name: str, joined: str, left: str, email: str, role: str = "Presenter") -> str:
    return "\t".join([name, joined, left, "1h 0m 0s", email, email, role])


def stay(name: str, joined: str, left: str, email: str) -> str:
    return "\t".join([name, joined, left, "30m", email, "Presenter"])


def saved(tmp_path: Path, text: str, name: str = "W1_attendance.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    return path


def read(tmp_path: Path, text: str, date: dt.date | None = None) -> pd.DataFrame:
    return read_attendance(saved(tmp_path, text), date)


def problems(people: pd.DataFrame) -> list[str]:
    found = people.attrs["problems"]
    assert all(isinstance(problem, Problem) for problem in found)
    return [str(problem) for problem in found]


ANN = person("Ann Poe", "2/13/26, 9:58:12 AM", "2/13/26, 12:01:02 PM", "Ann@North.example", "Organizer")


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_a_report_in_sections_is_read_in_every_encoding(
    tmp_path: Path, encode: Callable[[str], bytes], line_end: str
) -> None:
    text = report([ANN, person("Zoë Fahy", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "zoe@south.example")])
    path = tmp_path / "W1_attendance.csv"
    path.write_bytes(encode(text.replace("\r\n", line_end)))
    people = read_attendance(path)
    assert list(people.columns) == ["name", "email", "role", "joined", "left", "minutes"]
    assert list(people["name"]) == ["Ann Poe", "Zoë Fahy"]
    assert list(people["email"]) == ["ann@north.example", "zoe@south.example"]
    assert list(people["role"]) == ["Organizer", "Presenter"]
    assert list(people["joined"]) == [dt.datetime(2026, 2, 13, 9, 58, 12), dt.datetime(2026, 2, 13, 10)]
    assert list(people["left"]) == [dt.datetime(2026, 2, 13, 12, 1, 2), dt.datetime(2026, 2, 13, 10, 30)]
    assert people["minutes"][1] == 30.0


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("2026-02-13 13:05:00", 13),
        ("2026-02-13T13:05:00", 13),
        ("2026-02-13T13:05:00.1234567Z", 13),
        ("2026/02/13, 1:05 PM", 13),
        ("2026. 02. 13. 13:05:00", 13),
        ("13-02-2026 13:05", 13),
        ("13.2.2026 13.05.00", 13),
        ("13/02/2026, 1:05:00 p. m.", 13),
        ("13/02/2026, 12:05:00 a.m.", 0),
        ("\u200e13/02/2026\u200f, 13:05:00", 13),
        ("2/13/26, 12:05:00 AM", 0),
        ("2/13/26, 12:05:00 PM", 12),
        ("2/13/2026 1:05 PM", 13),
        ("2/13/26, 1:05:00\u202fPM", 13),
        ("13/02/2026, 13:05:00", 13),
        ("13.02.2026, 13:05:00", 13),
        ("13/02/26 00:05", 0),
    ],
)
def test_times_are_read_in_the_forms_teams_gives_them(tmp_path: Path, cell: str, hour: int) -> None:
    people = read(tmp_path, report([person("Ann Poe", cell, cell, "a@n.example")]))
    assert people["joined"][0] == dt.datetime(2026, 2, 13, hour, 5)


def test_one_date_settles_the_order_for_the_whole_file(tmp_path: Path) -> None:
    late = [
        person("Ann Poe", "12/02/2026, 23:00:00", "13/02/2026, 00:00:00", "a@n.example"),
        person("Bob Fry", "12/02/2026, 23:10:00", "12/02/2026, 23:40:00", "b@n.example"),
    ]
    people = read(tmp_path, report(late))
    assert list(people["joined"].dt.month) == [2, 2]
    assert list(people["minutes"]) == [60.0, 30.0]


ONE_DAY = [person("Ann Poe", "10/02/2026, 10:00:00", "10/02/2026, 11:00:00", "a@n.example")]
AMBIGUOUS = report([*ONE_DAY, person("Bob Fry", "11/02/2026, 10:00:00", "11/02/2026, 11:00:00", "b@n.example")])


def test_an_ambiguous_order_of_day_and_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv: .*10/2.*meeting's date"):
        read(tmp_path, AMBIGUOUS)


@pytest.mark.parametrize(("clock", "month"), [("{}:00:00", 2), ("{}:00 AM", 10)])
def test_a_report_of_one_day_is_read_and_says_which_day_it_was_taken_for(
    tmp_path: Path, clock: str, month: int
) -> None:
    ends = [f"10/02/2026, {clock.format(hour)}" for hour in (10, 11)]
    people = read(tmp_path, report([person("Ann Poe", *ends, "a@n.example")]))
    assert list(people["minutes"]) == [60.0]
    assert people["joined"][0].month == month
    [problem] = problems(people)
    assert "10 February 2026" in problem
    assert "02 October 2026" in problem


@pytest.mark.parametrize("date", [dt.date(2026, 2, 10), dt.date(2026, 10, 2)])
def test_the_meetings_date_settles_the_order(tmp_path: Path, date: dt.date) -> None:
    assert read(tmp_path, AMBIGUOUS, date)["joined"][0] == dt.datetime(date.year, date.month, date.day, 10)


def test_a_date_that_is_neither_reading_settles_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv"):
        read(tmp_path, AMBIGUOUS, dt.date(2026, 3, 10))


def test_the_second_of_february_needs_no_settling(tmp_path: Path) -> None:
    people = read(tmp_path, report([person("Ann Poe", "2/2/26, 10:00:00 AM", "2/2/26, 11:00:00 AM", "a@n.example")]))
    assert people["joined"][0] == dt.datetime(2026, 2, 2, 10)


def test_a_file_that_mixes_both_orders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv: some of its dates give the day first"):
        read(tmp_path, report([ANN, person("Bob", "13/02/2026, 10:00:00", "13/02/2026, 11:00:00", "b@n.example")]))


def test_several_rows_of_one_person_are_their_stays(tmp_path: Path) -> None:
    people = read(
        tmp_path,
        report(
            [
                person("Ann Poe", "2/13/26, 11:00:00 AM", "2/13/26, 11:10:00 AM", "a@n.example"),
                person("Bob Fry", "2/13/26, 10:00:00 AM", "2/13/26, 10:05:00 AM", ""),
                person("Ann Poe (Guest)", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "A@n.example"),
                person("bob fry (External)", "2/13/26, 10:30:00 AM", "2/13/26, 10:40:00 AM", ""),
            ]
        ),
    )
    assert list(people["name"]) == ["Ann Poe", "Bob Fry"]
    assert list(people["minutes"]) == [30.0, 15.0]
    assert list(people["joined"]) == [dt.datetime(2026, 2, 13, 10)] * 2
    assert list(people["left"]) == [dt.datetime(2026, 2, 13, 11, 10), dt.datetime(2026, 2, 13, 10, 40)]


def test_minutes_away_do_not_count(tmp_path: Path) -> None:
    people = read(
        tmp_path,
        report(
            [
                person("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 11:10:00 AM", "a@n.example"),
                person("Bob Fry (External)", "2/13/26, 10:00:00 AM", "2/13/26, 10:45:00 AM", ""),
            ],
            [
                stay("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "A@n.example"),
                stay("Bob Fry (External)", "2/13/26, 10:00:00 AM", "2/13/26, 10:45:00 AM", ""),
                stay("Ann Poe", "2/13/26, 11:00:00 AM", "2/13/26, 11:10:00 AM", "a@n.example"),
            ],
        ),
    )
    assert list(people["minutes"]) == [30.0, 45.0]
    assert people["left"][0] == dt.datetime(2026, 2, 13, 11, 10)


def test_somebody_in_the_activities_only_was_there_too(tmp_path: Path) -> None:
    stays = [stay("Someone Else", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "s@e.example")]
    people = read(tmp_path, report([ANN], stays))
    assert list(people["name"]) == ["Ann Poe", "Someone Else"]
    assert people["minutes"][1] == 20.0


@pytest.mark.parametrize("tag", ["(External)", "(Guest)", "(Unverified)", "(external)", "(Guest) (Unverified)"])
def test_the_tags_teams_adds_to_a_name_are_not_part_of_it(tmp_path: Path, tag: str) -> None:
    row = person(f"Bob Fry {tag}", "2/13/26, 10:00:00 AM", "2/13/26, 10:45:00 AM", "b@n.example")
    assert list(read(tmp_path, report([row]))["name"]) == ["Bob Fry"]


def test_columns_are_found_by_name_whatever_their_case_and_order(tmp_path: Path) -> None:
    header = "Email\tName\tFirst join\tLast leave\tRole"
    text = report(["b@n.example\tBob\t2/13/26, 10:00:00 AM\t2/13/26, 10:45:00 AM\tAttendee"], header=header)
    people = read(tmp_path, text)
    assert people.loc[0, ["name", "email", "role", "minutes"]].tolist() == ["Bob", "b@n.example", "Attendee", 45.0]


def test_localised_durations_do_not_matter(tmp_path: Path) -> None:
    text = report([ANN]).replace("1h 0m 0s", "2 godz. 18 min 8 s")
    assert read(tmp_path, text)["minutes"][0] == pytest.approx(122 + 50 / 60)


def test_a_report_without_people_is_empty(tmp_path: Path) -> None:
    people = read(tmp_path, report([]))
    assert len(people) == 0
    assert list(people.columns) == ["name", "email", "role", "joined", "left", "minutes"]
    assert problems(people) == ["file: nobody is in it; if people were there, export the report again"]


def test_bytes_of_another_encoding_are_a_problem_and_nobody_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "W1.csv"
    path.write_bytes(report([ANN.replace("Ann", "Änn")]).encode() + b"\xc3")
    people = read_attendance(path)
    assert list(people["name"]) == ["Änn Poe"]
    assert "a byte that is not UTF-8" in problems(people)[0]


@pytest.mark.parametrize(
    "cell",
    [
        "yesterday",
        "2/30/26, 10:00:00 AM",
        "2/13/26, 25:00:00",
        "2/13/26",
        "2/13/1600, 10:05:00 AM",
        "2/13/26, 13:05:00 PM",
        "2/13/26, 10:60:00 AM",
        "2/13/26, 10:05:00 AM or so",
        "102/13/26, 10:00",
    ],
)
def test_a_time_that_cannot_be_read_costs_its_own_line_only(tmp_path: Path, cell: str) -> None:
    people = read(tmp_path, report([ANN, person("Bob", "2/13/26, 10:00:00 AM", cell, "b@n.example")]))
    assert list(people["name"]) == ["Ann Poe", "Bob"]
    assert any(f"line 8: not a date and time, so not counted ({cell!r})" == p for p in problems(people))


def test_a_report_without_a_time_that_can_be_read_is_refused_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv, line 7: 'soon' is not a date and time"):
        read(tmp_path, report([person("Bob", "soon", "later", "b@n.example")]))


def test_a_row_cut_short_costs_its_own_line_only(tmp_path: Path) -> None:
    people = read(tmp_path, report([ANN, "Bob\t2/13/26, 10:00:00 AM"]))
    assert list(people["name"]) == ["Ann Poe"]
    assert any("line 8: a row cut short" in problem for problem in problems(people))


def test_a_quotation_mark_that_is_never_closed_costs_nobody_their_row(tmp_path: Path) -> None:
    people = read(
        tmp_path, report([ANN, person('"Bob Fry', "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", "b@n.example")])
    )
    assert list(people["name"]) == ["Ann Poe", "Bob Fry"]
    assert problems(people) == []


@pytest.mark.parametrize(
    ("joined", "left", "lasted"), [("", "", ""), ("-", "-", "-"), ("", "", "0s"), ("", "", "0m 0s")]
)
def test_who_has_no_time_did_not_come(tmp_path: Path, joined: str, left: str, lasted: str) -> None:
    people = read(tmp_path, report([ANN, person("Bob Fry", joined, left, "b@n.example").replace("1h 0m 0s", lasted)]))
    assert list(people["name"]) == ["Ann Poe"]
    assert any("line 8: did not come" in problem for problem in problems(people))


def test_times_of_day_alone_are_of_the_day_of_the_meeting(tmp_path: Path) -> None:
    rows = [
        person("Ann Poe", "2/13/26, 11:30:00 PM", "12:15:00 AM", "a@n.example"),
        stay("Bob Fry", "11:40 PM", "11:50 PM", ""),
    ]
    people = read(tmp_path, report(rows)).set_index("name")
    assert people.loc["Ann Poe", "left"] == dt.datetime(2026, 2, 14, 0, 15)
    assert people.loc["Bob Fry", "minutes"] == 10.0


def test_people_of_one_name_from_two_organisations_are_two(tmp_path: Path) -> None:
    rows = [
        person("Sam Lee (Aldermere) (Guest)", "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", ""),
        person("Sam Lee (Coldharbour) (Guest)", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", ""),
        person("Ann Poe (she/her)", "2/13/26, 10:00:00 AM", "2/13/26, 10:10:00 AM", ""),
        person("Ann Poe", "2/13/26, 10:20:00 AM", "2/13/26, 10:30:00 AM", ""),
    ]
    people = read(tmp_path, report(rows, header=PEOPLE.replace("First Join", "Join Time")))
    assert list(people["minutes"]) == [60.0, 30.0, 20.0]
    assert any("with several organisations; kept as different people" in problem for problem in problems(people))


OTHER_PROGRAMS = {
    "Zoom": (
        "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
        "Ann Poe,ann@n.example,02/13/2026 09:58:01 AM,02/13/2026 10:58:01 AM,60,Yes,No\n"
        "Bob Fry,bob@n.example,02/13/2026 09:58:01 AM,02/13/2026 10:00:01 AM,2,Yes,Yes\n"
    ),
    "Zoom with the meeting above": (
        "Meeting ID,Topic,Start Time,End Time,Participants\n"
        "123,Workshop,02/13/2026 09:50:01 AM,02/13/2026 11:00:01 AM,1\n\n"
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent\n"
        "Annie (Ann Poe),ann@n.example,02/13/2026 09:58:01 AM,02/13/2026 10:58:01 AM,60,Yes,\n"
    ),
    "Zoom webinar": (
        "Attendee Details\n"
        "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest\n"
        "Yes,Ann Poe,ann@n.example,02/13/2026 09:58:01 AM,02/13/2026 10:58:01 AM,60,Yes\n"
        "No,Bob Fry,bob@n.example,--,--,--,--\n"
    ),
    "Zoom, each person once": (
        "Name (Original Name),User Email,Total Duration (Minutes),Guest\nAnn Poe,ann@n.example,60,Yes\n"
    ),
    "Webex": (
        "Meeting Name\tMeeting Start Time\tMeeting End Time\t"
        "Name\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration\n"
        '="Workshop"\t="2026-02-13 09:50:00"\t="2026-02-13 11:00:00"\t="Ann Poe"\t="ann@n.example"\t'
        '="2026-02-13 09:58:01"\t="2026-02-13 10:58:01"\t="60 mins"\n'
    ),
    "Teams in Japanese": (
        "2. 参加者\n名前\t最初の参加\t最後の退出\t会議の長さ\tメール\t参加者 ID (UPN)\t役割\n"
        "Ann Poe\t2026/02/13 9:58:01\t2026/02/13 10:58:01\t1 時間 0 分 0 秒\tann@n.example\tann@n.example\t出席者\n"
    ),
    "Google Meet": (
        "First name,Last name,Email,Duration,Time joined,Time exited\n"
        "Ann,Poe,ann@n.example,1 hr,2026-02-13 09:58,2026-02-13 10:58\n"
    ),
}


@pytest.mark.parametrize("program", OTHER_PROGRAMS)
def test_reports_of_other_programs_are_read(tmp_path: Path, program: str) -> None:
    people = read(tmp_path, OTHER_PROGRAMS[program])
    assert list(people["email"]) == ["ann@n.example"]
    assert people["name"][0].endswith("Ann Poe") or people["name"][0] == "Annie (Ann Poe)"
    assert list(people["minutes"]) == [60.0]
    assert not [problem for problem in problems(people) if "Ann" in problem]


def test_a_report_saved_as_a_workbook_is_read(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["made in Excel"])
    sheet = workbook.create_sheet("report")
    for line in report([ANN, person("Bob Fry", "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", "b@n.example")]).split(
        "\r\n"
    ):
        sheet.append(line.split("\t"))
    sheet["B8"] = dt.datetime(2026, 2, 13, 10, 0)  # as Excel keeps what it takes for a date
    workbook.save(tmp_path / "W1_attendance.xlsx")
    people = read_attendance(tmp_path / "W1_attendance.xlsx")
    assert list(people["name"]) == ["Ann Poe", "Bob Fry"]
    assert people["minutes"][1] == 60.0


NOT_REPORTS = {
    "W1_empty.csv": b"",
    "W1_picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "W1_archive.csv": b"PK\x03\x04\x14\x00\x06\x00",
    "W1_half_a_letter.csv": codecs.BOM_UTF16_LE + "1. Summary".encode("utf-16-le") + b"\x20",
    "W1_other.csv": b"ID,Completion time,Email,Name\r\n1,,,\r\n",
    "W1_finnish.csv": b"Nimi\tLiittymisaika\tPoistumisaika\tKesto\r\nAnn\t13.2.2026 10.00\t13.2.2026 11.00\t1h",
    "W1_nulls.csv": report([ANN]).encode() + bytes(100),
    "W1_one_line.csv": b"Name\t" + b"a" * 3_000_000,
    "W1_open_quote.csv": b'"' + b"a" * 3_000_000,
    "W1_all_tabs.csv": b"\t" * 3_000_000,
    "W1_lines.csv": b"Name\n" * 600_000,
    "W1_large.csv": b"Name\tFirst Join\n" + bytes(20_000_001),
    "W1_cut.csv": b"1. Summary\r\nMeeting title\tWorkshop\r\n2. Participants",
    "W1_no_join.csv": report([], header="Name\tLast Leave\tEmail").encode(),
    "W1_no_leave.csv": report([], header="Name\tFirst Join\tEmail").encode(),
    "W1_no_name.csv": report([], header="First Join\tLast Leave\tEmail").encode(),
}


@pytest.mark.parametrize("name", NOT_REPORTS)
def test_a_file_that_is_no_report_is_refused_in_one_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(NOT_REPORTS[name])
    with pytest.raises(InputError) as refusal:
        read_attendance(path)
    sentence = str(refusal.value).replace(str(path), "FILE").replace("'2. Participants'", "SECTION")
    assert sentence.startswith("FILE")
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_attendance(tmp_path / name)


# What is missing, what contradicts itself, and who is who.


def test_a_blank_time_of_leaving_is_worked_out_from_the_duration_or_is_the_meetings_end(tmp_path: Path) -> None:
    rows = [
        ANN,
        person("Bob Fry", "2/13/26, 10:00:00 AM", "", "b@n.example"),
        person("Cat Lee", "2/13/26, 10:00:00 AM", "", "c@n.example").replace("1h 0m 0s", ""),
        person("Dan Ray", "", "2/13/26, 12:00:00 PM", "d@n.example"),
        person("Eve Day", "", "2/13/26, 12:00:00 PM", "e@n.example").replace("1h 0m 0s", "-"),
    ]
    people = read(tmp_path, report(rows)).set_index("name")
    assert people.loc["Bob Fry", "left"] == dt.datetime(2026, 2, 13, 11)
    assert people.loc["Cat Lee", "left"] == dt.datetime(2026, 2, 13, 12, 1, 2)
    assert people.loc["Dan Ray", "joined"] == dt.datetime(2026, 2, 13, 11)
    assert people.loc["Eve Day", "joined"] == dt.datetime(2026, 2, 13, 9, 58, 12)
    assert [problem.split(";")[0] for problem in problems(people)] == [
        *(f"line {line}: no time of leaving" for line in (8, 9)),
        *(f"line {line}: no time of joining" for line in (10, 11)),
    ]


def test_somebody_with_a_duration_and_no_times_is_kept(tmp_path: Path) -> None:
    rows = [ANN, person("Bob Fry", "", "", "b@n.example"), person("Cat Lee", "", "", "").replace("1h 0m 0s", "")]
    people = read(tmp_path, report(rows)).set_index("name")
    assert pd.isna(people.loc["Bob Fry", "joined"])
    assert people.loc["Bob Fry", "minutes"] == 60.0
    assert "Cat Lee" not in people.index
    assert len(problems(people)) == 2


def test_a_meeting_nobody_has_times_of_is_read(tmp_path: Path) -> None:
    people = read(tmp_path, report([person("Bob Fry", "", "", "b@n.example")]))
    assert list(people["minutes"]) == [60.0]


def test_minutes_away_do_not_count_where_only_the_duration_tells_of_them(tmp_path: Path) -> None:
    people = read(tmp_path, report([person("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 12:00:00 PM", "a@n.example")]))
    assert list(people["minutes"]) == [60.0]
    assert people["left"][0] == dt.datetime(2026, 2, 13, 12)
    assert problems(people) == []


def test_a_duration_longer_than_its_times_is_a_problem_and_the_times_count(tmp_path: Path) -> None:
    people = read(tmp_path, report([person("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "a@n.example")]))
    assert list(people["minutes"]) == [20.0]
    assert problems(people) == [
        "line 7: a duration of 60 minutes, but 20 by the times, which count ('Ann Poe')",
    ]


def test_two_devices_at_once_count_once_and_teams_adding_them_up_is_no_problem(tmp_path: Path) -> None:
    row = person("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 10:40:00 AM", "a@n.example")
    stays = [
        stay("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "a@n.example"),
        stay("Ann Poe", "2/13/26, 10:10:00 AM", "2/13/26, 10:40:00 AM", "a@n.example"),
    ]
    people = read(tmp_path, report([row], stays))
    assert list(people["minutes"]) == [40.0]
    assert problems(people) == []


def test_people_of_one_name_with_different_addresses_are_two(tmp_path: Path) -> None:
    rows = [
        person("Sam Roe", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "sam@n.example"),
        person("Sam Roe", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "roe@s.example"),
    ]
    people = read(tmp_path, report(rows))
    assert list(people["email"]) == ["sam@n.example", "roe@s.example"]
    assert list(people["minutes"]) == [30.0, 20.0]


def test_stays_of_one_name_without_an_address_that_overlap_are_reported(tmp_path: Path) -> None:
    stays = [
        stay("Bob Fry", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", ""),
        stay("Fry, Bob (Guest)", "2/13/26, 10:15:00 AM", "2/13/26, 10:45:00 AM", ""),
    ]
    people = read(tmp_path, report([ANN], stays))
    assert list(people["minutes"])[1:] == [45.0]
    assert any("one person on two devices, or two people ('Bob Fry')" in problem for problem in problems(people))


def test_a_name_with_and_without_an_address_stays_two_people_and_is_reported(tmp_path: Path) -> None:
    rows = [ANN, person("Ann Poe (Guest)", "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", "")]
    people = read(tmp_path, report(rows))
    assert list(people["email"]) == ["ann@north.example", ""]
    assert any("both with an address and without one" in problem for problem in problems(people))


def test_two_names_at_one_address_are_reported(tmp_path: Path) -> None:
    rows = [ANN, person("Meeting Room 2", "2/13/26, 9:59:00 AM", "2/13/26, 10:59:00 AM", "ann@north.example")]
    people = read(tmp_path, report(rows))
    assert list(people["name"]) == ["Ann Poe"]
    assert any("Meeting Room 2" in problem for problem in problems(people))


def test_activities_without_addresses_go_by_the_name_of_one_participant(tmp_path: Path) -> None:
    lines = [
        "2. Participants",
        PEOPLE,
        person("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", "ann@north.example"),
        "3. In-Meeting Activities",
        "Name\tJoin Time\tLeave Time\tDuration\tRole",
        "Poe, Ann\t2/13/26, 10:00:00 AM\t2/13/26, 10:30:00 AM\t30m\tPresenter",
        "Poe, Ann\t2/13/26, 10:30:00 AM\t2/13/26, 11:00:00 AM\t30m\tPresenter",
    ]
    people = read(tmp_path, "\r\n".join(lines))
    assert len(people) == 1
    assert list(people["minutes"]) == [60.0]


def test_leaving_before_joining_is_kept_and_staying_no_time_at_all_is_not(tmp_path: Path) -> None:
    rows = [
        person("Ann Poe", "2/13/26, 11:00:00 AM", "2/13/26, 10:00:00 AM", "a@n.example").replace("1h 0m 0s", ""),
        person("Bob Fry", "2/13/26, 11:00:00 AM", "2/13/26, 11:00:00 AM", "b@n.example").replace("1h 0m 0s", "0s"),
    ]
    people = read(tmp_path, report(rows))
    assert dict(zip(people["name"], people["minutes"], strict=True)) == {"Ann Poe": 0.0}
    assert problems(people) == [
        "line 7: leaves before joining; the time between does not count ('Ann Poe')",
        "file: did not come: stayed for no time at all ('Bob Fry')",
    ]


def test_a_report_of_another_day_than_the_meetings_is_reported(tmp_path: Path) -> None:
    assert problems(read(tmp_path, report([ANN]), dt.date(2026, 2, 13))) == []
    (found,) = problems(read(tmp_path, report([ANN]), dt.date(2026, 2, 20)))
    assert "nobody was there on 2026-02-20" in found


def test_a_summary_with_one_possible_reading_settles_the_order(tmp_path: Path) -> None:
    for start, month in (("2026-02-10 09:58:00", 2), ("02.10.2026 09:58", 10)):
        text = AMBIGUOUS.replace("Meeting title\tWorkshop 1", f"Start time\t{start}")
        assert read(tmp_path, text)["joined"][0].month == month


# Layouts.


def test_the_list_of_2020_is_read(tmp_path: Path) -> None:
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        "Doe, Jane\tJoined before\t2/13/2026, 9:55:00 AM\n"
        "Sam Roe (Guest)\tJoined\t2/13/2026, 10:00:00 AM\n"
        "Sam Roe (Guest)\tLeft\t2/13/2026, 10:20:00 AM\n"
        "Sam Roe (Guest)\tJoined\t2/13/2026, 10:30:00 AM\n"
        "Bob Fry\tJoined\t2/13/2026, 10:40:00 AM\n"
        "Bob Fry\tLeft\t2/13/2026, 11:00:00 AM\n"
    )
    people = read(tmp_path, text)
    assert list(people["name"]) == ["Doe, Jane", "Sam Roe", "Bob Fry"]
    assert list(people["minutes"]) == [65.0, 50.0, 20.0]
    assert list(people["email"]) == ["", "", ""]
    assert list(people["left"]) == [dt.datetime(2026, 2, 13, 11)] * 3
    assert problems(people) == [
        "file: 2 never leave; taken to have stayed to the end, 11:00:00 ('Doe, Jane; Sam Roe')",
    ]


def test_joining_and_leaving_that_do_not_alternate_are_one_stay_and_reported(tmp_path: Path) -> None:
    actions = [
        ("Ann", "Joined", "10:00"),
        ("Ann", "Joined", "10:05"),
        ("Ann", "Left", "10:30"),
        ("Ann", "Left", "11:00"),
        ("Bob", "Left", "10:10"),
        ("Cat", "Went", "10:10"),
    ]
    rows = [f"{name}\t{action}\t2026-02-13 {clock}:00" for name, action, clock in actions]
    people = read(tmp_path, "\r\n".join(["Full Name\tUser Action\tTimestamp", *rows])).set_index("name")
    assert people["minutes"].to_dict() == pytest.approx({"Ann": 60.0, "Bob": 10.0, "Cat": float("nan")}, nan_ok=True)
    assert [problem.split(";")[0] for problem in problems(people)] == [
        "line 7: neither joins nor leaves at a time that is stated ('Went')",
        "line 3: joins again without having left",
        "line 5: leaves again without having joined",
        "line 6: leaves without having joined",
    ]


def test_the_form_of_2021_with_a_row_a_stay_is_read(tmp_path: Path) -> None:
    text = (
        "Meeting Summary\r\nTotal Number of Participants\t2\r\nMeeting Title\tWorkshop\r\n"
        "Meeting Start Time\t2/13/2026, 9:55:00 AM\r\nMeeting End Time\t2/13/2026, 11:00:00 AM\r\n"
        "Meeting Id\t453adbad-3672-4bde-92d0-6be3049eb379\r\n\r\n"
        "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)\r\n"
        "Ann Poe\t2/13/2026, 9:55:00 AM\t2/13/2026, 11:00:00 AM\t1h 5m\ta@n.example\tOrganizer\ta@n.example\r\n"
        "Bob Fry\t2/13/2026, 10:00:00 AM\t2/13/2026, 10:10:00 AM\t10m\tb@n.example\tAttendee\tx@y.example\r\n"
        "Bob Fry\t2/13/2026, 10:20:00 AM\t2/13/2026, 10:30:00 AM\t10m\tb@n.example\tAttendee\tx@y.example\r\n"
    )
    people = read(tmp_path, text)
    assert list(people["email"]) == ["a@n.example", "b@n.example"]
    assert list(people["role"]) == ["Organizer", "Attendee"]
    assert list(people["minutes"]) == [65.0, 20.0]
    assert problems(people) == []


def test_section_titles_need_no_numbers(tmp_path: Path) -> None:
    stays = [stay("Ann Poe", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "ann@north.example")]
    text = report([ANN], stays)
    for number in "1234":
        text = text.replace(f"{number}. ", "")
    for squeezed in (text, text.replace("\r\n\r\n", "\r\n")):
        people = read(tmp_path, squeezed.replace("Breakout rooms\r\nRoom\tPeople\r\n", ""))
        assert list(people["minutes"]) == [30.0]


def test_columns_between_those_known_and_further_sections_are_passed_over(tmp_path: Path) -> None:
    text = (
        "2. Participants\r\n"
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\tEngagement: Unmute\r\n"
        "Ann Poe\t2/13/26, 10:00:00 AM\t2/13/26, 11:00:00 AM\t1h\ta@n.example\ta@n.example\tOrganizer\t2\r\n\r\n"
        "3. In-Meeting Activities\r\nName\tRoom type\tRoom name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\n"
        "Ann Poe\tMain\t\t2/13/26, 10:00:00 AM\t2/13/26, 10:20:00 AM\t20m\ta@n.example\tOrganizer\r\n"
        "Ann Poe\tBreakout\tRoom 1\t2/13/26, 10:20:00 AM\t2/13/26, 11:00:00 AM\t40m\ta@n.example\tOrganizer\r\n\r\n"
        "4. Meeting Engagement\r\nName\tEngagement Type\tTime\r\n"
        "Ann Poe\tUnmuted\t2/13/26, 10:01:00 AM\r\n"
    )
    people = read(tmp_path, text)
    assert people.loc[0, ["name", "email", "role", "minutes"]].tolist() == ["Ann Poe", "a@n.example", "Organizer", 60.0]
    assert len(people) == 1
    assert problems(people) == []


# As Teams heads its columns in German, Spanish, Portuguese, Polish; in French, Italian and Dutch as translated.
LANGUAGES = {
    "German": (
        "2. Teilnehmer|Name|Erster Beitritt|Letztes Verlassen|Dauer der Besprechung|E-Mail|Teilnehmer-ID (UPN)|Rolle",
        "3. Aktivitäten in der Besprechung|Name|Beitrittszeit|Verlassenszeit|Dauer|E-Mail|Rolle",
        "1 Std. 30 Min. 0 Sek.",
    ),
    "Spanish": (
        "2. Participantes|Nombre|Primera entrada|Última salida|Duración de la reunión|Correo electrónico"
        "|Id. de participante (UPN)|Rol",
        "3. Actividades en la reunión|Nombre|Hora de unión|Hora de salida|Duración|Correo electrónico|Rol",
        "1 h 30 min 0 s",
    ),
    "Portuguese": (
        "2. Participantes|Nome|Primeira Entrada|Última Saída|Duração da Reunião|Email|ID do participante (UPN)|Função",
        "3. Atividades em Reunião|Nome|Horário de Entrada|Horário de Saída|Duração|Email|Função",
        "1h 30m",
    ),
    "Polish": (
        "2. Uczestnicy|Imię i nazwisko|Pierwsze dołączenie|Ostatnie wyjście|Czas udziału w spotkaniu|Adres e-mail"
        "|Identyfikator uczestnika (UPN)|Rola",
        "3. Działania podczas spotkania|Imię i nazwisko|Godzina dołączenia|Godzina wyjścia|Czas trwania|Adres e-mail"
        "|Rola",
        "1 godz. 30 min 0 s",
    ),
    "French": (
        "2. Participants|Nom|Première entrée|Dernière sortie|Durée de la réunion|E-mail|ID du participant (UPN)|Rôle",
        "3. Activités en réunion|Nom|Heure d’arrivée|Heure de départ|Durée|E-mail|Rôle",
        "1 heure 30 minutes",
    ),
    "Italian": (
        "2. Partecipanti|Nome|Primo ingresso|Ultima uscita|Durata della riunione|Posta elettronica|ID (UPN)|Ruolo",
        "3. Attività in riunione|Nome|Ora di ingresso|Ora di uscita|Durata|Posta elettronica|Ruolo",
        "1 ora 30 min",
    ),
    "Dutch": (
        "2. Deelnemers|Naam|Eerste deelname|Laatste vertrek|Duur van vergadering|E-mail|Deelnemer-id (UPN)|Rol",
        "3. Activiteiten|Naam|Tijd van deelname|Tijd van vertrek|Duur|E-mail|Rol",
        "1 uur 30 min. 0 sec.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_in_other_languages_are_read(tmp_path: Path, language: str) -> None:
    participants, activities, lasted = LANGUAGES[language]
    first, last = "13.02.2026, 10:00:00", "13.02.2026, 11:30:00"
    summary = [participants.replace("|", "\r\n", 1).replace("|", "\t")]
    summary += ["\t".join(["Zoë Fahy", first, last, lasted, "Z@S.example", "other@s.example", "Rôle"]), ""]
    stays = [activities.replace("|", "\r\n", 1).replace("|", "\t")]
    stays += ["\t".join(["Zoë Fahy", first, last, lasted, "Z@S.example", "Rôle"])]
    for lines in (summary, stays, summary + stays):
        people = read(tmp_path, "\r\n".join(["1. X", "Y\t1", "", *lines]))
        assert people.loc[0, ["name", "email", "role", "minutes"]].tolist() == ["Zoë Fahy", "z@s.example", "Rôle", 90.0]
        assert len(people) == 1
        assert problems(people) == []


@pytest.mark.parametrize(
    ("header", "joins", "leaves"),
    [
        ("Nome Completo\tAtividade\tCarimbo de data/hora", "Ingressou", "Saiu"),
        ("Vollständiger Name\tBenutzeraktion\tZeitstempel", "Beigetreten", "Verlassen"),
        ("Nombre completo\tAcción del usuario\tMarca de tiempo", "Se unió antes", "Salió"),
        ("Nom complet\tAction de l’utilisateur\tHorodatage", "A rejoint", "A quitté"),
    ],
)
def test_the_list_of_2020_is_read_in_other_languages(tmp_path: Path, header: str, joins: str, leaves: str) -> None:
    text = f"{header}\nAnn Poe\t{joins}\t13/02/2026 16:29:58\nAnn Poe\t{leaves}\t13/02/2026 17:29:58\n"
    people = read(tmp_path, text)
    assert list(people["minutes"]) == [60.0]
    assert problems(people) == []


def test_a_language_that_is_not_known_is_named_by_its_header(tmp_path: Path) -> None:
    text = "1. X\n\n2. Y\nNimi\tLiittymisaika\tPoistumisaika\tKesto\nAnn\t13.2.2026 10.00\t13.2.2026 11.00\t1h\n"
    with pytest.raises(InputError, match=r"line 4: no columns .* 'Nimi \| Liittymisaika \| Poistumisaika \| Kesto'"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("duration", "lasted"),
    [
        ("2h 18m 8s", 138 + 8 / 60),
        ("2 godz. 18 min 8 s", 138 + 8 / 60),
        ("2 Std. 18 Min. 8 Sek.", 138 + 8 / 60),
        ("2 h 18 min 8 seg", 138 + 8 / 60),
        ("2:18:08", 138 + 8 / 60),
        ("45m", 45),
        ("8s", 8 / 60),
        ("1 hr 2 min", 62),
    ],
)
def test_durations_are_read_in_the_forms_teams_gives_them(tmp_path: Path, duration: str, lasted: float) -> None:
    row = person("Ann Poe", "2/13/26, 9:00:00 AM", "2/13/26, 5:00:00 PM", "a@n.example").replace("1h 0m 0s", duration)
    assert read(tmp_path, report([row]))["minutes"][0] == pytest.approx(lasted)


@pytest.mark.parametrize("duration", ["a while", "2h 18", "2x", "1h, more", "9" * 5000])
def test_a_duration_that_cannot_be_read_is_reported_and_the_times_count(tmp_path: Path, duration: str) -> None:
    people = read(tmp_path, report([ANN.replace("1h 0m 0s", duration)]))
    assert people["minutes"][0] == pytest.approx(122 + 50 / 60)
    assert len(problems(people)) == 1


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_report_saved_again_from_excel_reads_the_same(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [ANN, person("Doe, Zoë; Dr", "2/13/26, 10:00:00 AM", "2/13/26, 11:00:00 AM", "")]
    stays = [stay("Doe, Zoë; Dr", "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "")]
    text = report(rows, stays)
    expected = read(tmp_path, text)
    out = io.StringIO()
    width = PEOPLE.count("\t") + 1  # Excel makes every line as wide as the widest
    for line in text.split("\r\n"):
        cells = line.split("\t")
        csv.writer(out, delimiter=separator).writerow(cells + [""] * (width - len(cells)))
    path = tmp_path / "W2_attendance.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    again = read_attendance(path)
    pd.testing.assert_frame_equal(again, expected)
    assert problems(again) == problems(expected)


# Properties.

START = dt.datetime(2026, 2, 13, 22, 0)
MINUTE = st.integers(0, 240)
COMINGS_AND_GOINGS = st.lists(st.tuples(st.sampled_from("ABCD"), MINUTE, MINUTE), min_size=1, max_size=12)


@given(
    COMINGS_AND_GOINGS,
    st.sampled_from(["%d/%m/%Y, %H:%M:%S", "%m/%d/%y, %I:%M:%S %p", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S"]),
)
@settings(deadline=None)
def test_minutes_are_those_in_which_the_person_was_there(stays: list[tuple[str, int, int]], form: str) -> None:
    """Held against counting minute by minute; stays run over midnight and overlap."""
    there: dict[str, set[int]] = {}
    rows = []
    for name, one, other in stays:
        joined, left = min(one, other), max(one, other)
        there.setdefault(name, set()).update(range(joined, left))
        ends = [(START + dt.timedelta(minutes=at)).strftime(form) for at in (joined, left)]
        rows.append("\t".join([name, *ends, f"{left - joined}m", f"{name}@n.example"]))
    with tempfile.TemporaryDirectory() as folder:
        header = "1. Summary\nMeeting\tX\n\n3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\n"
        people = read(Path(folder), header + "\n".join(rows), START.date())
    assert dict(zip(people["name"], people["minutes"], strict=True)) == {
        name: float(len(minutes)) for name, minutes in there.items() if minutes
    }
    gone = {f"file: did not come: stayed for no time at all ({name!r})" for name in there if not there[name]}
    assert {problem for problem in problems(people) if "nobody was there" not in problem} == gone


WHOLE = codecs.BOM_UTF16_LE + report([ANN], [stay("Zoë", "2/13/26, 10:00 AM", "", "")]).encode("utf-16-le")


@given(st.binary(max_size=200), st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_or_refused_and_nothing_else(noise: bytes, start: int, end: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "W1_attendance.csv"
        for data in (WHOLE[:start] + noise + WHOLE[end:], noise, WHOLE[2:].replace(b"\0", b"")[: start // 2] + noise):
            path.write_bytes(data)
            with contextlib.suppress(InputError):
                assert list(read_attendance(path).columns) == ["name", "email", "role", "joined", "left", "minutes"]


def test_a_file_of_many_odd_lines_is_refused_or_read_in_a_few_seconds(tmp_path: Path) -> None:
    start = time.process_time()
    bracketed = person("(" * 9000 + "Ann" + " (Guest)" * 2000, "2/13/26, 10:00:00 AM", "2/13/26, 10:30:00 AM", "")
    assert len(read(tmp_path, report([bracketed, ANN]))) == 2
    odd = "1" * 2000 + "/" * 2000
    for cell in (odd, "1 h " * 5000, " " * 9000 + ".", "1." * 9000):
        with pytest.raises(InputError):
            read(tmp_path, report([person("Bob", cell + "x", cell, "b@n.example")] * 50))
    assert time.process_time() - start < 10
