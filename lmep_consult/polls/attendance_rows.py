"""The tables of an attendance report: where they are, and which column is which, in many languages and programs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lmep_consult.errors import Problem, UnknownLayout
from lmep_consult.polls.cells import is_workbook, raw_tables, text_of, unwrapped
from lmep_consult.polls.dates import Written, written
from lmep_consult.text import shown, unaccented

Kind = Literal["person", "stay", "action"]

_MOST_LINES = 50_000
_MOST_CELLS = 500  # in a line
# As Teams heads its columns: seen in English, German, Spanish, Portuguese, French and Polish; translated in Italian,
# Dutch, the Scandinavian languages, Welsh and Japanese. Then as Zoom, Webex and Google Meet do. All without accents.
_NAMES = frozenset(
    "name|full name|display name|vollstandiger name|anzeigename|nombre|nombre completo|nom|nom complet|nome"
    "|nome completo|naam|volledige naam|nazwa|imie i nazwisko|pełna nazwa|namn|fullstandigt namn|navn|fulde navn"
    "|fullt navn|enw|enw llawn|名前|氏名"
    "|name (original name)|user name|user name (original name)|attendee name|participant|participant name".split("|")
)
_FIRST_NAMES, _SURNAMES = ("first name", "given name", "forename"), ("last name", "surname", "family name")
JOINED = re.compile(
    r"\b(?:join|beitr|beigetr|teilnahme|union|unio\b|incorpor|ingres|entr[aeo]|arriv|rejoi|partici?pa(?:tion|cion|cao)\b"
    r"|partecip|do[lł]acz|deelname|deelgen|access[oi]\b|toetred|toegetr|connex|conex|anslut|delt|tilmeld|ymun)|参加"
)
LEFT = re.compile(
    r"\b(?:leav|left|exit|verlass|verliess|austritt|salida|salio|abandon|saida|saiu|depart|sorti|quitt|uscit|partenza"
    r"|vertr[eo]k|verlaten|wyjsci|opuszcz|opusci|lamn|forlad|forlat|gadael|gadaw|deconnex|desconex)|退出|退席"
)
_FIRST = re.compile(r"\b(?:first|erst|prim|premi|pierwsz|eerst|forst|cyntaf)|最初")
_COLUMNS = {
    "waiting": re.compile(r"waiting room|warteraum|salle d.attente|sala de espera"),
    "attended": re.compile(r"^attended$"),
    "email": re.compile(r"mail|\bcorreo|\bcourriel|\bposta\b|messagerie|\be-?post|\be-?bost|メール"),
    "duration": re.compile(
        r"durat|time in (?:session|meeting)|durac|duree|dauer|duur|\bczas (?:udzia|trwania|w )|tiempo en|varakt|varigh"
        r"|\bhyd\b|時間|期間|長さ"
    ),
    "joined": JOINED,
    "left": LEFT,
    "role": re.compile(r"\b(?:role?|rolle|rola|roll|ruolo|funcao|funcion|fonction)\b|役割"),
    "action": re.compile(r"action|aktion|accion|\bacao|azione|\bactie|akcja|atividade|handling|gweithred"),
    "time": re.compile(r"time ?stamp|zeitstempel|marca de|horodat|carimbo|tijdstempel|znacznik|tidsst|stamp amser"),
}
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\d{1,2} ?[.)] ?\S.{0,100}")


@dataclass(frozen=True)
class Row:
    """A row about a person: `person` as section 2 sums them up, a `stay` of section 3, or an `action` of 2020's list.

    line: of a text, or row of a sheet. cells: by column name, email, role, joined, left, duration, action, time,
    waiting and attended; only the columns there are. unit: the seconds a duration without one counts, 0 if not known.
    """

    line: int
    kind: Kind
    cells: dict[str, str]
    unit: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Report:
    """A report's rows about people, every moment written anywhere in it, and what was not read. sheet: the place of its
    sheet in a workbook (0 = first)."""

    rows: list[Row] = field(default_factory=list)
    moments: set[Written] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    sheet: int = 0


@dataclass(frozen=True)
class _Table:
    kind: Kind
    at: dict[str, int]
    unit: int


def read_report(path: Path) -> Report:
    """The rows of a report of Teams, Zoom, Webex or Google Meet, in its order, with white space folded.

    A text is cut at tabs, semicolons or commas; of a workbook, the first sheet with a table of people is read. A row
    that is cut short is a problem. Raises InputError naming the file, and the line where there is one: neither text
    nor workbook, no table of people.
    """
    if is_workbook(path):
        for raw in raw_tables(path):
            report = _report([[shown(cell) for cell in row] for row in raw.rows])
            if report:
                report.sheet = raw.sheet
                return report
        raise UnknownLayout(f"{path}: no table of participants on any sheet; this is not an attendance report.")
    text, problems = text_of(path)
    if text.count("\n") > _MOST_LINES:
        raise UnknownLayout(f"{path}: more than {_MOST_LINES:,} lines, so not an attendance report.")
    lines = text.split("\n")
    for separator in "\t;,":
        report = _report([_cells(path, number, line, separator) for number, line in enumerate(lines, start=1)])
        if report:
            report.problems[:0] = problems
            return report
    for separator in "\t;,":
        for number, line in enumerate(lines, start=1):
            header = [cell for cell in _cells(path, number, line, separator) if cell]
            if len(header) > 2 and not any(map(str.isdigit, line)):
                raise UnknownLayout(
                    f"{path}, line {number}: no columns for a name, joining and leaving among "
                    f"{shown(' | '.join(header))[:200]!r}; set Teams to English and export the report again."
                )
    raise UnknownLayout(f"{path}: no table of participants; this is not an attendance report.")


def _cells(path: Path, number: int, line: str, separator: str) -> list[str]:
    """The line's cells; a quotation mark that is never closed is none, so that it costs nobody their row."""
    if line.count(separator) > _MOST_CELLS:
        return []
    if '"' not in line:
        return line.split(separator)
    if line.count('"') % 2:
        return [cell.strip('"') for cell in line.split(separator)]
    try:
        return [unwrapped(cell) for cell in next(csv.reader([line], delimiter=separator))]
    except csv.Error:
        raise UnknownLayout(f"{path}, line {number}: a cell too long to be a report's; export it again.") from None


