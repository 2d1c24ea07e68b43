"""What the screen shows at the end of a run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from tiny import tiny

from lmep_consult.cli.summary import _file_lines, read_lines
from lmep_consult.importing.reader import SPOKE, WROTE
from lmep_consult.study_data import StudyData


@pytest.mark.parametrize("kind", [SPOKE, WROTE, "poll", "attendance"])
def test_every_kind_of_file_is_counted(kind: str) -> None:
    none = pd.DataFrame()
    files = pd.DataFrame([("a file", kind, "layout", 3, 0)], columns=["file", "kind", "layout", "held", "problems"])
    data = StudyData(none, {}, {}, none, none, none, none, frozenset(), none, files, none)
    heading, line = read_lines(data)
    assert heading == "Read"
    assert line.startswith(f"  1 {kind} files, 3 ")


def test_only_reports_that_are_there_are_named(tmp_path: Path) -> None:
    """A study that proposes no review has no scoping notes."""
    study = tiny(tmp_path)
    study.reports.mkdir()
    (study.reports / "scoping_report.html").touch()
    (study.reports / "tables").mkdir()
    words = SimpleNamespace(held_back=pd.DataFrame(), to_sign=pd.DataFrame(), quotes=pd.DataFrame({"quote": ["so"]}))
    outcome = SimpleNamespace(study=study, quotations=words)
    heading, *named, team, explore = _file_lines(outcome)  # type: ignore[arg-type]
    assert (heading, [Path(line.strip()).name for line in named]) == ("Reports", ["scoping_report.html", "tables"])
    assert team.startswith("  For the team only")
    assert explore.startswith("  Every coded passage")
