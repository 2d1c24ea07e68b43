"""lmep-consult sign-off: the quotations a report may show, signed off by a person one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions
from lmep_consult.errors import StudyError
from lmep_consult.places import HELD_BACK
from lmep_consult.study import Study

if TYPE_CHECKING:
    from lmep_consult.disclosure import SignOffDesk, ToRead


def sign_off(
    signed_by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who signs; kept with each quotation.")],
    study: StudyOption = None,
    held_back: Annotated[
        bool, typer.Option("--held-back", help="Ask of passages held back: they may name somebody, or be private.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Sign all off without being asked.")] = False,
) -> None:
    """Ask of each quotation chosen for the report whether it may be shown. For the team."""
    from lmep_consult.disclosure import SignOffDesk

    if yes and held_back:
        raise StudyError("What is held back is released by somebody who has read it; leave --yes out.")
    opened = find_study(study)
    hold_decisions(opened, opened.sign_offs, signed_by)
    desk = SignOffDesk(signed_by, opened.sign_offs, opened.quotes_to_sign, opened.at(HELD_BACK))
    waiting = desk.waiting(held_back)
    done = 0
    for number, passage in enumerate(waiting, start=1):
        who = f" ({passage.attribution})" if passage.attribution else ""
        typer.echo(f"\n{number} of {len(waiting)}  {', '.join(passage.codes)}{who}\n{passage.words}")
        if passage.why:
            typer.echo(f"Held back: {passage.why}\nThe whole turn: {passage.said}")
        asked = "May it be shown as it is? [y/n/s/q]" if held_back else "Sign off? [y/n/s/q, s: shorten]"
        phrases: list[str] = []
        while (answer := "y" if yes else typer.prompt(asked, default="n").strip().casefold()) == "s":
            phrases = _shorter(opened, desk, passage, phrases)
        if answer == "q":
            break
        if answer == "y":
            desk.sign(passage.id, phrases)
            done += 1
    typer.echo(f"{done} signed off, in {opened.sign_offs}; the next run shows them.")


def _shorter(study: Study, desk: SignOffDesk, passage: ToRead, phrases: list[str]) -> list[str]:
    """Ask for words to leave out, and show what is left; where they cannot be, say so and leave it as it was."""
    from lmep_consult.analysis.quotations import readable_words
    from lmep_consult.importing import read_study_data

    typer.echo(passage.quote)
    wanted = [*phrases, typer.prompt("Leave out, as it is written there (Enter: show it whole)", default="").strip()]
    wanted = wanted if wanted[-1] else []
    try:
        typer.echo(desk.without(passage.id, wanted, readable_words(read_study_data(study), study.plan)))
    except StudyError as error:
        typer.echo(str(error))
        return phrases
    return wanted
