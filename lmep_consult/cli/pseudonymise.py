"""lmep-consult pseudonymise: the names the register does not hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions
from lmep_consult.errors import ConsultError
from lmep_consult.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from lmep_consult.pseudonyms import Confirmed, Identifier


def pseudonymise(
    study: StudyOption = None,
    review: Annotated[bool, typer.Option("--review", help="Ask about each, one after another.")] = False,
    decided_by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; kept with each answer.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: list the names, confirm none.")] = False,
) -> None:
    """List what may name somebody the register does not hold; with --review, decide about each. For the team."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.importing import read_study_data
    from lmep_consult.pseudonyms import proposals, read_confirmed

    opened = find_study(study)
    if review and not yes:
        decided_by = decided_by or typer.prompt("Who decides")
        hold_decisions(opened, opened.confirmed_names, decided_by)
    decided = read_confirmed(opened.confirmed_names)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    turns = [said.turns for said in (*data.transcripts.values(), *data.chats.values())]
    known, allow = _settled(opened, data.register, decided)
    found = proposals([text for frame in turns for text in frame["text"]], known, allow)
    if review and not yes and len(found):
        _ask(opened, data.register, found, decided, decided_by)
        return
    show_frame(found)
    typer.echo(f"{len(found)} to decide about" + (": lmep-consult pseudonymise --review" if len(found) else ""))


def _settled(
    study: Study, register: pd.DataFrame, decided: list[Confirmed]
) -> tuple[list[Identifier], tuple[str, ...]]:
    from lmep_consult.pseudonyms import identifiers, in_force

    team = study.plan.team
    replaced, kept = in_force(decided)
    known = identifiers(register, [*team.names, *team.emails], replaced)
    return known, (*study.plan.disclosure.allow, *kept)


def _ask(study: Study, register: pd.DataFrame, found: pd.DataFrame, decided: list[Confirmed], by: str) -> None:
    """Ask about each name in turn; every answer is written before the next question."""
    from lmep_consult.pseudonyms import HELP, Confirmed, answered, question, still_open, write_confirmed

    path = study.confirmed_names
    typer.echo(HELP)
    while len(found):
        proposal = found.iloc[0].to_dict()
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            answer = answered(typer.prompt(question(proposal), default=""), proposal, decided, by, now)
        except ConsultError as error:
            typer.echo(str(error))
            continue
        if answer == "quit":
            break
        if answer == "unclear":
            typer.echo(HELP)
            continue
        found = found.iloc[1:]
        if isinstance(answer, Confirmed):
            decided = [*decided, answer]
            write_confirmed(path, decided)
            found = still_open(found, *_settled(study, register, decided))
    typer.echo(f"{len(decided)} decided, in {path}; the next run uses them.")
