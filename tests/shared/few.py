"""The demonstration study with few of its files, quicker to run."""

from __future__ import annotations

from pathlib import Path

from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.study import Study

# Interviews of every group, two of them (P07, P08) of one organisation; a workshop with its polls and attendance.
KEPT = ("P01_", "P07_", "P08_", "P11_", "P14_", "W3_")


def few(folder: Path) -> Study:
    """The study, laid out in `folder`."""
    copy_demonstration(folder)
    for path in (folder / "raw").rglob("*.*"):
        if not path.name.startswith(KEPT):
            path.unlink()
    return Study.open(folder)
