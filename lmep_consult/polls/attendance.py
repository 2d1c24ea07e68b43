"""Attendance reports of Teams meetings."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd

from lmep_consult.errors import InputError

_COLUMNS = ["name", "email", "role", "joined", "left", "minutes"]
_PARTICIPANTS = {"name": "name", "first join": "joined", "last leave": "left", "email": "email", "role": "role"}
_ACTIVITIES = {"name": "name", "join time": "joined", "leave time": "left", "email": "email", "role": "role"}
_TIME = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?")
_TAG = re.compile(r"\s*\((?:External|Guest|Unverified)\)", re.IGNORECASE)


def read_attendance(path: str | Path, date: dt.date | None = None) -> pd.DataFrame:
    """Read a Teams attendance report: one row a person, with name, email, role, joined, left, minutes.

    `joined` is the first join and `left` the last leave (datetime); `minutes` (float) adds up the person's
    stays, which section 3 lists, if the report has one. `date` is the meeting's day: it settles whether 10/02
    is in February or October.

    Raises InputError naming the file and line: no participants' section, a time that cannot be read, or an
    order of day and month that neither the file nor `date` settles.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}).") from None
    lines = [line.split("\t") for line in _decode(path, data).splitlines()]
    sections = _sections(lines)
    if "2" not in sections:
        raise InputError(f"{path}: no section '2. Participants'; this is not a Teams attendance report.")
    rows = _rows(path, lines, sections["2"], _PARTICIPANTS)
    day_first = _day_first(path, [row[end] for _, row in rows for end in ("joined", "left")], date)
    people = _one_row_a_person(_spans(path, rows, day_first))
    if "3" in sections:
        stays = _one_row_a_person(_spans(path, _rows(path, lines, sections["3"], _ACTIVITIES), day_first))
        minutes = dict(zip(_key(stays), stays["minutes"], strict=True))
        people["minutes"] = _key(people).map(minutes).fillna(people["minutes"]).astype(float)
    return people


def _decode(path: Path, data: bytes) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: the text is damaged or not a Teams report; export it again.") from None


def _sections(lines: list[list[str]]) -> dict[str, tuple[int, int]]:
    """By its number, where each section's header stands, and where the section ends."""
    titles = {number: line[0][0] for number, line in enumerate(lines) if re.match(r"[1-9]\.\s*\S", line[0])}
    bounds = pairwise([*titles, len(lines)])
    return {titles[title]: (title + 1, end) for title, end in bounds if title + 1 < end}


def _rows(
    path: Path, lines: list[list[str]], section: tuple[int, int], columns: dict[str, str]
) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells, by our names for them, of the section's rows that are not blank."""
    start, end = section
    at = {
        columns[name]: place for place, cell in enumerate(lines[start]) if (name := cell.strip().casefold()) in columns
    }
    for column, heading in zip(columns.values(), columns, strict=True):
        if column in ("name", "joined", "left") and column not in at:
            raise InputError(f"{path}, line {start + 1}: no column {heading.title()!r}; export the report again.")
    rows = [(number + 1, lines[number]) for number in range(start + 1, end) if any(map(str.strip, lines[number]))]
    for number, row in rows:
        if len(row) <= max(at.values()):
            raise InputError(f"{path}, line {number}: the row is cut short; export the report again.")
    return [(number, {column: row[place].strip() for column, place in at.items()}) for number, row in rows]


def _spans(path: Path, rows: list[tuple[int, dict[str, str]]], day_first: bool) -> pd.DataFrame:
    """One row for each of `rows`, from when the person joined to when they left."""
    spans = []
    for number, row in rows:
        joined, left = (_when(path, number, row[end], day_first) for end in ("joined", "left"))
        spans.append(
            {
                "name": _TAG.sub("", row["name"]).strip(),
                "email": row.get("email", "").casefold(),
                "role": row.get("role", ""),
                "joined": joined,
                "left": left,
                "minutes": (left - joined).total_seconds() / 60,
            }
        )
    return pd.DataFrame(spans, columns=_COLUMNS)


def _day_first(path: Path, cells: list[str], date: dt.date | None) -> bool:
    """Whether the day goes before the month, from the file's own dates or from the meeting's day."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := _TIME.fullmatch(cell))]
    if any(first > 12 for first, _ in pairs):
        return True
    if any(second > 12 for _, second in pairs):
        return False
    if date is not None and (date.day, date.month) in pairs:
        return True
    if date is not None and (date.month, date.day) in pairs:
        return False
    if all(first == second for first, second in pairs):
        return True
    raise InputError(
        f"{path}: it cannot be told whether {'/'.join(map(str, pairs[0]))} is day or month first; "
        "give the meeting's date."
    )


def _when(path: Path, number: int, cell: str, day_first: bool) -> dt.datetime:
    match = _TIME.fullmatch(cell)
    try:
        if match is None:
            raise ValueError
        first, second, year, hour, minute, second_s = (int(part or 0) for part in match.groups()[:6])
        day, month = (first, second) if day_first else (second, first)
        half = (match[7] or "").casefold()
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        return dt.datetime(year if year > 99 else 2000 + year, month, day, hour, minute, second_s)
    except ValueError:
        raise InputError(f"{path}, line {number}: {cell!r} is not a date and time; export it again.") from None


def _one_row_a_person(stays: pd.DataFrame) -> pd.DataFrame:
    """Several rows of one person are their stays."""
    return (
        stays.groupby(_key(stays), sort=False)
        .agg(
            {
                "name": "first",
                "email": "first",
                "role": "first",
                "joined": "min",
                "left": "max",
                "minutes": "sum",
            }
        )
        .reset_index(drop=True)
    )


def _key(people: pd.DataFrame) -> pd.Series:
    """Who a row is about: the address or, without one, the name."""
    return people["email"].where(people["email"] != "", people["name"].str.casefold())
