"""Reading the register."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Self

import pandas as pd

from lmep_consult.errors import Problem, StudyError
from lmep_consult.participants.consent import PURPOSES, said
from lmep_consult.participants.headings import FIRST_NAMES, SURNAMES, key, read_headings
from lmep_consult.participants.sheet import find_table
from lmep_consult.plan.ids import in_files, why_no_id
from lmep_consult.study import Study
from lmep_consult.text import fold

STATUSES = ("invited", "agreed", "took part", "declined", "no reply", "withdrew")
_ACTIVITIES = ("interview", "workshop")  # columns that say how each invitation went
_OF_ACTIVITIES = ("not invited", *STATUSES)
_NO_ID = "team"  # what labels of a transcript mean that are not participants'
# What people write for a status, by the words they use for it.
_MEANT = {
    **dict.fromkeys(("completed", "complete", "done", "attended", "interviewed", "participated"), "took part"),
    **dict.fromkeys(("accepted", "consented", "scheduled", "booked", "confirmed"), "agreed"),
    **dict.fromkeys(("refused", "rejected", "not interested"), "declined"),
    **dict.fromkeys(("no response", "no answer", "nonresponse", "non-response", "no show", "no-show"), "no reply"),
    **dict.fromkeys(("contacted", "approached", "emailed", "pending"), "invited"),
    **dict.fromkeys(("withdrawn", "dropped out"), "withdrew"),
}
_ADDRESS = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+")
_MOST_FAULTS = 20  # said at once
_MOST_COLUMNS = 500  # of which a full register has thirty


class _AsRead(tuple[object, ...]):
    """What a frame keeps in its attrs. pandas copies them, and all that is in them, at each step; what never changes
    need not be copied."""

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self


def register_of(study: Study) -> pd.DataFrame:
    """The register of a study, compared with its study.toml; as `read_register`."""
    plan = study.plan
    columns = {column for criterion in plan.criteria for column in criterion.columns} | {plan.fieldwork.region_column}
    groups = {group.id: group.name for group in plan.groups}
    return read_register(study.register, groups, columns, [event.id for event in plan.events])


def read_register(
    path: str | Path,
    groups: Collection[str] | Mapping[str, str] = (),
    columns: Collection[str] = (),
    events: Collection[str] = (),
) -> pd.DataFrame:
    """Read the register, one row per person.

    Columns: participant (the id that stands for the person everywhere), name, email, group, organisation,
    status, and whatever attributes the study samples by; all str, stripped, "" where empty. Headings may be written in
    any case, with any signs between their words and as people usually write them ("Participant ID"), the name in two
    columns. The table may be on any sheet and below other rows; a row with none of group, organisation, email and
    status is no person.

    `groups` are the ids study.toml knows, with their names where it is a mapping; when given, any other is an error.
    `columns` are those study.toml names, which keep its spelling; `events` the ids that no participant may have.

    `attrs["problems"]` (tuple of Problem): headings near a known one, cells under no heading, rows that are no person,
    other sheets that look like a register, addresses that are none. `attrs["as_written"]`: the cells of consents before
    "Y" was read as "yes", as pairs of (participant, purpose) and cell.

    Raises StudyError naming every row and cell at fault: a missing column, an id that is there twice, is empty or
    cannot be in the name of a file, a group or status that is not known; a column that is there twice; a heading that
    may be a consent; or why the workbook cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise StudyError(f"{path} is missing; a study needs its register of everyone invited.")
    found = find_table(path)
    if len(found.headings) > _MOST_COLUMNS:
        raise StudyError(
            f"{path}, row {found.number}: more than {_MOST_COLUMNS} columns; take out what is not of people."
        )
    cells = [[row[at] for _, row in found.rows] for at in range(len(found.headings))]
    meant = read_headings(found.headings, cells, columns, f"row {found.number}")
    _refuse(path, [f"row {found.number}: {fault}" for fault in meant.faults])
    people: list[tuple[int, dict[str, str]]] = []
    problems = [*meant.problems, *(Problem(f"sheet {other!r}", _ANOTHER.format(found.sheet)) for other in found.others)]
    for number, row in found.rows:
        person = {name: cell for name, cell in zip(meant.names, row, strict=False) if name}
        if not any(person[column] for column in ("group", "organisation", "email", "status")):
            problems.append(Problem(f"row {number}", _NO_PERSON, "; ".join(filter(None, row))))
            continue
        person = {"name": _in_two(person)} | person
        people.append((number, person))
        problems += _stray_cells(number, row, meant.names)
    as_written = {
        (person["participant"], purpose): person[f"consent_{purpose}"]
        for _, person in people
        for purpose in PURPOSES
        if f"consent_{purpose}" in person
    }
    for number, person in people:
        _tidy(person)
        if person["email"] and not _ADDRESS.fullmatch(person["email"]):
            problems.append(Problem(f"row {number}", "the email is not one address", person["email"]))
        if " " in person["participant"]:
            what = "the id holds a space, and names of files must begin with it just so"
            problems.append(Problem(f"row {number}", what, person["participant"]))
    _refuse(path, [*_faults(people, groups), *_faults_of_ids(people, events)])
    names = [name for name in meant.names if name]
    names = names if "name" in names else [names[0], "name", *names[1:]]
    register = pd.DataFrame([person for _, person in people], columns=names, dtype=object).astype(str)
    register.attrs |= {"problems": _AsRead(problems), "as_written": _AsRead(as_written.items())}
    return register


