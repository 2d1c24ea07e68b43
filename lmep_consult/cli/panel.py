"""lmep-consult panel: whom to invite to each review's user panel."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, open_study


def panel(study: StudyOption = None) -> None:
    """Write whom to invite to each review's user panel: who agreed to be contacted, and how they ranked it."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.files import write_whole
    from lmep_consult.governance import PANEL, user_panel
    from lmep_consult.report import safe_cell
    from lmep_consult.run.material import read_material

    opened = open_study(study)
    with showing_progress(opened, steps=0) as tell:
        material = read_material(opened, tell)
    people = user_panel(material.register, material.ballots, opened.plan)
    content = people.map(safe_cell).to_csv(index=False, lineterminator="\n")
    write_whole(opened.working / PANEL, "\ufeff" + content, private=True)
    typer.echo(f"{people['participant'].nunique()} people agreed to be contacted and voted: {opened.working / PANEL}")
