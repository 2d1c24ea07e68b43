"""What a user gets wrong ends in one clear sentence, and what was there before stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from lmep_consult.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1, result.stdout + result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("lmep-consult: ")
    assert "Traceback" not in result.stderr
    return lines[0]


@pytest.fixture
def with_earlier_results(study_folder: Path) -> Path:
    (study_folder / "reports").mkdir()
    (study_folder / "reports" / "scoping_report.html").write_text("earlier", encoding="utf-8")
    return study_folder


def untouched(folder: Path) -> bool:
    files = [path for path in (folder / "reports").rglob("*") if path.is_file()]
    return [path.read_text(encoding="utf-8") for path in files] == ["earlier"] and not list(folder.glob(".new-*"))


def test_a_missing_study_toml(tmp_path: Path) -> None:
    message = one_sentence(command("run", "--study", tmp_path))
    assert str(tmp_path) in message
    assert "study.toml" in message


def test_a_poll_whose_options_do_not_match(with_earlier_results: Path) -> None:
    plan = with_earlier_results / "study.toml"
    text = plan.read_text(encoding="utf-8").replace('"Evidence map"', '"Evidence gap map"')
    plan.write_text(text, encoding="utf-8")
    message = one_sentence(command("run", with_earlier_results))
    assert "W1_formats.xlsx" in message
    assert "'Evidence map'" in message
    assert "'Evidence gap map'" in message
    assert untouched(with_earlier_results)


def test_a_transcript_that_is_a_renamed_picture(with_earlier_results: Path) -> None:
    (with_earlier_results / "raw" / "transcripts" / "P01_interview.vtt").write_bytes(PNG)
    message = one_sentence(command("run", with_earlier_results))
    assert "P01_interview.vtt" in message
    assert "picture" in message
    assert untouched(with_earlier_results)


def test_an_unknown_group_in_the_register(with_earlier_results: Path) -> None:
    path = with_earlier_results / "register.xlsx"
    workbook = load_workbook(path)
    sheet = workbook.active
    group = next(cell.column for cell in sheet[1] if cell.value == "group")
    sheet.cell(row=7, column=group).value = "MSAs"
    workbook.save(path)
    message = one_sentence(command("run", with_earlier_results))
    assert "register.xlsx, row 7" in message
    assert "'MSAs'" in message
    assert "did you mean 'MSA'?" in message
    assert untouched(with_earlier_results)


def test_a_file_that_belongs_to_nobody(with_earlier_results: Path) -> None:
    (with_earlier_results / "raw" / "transcripts" / "interview.txt").write_text("I: Yes?\nR: No.", encoding="utf-8")
    assert "interview.txt" in one_sentence(command("run", with_earlier_results))
    assert untouched(with_earlier_results)


def test_two_transcripts_of_one_participant(with_earlier_results: Path) -> None:
    (with_earlier_results / "raw" / "transcripts" / "P01_again.txt").write_text("I: Yes?\nR: No.", encoding="utf-8")
    assert "P01 has two transcripts" in one_sentence(command("run", with_earlier_results))


def test_a_folder_with_something_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    assert str(tmp_path) in one_sentence(command("demo", tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_criterion_on_a_column_the_register_lacks(with_earlier_results: Path) -> None:
    plan = with_earlier_results / "study.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("{ workwell =", "{ workwel ="), encoding="utf-8")
    message = one_sentence(command("run", with_earlier_results))
    assert "'workwel'" in message
    assert "At least one WorkWell area" in message
    assert untouched(with_earlier_results)
