"""lmep-consult saturation: whether new codes stopped coming."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, find_study


def saturation(study: StudyOption = None) -> None:
    """Show code saturation (Guest, Namey and Chen 2020) over bases, runs and thresholds, and over random orders."""
    from lmep_consult.analysis.coded import coded
    from lmep_consult.analysis.reliability import saturation as saturated
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.coding import read_logs
    from lmep_consult.importing import read_study_data
    from lmep_consult.run.kept import codebook_of

    opened = find_study(study)
    codebook = codebook_of(opened, Cache(opened.cache))
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    interviews = coded(data, opened.plan, codebook, *read_logs(opened.codings))
    frames = saturated(data, opened.plan, codebook, interviews)
    show_frame(frames["code_saturation"])
    typer.echo("\nNew codes by interview")
    show_frame(frames["saturation_curve"])
    typer.echo(interviews.rests_on)
    typer.echo("It says that few new codes came, not that their meaning was exhausted.")
