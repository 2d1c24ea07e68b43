"""What was read of each person's consent, and what stays out because of it, said in import, run and check."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tiny import PEOPLE, tiny, write
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.importing import consents_kept, read_study_data
from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")

RECORDING = ("Y", True, "no", "", "yes", "yes, but not on pay")
QUOTING = ("TRUE", "y", "yes", "yes", "N", "maybe")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The tiny study whose six people answered otherwise about recording and quoting; P1 to P6 were interviewed."""
    tiny(tmp_path)
    book = load_workbook(tmp_path / "register.xlsx")
    sheet = book.active
    for at, heading in ((8, "consent_recording"), (9, "interview")):
        sheet.cell(1, at, heading)
    for row, (recording, quoting) in enumerate(zip(RECORDING, QUOTING, strict=True), start=2):
        sheet.cell(row, 7, quoting)
        sheet.cell(row, 8, recording)
        sheet.cell(row, 9, "took part")
    book.save(tmp_path / "register.xlsx")
    return Study.open(tmp_path)


def test_each_answer_is_there_as_written_and_as_read_with_what_stays_out(study: Study) -> None:
    kept = consents_kept(read_study_data(study)).set_index(["purpose", "participant"])
    assert kept.loc["recording", "written"].tolist() == ["Y", "True", "no", "", "yes", "yes, but not on pay"]
    assert kept.loc["recording", "read"].tolist() == ["yes", "yes", "no", "neither", "yes", "neither"]
    assert kept.loc["quoting", "read"].tolist() == ["yes", "yes", "yes", "yes", "no", "neither"]
    assert kept.loc["recording", "left_out"].tolist() == [
        "", "", "P3_interview.txt: the file is not read", "P4_interview.txt: the file is not read", "",
        "P6_interview.txt: the file is not read",
    ]  # fmt: skip
    assert set(kept.loc["quoting", "left_out"]) == {"", "nothing of theirs is quoted"}


def test_who_may_not_be_recorded_is_not_said_to_be_missing_from_the_transcripts(study: Study) -> None:
    assert not read_study_data(study).problems["what"].str.contains("is not in the transcripts").any()
    (study.folder / "raw" / "transcripts" / "P1_interview.txt").unlink()
    missing = read_study_data(study).problems
    assert missing.loc[missing["what"].str.contains("is not in the transcripts"), "where"].tolist() == ["P1"]


def test_turns_left_out_of_a_group_discussion_are_said_by_person(study: Study) -> None:
    names = {who: name for who, name, _, _ in PEOPLE}
    talk = f"{names['P1']}: Hello.\n{names['P3']}: I am here.\n{names['P1']}: Good.\n{names['P3']}: Yes.\n"
    write(study.folder / "raw" / "transcripts" / "W1_discussion.txt", talk)
    data = read_study_data(study)
    assert set(data.transcripts["W1"].turns["participant"]) == {"P1"}
    kept = consents_kept(data).set_index(["purpose", "participant"])["left_out"]
    assert "W1_discussion.txt: 2 turns of theirs are left out" in kept["recording", "P3"]


@pytest.mark.parametrize("command", ["import", "run", "check"])
def test_each_command_says_it(study: Study, command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--study", str(study.folder)]).output
    assert "  recording: 3 yes, 1 no, 2 neither, which counts as no" in shown, shown
    assert "    P4 (blank): P4_interview.txt: the file is not read" in shown
    assert "    P6 (yes, but not on pay): P6_interview.txt: the file is not read" in shown
    assert "    P5 (N): nothing of theirs is quoted" in shown


def test_a_register_that_asks_nobody_is_said_to(tmp_path: Path) -> None:
    tiny(tmp_path)
    book = load_workbook(tmp_path / "register.xlsx")
    book.active.delete_cols(7)
    book.save(tmp_path / "register.xlsx")
    shown = CliRunner().invoke(app, ["import", "--study", str(tmp_path)]).output
    assert "Consent: the register has no column consent_recording, consent_quoting or the like" in shown
