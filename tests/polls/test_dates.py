"""Times of completion, as Excel holds them and as countries write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.polls.dates import read_times

DAY = dt.date(2026, 2, 10)
T = dt.datetime


def read(values: list[Any], date: dt.date | None = None) -> tuple[list[dt.datetime | None], list[str]]:
    times, problems = read_times(list(enumerate(values, start=2)), date)
    return times, [problem.where for problem in problems]


@pytest.mark.parametrize(
    ("value", "time"),
    [
        (T(2026, 2, 10, 12, 0, 30), T(2026, 2, 10, 12, 0, 30)),
        (dt.date(2026, 2, 10), T(2026, 2, 10)),
        (46063.5, T(2026, 2, 10, 12)),  # 1 January 2026 is day 46023
        (46063, T(2026, 2, 10)),
        ("46063.500347222", T(2026, 2, 10, 12, 0, 30)),
        ("46063,5", T(2026, 2, 10, 12)),
        ("2026-02-10T12:00:30Z", T(2026, 2, 10, 12, 0, 30)),
        ("2026-02-10 12:00", T(2026, 2, 10, 12)),
        ("2026-02-10T12:00:30.1234567Z", T(2026, 2, 10, 12, 0, 30, 123456)),
        ("2026/2/10 9:05", T(2026, 2, 10, 9, 5)),
        ("2/26/26 15:22:53", T(2026, 2, 26, 15, 22, 53)),
        ("26/02/2026 15:22", T(2026, 2, 26, 15, 22)),
        ("26.02.2026 15:22:53", T(2026, 2, 26, 15, 22, 53)),
        ("26-2-2026, 15.22", T(2026, 2, 26, 15, 22)),
        ("2/26/26 3:07\u202fPM", T(2026, 2, 26, 15, 7)),
        ("2/26/26 12:07 am", T(2026, 2, 26, 0, 7)),
        ("26/2/2026 3:07 p.\u00a0m.", T(2026, 2, 26, 15, 7)),
        ("2/2/26 12:00 PM", T(2026, 2, 2, 12)),
        ("26/02/2026", T(2026, 2, 26)),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_read_however_it_is_written(value: object, time: dt.datetime | None) -> None:
    assert read([value]) == ([time], [])


@pytest.mark.parametrize(
    "value",
    [
        *("soon", "26/26/2026 10:00", "31/02/2026 10:00", "2/26/26 25:00", "2/26/26 13:00 PM", "2/26/26 0:10 AM"),
        *("26/02-2026", "12", 3.5, 9e9, True, "#VALUE!", "1/2/3/4", "26/02/026", dt.time(12, 0), "9" * 5000),
    ],
)
def test_what_is_no_time_is_a_problem_and_never_passed_over(value: object) -> None:
    assert read(["", value, "2026-02-10"]) == ([None, None, T(2026, 2, 10)], ["row 3"])


def test_one_number_over_twelve_settles_the_whole_column() -> None:
    assert read(["2/10/26 9:00", "2/13/26 9:00"])[0] == [T(2026, 2, 10, 9), T(2026, 2, 13, 9)]
    assert read(["2/10/26 9:00", "13/10/26 9:00"])[0] == [T(2026, 10, 2, 9), T(2026, 10, 13, 9)]


def test_the_events_day_settles_what_no_number_does() -> None:
    assert read(["2/10/26 3:07 PM", "2/11/26 9:00 AM"], DAY) == ([T(2026, 2, 10, 15, 7), T(2026, 2, 11, 9)], [])
    assert read(["10/02/2026 15:07"], DAY) == ([T(2026, 2, 10, 15, 7)], [])
    assert read(["10/02/2025 15:07", "11/02/2025 15:07"], DAY) == ([None, None], ["times"])  # another year says nothing


def test_an_order_that_cannot_be_told_is_one_problem_and_no_guess() -> None:
    assert read(["2/10/26 9:00", "3/10/26 9:00", "3/3/26 9:00"]) == ([None, None, T(2026, 3, 3, 9)], ["times"])
    assert read(["2/10/26 9:00", "10/2/26 9:00"], DAY) == ([None, None], ["times"])


def test_numbers_that_contradict_each_other_settle_nothing() -> None:
    assert read(["2/13/26 9:00", "13/2/26 9:00"], DAY) == ([None, None], ["times"])


@pytest.mark.parametrize(
    ("cells", "times"),
    [
        (["10.02.2026 10:01", "11.02.2026 9:00"], [T(2026, 2, 10, 10, 1), T(2026, 2, 11, 9)]),
        (["2/10/2026 9:00", "Feb 10, 2026 10:31:05 AM"], [T(2026, 2, 10, 9), T(2026, 2, 10, 10, 31, 5)]),
        (["10 Feb 2026 9:00", "10-Feb-26 21:00", "Tuesday, February 10, 2026 9:00 PM"],
         [T(2026, 2, 10, 9), T(2026, 2, 10, 21), T(2026, 2, 10, 21)]),
        (["2026/02/10 10:31:05 AM GMT", "2026/02/10 1:00:00 PM GMT+1", "2026-02-10 10:00:00+01:00"],
         [T(2026, 2, 10, 10, 31, 5), T(2026, 2, 10, 13), T(2026, 2, 10, 10)]),
    ],
)  # fmt: skip
def test_dots_words_and_the_year_first_need_no_guess_and_help_others(cells: list[Any], times: list[Any]) -> None:
    assert read(cells) == (times, [])


@pytest.mark.parametrize(
    ("cells", "times"),
    [
        (["10/02/2026 10:00", "10/02/2026 11:01"], [T(2026, 2, 10, 10), T(2026, 2, 10, 11, 1)]),
        (["2/10/26 10:00 AM", "2/10/26 1:01 PM"], [T(2026, 2, 10, 10), T(2026, 2, 10, 13, 1)]),
    ],
)
def test_one_day_throughout_is_read_with_an_assumption_that_is_stated(cells: list[Any], times: list[Any]) -> None:
    found, problems = read_times(list(enumerate(cells)), None)
    assert found == times
    assert [problem.what.partition(",")[2] for problem in problems] == [
        " 10 February 2026 or 02 October 2026, was read as the first; give the event's date to be sure"
    ]


days = st.datetimes(T(2000, 1, 1), T(2099, 12, 31)).map(lambda time: time.replace(microsecond=0))
FORMATS = ["%d/%m/%Y %H:%M:%S", "%m/%d/%y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M:%S"]


@given(st.lists(days, min_size=1, max_size=6), st.sampled_from(FORMATS))
def test_a_written_column_gives_its_times_back_or_none_of_them_wrong(times: list[dt.datetime], written: str) -> None:
    found, problems = read([time.strftime(written) for time in times])
    settled = "%Y-" in written or "." in written or any(time.day > 12 or time.day == time.month for time in times)
    if settled and not any(time.day == time.month for time in times):
        assert (found, problems) == (times, [])
    elif len({time.date() for time in times}) == 1:
        assert [time.time() for time in found if time] == [time.time() for time in times]
    else:
        assert all(time in (None, wanted) for time, wanted in zip(found, times, strict=True))
        assert problems == ["times"] * (None in found)


@given(days)
def test_a_day_number_gives_its_time_back(time: dt.datetime) -> None:
    days_since = (time - T(1899, 12, 30)) / dt.timedelta(days=1)
    assert read([days_since]) == ([time], [])
