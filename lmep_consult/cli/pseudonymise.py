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

    from lmep_consult.pseudonyms import NamesDesk


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
    from lmep_consult.importing import names_desk, read_study_data
    from lmep_consult.pseudonyms import what_was_replaced
    from lmep_consult.responses.proposed import names_proposed
    from lmep_consult.responses.sample import texts_to_code

    opened = find_study(study)
    if (review and not yes) or undo:
        decided_by = decided_by or typer.prompt("Who decides")
        hold_decisions(opened, opened.confirmed_names, decided_by)
    with showing_progress(opened, steps=0) as tell:
        data = read_study_data(opened, tell)
    if undo:
        _undo(opened, data.replaced, undo, at, decided_by)
        return
    if replaced:
        show_frame(what_was_replaced(data.replaced))
        typer.echo("To take one back: lmep-consult pseudonymise --undo TEXT, with --at for one place only")
        return
    written = names_proposed(opened, texts_to_code(opened).values())
    desk = names_desk(opened, data, decided_by, model, written)
    if review and not yes and len(desk.found):
        _ask(desk)
        if opened.plan.responses:
            typer.echo("Written responses have what was decided once lmep-consult code-responses has read them again.")
        return
    show_frame(desk.found.drop(columns="read"))
    typer.echo(
        f"{len(desk.found)} to decide about" + (": lmep-consult pseudonymise --review" if len(desk.found) else "")
    )


def _undo(study: Study, replaced: pd.DataFrame, text: str, place: str, decided_by: str) -> None:
    from lmep_consult.pseudonyms import read_confirmed, undone, write_confirmed

    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    taken_back = undone(replaced, text, place, decided_by, now)
    write_confirmed(study.confirmed_names, [*read_confirmed(study.confirmed_names), *taken_back])
    where = f"at {place}" if place else "everywhere"
    typer.echo(f"{text!r} stays {where}, in {study.confirmed_names}; the next run uses it.")


def _ask(desk: NamesDesk) -> None:
    """Ask about each name in turn; every answer is written before the next question."""
    from lmep_consult.pseudonyms import HELP, question

    typer.echo(HELP)
    skipped: set[str] = set()
    made: list[str] = []
    while waiting := [each for each in desk.waiting() if each["id"] not in skipped]:
        proposal = waiting[0]
        try:
            reply = typer.prompt(question(proposal), default="").strip()
            if reply.casefold() == "u" and made:
                typer.echo(f"Undone: {desk.undo(made.pop()).text}")
                continue
            answer = desk.answer(proposal["id"], reply)
        except ConsultError as error:
            typer.echo(str(error))
            continue
        if answer == "quit":
            break
        if answer == "unclear":
            typer.echo(HELP)
        elif answer == "skip":
            skipped.add(proposal["id"])
        else:
            made.append(proposal["id"])
    typer.echo(f"{len(desk.decided)} decided, in {desk.file}; the next run uses them.")
