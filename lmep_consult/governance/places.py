"""Where things lie in a study's folder: whose a raw file is, and what working/ holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lmep_consult.coding import log_files
from lmep_consult.governance.deleting import files_in
from lmep_consult.lock import JOURNAL, LOCK
from lmep_consult.pseudonyms import NAMES_FILE
from lmep_consult.study import KINDS, Study, begins_with_id

CODINGS, SIGN_OFFS, CHECKS = "codings", "quotes_signed_off.csv", "checks.csv"
RECORD, CHANGES = "withdrawals.csv", "withdrawals"
PANEL, TEAM = "user_panel.csv", "team_only.xlsx"
# In working/: what a command makes anew, what people made, and what is kept on purpose.
DERIVED = (
    "imported", "transcripts", "cache", "import_report.csv", "problems.csv", "questions.csv", "suggestions.csv",
    "to_adjudicate.csv", "coding_problems.csv", "runs", "changes_since_last_run.csv", TEAM,
    "held_back.csv", "quotes_to_sign.csv", "criteria_met_by.csv", "questions_by_person.csv", "recruit_next.csv",
    "reidentification_risks.csv",
    "pseudonyms.key", PANEL,
)  # fmt: skip
MADE_BY_PEOPLE = (CODINGS, SIGN_OFFS, NAMES_FILE)
KEPT = (RECORD, CHANGES, CHECKS, JOURNAL, LOCK)
_SYSTEM = (".DS_Store", "Thumbs.db", "desktop.ini")


def id_of(study: Study, participants: Collection[str], path: Path) -> str:
    """The participant or event whose id the raw file's name begins with, or a folder's it lies in; "" where none is."""
    ids = sorted([*participants, *(event.id for event in study.plan.events)], key=len, reverse=True)
    for part in path.relative_to(study.folder / "raw").parts:
        for id_ in ids:
            if begins_with_id(part, id_):
                return id_
    return ""


def names_id(path: Path, id_: str) -> bool:
    """Whether the id stands anywhere in the file's name."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(id_)}(?![A-Za-z0-9])", path.name, re.IGNORECASE) is not None


def raw_files(study: Study) -> list[Path]:
    """Every file under raw/, hidden ones and recordings too, but for what systems leave; a folder may be a link."""
    raw = study.folder / "raw"
    if not raw.is_dir():
        return []
    files = [path for top in sorted(raw.iterdir()) for path in (files_in(top) if top.is_dir() else [top])]
    return [path for path in files if path.name not in _SYSTEM]


def read_files(study: Study) -> set[Path]:
    """The raw files that an import reads."""
    return {path for kind in KINDS for path in study.raw(kind)}


def derived_files(study: Study) -> list[Path]:
    """The files of working/ that a command makes anew."""
    tops = [study.working / name for name in DERIVED]
    return [path for top in tops for path in (files_in(top) if top.is_dir() else [top] if top.is_file() else [])]


def released_files(study: Study) -> list[Path]:
    """The files of reports/, of reports_set_aside/ and of exports/."""
    folders = (study.reports, study.set_aside, study.folder / "exports")
    return [path for folder in folders for path in files_in(folder)]


def unknown_in_working(study: Study) -> Iterator[Path]:
    """What lies in working/ and is none of the toolkit's."""
    known = {*DERIVED, *MADE_BY_PEOPLE, *KEPT}
    if study.working.is_dir():
        for top in sorted(study.working.iterdir()):
            if top.name not in known and not top.name.startswith((".new-", f"{LOCK}.")):
                yield from files_in(top) if top.is_dir() else [top]
    logs = log_files(study.working / CODINGS)
    yield from (path for path in files_in(study.working / CODINGS) if path not in logs)
