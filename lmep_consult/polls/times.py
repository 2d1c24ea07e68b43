"""Times of submission: as Excel holds them, or as any country writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from openpyxl.utils.datetime import from_excel

from lmep_consult.errors import Problem
from lmep_consult.text import shown

_WRITTEN = re.compile(
    r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:,? (\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([ap])\.? ?m\.?)?)?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?")
_SERIALS = range(36526, 73051)  # the years 2000 to 2099


def read_times(
    cells: Sequence[tuple[int, Any]], date: dt.date | None
) -> tuple[list[dt.datetime | None], list[Problem]]:
    """The times in a column's cells, given with their row's number; None where there is none or it cannot be told.

    A zone is passed over. Whether 2/10/26 is in February or October is settled for the whole column: by a number
    over 12 in any cell, else by `date`, the event's day, where a cell holds it. What cannot be read, and an order that
    cannot be told, are problems.
    """
    texts = [shown(value) for _, value in cells]
    dates = [_numbers(text) for text in texts]
    order = _day_first([numbers for numbers in dates if numbers], date)
    times: list[dt.datetime | None] = []
    problems = []
    untold: list[str] = []
    for (row, value), text, numbers in zip(cells, texts, dates, strict=True):
        if numbers and order is None and numbers[0] != numbers[1]:
            untold.append(text)
            times.append(None)
            continue
        times.append(_time(text, bool(order)) if numbers else _exact(value, text))
        if text and times[-1] is None:
            problems.append(Problem(f"row {row}", "the time of completion cannot be read", text))
    if untold:
        what = "it cannot be told whether times of completion give the day or the month first; give the event's date"
        problems.append(Problem("times", what, untold[0]))
    return times, problems


def _exact(value: Any, text: str) -> dt.datetime | None:
    """The time in a cell that can be read in one way only."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) or _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        if int(days) not in _SERIALS:
            return None
        moment: dt.datetime = from_excel(days)
        return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        pass
    match = _WRITTEN.fullmatch(text)
    return _time(text, day_first=False) if match and len(match[1]) == 4 else None


def _numbers(text: str) -> tuple[int, int, int] | None:
    """The numbers before the year and the year, where a date is written so that their order matters."""
    match = _WRITTEN.fullmatch(text)
    if match is None or len(match[1]) > 2 or len(match[4]) not in (2, 4):
        return None
    return int(match[1]), int(match[3]), _year(match[4])


def _day_first(dates: Sequence[tuple[int, int, int]], date: dt.date | None) -> bool | None:
    day, month = any(first > 12 for first, _, _ in dates), any(second > 12 for _, second, _ in dates)
    if day == month and date is not None and not day:
        day = (date.day, date.month, date.year) in dates
        month = (date.month, date.day, date.year) in dates
    return day if day != month else None


def _time(text: str, day_first: bool) -> dt.datetime | None:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    one, _, two, three, hour, minute, second, half = match.groups()
    year, month, day = (one, two, three) if len(one) == 4 else (three, two, one) if day_first else (three, one, two)
    if half and not 1 <= int(hour) <= 12:
        return None
    hours = int(hour or 0) % 12 + (12 if half in "pP" else 0) if half else int(hour or 0)
    try:
        return dt.datetime(_year(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
