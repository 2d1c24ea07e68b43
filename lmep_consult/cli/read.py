"""lmep-consult import: read every raw file and say what was made of it."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, open_study


def read(study: StudyOption = None) -> None:
    """Read every raw file and list what was made of it, and what could not be placed."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.cli.summary import problem_lines
    from lmep_consult.run.material import read_material
    from lmep_consult.run.outputs import write_material

    opened = open_study(study)
    with showing_progress(opened, steps=0) as tell:
        material = read_material(opened, tell)
    write_material(opened, material)
    show_frame(material.files)
    for line in problem_lines(opened, material):
        typer.echo(line)
