"""The demonstration study, run once for all tests that look at its outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.run.chain import Outcome, run
from lmep_consult.study import Study

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def demo_source() -> Path:
    """The text the demonstration study's files were written from."""
    return REPOSITORY / "data" / "demo" / "source"


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A fresh copy of the demonstration study, to do with as one likes."""
    folder = tmp_path / "study"
    copy_demonstration(folder)
    return folder


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The demonstration study after a run. Not to be changed."""
    folder = tmp_path_factory.mktemp("demo") / "study"
    copy_demonstration(folder)
    return run(Study.open(folder))


@pytest.fixture(scope="session")
def demo_reports(demo_run: Outcome) -> Path:
    return demo_run.study.reports
