"""Somebody withdraws: all that holds what they said, wrote or voted is deleted, and a record without it stays."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from lmep_consult.errors import Problem, StudyError
from lmep_consult.files import REPLACED, UNFINISHED, write_whole
from lmep_consult.governance.changes import remember
from lmep_consult.governance.deleting import Step, begin, carry_out, clear_folders, finish, torn_files
from lmep_consult.governance.places import derived_files, released_files
from lmep_consult.governance.responses import response_steps
from lmep_consult.governance.traces import Traces, traces
from lmep_consult.lock import alone, unfinished
from lmep_consult.participants import register_of, withdrawn
from lmep_consult.places import CERTIFICATE, PLACES, RAW, WITHDRAWALS
from lmep_consult.spreadsheet import safe_cell
from lmep_consult.study import Study

_COLUMNS = ["participant", "date", "reason", "deleted", "count"]


@dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal deletes, or deleted.

    counts: how many of each kind, as in {"poll rows": 3}. to_check: what a person must look at, because it cannot be
    said whether it is theirs or cannot be cut. before: whether it was done before and nothing of theirs is left.
    """

    participant: str
    counts: Mapping[str, int]
    to_check: tuple[Problem, ...]
    before: bool = False


def planned(study: Study, participant: str) -> Withdrawal:
    """What `withdraw` would delete.

    participant: an id in the register, or of a written response. Raises StudyError where neither has it.
    """
    return _plan(study, participant)[0]


def withdraw(study: Study, participant: str, reason: str, today: dt.date) -> Withdrawal:
    """Delete all that holds what the participant said, wrote or voted, and record that it was done, without it.

    The register keeps their row, with the status "withdrew": the name is needed to keep it out of what others said.
    Files of theirs are deleted; of files that hold others too, what is theirs. What can be made again is deleted whole,
    the reports too (of a purged study they stay, for nothing can make them again). A second withdrawal of the same
    person deletes what has come back, and nothing where nothing has. One that broke off is finished from where it
    stopped, with the reason and date it was begun with.

    Raises StudyError where nobody has that id or another withdrawal is unfinished, ConsultError where the study is in
    use or a file cannot be deleted: then the same call again goes on from there.
    """
    command = f"withdraw {participant}"
    with alone(study.folder, command):
        begun = unfinished(study.folder)
        plan, steps = _plan(study, participant)
        if begun is None:
            if plan.before:
                return plan
            _refuse_to_overwrite(steps)
            if not study.at(CERTIFICATE).is_file():
                remember(study, participant)
            to_check = [(problem.where, problem.what, problem.text) for problem in plan.to_check]
            begun = {"reason": reason, "date": today.isoformat(), "counts": dict(plan.counts), "to_check": to_check}
            begin(study.folder, f"The withdrawal of {participant}", command, begun)
        carry_out(steps, command)
        clear_folders(_emptied(study))
        _record(study, participant, begun["date"], begun["reason"], begun["counts"])
        finish(study.folder, command)
        found = [*(Problem(*problem) for problem in begun.get("to_check", ())), *plan.to_check]
        return replace(plan, counts=begun["counts"], to_check=tuple(dict.fromkeys(found)), before=False)


def _plan(study: Study, participant: str) -> tuple[Withdrawal, list[Step]]:
    """Their own traces, then what is made again without them."""
    begun = unfinished(study.folder)
    recorded = participant in {row[0] for row in _rows(study)}
    register = register_of(study)
    if participant not in set(register["participant"]) and study.plan.responses is not None:
        of_response = response_steps(study, participant)
        if not of_response and not recorded and begun is None:
            raise StudyError(f"{participant!r} is neither in {study.register} nor the id of a response.")
        found, gone = Traces(tuple(of_response), ()), True
    else:
        found = traces(study, _register_with(study, participant), participant)
        gone = participant in withdrawn(register)
    released = [] if study.at(CERTIFICATE).is_file() else released_files(study)
    steps = [
        *found.steps,
        *(Step(path, "files made again in working", 1) for path in derived_files(study)),
        *(Step(path, "left by crashes", 0) for path in torn_files(study.folder)),
        *(Step(path, "files in reports", 1) for path in released),
    ]
    counts: Counter[str] = Counter()
    for step in filter(lambda step: step.count, steps):
        counts[step.kind] += step.count
    return Withdrawal(participant, dict(counts), found.to_check, gone and recorded and not found.steps), steps


def _refuse_to_overwrite(steps: Iterable[Step]) -> None:
    for step in steps:
        if step.target not in (None, step.path) and step.target.exists():
            raise StudyError(f"{step.target} is in the place of what is left of {step.path.name}; rename it.")


def _register_with(study: Study, participant: str) -> pd.DataFrame:
    register = register_of(study)
    ids = list(register["participant"])
    if participant not in ids:
        by_case = {id_.casefold(): id_ for id_ in ids}
        near = [by_case[id_] for id_ in difflib.get_close_matches(participant.casefold(), by_case, n=3)]
        hint = f"did you mean {' or '.join(near)}?" if near else "give the id in its column 'participant'."
        raise StudyError(f"{study.register}: nobody in it has the id {participant!r}; {hint}")
    return register


def _emptied(study: Study) -> list[Path]:
    """The folders that may be left empty; those an import looks into stay."""
    return [
        *(study.at(place) for place in PLACES if place.fate in ("derived", "released")),
        *(path for path in study.at(RAW).glob("*/*") if path.is_dir()),
        *(path for begins in (UNFINISHED, REPLACED) for path in study.folder.glob(f"{begins}*")),
    ]


def _rows(study: Study) -> Iterator[list[str]]:
    path = study.at(WITHDRAWALS)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        raise StudyError(f"{path}: not saved as UTF-8; save it as CSV UTF-8.") from None
    yield from (row for row in list(csv.reader(lines))[1:] if len(row) == len(_COLUMNS))


def _record(study: Study, participant: str, date: str, reason: str, counts: Mapping[str, int]) -> None:
    """Add a row for each kind, once, however often this step is done."""
    rows = list(_rows(study))
    said = [str(safe_cell(cell)) for cell in (participant, date, " ".join(reason.split()))]
    new = [[*said, kind, str(count)] for kind, count in counts.items()]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *rows, *(row for row in new if row not in rows)])
    write_whole(study.at(WITHDRAWALS), "\ufeff" + out.getvalue(), private=True)
