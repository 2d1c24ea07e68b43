"""lmep-consult withdraw: somebody takes back what they gave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.errors import ConsultError
from lmep_consult.lock import locked, unfinished
from lmep_consult.places import CERTIFICATE, RUN_RECORD, WITHDRAWALS
from lmep_consult.study import Study

if TYPE_CHECKING:
    from lmep_consult.governance import Withdrawal


def withdraw(
    participant: Annotated[str, typer.Argument(help="The participant's id in the register, such as P07.")],
    reason: Annotated[str, typer.Option(help="Kept in the record; without anything they said.")] = "",
    study: StudyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Delete all that a participant said, wrote or voted, make the reports again, and record that it was done."""
    from lmep_consult import governance

    opened = find_study(study)
    begun = unfinished(opened.folder)
    going_on = begun is not None and begun["command"] == f"withdraw {participant}"
    plan = governance.planned(opened, participant)
    if plan.before and not going_on:
        typer.echo(f"{participant} withdrew before, and nothing of theirs is left: {opened.at(WITHDRAWALS)}")
    else:
        _show(plan, going_on)
        if not going_on and not yes and not typer.confirm("Delete this? It cannot be undone", default=False):
            typer.echo("Nothing was deleted.")
            raise typer.Exit(1)
        done = governance.withdraw(opened, participant, reason, dt.date.today())
        if going_on:
            _show_to_check(done)
        typer.echo(f"{participant} is withdrawn; recorded, without what was said, in {opened.at(WITHDRAWALS)}")
        if opened.at(CERTIFICATE).is_file():
            typer.echo("The study was purged before: its reports stay as they were released.")
            return
        _run_again(opened)
    if governance.is_open(opened, participant) and opened.at(RUN_RECORD).is_file():
        typer.echo(f"What changed in the reports, for the team only: {governance.write_changes(opened, participant)}")


def _show(plan: Withdrawal, going_on: bool) -> None:
    typer.echo(f"Of {plan.participant}, " + ("still to be deleted:" if going_on else "this is deleted:"))
    for kind, count in plan.counts.items():
        typer.echo(f"  {count} {kind}")
    _show_to_check(plan)


def _show_to_check(plan: Withdrawal) -> None:
    if plan.to_check:
        typer.echo("For a person to look at:")
    for problem in plan.to_check:
        typer.echo(f"  {problem}")


def _run_again(study: Study) -> None:
    """Make again what was deleted with them; if that fails, the withdrawal is still done."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.run.chain import run

    try:
        with locked(study.folder), showing_progress(study) as tell:
            run(Study.open(study.folder), tell)
    except ConsultError as error:
        typer.echo(f"The reports are deleted and could not be made again: {error} Then: lmep-consult run", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The reports are made again without them: {study.reports}")
    for name in study.plan.report.documents:
        typer.echo(f"To be filled again, as it may hold their words: lmep-consult report --fill {name!r}")
