"""lmep-consult rank: the polls' priorities."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, find_study


def rank(study: StudyOption = None) -> None:
    """Rank each poll's options, overall and by stakeholder group. For the team: nothing is withheld."""
    from lmep_consult.cache import Cache
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.importing import read_study_data
    from lmep_consult.run.kept import kept_poll_frames

    opened = find_study(study)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    frames = kept_poll_frames(data, opened.plan, Cache(opened.cache))
    for question, table in frames["priorities"].groupby("question_title", sort=False):
        typer.echo(f"\n{question}")
        columns = ["group", "option", "rank", "rank_lower", "rank_upper", "tier", "borda", "top3_share", "base"]
        show_frame(table[columns])
