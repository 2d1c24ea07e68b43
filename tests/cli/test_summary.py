"""What the screen shows at the end of a run."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.cli.summary import read_lines
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
