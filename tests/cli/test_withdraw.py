"""withdraw, purge, panel and check, as a person types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lmep_consult.cli import app
from lmep_consult.errors import StudyError

pytestmark = pytest.mark.usefixtures("without_charts")


def typed(*words: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=answer, catch_exceptions=False)


@pytest.fixture
def folder(tiny_folder: Path) -> Path:
    return tiny_folder


def test_a_withdrawal_is_asked_about_carried_out_and_the_study_run_again(folder: Path) -> None:
    refused = typed("withdraw", "P1", "--study", folder, answer="n\n")
    assert refused.exit_code == 1
    assert "1 files of their own" in refused.output
    assert "Nothing was deleted." in refused.output
    assert (folder / "raw" / "transcripts" / "P1_interview.txt").exists()
    done = typed("withdraw", "P1", "--reason", "by email", "--study", folder, answer="y\n")
    assert done.exit_code == 0
    assert "P1 is withdrawn" in done.output
    assert not (folder / "raw" / "transcripts" / "P1_interview.txt").exists()
    assert (folder / "reports" / "run.json").exists()
    assert (folder / "working" / "withdrawals" / "P1_changes.csv").exists()
    again = typed("withdraw", "P1", "--study", folder)
    assert again.exit_code == 0
    assert "P1 withdrew before, and nothing of theirs is left" in again.output


def test_a_withdrawal_stands_where_the_study_cannot_be_run_again(folder: Path) -> None:
    (folder / "raw" / "transcripts" / "P6_interview.txt").write_text("Nobody speaks.\n", encoding="utf-8")
    done = typed("withdraw", "P1", "--yes", "--study", folder)
    assert done.exit_code == 1
    assert "P1 is withdrawn" in done.output
    assert "could not be made again: " in done.output
    assert "P6_interview.txt" in done.output


def test_an_unfinished_withdrawal_refuses_the_others_and_is_finished_without_asking(folder: Path) -> None:
    shutil.rmtree(folder / "reports")  # where nothing has changed since a run, nothing is refused
    journal = folder / "working" / "unfinished.json"
    begun = '"date": "2026-04-01", "reason": "by letter", "counts": {"files of their own": 1}'
    journal.write_text(f'{{"what": "The withdrawal of P1", "command": "withdraw P1", {begun}}}', encoding="utf-8")
    for command in (("run",), ("import",), ("rank",), ("panel",), ("withdraw", "P6", "--yes"), ("purge", "--yes")):
        with pytest.raises(StudyError, match=r"begun and not finished; finish it with `lmep-consult withdraw P1`\.$"):
            typed(*command, "--study", folder)
    assert "The withdrawal of P1 was begun" in typed("check", "--study", folder).output
    done = typed("withdraw", "P1", "--study", folder)
    assert done.exit_code == 0, done.output
    assert "by letter" in (folder / "working" / "withdrawals.csv").read_text(encoding="utf-8-sig")


def test_a_purge_is_asked_about_and_then_nothing_can_be_run(folder: Path) -> None:
    assert "Nothing was deleted." in typed("purge", "--study", folder, answer="n\n").output
    done = typed("purge", "--yes", "--study", folder)
    assert done.exit_code == 0
    assert "recycle bins" in done.output
    assert (folder / "purge_certificate.txt").exists()
    assert (folder / "reports" / "scoping_report.html").exists()
    assert not any((folder / "raw" / "transcripts").iterdir())
    for command in ("run", "import", "code", "rank", "coverage", "panel"):
        with pytest.raises(StudyError, match="was purged, so there is nothing left to read"):
            typed(command, "--study", folder)
    assert "purged before" in typed("purge", "--study", folder).output


def test_the_panel_is_written_for_the_team_and_only_counted_on_the_screen(few_folder: Path) -> None:
    done = typed("panel", "--study", few_folder)
    written = (few_folder / "working" / "user_panel.csv").read_text(encoding="utf-8-sig")
    assert written.startswith("review,rank,participant,name,email,group,organisation\nLocal implementation,")
    people = {line.split(",")[2] for line in written.splitlines()[1:]}
    assert done.output.strip().startswith(f"{len(people)} people agreed to be contacted and voted")
    assert "@" not in done.output


def test_a_check_without_files_is_of_the_study(folder: Path) -> None:
    (folder / "raw" / "transcripts" / "notes.txt").write_text("I: a\nP: b\n", encoding="utf-8")
    said = typed("check", "--study", folder).output
    assert "things to do" in said
    assert "raw/transcripts/notes.txt: its name begins with the id of nobody" in said
