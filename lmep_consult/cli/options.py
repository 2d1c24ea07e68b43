"""Options that several commands share."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.lock import locked
from lmep_consult.study import Study

StudyOption = Annotated[
    Path | None,
    typer.Option(
        "--study",
        metavar="FOLDER",
        help="The study's folder; left out: this folder, or the nearest above it with a study.toml.",
    ),
]


def open_study(folder: Path | None) -> Study:
    """The study, held for this command alone until the program ends.

    Raises ConsultError where another program holds it, something begun in it is unfinished, or it was purged.
    """
    study = find_study(folder)
    held = ExitStack()
    held.enter_context(locked(study.folder))
    atexit.register(held.close)
    return study


def find_study(folder: Path | None) -> Study:
    """The study, whatever state it is in."""
    return Study.find() if folder is None else Study.open(folder)
