"""lmep-consult run: everything, in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, open_study


def run(
    folder: Annotated[Path | None, typer.Argument(metavar="[STUDY]", help="The study's folder.")] = None,
    study: StudyOption = None,
) -> None:
    """Do everything, from the raw files to the reports; say so where nothing has changed."""
    run_study(folder or study)


def run_study(folder: Path | None) -> None:
    """Run the study and end with a summary; also what `demo` does."""
    from lmep_consult.run.freshness import last_run

    opened = open_study(folder)
    record = last_run(opened)
    if record is not None:
        typer.echo(f"Nothing has changed since the run of {record['finished']}; the reports are in {opened.reports}")
        return
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.summary import show_summary
    from lmep_consult.run.chain import run

    with showing_progress(opened) as tell:
        outcome = run(opened, tell)
    show_summary(outcome)
