"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    return Study.find() if folder is None else Study.open(folder)
