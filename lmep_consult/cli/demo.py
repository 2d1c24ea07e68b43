"""lmep-consult demo: the demonstration study, copied and run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import is_new
from lmep_consult.cli.run import run_study
from lmep_consult.errors import StudyError
from lmep_consult.places import CODINGS, NAMES, PLAN, RAW, REGISTER, WORKING
from lmep_consult.study import Study, bundled


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the study.")] = Path("reports/demo"),
) -> None:
    """Copy the demonstration study (fictional) to FOLDER and run it all."""
    if is_new(folder):
        copy_demonstration(folder)
    elif not PLAN.of(folder).is_file() or not Study.open(folder).plan.study.fictional:
        raise StudyError(f"{folder} holds something else; name a new folder for the demonstration.")
    typer.echo(f"The demonstration study is in {folder}; all people, places and answers in it are invented.")
    run_study(folder)


def copy_demonstration(folder: Path) -> None:
    """The study as its analysts would have it: study.toml, register, raw files, codebook, what they decided about names
    that the register does not hold, and what its coders decided."""
    source = bundled("data/demo")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REGISTER.of(source), REGISTER.of(folder))
    shutil.copytree(RAW.of(source), RAW.of(folder))
    WORKING.of(folder).mkdir()
    shutil.copyfile(source / NAMES.name, NAMES.of(folder))
    shutil.copytree(source / CODINGS.name, CODINGS.of(folder))
    (folder / "codebooks").mkdir()
    shutil.copyfile(bundled("codebooks/lmep.yaml"), folder / "codebooks" / "lmep.yaml")
    shutil.copyfile(PLAN.of(source), PLAN.of(folder))  # last: what has one is whole
