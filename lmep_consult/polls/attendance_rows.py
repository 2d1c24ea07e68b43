"""The tables of an attendance report: where they stand, and which column is which, in many languages."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lmep_consult.archive import read_bytes
from lmep_consult.errors import InputError, Problem, UnknownLayout
from lmep_consult.polls.attendance_times import Written, written
from lmep_consult.text import shown, unaccented

Kind = Literal["person", "stay", "action"]

_MOST_LINES = 50_000
_MOST_CELLS = 500  # in a line
# As Teams heads its columns: seen in English, German, Spanish, Portuguese, French and Polish; translated in Italian,
# Dutch, the Scandinavian languages and Welsh. All without accents.
_NAMES = frozenset(
    "name|full name|display name|vollstandiger name|anzeigename|nombre|nombre completo|nom|nom complet|nome"
    "|nome completo|naam|volledige naam|nazwa|imie i nazwisko|pełna nazwa|namn|fullstandigt namn|navn|fulde navn"
    "|fullt navn|enw|enw llawn".split("|")
)
JOINED = re.compile(
    r"\b(?:join|beitr|beigetr|teilnahme|union|unio\b|incorpor|ingres|entr[aeo]|arriv|rejoi|partici?pa(?:tion|cion|cao)\b"
    r"|partecip|do[lł]acz|deelname|deelgen|toetred|toegetr|connex|conex|anslut|delt|tilmeld|ymun)"
)
LEFT = re.compile(
    r"\b(?:leav|left|verlass|verliess|austritt|salida|salio|abandon|saida|saiu|depart|sorti|quitt|uscit|partenza"
    r"|vertr[eo]k|verlaten|wyjsci|opuszcz|opusci|lamn|forlad|forlat|gadael|gadaw|deconnex|desconex)"
)
_FIRST = re.compile(r"\b(?:first|erst|prim|premi|pierwsz|eerst|forst|cyntaf)")
_COLUMNS = {
    "email": re.compile(r"mail|\bcorreo|\bcourriel|\bposta\b|messagerie|\be-?post|\be-?bost"),
    "duration": re.compile(r"durat|durac|duree|dauer|duur|\bczas (?:udzia|trwania|w )|tiempo en|varakt|varigh|\bhyd\b"),
    "joined": JOINED,
    "left": LEFT,
    "role": re.compile(r"\b(?:role?|rolle|rola|roll|ruolo|funcao|funcion|fonction)\b"),
    "action": re.compile(r"action|aktion|accion|\bacao|azione|\bactie|akcja|atividade|handling|gweithred"),
    "time": re.compile(r"time ?stamp|zeitstempel|marca de|horodat|carimbo|tijdstempel|znacznik|tidsst|stamp amser"),
}
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")  # no two letters of Windows-1252 that stand together
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\d{1,2} ?[.)] ?\S.{0,100}")


@dataclass(frozen=True)
class Row:
    """A row about a person: `person` as section 2 sums them up, a `stay` of section 3, or an `action` of 2020's list.

    cells: by column name, email, role, joined, left, duration, action, time; only the columns there are.
    """

    line: int
    kind: Kind
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Report:
    """A report's rows about people, every moment written anywhere in it, and tables that were not read."""

    rows: list[Row] = field(default_factory=list)
    moments: set[Written] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Table:
    kind: Kind
    at: dict[str, int]


def read_report(path: Path) -> Report:
    """The report's rows, in its order, with white space folded.

    Raises InputError naming the file, and the line where there is one: not text, no table of people, a row cut short.
    """
    text = _text(path)
    if max(text.count("\n"), text.count("\r")) > _MOST_LINES:
        raise UnknownLayout(f"{path}: more than {_MOST_LINES:,} lines, so not an attendance report.")
    lines = re.split(r"\r\n|\r|\n", text)
    for separator in "\t;,":
        report = _report(path, [_cells(path, number, line, separator) for number, line in enumerate(lines, start=1)])
        if report:
            return report
    for separator in "\t;,":
        for number, line in enumerate(lines, start=1):
            header = [cell for cell in _cells(path, number, line, separator) if cell]
            if len(header) > 2 and not any(map(str.isdigit, line)):
                raise UnknownLayout(
                    f"{path}, line {number}: no columns for a name, joining and leaving among "
                    f"{shown(' | '.join(header))[:200]!r}; set Teams to English and export the report again."
                )
    raise UnknownLayout(f"{path}: no table of participants; this is not a Teams attendance report.")


