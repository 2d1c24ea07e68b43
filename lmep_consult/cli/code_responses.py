"""lmep-consult code-responses: many written responses, coded by the codebook's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from lmep_consult.cli.options import StudyOption, open_study
from lmep_consult.places import RESPONSES

_SMALL = 5_000_000  # bytes that one process codes sooner than several start


def code_responses(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Of raw/responses; left out: all that study.toml names."),
    ] = None,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster, such as tcp://10.0.0.5:8786.")
    ] = "",
    study: StudyOption = None,
) -> None:
    """Read the written responses in raw/responses, take names out, group campaigns and find the codebook's terms. A
    command that was broken off goes on from there. For the team: the counts are a machine's until people have checked
    a sample."""
    from lmep_consult.responses import frames
    from lmep_consult.responses.making import NAMES, PROBLEMS_LISTED
    from lmep_consult.responses.sample import draw_samples
    from lmep_consult.responses.spreading import workers

    opened = open_study(study)
    to_make = frames.responding(opened, files or ())
    size = sum(path.stat().st_size for path in to_make.files)
    with workers(scheduler, here=1 if size < _SMALL else 0) as several, _progress() as tell:
        anew = to_make.make(several, tell)
    counts = frames.summary(opened)
    typer.echo(
        f"{counts['responses']:,} responses, {counts['texts']:,} texts, {counts['coded']:,} of them with a code; "
        f"{counts['of campaigns']:,} texts from {counts['campaigns']:,} campaigns"
        + ("" if anew else " (nothing has changed)")
    )
    folder = opened.at(RESPONSES)
    if counts["problems"]:
        typer.echo(f"{counts['problems']:,} rows or cells that could not be placed: {folder / PROBLEMS_LISTED}")
    for kind, count in counts["replaced"].items():
        typer.echo(f"  {kind}: replaced by its form in {count:,} texts")
    for said in draw_samples(opened, to_make.codebook):
        typer.echo(said)
    if counts["names"]:
        typer.echo(f"{counts['names']:,} words that may name somebody: {folder / NAMES}")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step, with how fast it goes and how long it will take."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    steps: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def tell(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps[step] = progress.add_task(step, total=total or None, rate="")
            progress.update(steps[step], advance=done)
            speed = progress.tasks[steps[step]].speed
            if speed:
                rate = f"{speed / 1e6:.1f} MB/s" if step == "reading" else f"{speed * 20_000:,.0f} responses/s"
                progress.update(steps[step], rate=rate)

        yield tell
