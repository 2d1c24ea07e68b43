"""lmep-consult init: a new study to fill in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import is_new
from lmep_consult.errors import StudyError
from lmep_consult.places import RAW, REGISTER
from lmep_consult.study import KINDS

_COLUMNS = (
    "participant", "name", "email", "group", "organisation", "role", "region", "interview", "workshop",
    "consent_recording", "consent_quoting", "consent_contact", "consent_identification", "status",
)  # fmt: skip


def init(folder: Annotated[Path, typer.Argument(help="The new study's folder.")]) -> None:
    """Make a new study: study.toml and codebook to fill in, an empty register, folders for raw files."""
    if not is_new(folder):
        raise StudyError(f"{folder} is not empty; name a new folder for the study.")
    from openpyxl import Workbook

    from lmep_consult.codebook.excel_file import write_template

    for kind in KINDS:
        (RAW.of(folder) / kind).mkdir(parents=True)
    for template in (Path(__file__).parent / "new_study").iterdir():
        shutil.copyfile(template, folder / template.name)
    write_template(folder / "codebook_template.xlsx")
    workbook = Workbook()
    workbook.active.append(_COLUMNS)
    workbook.save(REGISTER.of(folder))
    typer.echo("To keep the codebook in Excel, fill in codebook_template.xlsx and name it in study.toml.")
    typer.echo(f"{folder} is ready. Fill in study.toml, register.xlsx and codebook.yaml; put files into raw/.")
