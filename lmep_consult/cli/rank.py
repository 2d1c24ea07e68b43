"""lmep-consult rank: the polls' priorities."""

from __future__ import annotations

import typer

from lmep_consult.cli.options import StudyOption, find_study


def rank(study: StudyOption = None) -> None:
    """Rank each poll's options, overall and by stakeholder group. For the team: nothing is withheld."""
    from lmep_consult.analysis.rankings import rankings
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.importing import read_study_data

    opened = find_study(study)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    for question, table in rankings(data, opened.plan)["priorities"].groupby("question_title", sort=False):
        typer.echo(f"\n{question}")
        columns = ["group", "option", "rank", "rank_lower", "rank_upper", "tier", "borda", "top3_share", "base"]
        show_frame(table[columns])