def _text(path: Path) -> str:
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        raise UnknownLayout(f"{path}: a workbook or archive; save the report as CSV.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8) or _UTF8_LETTER.search(data):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnknownLayout(f"{path}: the text is damaged or not a Teams report; export it again.")


def _cells(path: Path, number: int, line: str, separator: str) -> list[str]:
    """The line's cells; a quotation mark that is never closed costs its own line only."""
    if line.count(separator) > _MOST_CELLS:
        return []
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        raise UnknownLayout(f"{path}, line {number}: a cell too long to be a report's; export it again.") from None


def _report(path: Path, lines: Sequence[Sequence[str]]) -> Report | None:
    """What stands in the tables, None where there is none; headers open tables, and section titles end them."""
    report, found = Report(), False
    table: _Table | None = None
    lone: list[tuple[int, Sequence[str]]] = []  # a line of one cell: the next section's title, if a header follows
    after_blank = False
    for number, line in enumerate(lines, start=1):
        filled = [cell for cell in line if cell and not cell.isspace()]
        report.moments.update(filter(None, map(written, filled)))
        if _is_header(filled):
            table, lone = _table(line, action=not report.rows), []
            found = found or table is not None
            if table is None and (known := _columns(line).keys() & {"joined", "left", "duration"}):
                what = f"a table without columns for joining and leaving was not read (only {', '.join(sorted(known))})"
                report.problems.append(Problem(f"line {number}", what, shown(" | ".join(filled))))
        elif filled and table:
            report.rows += [_row(path, *row, table) for row in lone]
            lone = [(number, line)] if len(filled) == 1 else []
            report.rows += [] if lone else [_row(path, number, line, table)]
            if lone and (after_blank or _NUMBERED.fullmatch(shown(filled[0]))):
                table, lone = None, []
        after_blank = not filled
    if table:
        report.rows += [_row(path, *row, table) for row in lone]
    return report if found else None


def _is_header(filled: Sequence[str]) -> bool:
    """A header has a column for names, and no cell with a number in it."""
    return len(filled) > 1 and not any(map(_DIGIT.search, filled)) and any(unaccented(c) in _NAMES for c in filled)


def _table(line: Sequence[str], action: bool) -> _Table | None:
    at = _columns(line)
    if {"name", "joined", "left"} <= at.keys():
        kind: Kind = "person" if _FIRST.search(unaccented(line[at["joined"]])) else "stay"
        return _Table(kind, {column: place for column, place in at.items() if column not in ("action", "time")})
    if action and {"name", "action", "time"} <= at.keys():
        return _Table("action", at)
    return None


def _columns(line: Sequence[str]) -> dict[str, int]:
    """By our names for them, where the columns stand. An id (UPN) looks like an email address but need not be one."""
    at: dict[str, int] = {}
    for place, cell in enumerate(line):
        heading = unaccented(cell[:80])
        column = "name" if heading in _NAMES else next(_kinds(heading), "")
        if column and "upn" not in heading:
            at.setdefault(column, place)
    return at


def _kinds(heading: str) -> Iterator[str]:
    return (column for column, pattern in _COLUMNS.items() if pattern.search(heading))


def _row(path: Path, number: int, line: Sequence[str], table: _Table) -> Row:
    needed = [table.at[column] for column in ("name", "joined", "left", "action", "time") if column in table.at]
    if len(line) <= max(needed):
        raise InputError(f"{path}, line {number}: the row is cut short; export the report again.")
    cells = {column: shown(line[place]) if place < len(line) else "" for column, place in table.at.items()}
    return Row(number, table.kind, cells)
