"""A progress bar over a study's raw files and the steps after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lmep_consult.study import KINDS, Study

_STEPS_AFTER_READING = 2


@contextmanager
def showing_progress(study: Study, steps: int = _STEPS_AFTER_READING) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each file and step as it begins."""
    total = sum(len(study.raw(kind)) for kind in KINDS) + steps
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda name: progress.update(task, description=name, advance=1)
