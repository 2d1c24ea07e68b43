"""Names the register does not hold, and what a person decided about them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from lmep_consult.errors import StudyError
from lmep_consult.files import write_whole
from lmep_consult.pseudonyms.words import key_of, words_of

Kind = Literal["person", "organisation", "place", "programme", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_COLUMNS = ["text", "kind", "replacement", "decided_by", "when"]
_OF_A_PLACE = ["before", "after"]
_NUMBERED = re.compile(r"\[(?P<kind>[a-z]{1,20}) (?P<number>\d{1,9})\]")


@dataclass(frozen=True)
class Confirmed:
    """What somebody decided about a name: what is in its place, "" where it identifies nobody and stays.

    when: UTC, as in "2026-02-10T09:30:00Z". before, after: the words around it, where the decision is about that place
    alone; it goes before what was decided for all.
    """

    text: str
    kind: str
    replacement: str
    decided_by: str
    when: str
    before: str = ""
    after: str = ""

    @property
    def is_of_a_place(self) -> bool:
        return bool(self.before or self.after)

    @property
    def as_said(self) -> str:
        """The name in the words around it."""
        return f"{self.before} {self.text} {self.after}".strip()


def decide(
    decided: Collection[Confirmed],
    text: str,
    kind: Kind | None,
    decided_by: str,
    when: str,
    same_as: str = "",
    around: tuple[str, str] = ("", ""),
) -> Confirmed:
    """The answer about one name: a kind, so that it is replaced, or None, so that it stays. around: the words before
    and after it, where the answer is about that place alone.

    It gets the next number of its kind ([person 3]), the number it had if it was decided before, or that of the name
    `same_as`, which must be among `decided` (StudyError).
    """
    if kind is None:
        return Confirmed(text, "", "", decided_by, when, *around)
    alike = [name for name in decided if _key(name.text) == _key(same_as or text) and name.replacement]
    if alike:
        return Confirmed(text, alike[-1].kind, alike[-1].replacement, decided_by, when, *around)
    if same_as:
        raise StudyError(f"{same_as!r} is not among the names confirmed so far; give one that is, or leave it out.")
    matches = [_NUMBERED.fullmatch(name.replacement) for name in decided]
    numbers = [int(match["number"]) for match in matches if match and match["kind"] == kind]
    return Confirmed(text, kind, f"[{kind} {max(numbers, default=0) + 1}]", decided_by, when, *around)


def in_force(decided: Iterable[Confirmed]) -> tuple[list[Confirmed], list[str]]:
    """The names to be replaced and those that stay, wherever they are; what was decided last about a name counts."""
    latest = {_key(name.text): name for name in decided if not name.is_of_a_place}
    replaced = [name for name in latest.values() if name.replacement]
    return replaced, [name.text for name in latest.values() if not name.replacement]


def of_places(decided: Iterable[Confirmed]) -> list[Confirmed]:
    """What was decided about single places; what was decided last about a place counts."""
    latest = {tuple(map(_key, (d.before, d.text, d.after))): d for d in decided if d.is_of_a_place}
    return list(latest.values())


def read_confirmed(path: Path) -> list[Confirmed]:
    """The decisions of working/names.csv in their order; none where there is no such file.

    Raises StudyError, with the row, where it is not as `write_confirmed` writes it.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        raise StudyError(f"{path}: not saved as UTF-8; save it as CSV UTF-8.") from None
    try:
        rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    except csv.Error as error:
        raise StudyError(f"{path}: not a CSV file ({error}); fix it, or restore an earlier copy.") from None
    decided = []
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values() or not set(_COLUMNS) <= row.keys():
            raise StudyError(f"{path}, row {number}: its columns must be {', '.join(_COLUMNS)}; fix the row.")
        name = Confirmed(*(_as_text(row.get(column, "")) for column in [*_COLUMNS, *_OF_A_PLACE]))
        if not words_of(name.text):
            raise StudyError(f"{path}, row {number}: the column 'text' holds no name; fill it or take the row out.")
        if name.replacement and name.kind not in KINDS:
            raise StudyError(f"{path}, row {number}: kind {name.kind!r} is not one of {', '.join(KINDS)}; fix it.")
        if name.replacement and not re.fullmatch(r"\[[^\[\]\n]{1,60}\]", name.replacement):
            raise StudyError(f"{path}, row {number}: put the replacement into brackets, as in [person 1].")
        decided.append(name)
    return decided


def write_confirmed(path: Path, decided: Iterable[Confirmed]) -> None:
    """Write the decisions, whole or not at all, for their owner alone; ConsultError where that cannot be done."""
    write_whole(path, confirmed_csv(decided), private=True)


def confirmed_csv(decided: Iterable[Confirmed]) -> str:
    """The decisions as `read_confirmed` reads them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_COLUMNS, *_OF_A_PLACE])
    for name in decided:
        writer.writerow([_as_cell(getattr(name, column)) for column in [*_COLUMNS, *_OF_A_PLACE]])
    return "\ufeff" + out.getvalue()


def _as_cell(text: str) -> str:
    """A name that a spreadsheet would take for a formula is quoted with an apostrophe, as spreadsheets do."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r'")) else text


def _as_text(cell: str) -> str:
    return cell.removeprefix("'").strip()


def _key(text: str) -> str:
    return " ".join(key_of(word.written) for word in words_of(text))
