"""Fictional responses as files; nobody in them exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from responses_made import PLAN

from lmep_consult.plan import Responses
from lmep_consult.responses.model import Row, RowProblem
from lmep_consult.responses.reading import batches


@pytest.fixture(autouse=True)
def arrow(text_in_arrow: None) -> None:
    """For every test: whoever reads many responses has pyarrow."""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[list[Row], list[RowProblem]]]:
    """Reads files of a folder by settings that differ from PLAN as said: rows, and what could not be placed."""

    def rows_of(*paths: Path, **settings: object) -> tuple[list[Row], list[RowProblem]]:
        plan = Responses.model_validate({**PLAN, **settings})
        folder = paths[0].parent
        found = list(batches(folder, paths, plan, 1000, lambda _: None))
        return [row for batch in found for row in batch.rows], [each for batch in found for each in batch.problems]

    return rows_of
