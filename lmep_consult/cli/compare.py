"""lmep-consult compare: what changed between two waves of a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lmep_consult.cli.options import StudyOption, find_study, open_study
from lmep_consult.errors import StudyError

if TYPE_CHECKING:
    from lmep_consult.waves.results import Compared
    from lmep_consult.waves.wave import Wave


def compare(
    earlier: Annotated[Path, typer.Argument(help="The folder of the earlier wave's study.")],
    study: StudyOption = None,
    trace: Annotated[
        str,
        typer.Option(
            metavar="CODE|OPTION",
            help="Show the codings of both waves behind a theme's change, or the ballots behind an option's; for the "
            "team.",
        ),
    ] = "",
    ods: Annotated[bool, typer.Option("--ods", help="Write the workbook as OpenDocument too.")] = False,
) -> None:
    """Hold an earlier wave next to this study: what rose, what fell, and what cannot be said."""
    from lmep_consult.cli.progress import showing_progress
    from lmep_consult.places import COMPARED_FOR_TEAM, COMPARISON
    from lmep_consult.waves.results import compare_waves
    from lmep_consult.waves.wave import read_wave
    from lmep_consult.waves.writing import write_comparison

    now, then = open_study(study), find_study(earlier)
    if now.folder.resolve() == then.folder.resolve():
        raise StudyError(f"{earlier} is this study; name the folder of its earlier wave.")
    waves = []
    for each in (then, now):
        with showing_progress(each, steps=0) as tell:
            waves.append(read_wave(each, tell))
    compared = compare_waves(*waves)
    if trace:
        _trace(trace, compared, *waves)
        return
    said = write_comparison(compared, *waves, ods)
    typer.echo("\n".join([said.headline, *(f"- {each}" for each in said.sentences)]))
    if compared.problems:
        typer.echo("\nTo look at:")
    for problem in compared.problems:
        typer.echo(f"  {problem}")
    typer.echo(f"\nThe comparison is in {now.at(COMPARISON)}; in full, for the team: {now.at(COMPARED_FOR_TEAM)}")


def _trace(called: str, compared: Compared, earlier: Wave, later: Wave) -> None:
    from lmep_consult.cli.show import show_frame
    from lmep_consult.waves.tracing import behind

    what, *of_each = behind(called, compared, earlier, later)
    for name, wave, rows in zip(("earlier", "later"), (earlier, later), of_each, strict=True):
        people = rows["participant" if what == "codings" else "voter"].nunique()
        typer.echo(f"The {name} wave, {wave.study.folder}: {len(rows)} {what} of {people} people")
        show_frame(rows)