def _report(lines: Sequence[Sequence[str]]) -> Report | None:
    """What is in the tables, None where there is none; headers open tables, and section titles end them."""
    report, found = Report(), False
    table: _Table | None = None
    lone: list[tuple[int, Sequence[str]]] = []  # a line of one cell: the next section's title, if a header follows
    after_blank = False
    for number, line in enumerate(lines, start=1):
        filled = [cell for cell in line if cell and not cell.isspace()]
        report.moments.update(moment for cell in filled if (moment := written(cell)) and moment.clock)
        if _is_header(filled):
            table, lone = _table(line, action=not report.rows), []
            found = found or table is not None
            if table is None and (known := _columns(line).keys() & {"joined", "left", "duration"}):
                what = f"a table without columns for joining and leaving was not read (only {', '.join(sorted(known))})"
                report.problems.append(Problem(f"line {number}", what, shown(" | ".join(filled))))
        elif filled and table:
            _add(report, lone, table)
            lone = [(number, line)] if len(filled) == 1 else []
            _add(report, [] if lone else [(number, line)], table)
            if lone and (after_blank or _NUMBERED.fullmatch(shown(filled[0]))):
                table, lone = None, []
        after_blank = not filled
    if table:
        _add(report, lone, table)
    return report if found else None


def _is_header(filled: Sequence[str]) -> bool:
    """A header has a column for names, and no cell with a number in it."""
    headings = {unaccented(cell[:80]) for cell in filled}
    named = bool(headings & _NAMES) or bool(headings & {*_FIRST_NAMES})
    return len(filled) > 1 and not any(map(_DIGIT.search, filled)) and named


def _table(line: Sequence[str], action: bool) -> _Table | None:
    at = _columns(line)
    unit = 60 if "duration" in at and re.search(r"\bmin", unaccented(line[at["duration"]])) else 0
    times = {column: place for column, place in at.items() if column not in ("action", "time")}
    if {"name", "joined", "left"} <= at.keys():
        kind: Kind = "person" if _FIRST.search(unaccented(line[at["joined"]])) else "stay"
        return _Table(kind, times, unit)
    if action and {"name", "action", "time"} <= at.keys():
        return _Table("action", at, unit)
    if action and unit and {"name", "duration"} <= at.keys():  # Zoom's list of all who came, each once
        return _Table("person", times, unit)
    return None


def _columns(line: Sequence[str]) -> dict[str, int]:
    """By our names for them, where the columns are. An id (UPN) looks like an email address but need not be one."""
    at: dict[str, int] = {}
    for place, cell in enumerate(line):
        heading = unaccented(cell[:80])
        column = "name" if heading in _NAMES else next(_kinds(heading), "")
        column = "name" if heading in _FIRST_NAMES else "surname" if heading in _SURNAMES else column
        if column and "upn" not in heading:
            at.setdefault(column, place)
    return at


def _kinds(heading: str) -> Iterator[str]:
    return (column for column, pattern in _COLUMNS.items() if pattern.search(heading))


def _add(report: Report, rows: Sequence[tuple[int, Sequence[str]]], table: _Table) -> None:
    """Rows that reach as far as what says who was there when; others are problems."""
    needed = [table.at[column] for column in ("name", "joined", "left", "action", "time") if column in table.at]
    for number, line in rows:
        if len(line) <= max(needed):
            what = "a row cut short, so it is not known whether somebody was there; not read"
            report.problems.append(Problem(f"line {number}", what, shown(" ".join(line))))
            continue
        cells = {column: shown(line[place]) if place < len(line) else "" for column, place in table.at.items()}
        if surname := cells.pop("surname", ""):
            cells["name"] = f"{cells['name']} {surname}".strip()
        report.rows.append(Row(number, table.kind, cells, table.unit))
