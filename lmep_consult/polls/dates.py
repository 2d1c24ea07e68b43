"""Dates and times as Excel holds them and as any program or country writes them, and lengths of time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lmep_consult.errors import Problem
from lmep_consult.text import shown, unaccented

_LONGEST = 80  # characters of a cell that is a date
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?: ?(?P<half>[ap])\.? ?m\.?)?"
    r"(?: ?uhr)?(?: ?\(?(?:z|utc|gmt|bst|i?e?[cewmp]?[es]?[sd]?t)?(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
    r"(?:(?P<one>\d{1,4})(?P<mark>[/.-]) ?(?P<two>\d{1,2})(?P=mark) ?(?P<three>\d{1,4})\.?"
    r"|(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
    r"|(?P<day_>\d{1,2})(?:st|nd|rd|th)?\.?[ -](?P<month_>[a-z]{3,9})\.?,?[ -](?P<year_>\d{4}|\d{2}))"
    rf"(?:(?:,? ?t|,? | at )(?P<clock>{_CLOCK}))?"
)
_CLOCK_ALONE = re.compile(_CLOCK)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEARS = range(2000, 2100)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?")
_SERIALS = range(36526, 73051)  # the years 2000 to 2099
_PART = re.compile(r"(\d{1,5}(?:[.,]\d{1,2})?) ?([^\W\d]{1,12})\.?(?:,? |$|(?=\d))")
_HOURS = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})")
# What hours, minutes and seconds begin with: "2 godz.", "2 Std.", "2 uur", "2 ore", "2 tim".
_UNITS = (
    ("h", 3600),
    ("g", 3600),
    ("st", 3600),
    ("u", 3600),
    ("o", 3600),
    ("t", 3600),
    ("m", 60),
    ("s", 1),
    ("時", 3600),
    ("分", 60),
    ("秒", 1),
)


@dataclass(frozen=True)
class Written:
    """A moment as a cell writes it: its numbers before the year, and the year; the time of day, None where the cell has
    none. `day_first` is None where either number may be the day. halves: whether the clock has 12 hours."""

    numbers: tuple[int, int, int]
    clock: dt.time | None
    day_first: bool | None = None
    halves: bool = False

    def moment(self, day_first: bool) -> dt.datetime | None:
        """The moment, None where the calendar has no such day."""
        first, second, year = self.numbers
        day, month = (first, second) if (day_first if self.day_first is None else self.day_first) else (second, first)
        try:
            return dt.datetime.combine(dt.date(year, month, day), self.clock or dt.time())
        except ValueError:
            return None

    @property
    def unclear(self) -> bool:
        """Whether it is another day by the order of day and month."""
        return self.day_first is None and self.numbers[0] != self.numbers[1]


def written(cell: str) -> Written | None:
    """A cell read as a date, with or without a time of day: with slashes, dots or dashes, or the month in English
    words; by 12 or 24 hours; a zone is passed over. With dots, as with words, the day's place is sure.

    >>> written("13.02.2026, 14:05").moment(day_first=False), written("2/13/26, 2:05:00 p. m.").moment(day_first=False)
    (datetime.datetime(2026, 2, 13, 14, 5), datetime.datetime(2026, 2, 13, 14, 5))
    """
    if len(cell) > _LONGEST or not any(map(str.isdigit, cell)) or (found := _DATE.fullmatch(unaccented(cell))) is None:
        return None
    clock = None if found["clock"] is None else _clock(found)
    numbers, day_first = _numbers(found)
    if numbers is None or numbers[2] not in _YEARS or (clock is None and found["clock"] is not None):
        return None
    return Written(numbers, clock, day_first, found["half"] is not None)


def clock(cell: str) -> dt.time | None:
    """A cell that holds a time of day alone.

    >>> clock("11:02:00 AM")
    datetime.time(11, 2)
    """
    found = _CLOCK_ALONE.fullmatch(unaccented(cell)) if len(cell) <= _LONGEST else None
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> dt.time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _numbers(found: re.Match[str]) -> tuple[tuple[int, int, int] | None, bool | None]:
    """Day and month in the order written, with the year; and whether the day goes first, None where that may differ."""
    if month := found["month"] or found["month_"]:
        name = month[:3]
        year = _year(found["year"] or found["year_"])
        day = int(found["day"] or found["day_"])
        return ((day, _MONTHS.index(name) + 1, year) if name in _MONTHS else None), True
    one, two, three = found["one"], found["two"], found["three"]
    if len(one) == 4 and len(three) < 3:
        return (int(three), int(two), int(one)), True
    if len(one) < 3 and len(three) in (2, 4):
        return (int(one), int(two), _year(three)), True if found["mark"] == "." else None
    return None, None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


@dataclass(frozen=True)
class Order:
    """Whether the day goes before the month throughout a file, None where that is not clear; and what was assumed,
    "" where nothing was."""

    day_first: bool | None
    assumed: str = ""


def order_of(moments: Iterable[Written], date: dt.date | None) -> Order:
    """The order of day and month throughout a file.

    A number over 12 shows it, else a day that can be read in one way only: `date`, the event's day, or another in the
    file. Where the whole file is of one day, times of day and lengths of time are the same either way, so that it is
    read with an assumption that is stated: month first where the clock has 12 hours, else day first.
    """
    moments = list(moments)
    among = [moment for moment in moments if moment.unclear]
    unclear = {moment.numbers for moment in among}
    sure = {known.date() for moment in moments if moment.day_first is not None and (known := moment.moment(True))}
    over_12 = any(first > 12 for first, _, _ in unclear), any(second > 12 for _, second, _ in unclear)
    for day, month in (over_12, _stands(unclear, {date} if date else set()), _stands(unclear, sure)):
        if day or month:
            return Order(day if day != month else None)
    if not unclear:
        return Order(True)
    if len(unclear) > 1 or {moment.numbers for moment in moments} != unclear:
        return Order(None)
    month_first = all(moment.halves for moment in among)
    either = [among[0].moment(not month_first), among[0].moment(month_first)]
    if None in either:
        return Order(None)
    read, other = (f"{moment:%d %B %Y}" for moment in either if moment)
    assumed = f"the only day in it, {read} or {other}, was read as the first; give the event's date to be sure"
    return Order(not month_first, assumed)


def _stands(unclear: Collection[tuple[int, int, int]], dates: set[dt.date]) -> tuple[bool, bool]:
    """Whether one of the dates is there day first, and whether month first."""
    return (
        any((date.day, date.month, date.year) in unclear for date in dates),
        any((date.month, date.day, date.year) in unclear for date in dates),
    )


def read_times(
    cells: Sequence[tuple[int, Any]], date: dt.date | None
) -> tuple[list[dt.datetime | None], list[Problem]]:
    """The times in a column's cells, given with their row's number; None where there is none or it is not clear.

    The order of day and month is the whole column's, by `order_of`. What cannot be read, an order that is not clear
    and one that was assumed are problems.
    """
    texts = [shown(value) for _, value in cells]
    exact = [_exact(value, text) for (_, value), text in zip(cells, texts, strict=True)]
    dates = [None if known else written(text) for known, text in zip(exact, texts, strict=True)]
    order = order_of([moment for moment in dates if moment], date)
    times: list[dt.datetime | None] = []
    problems = []
    untold: list[str] = []
    for (row, _), text, known, moment in zip(cells, texts, exact, dates, strict=True):
        if moment and moment.unclear and order.day_first is None:
            untold.append(text)
            times.append(None)
            continue
        times.append(moment.moment(bool(order.day_first)) if moment else known)
        if text and times[-1] is None:
            problems.append(Problem(f"row {row}", "the time of completion cannot be read", text))
    if untold:
        what = "it is not clear whether times of completion give the day or the month first; give the event's date"
        problems.append(Problem("times", what, untold[0]))
    if order.assumed:
        problems.append(Problem("times", order.assumed))
    return times, problems


def _exact(value: Any, text: str) -> dt.datetime | None:
    """The time in a cell that holds no words: a date of Excel's, or the number of a day; or one in ISO 8601."""
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
        from openpyxl.utils.datetime import from_excel  # slow to load

        moment: dt.datetime = from_excel(days)
        return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def seconds_of(cell: str, unit: int = 0) -> int | None:
    """A duration in seconds, None where it cannot be read; a number alone counts `unit` seconds, where that is known.

    >>> seconds_of("2h 18m 8s"), seconds_of("2 godz. 18 min 8 s"), seconds_of("2 Std. 18 Min."), seconds_of("2:18:08")
    (8288, 8288, 8280, 8288)
    >>> seconds_of("60 mins"), seconds_of("60", unit=60)
    (3600, 3600)
    """
    if len(cell) > _LONGEST:
        return None
    text = unaccented(cell)
    if found := _HOURS.fullmatch(text):
        return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])
    if unit and re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", text):
        return round(float(text.replace(",", ".")) * unit)
    total, at = 0.0, 0
    while part := _PART.match(text, at):
        size = next((size for letters, size in _UNITS if part[2].startswith(letters)), 0)
        if not size:
            return None
        total, at = total + float(part[1].replace(",", ".")) * size, part.end()
    return round(total) if at and at == len(text) else None
