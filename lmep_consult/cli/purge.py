"""lmep-consult purge: at the end of a study, delete what was promised to go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study
from lmep_consult.lock import unfinished
from lmep_consult.places import CERTIFICATE, READABLE_CERTIFICATE

if TYPE_CHECKING:
    from lmep_consult.governance import Purge


def purge(
    study: StudyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Delete recordings, transcripts, chats, all that quotes them and the key; leave a certificate. For the end."""
    from lmep_consult import governance

    opened = find_study(study)
    begun = unfinished(opened.folder)
    going_on = begun is not None and begun["command"] == "purge"
    plan = governance.planned_purge(opened)
    if plan.before and not going_on:
        typer.echo(f"The study was purged before, and nothing has come back: {opened.at(CERTIFICATE)}")
        return
    _show(plan)
    due, today = opened.plan.dates.delete_by, dt.date.today()
    if today < due:
        typer.echo(f"The study promised this by {due}, which is {(due - today).days} days from now.")
    if not going_on and not yes and not typer.confirm("Delete this? The study cannot be run again", default=False):
        typer.echo("Nothing was deleted.")
        raise typer.Exit(1)
    done = governance.purge(opened, today)
    typer.echo(f"{len(done.deleted)} files deleted: {opened.at(CERTIFICATE)} and {READABLE_CERTIFICATE.name}")
    typer.echo("Out of this program's reach; deal with each:")
    for place in done.out_of_reach:
        typer.echo(f"  {place}")


def _show(plan: Purge) -> None:
    typer.echo(f"To be deleted: {len(plan.deleted)} files")
    for folder, count in Counter(entry["file"].rpartition("/")[0] for entry in plan.deleted).items():
        typer.echo(f"  {count} in {folder}")
    for link in plan.links:
        typer.echo(f"  {link}: only the link; deal with what it leads to")
    if plan.unknown:
        typer.echo("Left for a person to do:")
    for problem in plan.unknown:
        typer.echo(f"  {problem}")
    typer.echo(f"Kept: {len(plan.kept)} released files and the codebook")
    typer.echo(f"Kept, and still about people: {', '.join(plan.personal)}")
