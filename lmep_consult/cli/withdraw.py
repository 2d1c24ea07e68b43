"""lmep-consult withdraw: somebody takes back what they gave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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
    participant: Annotated[
        str, typer.Argument(help="The participant's id in the register, such as P07, or a written response's.")
    ],
    reason: Annotated[str, typer.Option(help="Kept in the record; without anything they said.")] = "",
    study: StudyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Delete all that a participant said, wrote or voted, in this and in other waves of the study, make the reports
    again, and record that it was done."""
    from lmep_consult import governance

    opened = find_study(study)
    waves = governance.other_waves(opened, participant)
    everywhere = [
        (opened, participant),
        *((each.study, each.participant) for each in waves if each.study and each.agreed),
    ]
    to_do = [_Wave.of(*each) for each in everywhere]
    for wave in to_do:
        wave.show()
    asked = [wave for wave in to_do if not wave.done and not wave.going_on]
    if asked and not yes and not typer.confirm("Delete this? It cannot be undone", default=False):
        typer.echo("Nothing was deleted.")
        raise typer.Exit(1)
    for wave in to_do:
        if not wave.done:
            wave.withdraw(reason)
    for each in waves:
        if each.study and governance.forget_comparison(each.study):
            typer.echo(f"The comparison of waves in {each.folder} counted them and is deleted.")
        if each.to_do:
            typer.echo(each.to_do)
    for wave in to_do:
        if not wave.done:
            wave.run_again()
        wave.show_changes()


@dataclass(frozen=True)
class _Wave:
    """The person in one wave. plan: what is deleted there. going_on: whether that was begun before and broke off."""

    study: Study
    plan: Withdrawal
    going_on: bool

    @classmethod
    def of(cls, study: Study, participant: str) -> _Wave:
        from lmep_consult import governance

        begun = unfinished(study.folder)
        going_on = begun is not None and begun["command"] == f"withdraw {participant}"
        return cls(study, governance.planned(study, participant), going_on)

    @property
    def done(self) -> bool:
        return self.plan.before and not self.going_on

    def show(self) -> None:
        if self.done:
            left = f"{self.plan.participant} withdrew before, and nothing of theirs is left"
            typer.echo(f"{left}: {self.study.at(WITHDRAWALS)}")
        else:
            _show(self.plan, self.going_on)

    def withdraw(self, reason: str) -> None:
        from lmep_consult import governance

        done = governance.withdraw(self.study, self.plan.participant, reason, dt.date.today())
        if self.going_on:
            _show_to_check(done)
        said = f"{self.plan.participant} is withdrawn; recorded, without what was said, in"
        typer.echo(f"{said} {self.study.at(WITHDRAWALS)}")

    def run_again(self) -> None:
        if self.study.at(CERTIFICATE).is_file():
            typer.echo("The study was purged before: its reports stay as they were released.")
        else:
            _run_again(self.study)

    def show_changes(self) -> None:
        from lmep_consult import governance

        who, purged = self.plan.participant, self.study.at(CERTIFICATE).is_file()
        if not purged and governance.is_open(self.study, who) and self.study.at(RUN_RECORD).is_file():
            changes = governance.write_changes(self.study, who)
            typer.echo(f"What changed in the reports, for the team only: {changes}")


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
    from lmep_consult.responses import frames
    from lmep_consult.responses.spreading import workers
    from lmep_consult.run.chain import run

    try:
        with locked(study.folder), showing_progress(study) as tell:
            if study.plan.responses is not None and study.responses:
                with workers() as several:
                    frames.responding(study).make(several, lambda step, *_: None)
            run(Study.open(study.folder), tell)
    except ConsultError as error:
        typer.echo(f"The reports are deleted and could not be made again: {error} Then: lmep-consult run", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The reports are made again without them: {study.reports}")
    for name in study.plan.report.documents:
        typer.echo(f"To be filled again, as it may hold their words: lmep-consult report --fill {name!r}")
