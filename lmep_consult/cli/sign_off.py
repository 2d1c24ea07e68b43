"""lmep-consult sign-off: the quotations a report may show, signed off by a person one by one."""

from __future__ import annotations

from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, hold_decisions
from lmep_consult.errors import StudyError
from lmep_consult.places import HELD_BACK


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
        asked = "May it be shown as it is? [y/n/q]" if held_back else "Sign off? [y/n/q]"
        answer = "y" if yes else typer.prompt(asked, default="n").strip().casefold()
        if answer == "q":
            break
        if answer == "y":
            desk.sign(passage.id)
            done += 1
    typer.echo(f"{done} signed off, in {opened.sign_offs}; the next run shows them.")
