"""Quality assurance: who has checked the results, and what is still to be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lmep_consult.errors import StudyError

DRAFT = "draft"
RECORD = ["check", "checked_by", "checked_at", "results_sha256"]
"""The columns of the record of checks, all str: which check, who made it, when (2026-03-02T14:05+00:00), and the hash
of the results it was made of. Other results are unchecked."""


@dataclass(frozen=True)
class CheckState:
    """How far results are checked. state: "draft", or the last check made. by, at: whose and when, "" for a draft.
    missing: the checks the study asks for that are not made."""

    state: str = DRAFT
    by: str = ""
    at: str = ""
    missing: tuple[str, ...] = ()


def check_state(record: pd.DataFrame, results: str, wanted: Sequence[str]) -> CheckState:
    """How far the results with this hash are checked, of the checks the study wants, in their order.

    A check counts when all before it are made.
    """
    made = record[record["results_sha256"] == results].drop_duplicates("check", keep="last").set_index("check")
    done = [check for place, check in enumerate(wanted) if all(each in made.index for each in wanted[: place + 1])]
    missing = tuple(wanted[len(done) :])
    if not done:
        return CheckState(missing=missing)
    last = made.loc[done[-1]]
    return CheckState(done[-1], str(last["checked_by"]), str(last["checked_at"]), missing)


def with_check(record: pd.DataFrame, results: str, wanted: Sequence[str], by: str, when: dt.datetime) -> pd.DataFrame:
    """`record` with the next check of these results.

    Raises StudyError where all are made, nobody is named, or the same person made an earlier one.
    """
    now = check_state(record, results, wanted)
    if not now.missing:
        raise StudyError("Every check the study asks for has been made of these results; nothing is left to check.")
    if not by.strip():
        raise StudyError("A check is made by somebody: give a name with --by.")
    earlier = record.loc[(record["results_sha256"] == results) & record["check"].isin(wanted), "checked_by"]
    if by.strip().casefold() in set(earlier.str.casefold()):
        raise StudyError(f"{by.strip()} made an earlier check of these results; the {now.missing[0]} is for another.")
    row = [now.missing[0], by.strip(), when.isoformat(timespec="minutes"), results]
    return pd.concat([record, pd.DataFrame([row], columns=RECORD, dtype=object)], ignore_index=True)


def read_checks(path: Path) -> pd.DataFrame:
    """The record of checks, with the columns of RECORD; empty where there is no file yet.

    Raises StudyError where the file is not such a record.
    """
    if not path.is_file():
        return pd.DataFrame(columns=RECORD, dtype=object)
    try:
        record = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as error:
        raise StudyError(f"{path}: cannot be read ({error}); save it as CSV UTF-8.") from None
    if list(record.columns) != RECORD:
        raise StudyError(f"{path}, line 1: the columns must be {', '.join(RECORD)}.")
    return record.astype(object)
