"""The commands, as a person types them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tiny import tiny
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.errors import ConsultError
from lmep_consult.run.chain import Outcome


def typed(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_help_answers_without_pandas_or_spacy() -> None:
    code = (
        "import sys; sys.argv = ['lmep-consult', '--help']\n"
        "from lmep_consult.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert stop.code == 0\n"
        "heavy = {'pandas', 'spacy', 'numpy', 'matplotlib'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    for command in ("demo", "run", "import", "code", "rank", "coverage"):
        assert command in result.stdout


def test_demo_then_run_again(demonstration: Path) -> None:
    said = (demonstration / "said.txt").read_text(encoding="utf-8")
    assert "20 transcript files" in said
    assert "15 poll files" in said
    assert "Non-employment interventions" in said
    assert "ICB: 3 of 14 interviews, 11 short" in said
    assert "Not met: Connect to Work cluster in Wales" in said
    folder = demonstration / "study"
    assert (folder / "study.toml").is_file()
    for name in ("scoping_tables.xlsx", "scoping_report.html", "run.json", "tables/priorities.csv"):
        assert (folder / "reports" / name).is_file()
    assert "Nothing has changed" in typed("run", folder)
    assert "Nothing has changed" in typed("demo", folder)


def test_each_step_can_be_had_alone(study_folder: Path) -> None:
    listed = typed("import", "--study", study_folder)
    assert "P06_interview.docx" in listed
    assert "teams-docx-older" in listed
    assert (study_folder / "working" / "import_report.csv").is_file()
    assert "theme-employers" in typed("code", "--study", study_folder)
    assert (study_folder / "working" / "suggestions.csv").is_file()
    assert "Evidence toolkit" in typed("rank", "--study", study_folder)
    assert "Connect to Work cluster in Wales" in typed("coverage", "--study", study_folder)
    assert not (study_folder / "reports").exists()


def test_a_study_is_found_from_inside_it(demo_run: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo_run.study.folder / "raw" / "polls")
    assert "Nothing has changed" in typed("run")


@pytest.mark.usefixtures("without_charts")
def test_a_new_study_says_what_it_still_needs_and_runs_once_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    typed("init", folder)
    with pytest.raises(ConsultError, match="holds no files"):
        typed("run", folder)
    workbook = load_workbook(folder / "register.xlsx")
    person = {
        "participant": "P1",
        "name": "Orla Quist",
        "email": "o@quist.example",
        "group": "A",
        "status": "took part",
    }
    header = [cell.value for cell in workbook.active[1]]
    stages = dict.fromkeys(("status", "interview", "workshop"), "took part")
    workbook.active.append([(person | stages).get(column, "yes") for column in header])
    workbook.save(folder / "register.xlsx")
    talk = "Interviewer: What stops you?\nP1: The deadlines, mostly, and my manager Orla Quist would say the same."
    (folder / "raw" / "transcripts" / "P1.txt").write_text(talk, encoding="utf-8")
    assert "1 of 10 interviews" in typed("run", folder)
    with pytest.raises(ConsultError, match="not empty"):
        typed("init", folder)


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"`lmep-consult {command.name}" in readme


@pytest.mark.parametrize(
    ("file", "to"), [("study.toml", "csv"), ("register.xlsx", "qdpx"), ("working/names.csv", "csv")]
)
def test_an_export_takes_the_place_of_no_file_of_the_study(tmp_path: Path, file: str, to: str) -> None:
    tiny(tmp_path)
    (tmp_path / "working").mkdir()
    (tmp_path / "working" / "names.csv").write_bytes(b"kept")
    before = (tmp_path / file).read_bytes()
    result = CliRunner().invoke(app, ["export", str(tmp_path / file), "--to", to, "--study", str(tmp_path)])
    assert "is a file of the study, which an export would take the place of" in str(result.exception)
    assert (tmp_path / file).read_bytes() == before
