"""Times and durations of attendance reports, as Teams writes them in many languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lmep_consult.text import unaccented

_MOMENT = re.compile(
    r"(\d{1,4})([/.-]) ?(\d{1,2})\2 ?(\d{1,4})\.?(?:, ?|t| )"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,7})?)?z?(?: ?([ap])\.? ?m\.?)?"
)
_YEARS = range(2000, 2100)
_MINUTES = re.compile(r"\d[:.]\d\d")
_PART = re.compile(r"(\d{1,5}) ?([^\W\d]{1,12})\.?(?: |$|(?=\d))")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})")
# What hours, minutes and seconds begin with: "2 godz.", "2 Std.", "2 uur", "2 ore", "2 tim".
_UNITS = (("h", 3600), ("g", 3600), ("st", 3600), ("u", 3600), ("o", 3600), ("t", 3600), ("m", 60), ("s", 1))


@dataclass(frozen=True)
class Written:
    """A moment as a cell writes it. `day_first` is None where either of the first two numbers may be the day."""

    numbers: tuple[int, int, int]
    clock: dt.time
    day_first: bool | None = None

    def moment(self, day_first: bool) -> dt.datetime | None:
        """The moment, None where the calendar has no such day."""
        first, second, year = self.numbers
        day, month = (first, second) if (day_first if self.day_first is None else self.day_first) else (second, first)
        try:
            return dt.datetime.combine(dt.date(year, month, day), self.clock)
        except ValueError:
            return None


def written(cell: str) -> Written | None:
    """A cell read as a date and time: with slashes, dots or dashes, by 12 or 24 hours, or year first.

    >>> written("13.02.2026, 14:05").moment(day_first=False), written("2/13/26, 2:05:00 p. m.").moment(day_first=False)
    (datetime.datetime(2026, 2, 13, 14, 5), datetime.datetime(2026, 2, 13, 14, 5))
    """
    if len(cell) > 60 or not _MINUTES.search(cell) or (match := _MOMENT.fullmatch(unaccented(cell))) is None:
        return None
    first, mark, second, third, hour, minute, seconds, half = match.groups()
    hours = int(hour) % 12 + (12 if half == "p" else 0) if half and int(hour) < 13 else int(hour)
    if (half and int(hour) > 12) or hours > 23 or int(minute) > 59 or int(seconds or 0) > 59:
        return None
    clock = dt.time(hours, int(minute), int(seconds or 0))
    if len(first) == 4 and len(third) < 3:
        numbers, known = (int(third), int(second), int(first)), True
    elif len(first) < 3 and len(third) in (2, 4):
        numbers, known = (int(first), int(second), int(third) + (2000 if len(third) == 2 else 0)), mark == "."
    else:
        return None
    return Written(numbers, clock, day_first=known or None) if numbers[2] in _YEARS else None


def day_first(moments: Iterable[Written], date: dt.date | None) -> bool | None:
    """Whether the day goes before the month throughout a file, None where that cannot be told.

    A number over 12 tells, else a day that can be read in one way only, `date` or another in the file.
    """
    moments = list(moments)
    unclear = {moment.numbers for moment in moments if moment.day_first is None}
    sure = {known.date() for moment in moments if moment.day_first is not None and (known := moment.moment(True))}
    over_12 = any(first > 12 for first, _, _ in unclear), any(second > 12 for _, second, _ in unclear)
    for day, month in (over_12, _stands(unclear, {date} if date else set()), _stands(unclear, sure)):
        if day or month:
            return day if day != month else None
    return True if all(first == second for first, second, _ in unclear) else None


def _stands(unclear: Collection[tuple[int, int, int]], dates: set[dt.date]) -> tuple[bool, bool]:
    """Whether one of the dates stands there day first, and whether month first."""
    return (
        any((date.day, date.month, date.year) in unclear for date in dates),
        any((date.month, date.day, date.year) in unclear for date in dates),
    )


def seconds_of(cell: str) -> int | None:
    """A duration in seconds, None where it cannot be read.

    >>> seconds_of("2h 18m 8s"), seconds_of("2 godz. 18 min 8 s"), seconds_of("2 Std. 18 Min."), seconds_of("2:18:08")
    (8288, 8288, 8280, 8288)
    """
    if len(cell) > 60:
        return None
    text = unaccented(cell)
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    total, at = 0, 0
    while part := _PART.match(text, at):
        size = next((size for letters, size in _UNITS if part[2].startswith(letters)), 0)
        if not size:
            return None
        total, at = total + int(part[1]) * size, part.end()
    return total if at and at == len(text) else None
