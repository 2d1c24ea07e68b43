"""Two waves, run once for all tests that look at them. Not to be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from two_waves import two_waves
from typer.testing import CliRunner
from uncharted import run_without_charts

from lmep_consult.cli import app

Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def waves(once: Once) -> Path:
    """then/ and now/, compared; said.txt: what the command said."""

    def make(place: Path) -> None:
        for study in two_waves(place):
            run_without_charts(study)
        result = CliRunner().invoke(app, ["compare", str(place / "then"), "--study", str(place / "now")])
        assert result.exit_code == 0, result.output
        (place / "said.txt").write_text(result.output, encoding="utf-8")

    return once("two waves", make)
