"""lmep-consult coverage: the sample against quotas and criteria."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, open_study


def coverage(study: StudyOption = None) -> None:
    """Hold those who took part against the study's quotas and criteria."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.run.analysis import sample
    from lmep_consult.run.material import read_material

    opened = open_study(study)
    with showing_progress(opened, steps=0) as tell:
        material = read_material(opened, tell)
    for name, table in sample(material, opened.plan).items():
        typer.echo(f"\n{name}")
        show_frame(table)
