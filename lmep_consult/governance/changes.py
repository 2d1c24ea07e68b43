"""What a withdrawal changed in the reports: whole numbers before and after, for the team only.

Places and numbers of people, and never points, means or shares, out of whose change a ballot could be worked out. Even
so the numbers together may disclose what one person said: the table is for the team, and a purge deletes it.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from lmep_consult.files import write_whole
from lmep_consult.places import TABLES, WITHDRAWAL_CHANGES
from lmep_consult.spreadsheet import safe_cell
from lmep_consult.study import Study
from lmep_consult.table import ROW_KEY

_COLUMNS = ["table", "row", "column", "before", "after"]
_WHOLE = re.compile(r"-?\d{1,9}(?: to \d{1,9}| or more)?|fewer than \d{1,9}|\[[a-z]\]|")

Numbers = dict[tuple[str, str, str], str]


def remember(study: Study, participant: str) -> None:
    """Keep the numbers of the present reports, before they are deleted; nothing where there are none."""
    numbers = _numbers(study)
    if numbers:
        _write(_place(study, participant, "before"), [[*key, number, ""] for key, number in numbers.items()])


def write_changes(study: Study, participant: str) -> Path | None:
    """Write the table of what changed (table, row, column, before, after) since `remember`, which is then forgotten.

    Returns its path; None where nothing was remembered. A row that is only in the one or the other has a blank.
    """
    kept = _place(study, participant, "before")
    if not kept.is_file():
        return None
    lines = kept.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    before = {(row[0], row[1], row[2]): row[3] for row in list(csv.reader(lines))[1:]}
    after = _numbers(study)
    keys = dict.fromkeys([*before, *after])
    changed = [[*key, before.get(key, ""), after.get(key, "")] for key in keys if before.get(key) != after.get(key)]
    path = _place(study, participant, "changes")
    _write(path, changed)
    kept.unlink()
    return path


def changed_by_withdrawals(study: Study) -> frozenset[tuple[str, str, str]]:
    """The numbers that withdrawals changed, by table, row and column."""
    found: set[tuple[str, str, str]] = set()
    for path in study.at(WITHDRAWAL_CHANGES).glob("*_changes.csv"):
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        found |= {(row[0], row[1], row[2]) for row in list(csv.reader(lines))[1:] if len(row) == len(_COLUMNS)}
    return frozenset(found)


def is_open(study: Study, participant: str) -> bool:
    """Whether there is something `write_changes` has not yet been called for."""
    return _place(study, participant, "before").is_file()


def _place(study: Study, participant: str, what: str) -> Path:
    return study.at(WITHDRAWAL_CHANGES) / f"{participant}_{what}.csv"


def _numbers(study: Study) -> Numbers:
    """The whole numbers of reports/tables, by table, row ("themes, Skills, All groups") and column."""
    numbers: Numbers = {}
    for path in sorted(study.at(TABLES).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        key = [column for column in ROW_KEY if rows and column in rows[0]]
        named = [", ".join(row[column] for column in key) for row in rows]
        if len(set(named)) < len(rows):
            continue
        columns = [c for c in (rows[0] if rows else ()) if c not in key and all(_WHOLE.fullmatch(r[c]) for r in rows)]
        numbers |= {
            (path.stem, name, column): row[column] for name, row in zip(named, rows, strict=True) for column in columns
        }
    return numbers


def _write(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([*map(safe_cell, row[:3]), *row[3:]] for row in rows)
    write_whole(path, "\ufeff" + out.getvalue(), private=True)
