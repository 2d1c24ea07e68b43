"""lmep-consult demo: the demonstration study, copied and run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import is_new
from lmep_consult.cli.run import run_study
from lmep_consult.errors import StudyError
from lmep_consult.study import Study, bundled


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the study.")] = Path("reports/demo"),
) -> None:
    """Copy the demonstration study (fictional) to FOLDER and run it all."""
    if is_new(folder):
        copy_demonstration(folder)
    elif not (folder / "study.toml").is_file() or not Study.open(folder).plan.study.fictional:
        raise StudyError(f"{folder} holds something else; name a new folder for the demonstration.")
    typer.echo(f"The demonstration study is in {folder}; all people, places and answers in it are invented.")
    run_study(folder)


def copy_demonstration(folder: Path) -> None:
    """The study as its analysts would have it: study.toml, register, raw files, codebook, what they decided about names
    that the register does not hold, and what its coders decided."""
    source = bundled("data/demo")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "register.xlsx", folder / "register.xlsx")
    shutil.copytree(source / "raw", folder / "raw")
    (folder / "working").mkdir()
    shutil.copyfile(source / "names.csv", folder / "working" / "names.csv")
    shutil.copytree(source / "codings", folder / "working" / "codings")
    (folder / "codebooks").mkdir()
    shutil.copyfile(bundled("codebooks/lmep.yaml"), folder / "codebooks" / "lmep.yaml")
    shutil.copyfile(source / "study.toml", folder / "study.toml")  # last: what has one is whole
