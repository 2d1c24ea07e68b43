"""One person's rows taken out of poll exports, and their lines out of attendance reports."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.archive import read_bytes
from lmep_consult.errors import InputError
from lmep_consult.names import match_name, name_key, without_tags
from lmep_consult.polls import match_people, read_export
from lmep_consult.polls.attendance_rows import read_report
from lmep_consult.polls.cells import is_workbook
from lmep_consult.polls.export import Export
from lmep_consult.study import Study
from lmep_consult.text import shown

_LINE = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


@dataclass(frozen=True)
class Rows:
    """What a file holds of one person.

    numbers: their rows, from 1. words, words_of_others: what they and everybody else wrote. anonymous: how many rows
    are nobody's by name. perhaps: the rows that may be theirs, as people wrote their names.
    """

    numbers: tuple[int, ...]
    words: tuple[str, ...] = ()
    words_of_others: tuple[str, ...] = ()
    anonymous: int = 0
    perhaps: tuple[str, ...] = ()


def poll_rows(study: Study, register: pd.DataFrame, participant: str, path: Path) -> Rows:
    """The participant's rows in a poll export, matched as votes are: by email, then by name."""
    export = read_export(path, _columns(study, path))
    people = [(row.name, row.email) for row in export.rows]
    found = _matched(study, register, people)
    words: dict[bool, list[str]] = {True: [], False: []}
    for row, who in zip(export.rows, found, strict=True):
        words[who == participant] += [row.cells[at] for at in export.asked_in if row.cells[at]]
    return Rows(
        tuple(row.number for row, who in zip(export.rows, found, strict=True) if who == participant),
        tuple(words[True]),
        tuple(words[False]),
        sum(not name and not email for name, email in people),
        _perhaps(register, participant, people, found),
    )


def attendance_lines(study: Study, register: pd.DataFrame, participant: str, path: Path) -> Rows:
    """The participant's lines in an attendance report; a table without addresses takes them from the report's other."""
    rows = read_report(path).rows
    names = [without_tags(row["name"]) for row in rows]
    address: dict[str, set[str]] = {}
    for row, name in zip(rows, names, strict=True):
        if "@" in row["email"]:
            address.setdefault(name_key(name), set()).add(row["email"].casefold())
    emails = []
    for row, name in zip(rows, names, strict=True):
        known = address.get(name_key(name), set())
        emails.append(row["email"] if "@" in row["email"] else next(iter(known)) if len(known) == 1 else "")
    people = list(zip(names, emails, strict=True))
    found = _matched(study, register, people)
    numbers = tuple(row.line for row, who in zip(rows, found, strict=True) if who == participant)
    return Rows(numbers, perhaps=_perhaps(register, participant, people, found))


def without_poll_rows(study: Study, path: Path, numbers: Collection[int]) -> bytes:
    """The export without the rows: lines taken out of a text, whose encoding and separators stay; rows left blank in a
    workbook, where formulas become what they came to and pivot tables, which hold copies, go."""
    export = read_export(path, _columns(study, path))
    data = read_bytes(path)
    return blanked(data, export.sheet, numbers) if is_workbook(path) else _cut(export, data, numbers)


def without_lines(path: Path, numbers: Collection[int]) -> bytes:
    """An attendance report without the lines: of a text, whose encoding and line ends stay as they were; or of a
    workbook, as `without_poll_rows` leaves it."""
    data = read_bytes(path)
    if is_workbook(path):
        return blanked(data, read_report(path).sheet, numbers)
    text, encoding = _decoded(data)
    return _joined(_LINE.split(text), numbers).encode(encoding)


def _columns(study: Study, path: Path) -> dict[str, str]:
    return {str(role): heading for role, heading in study.poll_of(path)[1].columns.items()}


def _matched(study: Study, register: pd.DataFrame, people: Iterable[tuple[str, str]]) -> list[str]:
    team = study.plan.team
    frame = pd.DataFrame(list(people), columns=["name", "email"], dtype=object)
    return list(match_people(frame, register, team.names, team.emails))


def _perhaps(
    register: pd.DataFrame, participant: str, people: Iterable[tuple[str, str]], found: Iterable[str]
) -> tuple[str, ...]:
    """Names nobody was matched to that may be the participant's: initials, a first name, a surname."""
    (name,) = register.loc[register["participant"] == participant, "name"]
    unplaced = {written for (written, _), who in zip(people, found, strict=True) if written and not who}
    return tuple(sorted(written for written in unplaced if match_name(written, [(participant, name)]).ids))


def blanked(data: bytes, place: int, numbers: Collection[int]) -> bytes:
    """A workbook with some rows of one of its sheets left blank."""
    from openpyxl import load_workbook  # slow to load
    from openpyxl.cell import MergedCell

    workbook = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in workbook.worksheets:
        sheet._pivots = []
    sheet = workbook.worksheets[place]
    for number in numbers:
        for cell in sheet[number]:
            if not isinstance(cell, MergedCell):
                cell.value = cell.comment = cell.hyperlink = None
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cut(export: Export, data: bytes, numbers: Collection[int]) -> bytes:
    """A row of a text may run over several lines, where an answer in quotation marks does."""
    text, encoding = _decoded(data)
    mark = text[: text.startswith("\ufeff")]
    for separator in ",;\t":
        try:
            rows, ends = _rows_and_ends(text.removeprefix(mark), separator)
        except csv.Error:
            continue
        top = [shown(cell) for cell in rows[export.heading_row - 1]]
        if len(top) > 1 and next(iter(export.headings.all)) in top:
            lines = [line + 1 for number in numbers for line in range(ends[number - 1], ends[number])]
            kept = _joined(io.StringIO(text.removeprefix(mark), newline=""), lines)
            return (mark + kept).encode(encoding)
    raise InputError(f"{export.path}: it is no longer clear which rows are theirs; take them out by hand.")


def _rows_and_ends(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The rows of a text, and how many lines there are up to the end of each, 0 before the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, ends = [], [0]
    for row in reader:
        rows.append(row)
        ends.append(reader.line_num)
    return rows, ends


def _joined(lines: Iterable[str], without: Collection[int]) -> str:
    gone = set(without)
    return "".join(line for number, line in enumerate(lines, start=1) if number not in gone)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, a byte-order mark included, and the encoding that gives back the same bytes."""
    if data.startswith(codecs.BOM_UTF16_LE) or data[1:2] == b"\0":
        return data.decode("utf-16-le"), "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE) or data[:1] == b"\0":
        return data.decode("utf-16-be"), "utf-16-be"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252"), "cp1252"
