"""lmep-consult demo: the demonstration study, copied and run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.code_responses import code_responses
from lmep_consult.cli.options import is_new
from lmep_consult.cli.run import run_study
from lmep_consult.errors import StudyError
from lmep_consult.places import CODINGS, NAMES, PLAN, RAW, REGISTER, WORKING
from lmep_consult.study import Study, bundled


def studies() -> list[str]:
    """The names of the demonstration studies."""
    return sorted(plan.parent.name for plan in bundled("data").glob(f"*/{PLAN.name}"))


def demo(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to put the study; reports/ and the study's name if none is given.")
    ] = None,
    study: Annotated[str, typer.Option(help=f"Which study: {' or '.join(studies())}.")] = "demo",
) -> None:
    """Copy a demonstration study (fictional) to FOLDER and run it all."""
    if study not in studies():
        raise StudyError(f"There is no demonstration study {study!r}; there are {' and '.join(studies())}.")
    folder = folder or Path("reports") / study
    if is_new(folder):
        copy_demonstration(folder, study)
    elif not PLAN.of(folder).is_file() or not Study.open(folder).plan.study.fictional:
        raise StudyError(f"{folder} holds something else; name a new folder for the demonstration.")
    typer.echo(f"The demonstration study is in {folder}; all people, places and answers in it are invented.")
    if Study.open(folder).plan.responses:
        code_responses(study=folder)
    run_study(folder)


def copy_demonstration(folder: Path, study: str = "demo") -> None:
    """The study as its analysts would have it: study.toml, register, raw files, codebook, what they decided about names
    that the register does not hold, and what its coders decided."""
    source = bundled("data") / study
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REGISTER.of(source), REGISTER.of(folder))
    shutil.copytree(RAW.of(source), RAW.of(folder))
    WORKING.of(folder).mkdir()
    if (source / NAMES.name).is_file():
        shutil.copyfile(source / NAMES.name, NAMES.of(folder))
    shutil.copytree(source / CODINGS.name, CODINGS.of(folder))
    codebook = Study.open(source).plan.study.codebook
    (folder / codebook).parent.mkdir(exist_ok=True)
    shutil.copyfile(bundled(codebook), folder / codebook)
    shutil.copyfile(PLAN.of(source), PLAN.of(folder))  # last: what has one is whole
