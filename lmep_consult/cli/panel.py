"""lmep-consult panel: who could join each review's user panel."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, open_study


def panel(study: StudyOption = None) -> None:
    """List who could join each review's user panel: who agreed to be contacted, and how they ranked the review."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.files import write_whole
    from lmep_consult.governance import user_panel
    from lmep_consult.importing import read_study_data
    from lmep_consult.places import USER_PANEL
    from lmep_consult.spreadsheet import as_csv

    opened = open_study(study)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    people = user_panel(data.register, data.ballots, opened.plan)
    write_whole(opened.at(USER_PANEL), as_csv(people), private=True)
    typer.echo(f"{people['participant'].nunique()} people agreed to be contacted and voted: {opened.at(USER_PANEL)}")
