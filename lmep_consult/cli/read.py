"""lmep-consult import: read the raw files that changed and say what was made of each; or what another program made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, open_study


def read(
    file: Annotated[
        Path | None,
        typer.Argument(help="A REFI-QDA project (.qdpx) or codebook (.qdc) of another program; left out: raw files."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="CODER", help="Whose the project's codings are; left out: as it says.")
    ] = "",
    study: StudyOption = None,
) -> None:
    """Read every raw file that is new or changed, and list what was made of each and what could not be placed; or bring
    in what NVivo, MAXQDA, ATLAS.ti or QualCoder exported: codings become decisions of their coders."""
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.cli.summary import consent_lines, problem_lines
    from lmep_consult.importing import import_files, import_report, study_data_of
    from lmep_consult.run.working_files import write_account

    if file is not None:
        from lmep_consult.cli.read_project import read_codebook, read_project

        if file.suffix.lower() == ".qdc":
            return read_codebook(file, study)
        return read_project(file, by, study)
    opened = open_study(study)
    with showing_progress(opened, steps=0) as tell:
        imports = import_files(opened, tell)
    data = study_data_of(opened, imports, Cache(opened.cache))
    write_account(opened, imports, data)
    show_frame(import_report(imports))
    for line in (*consent_lines(data), *problem_lines(opened, data)):
        typer.echo(line)
    for error in imports.failures.values():
        typer.echo(f"Refused: {error}", err=True)
    if imports.failures:
        raise typer.Exit(1)
    return None
