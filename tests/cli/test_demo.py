"""The demonstration studies by name, and what of them travels in a wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.cli.demo import copy_demonstration, studies
from lmep_consult.errors import StudyError
from lmep_consult.study import Study

REPOSITORY = Path(__file__).parents[2]


def test_a_study_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(
        StudyError, match="no demonstration study 'flexibility'; there are demo and flexibilities and responses"
    ):
        CliRunner().invoke(app, ["demo", str(tmp_path / "study"), "--study", "flexibility"], catch_exceptions=False)
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("name", studies())
def test_a_study_is_copied_whole_from_what_a_wheel_has(tmp_path: Path, name: str) -> None:
    wheel = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    carried = [REPOSITORY / path for path in wheel["targets"]["wheel"]["force-include"]]
    copy_demonstration(tmp_path / "study", name)
    study = Study.open(tmp_path / "study")
    assert study.plan.study.fictional
    assert study.codebook.is_file()
    copied = {path.read_bytes() for path in (tmp_path / "study").rglob("*") if path.is_file()}
    files = [file for path in carried for file in [path, *path.rglob("*")] if file.is_file()]
    assert copied <= {file.read_bytes() for file in files}
