"""A run heeds consent, names the file that it cannot replace, and does without what a study has none of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import tiny
from openpyxl import load_workbook
from tiny_changes import votes_changed
from windows import open_elsewhere

from lmep_consult.errors import ConsultError
from lmep_consult.run import swap
from lmep_consult.run.chain import Outcome, run
from lmep_consult.run.freshness import last_run
from lmep_consult.study import Study


def set_cell(register: Path, participant: str, column: str, value: str) -> None:
    workbook = load_workbook(register)
    sheet = workbook.active
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == participant)
    sheet.cell(row=row, column=at).value = value
    workbook.save(register)


@pytest.mark.usefixtures("without_charts")
def test_who_withdrew_is_in_nothing_that_is_made(tiny_folder: Path) -> None:
    set_cell(tiny_folder / "register.xlsx", "P1", "status", "withdrew")
    outcome = run(Study.open(tiny_folder))
    assert "P1" not in outcome.data.transcripts
    assert "P1" not in set(outcome.data.ballots["voter"]) | set(outcome.data.attended["participant"])
    assert not (outcome.quotations.quotes["participant"] == "P1").any()
    assert outcome.data.problems["what"].str.contains("withdrew").any()


@pytest.mark.usefixtures("without_charts")
def test_who_would_not_be_recorded_or_quoted_is_not(tiny_folder: Path) -> None:
    register = tiny_folder / "register.xlsx"
    tiny.register(register, consent_recording="yes")
    set_cell(register, "P1", "consent_recording", "no")
    set_cell(register, "P2", "consent_quoting", "no")
    outcome = run(Study.open(tiny_folder))
    assert "P1" not in outcome.data.transcripts
    assert set(outcome.quotations.quotes["participant"]) <= {"P3", "P4", "P5", "P6"}
    assert (outcome.analysis.coded.counted["participant"] == "P2").any()


def test_a_report_open_in_another_program_is_named(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a drive where that keeps a folder from being replaced; what the last run left stays."""
    reports = tiny_folder / "reports"
    before = {path: path.read_bytes() for path in reports.rglob("*.*")}
    votes_changed(tiny_folder)
    with monkeypatch.context() as patch:
        patch.setattr(swap, "_exchange_call", lambda: None)
        open_elsewhere(patch, reports / "scoping_tables.xlsx")
        with pytest.raises(ConsultError, match=r"scoping_tables\.xlsx is open in another program"):
            run(Study.open(tiny_folder))
    assert last_run(Study.open(tiny_folder)) is None
    assert {path: path.read_bytes() for path in reports.rglob("*.*")} == before


def test_working_files_hold_no_name_but_the_key(demo_run: Outcome, demo_source: Path) -> None:
    names = pd.read_csv(demo_source / "register.csv")["name"]
    for path in (demo_run.study.working / "transcripts").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text]
    key = (demo_run.study.working / "pseudonyms.key").read_text(encoding="utf-8")
    assert all(name in key for name in names)


@pytest.mark.usefixtures("without_charts")
def test_a_changed_transcript_leaves_no_older_text_behind(tiny_folder: Path) -> None:
    study = Study.open(tiny_folder)
    before = {path.name for path in (study.working / "transcripts").iterdir()}
    tiny.write(tiny_folder / "raw" / "transcripts" / "P6_interview.txt", "I: What of the fares?\nP6: Only this fare.\n")
    run(study)
    after = {path.name for path in (study.working / "transcripts").iterdir()}
    assert len(before) == len(after) == 6
    assert len(before & after) == 5


def without(folder: Path, *kinds: str) -> Study:
    for kind in kinds:
        for path in (folder / "raw" / kind).iterdir():
            path.unlink()
    return Study.open(folder)


@pytest.mark.usefixtures("without_charts")
def test_a_study_of_interviews_alone(tiny_folder: Path) -> None:
    page = tiny_folder / "reports" / "scoping_report.html"
    assert "Priorities" in page.read_text("utf-8")
    outcome = run(without(tiny_folder, "polls", "attendance"))
    assert outcome.tables["priorities"].table.frame.empty
    assert len(outcome.tables["quotes"].table.frame) > 0
    assert "Priorities" not in page.read_text("utf-8")


@pytest.mark.usefixtures("without_charts")
def test_a_study_of_workshops_alone(tiny_folder: Path) -> None:
    outcome = run(without(tiny_folder, "transcripts"))
    assert outcome.tables["themes_by_group"].table.frame.empty
    assert set(outcome.tables["priorities"].table.frame["base"]) == {6}  # not of the groups of three voters
    sample = outcome.tables["sample_interviews"].table.frame.set_index("group")["achieved"]
    assert sample["All groups"] == 0