_NO_PERSON = "no person, as the row has neither group, organisation, email nor status; not read"
_ANOTHER = "looks like a register too and was not read; the one on sheet {!r} was"


def _refuse(path: Path, faults: list[str]) -> None:
    """Raise them all at once: one in a sentence, several in a list."""
    if not faults:
        return
    ends = [fault if fault.endswith("?") else f"{fault}." for fault in faults]
    if len(ends) == 1:
        raise StudyError(f"{path}, {ends[0]}")
    more = [f"and {len(ends) - _MOST_FAULTS} more."] if len(ends) > _MOST_FAULTS else []
    raise StudyError("\n  ".join([f"{path}: {len(ends)} things to correct:", *ends[:_MOST_FAULTS], *more]))


def _stray_cells(number: int, row: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Problem]:
    from openpyxl.utils import get_column_letter  # slow to load

    for at, cell in enumerate(row):
        if cell and (at >= len(names) or not names[at]):
            where = f"row {number}, column {get_column_letter(at + 1)}"
            yield Problem(where, "a cell under no heading was not read", cell)


def _in_two(person: Mapping[str, str]) -> str:
    """The name of a person whose register has it in two columns."""
    given = {key(column): cell for column, cell in person.items()}
    parts = (next((given[part] for part in parts if part in given), "") for parts in (FIRST_NAMES, SURNAMES))
    return " ".join(filter(None, parts))


def _tidy(person: dict[str, str]) -> None:
    """Statuses, and answers about consent, as the toolkit spells them."""
    for column, words in (("status", STATUSES), *((activity, _OF_ACTIVITIES) for activity in _ACTIVITIES)):
        if same := [word for word in words if fold(word) == fold(person.get(column, ""))]:
            person[column] = same[0]
    for purpose in PURPOSES:
        if answer := said(person.get(f"consent_{purpose}", "")):
            person[f"consent_{purpose}"] = answer


def _faults(people: list[tuple[int, dict[str, str]]], groups: Collection[str]) -> Iterator[str]:
    """Cells that say what cannot be."""
    group_names = dict(groups) if isinstance(groups, Mapping) else dict.fromkeys(groups, "")
    for number, person in people:
        for column, words in (("group", tuple(groups)), ("status", STATUSES)):
            if words and person[column] not in words:
                yield f"row {number}: {_not_one_of(column, person[column], words, group_names)}"
        for column in _ACTIVITIES:
            if person.get(column) and person[column] not in _OF_ACTIVITIES:
                yield f"row {number}: {_not_one_of(column, person[column], _OF_ACTIVITIES, {})}"


def _not_one_of(column: str, value: str, words: Collection[str], names: Mapping[str, str]) -> str:
    meant = {word.casefold(): word for word in words} | {fold(name): id_ for id_, name in names.items() if name}
    near = difflib.get_close_matches(fold(value), meant, n=1)
    likely = _MEANT.get(fold(value), "") if column != "group" else ""
    guess = likely or (meant[near[0]] if near else "")
    return f"{column} {value!r} is not one of {', '.join(words)}" + (f"; did you mean {guess!r}?" if guess else "")


def _faults_of_ids(people: list[tuple[int, dict[str, str]]], events: Collection[str]) -> Iterator[str]:
    row_of: dict[str, int] = {}
    ids: dict[str, str] = {}
    taken = {in_files(event): event for event in events}
    for number, person in people:
        id_ = person["participant"]
        if not id_:
            yield f"row {number}: no participant id; give the person one, such as P07"
            continue
        if why := why_no_id(id_):
            yield f"row {number}: participant {id_!r} {why}; give the person another id"
        same = in_files(id_)
        if same == _NO_ID:
            yield f"row {number}: participant {id_!r} is what the study's own people are called; give the person an id"
        if same in taken:
            yield f"row {number}: participant {id_!r} is the id of an event too ({taken[same]}); change one of them"
        if same not in row_of:
            row_of[same], ids[same] = number, id_
        elif ids[same] == id_:
            yield f"row {number}: participant {id_!r} is in row {row_of[same]} too; give each person one id"
        else:
            yield (
                f"row {number}: participant {id_!r} is the same in names of files as {ids[same]!r} in row "
                f"{row_of[same]}; give one of them another id"
            )
