"""The course of recruitment, week by week."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import accumulate

import pandas as pd

from lmep_consult.coverage.frames import checked_register
from lmep_consult.coverage.recruitment_stages import NOT_INVITED
from lmep_consult.errors import Problem
from lmep_consult.table import ALL_GROUPS

_STAGES = {"invited_on": "invited", "agreed_on": "agreed", "interviewed_on": "interviewed"}
_MARGIN = dt.timedelta(days=366)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T][0-9:.]{1,20})?")  # as Excel's date cells are read


def recruitment_funnel(register: pd.DataFrame, start: dt.date, end: dt.date) -> tuple[pd.DataFrame, list[Problem]]:
    """How many were invited, had agreed and were interviewed by each week's end.

    register: one row per person, with any of the columns invited_on, agreed_on, interviewed_on (dates as 2026-01-31,
    with or without a time). start, end: the fieldwork's days; a date over a year outside them is an error.

    Who reached a later stage has passed the earlier ones, on that day at the latest, so no stage holds more people
    than the one before it. Returns one row per week, group ("All groups" last) and stage: week (its Monday), group,
    stage, in_week, so_far; no rows where the register has none of the columns or no dates. And the problems: what is
    not a date, a date out of bounds or before that of an earlier stage, and the invited whose day is not given.
    """
    register = checked_register(register, "participant", "group")
    columns = [column for column in _STAGES if column in register]
    dates, problems = _dates(register, columns, start, end)
    mondays = [[day - dt.timedelta(days=day.weekday()) if day else None for day in _passed(days)] for days in dates]
    there = [day for row in mondays for day in row if day]
    if not there:
        return pd.DataFrame(columns=["week", "group", "stage", "in_week", "so_far"]), problems
    weeks = [min(there) + dt.timedelta(weeks=n) for n in range((max(there) - min(there)).days // 7 + 1)]
    rows = []
    for group in [*register["group"].unique(), ALL_GROUPS]:
        of_group = [row for row, whose in zip(mondays, register["group"], strict=True) if group in (whose, ALL_GROUPS)]
        for place, column in enumerate(columns):
            in_week = Counter(row[place] for row in of_group)
            so_far = accumulate(in_week[week] for week in weeks)
            rows += [
                (week, group, _STAGES[column], in_week[week], total) for week, total in zip(weeks, so_far, strict=True)
            ]
    table = pd.DataFrame(rows, columns=["week", "group", "stage", "in_week", "so_far"])
    return table.sort_values("week", kind="stable", ignore_index=True), problems


def _passed(days: list[dt.date | None]) -> list[dt.date | None]:
    """The day by which each stage was passed: its own or, where earlier or alone, that of a later stage."""
    return [min((day for day in days[place:] if day), default=None) for place in range(len(days))]


def _dates(
    register: pd.DataFrame, columns: list[str], start: dt.date, end: dt.date
) -> tuple[list[list[dt.date | None]], list[Problem]]:
    """Each person's dates, None where there is none, in the order of `columns`; and what could not be read."""
    problems: list[Problem] = []
    rows = []
    said = register["interview"] if "interview" in register else register["status"]
    for person, status in zip(register.to_dict("records"), said, strict=True):
        where = f"register, {person['participant']}"
        days: list[dt.date | None] = []
        for column in columns:
            cell = "" if pd.isna(person[column]) else str(person[column]).strip()
            day = day_of(cell)
            if cell and day is None:
                problems.append(Problem(where, f"{column} is not a date; write it as 2026-01-31", cell))
            elif day and not start - _MARGIN <= day <= end + _MARGIN:
                problems.append(Problem(where, f"{column} is more than a year outside the fieldwork", cell))
                day = None
            elif day and any(earlier and earlier > day for earlier in days):
                problems.append(Problem(where, f"{column} is before the day of an earlier stage", cell))
            days.append(day)
        if columns and not any(days) and status not in ("", NOT_INVITED):
            problems.append(Problem(where, f"{status}, but without a date, so not in the weeks of recruitment"))
        rows.append(days)
    return rows, problems


def day_of(cell: str) -> dt.date | None:
    """The day in a cell of the register, written as 2026-01-31, with or without a time; None where there is none."""
    found = _DATE.fullmatch(cell)
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
