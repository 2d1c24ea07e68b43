"""lmep-consult code: apply the codebook to the transcripts."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, open_study


def code(study: StudyOption = None) -> None:
    """Apply the codebook to what participants said, and count interviewees by theme and group."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.codebook import Codebook
    from lmep_consult.coding import themes_by_group
    from lmep_consult.run.analysis import interviewees, suggestions
    from lmep_consult.run.material import read_material
    from lmep_consult.run.outputs import write_suggestions

    opened = open_study(study)
    codebook = Codebook.load(opened.codebook)
    with showing_progress(opened, steps=0) as tell:
        material = read_material(opened, tell)
    coded = suggestions(material.transcripts, codebook)
    themes = themes_by_group(coded, interviewees(material, opened.plan), codebook)
    write_suggestions(opened, coded)
    show_frame(
        themes.pivot(index="code", columns="group", values="participants")
        .reindex(index=themes["code"].unique(), columns=themes["group"].unique())
        .reset_index()
    )
    typer.echo(f"{len(coded)} passages suggested, for a person to decide on: {opened.working / 'suggestions.csv'}")
