"""Options that several commands share."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.errors import StudyError
from lmep_consult.lock import deciding, locked
from lmep_consult.study import Study

StudyOption = Annotated[
    Path | None,
    typer.Option(
        "--study",
        metavar="FOLDER",
        help="The study's folder; left out: this folder, or the nearest above it with a study.toml.",
    ),
]

_PATIENCE = 10  # seconds to wait for another, which is often at an import
_MOMENT = 2  # seconds to wait for a page of the same person, which holds their log for as long as a decision takes
_HELD = ExitStack()
atexit.register(_HELD.close)


def open_study(folder: Path | None) -> Study:
    """The study, held for this command alone until the program ends: for commands that write what is derived.

    Raises ConsultError where another program holds it, something begun in it is unfinished, or it was purged.
    """
    study = find_study(folder)
    _HELD.enter_context(locked(study.folder, wait=_PATIENCE))
    return study


def hold_decisions(study: Study, file: Path, who: str) -> None:
    """Hold one file of decisions for this command until the program ends; other people and runs go on meanwhile.

    Raises ConsultError where somebody is at work on the file, or a withdrawal or purge on the study.
    """
    study.refuse_outside(file)
    _HELD.enter_context(deciding(study.folder, file, who, wait=_MOMENT))


def is_new(folder: Path) -> bool:
    """Whether a study can be put there: nothing is there, or an empty folder.

    Raises StudyError where a file is there, or above it.
    """
    for path in (folder, *folder.parents):
        if path.is_file():
            raise StudyError(f"{path} is a file; name a new folder for the study.")
    return not folder.exists() or not any(folder.iterdir())


def find_study(folder: Path | None) -> Study:
    """The study, whatever state it is in."""
    return Study.find() if folder is None else Study.open(folder)
