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
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="Ask about what this spaCy model finds too.")
    ] = "",
    replaced: Annotated[bool, typer.Option("--replaced", help="List what was replaced, why and where.")] = False,
    undo: Annotated[str, typer.Option("--undo", metavar="TEXT", help="What was replaced wrongly: it stays.")] = "",
    at: Annotated[str, typer.Option("--at", metavar="P04:12", help="With --undo: in this turn only.")] = "",
) -> None:
    """List what may name somebody the register does not hold; with --review, decide about each; with --undo, take a
    wrong replacement back. For the team."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.cli.show import show_frame
    from lmep_consult.importing import read_study_data
    from lmep_consult.pseudonyms import lower_turns, of_places, proposals, read_confirmed, what_was_replaced

    opened = find_study(study)
    if (review and not yes) or undo:
        decided_by = decided_by or typer.prompt("Who decides")
        hold_decisions(opened, opened.confirmed_names, decided_by)
    decided = read_confirmed(opened.confirmed_names)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    if undo:
        _undo(opened, data.replaced, decided, undo, at, decided_by)
        return
    if replaced:
        show_frame(what_was_replaced(data.replaced))
        typer.echo("To take one back: lmep-consult pseudonymise --undo TEXT, with --at for one place only")
        return
    texts = [said.turns["text"].tolist() for said in (*data.transcripts.values(), *data.chats.values())]
    lower = [is_lower for turns in texts for is_lower in lower_turns(turns)]
    known, allow = _settled(opened, data.register, decided)
    found = proposals([text for turns in texts for text in turns], known, allow, lower, of_places(decided), model)
    if review and not yes and len(found):
        _ask(opened, data.register, found, decided, decided_by)
        return
    show_frame(found)
    typer.echo(f"{len(found)} to decide about" + (": lmep-consult pseudonymise --review" if len(found) else ""))


def _undo(
    study: Study, replaced: pd.DataFrame, decided: list[Confirmed], text: str, place: str, decided_by: str
) -> None:
    from lmep_consult.pseudonyms import undone, write_confirmed

    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    taken_back = undone(replaced, text, place, decided_by, now)
    write_confirmed(study.confirmed_names, [*decided, *taken_back])
    where = f"at {place}" if place else "everywhere"
    typer.echo(f"{text!r} stays {where}, in {study.confirmed_names}; the next run uses it.")


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
