"""Asking an adjudicator about each passage on which coders differ: prompts over coding.desk."""

from __future__ import annotations

import typer

from lmep_consult.cli.decide import marked_lines
from lmep_consult.coding.desk import Desk
from lmep_consult.errors import ConsultError


def ask_about_differences(desk: Desk) -> None:
    """Ask of each passage whether it keeps the code, and why; each answer is on the disk before the next question."""
    settled = 0
    skipped: set[str] = set()
    if own := desk.theirs_to_leave():
        typer.echo(
            f"{desk.coder.name} is one of the coders of {', '.join(own)}; somebody else settles where they differ."
        )
    while True:
        open_ = [each for each in desk.differences() if each.id not in skipped]
        if not open_:
            break
        row = open_[0]
        typer.echo("\n".join(marked_lines(desk, row, f"{len(open_)} left")))
        typer.echo(f"Given by {row.coders}, not by {row.without}.")
        said = typer.prompt("k REASON keep, d REASON drop, s skip, u undo, q stop", default="s", prompt_suffix="> ")
        word, _, reason = said.strip().partition(" ")
        try:
            if word == "q":
                break
            if word in ("k", "d"):
                desk.settle(row.id, "keep" if word == "k" else "drop", reason.strip() or typer.prompt("Why"))
                settled += 1
            elif word == "u":
                undone = desk.undo()
                typer.echo(f"Undone: {undone.action} {undone.code} {undone.source}")
                skipped.clear()
            else:
                skipped.add(row.id)
        except ConsultError as error:
            typer.echo(str(error))
    typer.echo(f"{settled} settled, in {desk.log}; the next run uses them.")
