"""A run does again only what changed, repeats itself exactly, and heeds consent."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from lmep_consult.errors import ConsultError
from lmep_consult.run.chain import Outcome, run
from lmep_consult.run.freshness import last_run
from lmep_consult.study import Study


def small(folder: Path) -> Study:
    """The study with three interviews and one workshop left, to run quickly."""
    for path in (folder / "raw" / "transcripts").iterdir():
        if path.name[:3] not in ("P01", "P11", "P14"):
            path.unlink()
    for kind in ("polls", "attendance"):
        for path in (folder / "raw" / kind).iterdir():
            if not path.name.startswith("W3"):
                path.unlink()
    return Study.open(folder)


def set_cell(register: Path, participant: str, column: str, value: str) -> None:
    workbook = load_workbook(register)
    sheet = workbook.active
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == participant)
    sheet.cell(row=row, column=at).value = value
    workbook.save(register)


def test_a_run_is_fresh_until_an_input_or_a_report_changes(study_folder: Path) -> None:
    study = small(study_folder)
    assert last_run(study) is None
    run(study)
    assert last_run(study) is not None
    report = study.reports / "scoping_report.html"
    report.write_text(report.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert last_run(study) is None
    run(study)
    transcript = study_folder / "raw" / "transcripts" / "P01_interview.vtt"
    transcript.write_bytes(transcript.read_bytes() + b"\n")
    assert last_run(study) is None


def test_the_same_study_gives_the_same_bytes(study_folder: Path, tmp_path: Path) -> None:
    """But for the time of the run, which the page tells in one place."""
    study = small(study_folder)
    kinds = (".csv", ".html", ".svg", ".png", ".md")

    def made() -> dict[str, bytes]:
        run(study)
        files = {path.name: path.read_bytes() for path in study.reports.rglob("*") if path.suffix in kinds}
        page, times = re.subn(rb"<time datetime=[^<]*</time>", b"", files["scoping_report.html"])
        assert times == 1
        notes, times = re.subn(rb"\nMade: [^\n]*", b"", files["scoping_report.govspeak.md"])
        return files | {"scoping_report.html": page, "scoping_report.govspeak.md": notes}

    assert made() == made()


def test_who_withdrew_is_in_nothing_that_is_made(study_folder: Path) -> None:
    set_cell(study_folder / "register.xlsx", "P01", "status", "withdrew")
    set_cell(study_folder / "register.xlsx", "P12", "status", "withdrew")  # voted in the third workshop
    outcome = run(small(study_folder))
    assert "P01" not in outcome.data.transcripts
    assert "P12" not in set(outcome.data.ballots["voter"]) | set(outcome.data.attended["participant"])
    assert not (outcome.analysis.frames["quotes"]["participant"] == "P01").any()
    assert outcome.data.problems["what"].str.contains("withdrew").any()


def test_who_would_not_be_recorded_or_quoted_is_not(study_folder: Path) -> None:
    set_cell(study_folder / "register.xlsx", "P11", "consent_recording", "no")
    set_cell(study_folder / "register.xlsx", "P14", "consent_quoting", "no")
    outcome = run(small(study_folder))
    assert "P11" not in outcome.data.transcripts
    assert set(outcome.analysis.frames["quotes"]["participant"]) == {"P01"}
    assert (outcome.analysis.coded.counted["participant"] == "P14").any()


def test_a_report_open_in_another_program_is_named(study_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = small(study_folder)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "scoping_tables.xlsx":
            raise PermissionError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ConsultError, match=r"scoping_tables\.xlsx is open in another program"):
        run(study)
    assert last_run(study) is None


def test_working_files_hold_no_name_but_the_key(demo_run: Outcome, demo_source: Path) -> None:
    names = pd.read_csv(demo_source / "register.csv")["name"]
    for path in (demo_run.study.working / "transcripts").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text]
    key = (demo_run.study.working / "pseudonyms.key").read_text(encoding="utf-8")
    assert all(name in key for name in names)


def test_a_changed_transcript_leaves_no_older_text_behind(study_folder: Path) -> None:
    study = small(study_folder)
    run(study)
    before = {path.name for path in (study.working / "transcripts").iterdir()}
    path = study_folder / "raw" / "transcripts" / "P14_interview.vtt"
    path.write_text("WEBVTT\n\n00:00.000 --> 00:09.000\n<v Jolene Pickersgill>Only this.</v>\n", encoding="utf-8")
    run(study)
    after = {path.name for path in (study.working / "transcripts").iterdir()}
    assert len(before) == len(after) == 3
    assert len(before & after) == 2


def without(folder: Path, *kinds: str) -> Study:
    study = small(folder)
    for kind in kinds:
        for path in (folder / "raw" / kind).iterdir():
            path.unlink()
    return study


def test_a_study_of_interviews_alone(study_folder: Path) -> None:
    outcome = run(without(study_folder, "polls", "attendance"))
    assert outcome.tables["priorities"].table.frame.empty
    assert len(outcome.tables["quotes"].table.frame) > 0
    assert "Priority themes for evidence reviews" not in (outcome.study.reports / "scoping_report.html").read_text(
        "utf-8"
    )


def test_a_study_of_workshops_alone(study_folder: Path) -> None:
    outcome = run(without(study_folder, "transcripts"))
    assert outcome.tables["themes_by_group"].table.frame.empty
    assert set(outcome.tables["priorities"].table.frame["base"]) == {5, 6}
    sample = outcome.tables["sample_interviews"].table.frame.set_index("group")["achieved"]
    assert sample["All groups"] == 0
