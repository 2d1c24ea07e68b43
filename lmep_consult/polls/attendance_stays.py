"""From an attendance report's rows to stays: who, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lmep_consult.errors import InputError, Problem
from lmep_consult.names import name_key, without_tags
from lmep_consult.polls.attendance_rows import JOINED, LEFT, Report, Row
from lmep_consult.polls.dates import Written, clock, order_of, seconds_of, written
from lmep_consult.text import unaccented

_NOTHING = "-–— "
_YES, _NO = ("yes", "y", "true", "ja", "oui", "si"), ("no", "n", "false", "nein", "non")


@dataclass(frozen=True)
class Stay:
    """One row's time in the meeting; None, None where the report has no time for the person.

    summed: whether it runs from a first join to a last leave, with time away in between. email: "" where the row has
    none, None where its table has no addresses. stated: the duration the report states, in seconds.
    """

    line: int
    name: str
    email: str | None
    role: str
    joined: dt.datetime | None
    left: dt.datetime | None
    stated: int | None = None
    summed: bool = False


def stays_of(path: Path, report: Report, date: dt.date | None) -> tuple[list[Stay], list[Problem]]:
    """The report's stays, in its order, and what was wrong with them.

    Raises InputError where a time cannot be read, or where neither the file nor `date`, the meeting's day, shows
    whether days or months come first.
    """
    order, assumed = _order(path, report, date)
    maker = _Maker(path, report, order, date)
    if assumed:
        maker.problems.append(Problem("file", assumed))
    if date and maker.moments and date not in {moment.date() for moment in maker.moments}:
        what = f"nobody was there on {date}, the meeting's date; it may be another meeting's report"
        maker.problems.append(Problem("file", what))
    stays = [stay for row in report.rows if row.kind != "action" for stay in maker.stay(row)]
    stays += maker.stays_of_actions([row for row in report.rows if row.kind == "action"])
    if maker.unread and not any(stay.joined for stay in stays):
        row, cell = maker.unread[0]
        raise InputError(f"{path}, line {row.line}: {cell!r} is not a date and time; export the report again.")
    if not report.rows:
        maker.problems.append(Problem("file", "nobody is in it; if people were there, export the report again"))
    return stays, maker.problems


def _order(path: Path, report: Report, date: dt.date | None) -> tuple[bool, str]:
    order = order_of(report.moments, date)
    if order.day_first is None:
        unclear = [moment.numbers for moment in report.moments if moment.day_first is None]
        both = len({first > second for first, second, _ in unclear if max(first, second) > 12}) > 1
        raise InputError(
            f"{path}: some of its dates give the day first and others the month; export the report again."
            if both
            else f"{path}: it is not clear whether {'/'.join(map(str, min(unclear)[:2]))} is day or month first; "
            "give the meeting's date."
        )
    return order.day_first, order.assumed


class _Maker:
    """unread: rows with a cell that should be a moment and is none, and the cell."""

    def __init__(self, path: Path, report: Report, order: bool, date: dt.date | None) -> None:
        self.path = path
        self.order = order
        self.moments = [moment for known in report.moments if (moment := known.moment(order))]
        self.problems = list(report.problems)
        self.unread: list[tuple[Row, str]] = []
        days = {date} if date else {moment.date() for moment in self.moments}
        self.day = next(iter(days)) if len(days) == 1 else None

    def stay(self, row: Row) -> Iterator[Stay]:
        """The row's stay, none where the person did not come. What is missing is worked out from the duration or taken
        from the meeting's ends: a problem either way."""
        if unaccented(row["waiting"]) in _YES:
            self._problem(row, "was in the waiting room; the time does not count", row["name"])
            return
        stated = seconds_of(row["duration"], row.unit)
        blank = not row["joined"].strip(_NOTHING) and not row["left"].strip(_NOTHING)
        if unaccented(row["attended"]) in _NO or (blank and not stated):
            self._problem(row, "did not come: there is no time of joining, of leaving or of staying", row["name"])
            return
        joined, left = self._moments(row)
        if row["duration"].strip(_NOTHING) and stated is None:
            self._problem(row, "the duration cannot be read, so the times were not compared with it", row["duration"])
        lasted = dt.timedelta(seconds=stated or 0)
        if "joined" not in row.cells:
            pass  # a list of all who came, with how long they stayed
        elif joined is None and left is None:
            self._problem(row, "neither a time of joining nor of leaving", row["name"])
        elif left is None and joined:
            left = joined + lasted if lasted else max(self.moments)
            how = "worked out from the duration" if lasted else "taken to have stayed to the end"
            self._problem(row, f"no time of leaving; {how}, {left:%H:%M:%S}", row["name"])
        elif joined is None and left:
            joined = left - lasted if lasted else min(self.moments)
            how = "worked out from the duration" if lasted else "taken to have been there from the start"
            self._problem(row, f"no time of joining; {how}, {joined:%H:%M:%S}", row["name"])
        elif joined and left and left < joined:
            self._problem(row, "leaves before joining; the time between does not count", row["name"])
            left = joined
        yield self._made(row, joined, left, stated)

    def stays_of_actions(self, rows: Sequence[Row]) -> Iterator[Stay]:
        """Stays from 2020's list of who joined and left when."""
        people: dict[str, list[tuple[dt.datetime, Row]]] = {}
        for row in rows:
            moment = self._moment(row, row["time"], self.day)
            action = unaccented(row["action"])
            if moment is None or bool(JOINED.search(action)) == bool(LEFT.search(action)):
                self._problem(row, "neither joins nor leaves at a time that is stated", row["action"])
                yield self._made(row, None, None)
            else:
                people.setdefault(name_key(without_tags(row["name"])), []).append((moment, row))
        staying: list[str] = []
        for actions in people.values():
            *stays, last = self._paired(sorted(actions, key=lambda action: action[0]))
            if last.left is None:
                staying.append(last.name)
            yield from stays
            yield Stay(last.line, last.name, last.email, last.role, last.joined, last.left or max(self.moments))
        if staying:
            what = f"{len(staying)} never leave; taken to have stayed to the end, {max(self.moments):%H:%M:%S}"
            self.problems.append(Problem("file", what, "; ".join(staying)))

    def _paired(self, actions: Sequence[tuple[dt.datetime, Row]]) -> list[Stay]:
        """One person's stays; the last of them may have no end."""
        stays: list[Stay] = []
        for moment, row in actions:
            joins = bool(JOINED.search(unaccented(row["action"])))
            inside = bool(stays) and stays[-1].left is None
            if joins and not inside:
                stays.append(self._made(row, moment, None))
                continue
            if joins:
                self._problem(row, "joins again without having left; taken as one stay", row["name"])
                continue
            if not stays:
                self._problem(row, "leaves without having joined; taken to have been there from the start", row["name"])
                stays.append(self._made(row, min(self.moments), None))
            elif not inside:
                self._problem(row, "leaves again without having joined; taken as one stay", row["name"])
            stays[-1] = self._made(row, stays[-1].joined, moment)
        return stays

    def _made(self, row: Row, joined: dt.datetime | None, left: dt.datetime | None, stated: int | None = None) -> Stay:
        email = row["email"].casefold() if "@" in row["email"] else "" if "email" in row.cells else None
        return Stay(row.line, without_tags(row["name"]), email, row["role"], joined, left, stated, row.kind == "person")

    def _moments(self, row: Row) -> tuple[dt.datetime | None, dt.datetime | None]:
        """When the person joined and left; a time without its day is of the other's, else of the meeting's day."""
        joined, left = written(row["joined"]), written(row["left"])
        days = [moment.date() for known in (joined, left) if known and (moment := known.moment(self.order))]
        day = days[0] if days else self.day
        come, gone = self._moment(row, row["joined"], day), self._moment(row, row["left"], day)
        if come and gone and gone < come and left is None:  # a time of day after midnight
            gone += dt.timedelta(days=1)
        return come, gone

    def _moment(self, row: Row, cell: str, day: dt.date | None) -> dt.datetime | None:
        if not cell.strip(_NOTHING):
            return None
        known: Written | None = written(cell)
        moment = known.moment(self.order) if known and known.clock else None
        if moment is None and day and (alone := clock(cell)):
            return dt.datetime.combine(day, alone)
        if moment is None:
            self.unread.append((row, cell))
            self._problem(row, "not a date and time, so not counted", cell)
        return moment

    def _problem(self, row: Row, what: str, text: str) -> None:
        self.problems.append(Problem(f"line {row.line}", what, text))
