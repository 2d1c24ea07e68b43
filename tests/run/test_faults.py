"""What a user gets wrong ends in one clear sentence, and what was there before stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from openpyxl import load_workbook

from lmep_consult import cli

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))

Sentence = Callable[..., str]


@pytest.fixture
def sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sentence:
    """The one line that a command ends with where it fails."""

    def given(*words: str | Path) -> str:
        monkeypatch.setattr(sys, "argv", ["lmep-consult", *map(str, words)])
        with pytest.raises(SystemExit, match=r"^1$"):
            cli.main()
        return only_line(capsys.readouterr().err)

    return given


def only_line(said: str) -> str:
    (line,) = said.strip().splitlines()
    assert line.startswith("lmep-consult: ")
    return line


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study, with a report of earlier."""
    folder = tiny.tiny(tmp_path / "study").folder
    tiny.write(folder / "reports" / "scoping_report.html", "earlier")
    return folder


def untouched(folder: Path) -> bool:
    files = [path for path in (folder / "reports").rglob("*") if path.is_file()]
    return [path.read_text(encoding="utf-8") for path in files] == ["earlier"] and not list(folder.glob(".new-*"))


def test_a_missing_study_toml(tmp_path: Path) -> None:
    """As the operating system starts it; those below are called in this process."""
    command = [sys.executable, "-c", "from lmep_consult.cli import main; main()", "run", "--study", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    message = only_line(result.stderr)
    assert str(tmp_path) in message
    assert "study.toml" in message


def test_a_poll_whose_options_do_not_match(study: Path, sentence: Sentence) -> None:
    plan = study / "study.toml"
    tiny.write(plan, plan.read_text(encoding="utf-8").replace('"Seats", "Shelters"', '"Free seats", "Shelters"'))
    message = sentence("run", study)
    assert "W1_themes.xlsx" in message
    assert "'Seats'" in message
    assert "'Free seats'" in message
    assert untouched(study)


def test_a_transcript_that_is_a_renamed_picture(study: Path, sentence: Sentence) -> None:
    (study / "raw" / "transcripts" / "P1_interview.txt").write_bytes(PNG)
    message = sentence("run", study)
    assert "P1_interview.txt" in message
    assert "picture" in message
    assert untouched(study)


def test_an_unknown_group_in_the_register(few_folder: Path, sentence: Sentence) -> None:
    page = few_folder / "reports" / "scoping_report.html"
    before = page.read_bytes()
    path = few_folder / "register.xlsx"
    workbook = load_workbook(path)
    sheet = workbook.active
    group = next(cell.column for cell in sheet[1] if cell.value == "group")
    sheet.cell(row=7, column=group).value = "MSAs"
    workbook.save(path)
    message = sentence("run", few_folder)
    assert "register.xlsx, row 7" in message
    assert "'MSAs'" in message
    assert "did you mean 'MSA'?" in message
    assert page.read_bytes() == before


def test_a_file_that_belongs_to_nobody(study: Path, sentence: Sentence) -> None:
    tiny.write(study / "raw" / "transcripts" / "interview.txt", "I: Yes?\nR: No.")
    assert "interview.txt" in sentence("run", study)
    assert untouched(study)


def test_a_folder_with_something_else_is_not_overwritten(tmp_path: Path, sentence: Sentence) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    assert str(tmp_path) in sentence("demo", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_criterion_on_a_column_the_register_lacks(few_folder: Path, sentence: Sentence) -> None:
    page = few_folder / "reports" / "scoping_report.html"
    before = page.read_bytes()
    plan = few_folder / "study.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("{ workwell =", "{ workwel ="), encoding="utf-8")
    message = sentence("run", few_folder)
    assert "'workwel'" in message
    assert "At least one WorkWell area" in message
    assert page.read_bytes() == before
