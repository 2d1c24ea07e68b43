"""lmep-consult coverage: the sample against quotas and criteria."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, find_study


def coverage(study: StudyOption = None) -> None:
    """Compare those who took part with quotas, criteria and targets, and say who to recruit. For the team."""
    from lmep_consult.analysis.sample import sample
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.importing import read_study_data

    opened = find_study(study)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    found = sample(data, opened.plan)
    for name in ("sample_interviews", "criteria", "fieldwork_status", "organisations_reached", "workshops"):
        typer.echo(f"\n{name}")
        show_frame(found.frames[name])
    typer.echo(f"\nThe fewest people to recruit for the criteria not met ({found.to_recruit.method} search)")
    show_frame(found.to_recruit.people)
