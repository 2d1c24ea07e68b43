"""Attendance reports of meetings: who was there, from when to when, for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pandas as pd

from lmep_consult.errors import Problem
from lmep_consult.names import name_key
from lmep_consult.polls.attendance_rows import read_report
from lmep_consult.polls.attendance_stays import Stay, stays_of
from lmep_consult.polls.people import bearers_apart, organisation_in

_COLUMNS = ["name", "email", "role", "joined", "left", "minutes"]
_TOLERANCE = 60  # seconds by which a stated duration may differ from its times

Interval = tuple[dt.datetime, dt.datetime]


def read_attendance(path: str | Path, date: dt.date | None = None) -> pd.DataFrame:
    """Read an attendance report of Teams, Zoom, Webex or Google Meet, saved as text or as a workbook: one row for
    everybody who came, with name, email, role, joined, left, minutes.

    `joined` is the first join and `left` the last leave (datetime, NaT where the report has none); `minutes` (float,
    NaN where it has neither times nor a duration) is the time the person was there, by their stays: two devices at
    once count once. `email` is in lower case, "" where there is none; people are identified by it, those without by
    their names. `date` is the meeting's day: it settles whether 10/02 is in February or October.

    Who has no time, or a duration of nothing, did not come; nor did who was in the waiting room only.

    `attrs["problems"]` (list of Problem) holds what is not as it should be: who did not come, a row cut short, a time
    of joining or leaving that is missing or cannot be read, a duration that its times contradict, one name that may be
    two people, an order of day and month that was assumed, as all is of one day.

    Raises InputError naming the file, and the line where there is one: no table of people, columns in a language
    that is not known, no time that can be read, an order of day and month that neither the file nor `date` settles.
    """
    path = Path(path)
    people: dict[str, _Person] = {}
    stays, problems = stays_of(path, read_report(path), date)
    problems += _place(stays, people)
    came = [person for person in people.values() if person.came]
    what = "did not come: stayed for no time at all"
    problems += [Problem("file", what, person.name) for person in people.values() if not person.came]
    frame = pd.DataFrame([person.row() for person in came], columns=_COLUMNS)
    frame = frame.astype({"joined": "datetime64[ns]", "left": "datetime64[ns]", "minutes": float})
    frame.attrs["problems"] = [*problems, *_shared_names(came)]
    return frame


@dataclass
class _Person:
    """spans: from joining to leaving, with the seconds away in between. stated: seconds known without any times. came:
    whether any of it is more than no time at all."""

    name: str
    email: str
    role: str = ""
    ends: list[dt.datetime] = field(default_factory=list)
    spans: set[tuple[Interval, float]] = field(default_factory=set)
    stated: float = float("nan")
    came: bool = False

    def row(self) -> tuple[object, ...]:
        there = _length(interval for interval, _ in self.spans) - sum(away for _, away in self.spans)
        seconds = max(there, 0) if self.spans else self.stated
        joined, left = min(self.ends, default=pd.NaT), max(self.ends, default=pd.NaT)
        return self.name, self.email, self.role, joined, left, seconds / 60


def _place(stays: Sequence[Stay], people: dict[str, _Person]) -> Iterator[Problem]:
    """Give each stay of a report to its person; where there are stays, what sums them up is only compared with them."""
    emails: dict[str, set[str]] = {}
    for stay in stays:
        if stay.email is not None:
            emails.setdefault(name_key(stay.name), set()).add(stay.email)
    apart = bearers_apart(stay.name for stay in stays if not stay.email)
    of_person: dict[str, list[Stay]] = {}
    for stay in stays:
        known = emails.get(name_key(stay.name), set())
        email = (next(iter(known)) if len(known) == 1 else "") if stay.email is None else stay.email
        name = name_key(stay.name)
        key = email or (f"{name} ({organisation_in(stay.name)})" if name in apart else name) or stay.name
        person = people.setdefault(key, _Person(stay.name, email))
        if email and name_key(stay.name) != name_key(person.name):
            yield Problem(f"line {stay.line}", f"{email} appears under another name too, {person.name!r}", stay.name)
        person.role = person.role or stay.role
        of_person.setdefault(key, []).append(stay)
    for key, own in of_person.items():
        yield from _account(people[key], own)


def _account(person: _Person, stays: Sequence[Stay]) -> Iterator[Problem]:
    timed = [(stay, (stay.joined, stay.left)) for stay in stays if stay.joined and stay.left]
    single = [(stay, interval) for stay, interval in timed if not stay.summed]
    person.came = any(stay.stated != 0 or stay.joined != stay.left for stay in stays)
    person.ends += [moment for _, interval in timed for moment in interval]
    for stay, interval in timed:
        length = _length([interval])
        if not stay.summed:
            person.spans.add((interval, 0.0))
            yield from _contradiction(stay, [length])
        elif single:
            intervals = [other for _, other in single]
            added = sum(_length([other]) for other in intervals)
            if sum(other.summed for other in stays) == 1:
                yield from _contradiction(stay, [added, _length(intervals)])
        else:
            stated = length if stay.stated is None else stay.stated
            person.spans.add((interval, max(0.0, length - stated)))
            yield from _contradiction(stay, [length] if stated > length else [])
    if not timed and (stated_only := [stay.stated for stay in stays if stay.stated]):
        person.stated = max(stated_only)
    intervals = sorted(interval for _, interval in single or timed)
    if not person.email and any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
        what = "stays under one name without an address overlap: one person on two devices, or two people"
        yield Problem(f"line {(single or timed)[0][0].line}", what, person.name)


def _contradiction(stay: Stay, lengths: Sequence[float]) -> Iterator[Problem]:
    if stay.stated is not None and lengths and all(abs(stay.stated - length) > _TOLERANCE for length in lengths):
        what = f"a duration of {stay.stated / 60:.0f} minutes, but {lengths[-1] / 60:.0f} by the times, which count"
        yield Problem(f"line {stay.line}", what, stay.name)


def _length(intervals: Iterable[Interval]) -> float:
    """Seconds the intervals cover together, where they overlap once."""
    seconds, until = 0.0, dt.datetime.min
    for joined, left in sorted(intervals):
        seconds += max((left - max(joined, until)).total_seconds(), 0.0)
        until = max(until, left)
    return seconds


def _shared_names(people: Iterable[_Person]) -> Iterator[Problem]:
    """Names that come both with an address and without one."""
    by_name: dict[str, list[_Person]] = {}
    for person in people:
        by_name.setdefault(name_key(person.name), []).append(person)
    for name, bearers in by_name.items():
        if name and len(bearers) > 1 and not all(person.email for person in bearers):
            with_and_without = any(person.email for person in bearers)
            how = "both with an address and without one" if with_and_without else "with several organisations"
            what = f"appears {how}; kept as different people"
            yield Problem("file", what, "; ".join(f"{p.name} {p.email}".strip() for p in bearers))
