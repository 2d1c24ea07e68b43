"""Attendance reports of Teams meetings."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.errors import InputError
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


def read(tmp_path: Path, text: str, date: dt.date | None = None) -> pd.DataFrame:
    path = tmp_path / "W1_attendance.csv"
    path.write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    return read_attendance(path, date)


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
        person("Ann Poe", "12/02/2026, 23:00:00", "13/02/2026, 00:30:00", "a@n.example"),
        person("Bob Fry", "12/02/2026, 23:10:00", "12/02/2026, 23:40:00", "b@n.example"),
    ]
    people = read(tmp_path, report(late))
    assert list(people["joined"].dt.month) == [2, 2]
    assert list(people["minutes"]) == [90.0, 30.0]


AMBIGUOUS = report([person("Ann Poe", "10/02/2026, 10:00:00", "10/02/2026, 11:00:00", "a@n.example")])


def test_an_ambiguous_order_of_day_and_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv: .*10/2.*meeting's date"):
        read(tmp_path, AMBIGUOUS)


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
    with pytest.raises(InputError, match=r"W1_attendance\.csv, line \d+"):
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


def test_activities_are_not_people(tmp_path: Path) -> None:
    people = read(
        tmp_path, report([ANN], [stay("Someone Else", "2/13/26, 10:00:00 AM", "2/13/26, 10:20:00 AM", "s@e.example")])
    )
    assert list(people["name"]) == ["Ann Poe"]


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


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "yesterday",
        "2/30/26, 10:00:00 AM",
        "2/13/26, 25:00:00",
        "2/13/26",
        "2/13/26, 2:05:00 p. m.",
        "102/13/26, 10:00",
    ],
)
def test_a_time_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, cell: str) -> None:
    rows = [ANN, person("Bob", "2/13/26, 10:00:00 AM", cell, "b@n.example")]
    with pytest.raises(InputError, match=r"W1_attendance\.csv, line 8: .* is not a date and time"):
        read(tmp_path, report(rows))


def test_a_row_cut_short_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"W1_attendance\.csv, line 8: the row is cut short"):
        read(tmp_path, report([ANN, "Bob\t2/13/26, 10:00:00 AM"]))


NOT_REPORTS = {
    "W1_empty.csv": b"",
    "W1_picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "W1_archive.csv": b"PK\x03\x04\x14\x00\x06\x00",
    "W1_half_a_letter.csv": codecs.BOM_UTF16_LE + "1. Summary".encode("utf-16-le") + b"\x20",
    "W1_other.csv": b"ID,Completion time,Email,Name\r\n1,,,\r\n",
    "W1_of_2020.csv": b"Full Name\tUser Action\tTimestamp\r\nAnn Poe\tJoined\t2/13/2026, 10:00:00 AM\r\n",
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
