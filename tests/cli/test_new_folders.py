"""A study is made in a new folder, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.cli.demo import demo
from lmep_consult.cli.init import init
from lmep_consult.errors import StudyError


@pytest.mark.parametrize("command", [demo, init])
@pytest.mark.parametrize("place", ["taken", "taken/study"])
def test_a_file_is_no_folder(command: object, place: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="taken is a file; name a new folder"):
        command(tmp_path / place)  # type: ignore[operator]
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("command", [demo, init])
def test_a_folder_of_other_things_is_left_as_it_is(command: object, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="name a new folder"):
        command(tmp_path)  # type: ignore[operator]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    init(tmp_path)
    assert (tmp_path / "study.toml").is_file()
    said = CliRunner().invoke(app, ["check", str(tmp_path / "codebook_template.xlsx")])
    assert "codebook, Our codebook, version 1, 2 codes" in said.output
