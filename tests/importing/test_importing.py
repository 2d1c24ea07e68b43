"""Raw files are imported one by one, each whole or not at all, and again only when they changed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny
from dying import dying_at
from openpyxl import load_workbook

from lmep_consult.errors import InputError
from lmep_consult.importing import Imports, import_files, study_data_of
from lmep_consult.study import Study

KEPT = ("P1_interview.txt", "P2_interview.txt", "W1_themes.xlsx", "W1_attendance.csv")
RECORDED = {*KEPT, "register.xlsx"}
WORKING_FOLDERS = ("imported", "transcripts")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The tiny study with four of its raw files."""
    made = tiny.tiny(tmp_path / "study")
    for path in (made.folder / "raw").rglob("*.*"):
        if path.name not in KEPT:
            path.unlink()
    return made


def raw(study: Study, name: str) -> Path:
    return next((study.folder / "raw").rglob(name))


def held(study: Study) -> dict[str, tuple[Any, Any]]:
    """By raw file, what its record says of it and the transcript it points to; nothing may be half there."""
    found = {}
    for place in (study.working / "imported").glob("[!.]*"):
        record = json.loads(place.read_text(encoding="utf-8"))
        content = record["content"]
        if isinstance(content, str):
            content = json.loads((study.working / content).read_text(encoding="utf-8"))
        found[record["file"]] = (record["sha256"], content)
    return found


def same(one: Imports, other: Imports) -> bool:
    return one.files == other.files


def test_a_second_import_reads_nothing_and_gives_the_same(study: Study) -> None:
    first = import_files(study)
    second = import_files(study)
    assert {Path(name).name for name in first.reread} == set(KEPT)
    assert second.reread == frozenset()
    assert same(first, second)


def test_only_a_changed_file_is_read_again(study: Study) -> None:
    import_files(study)
    path = raw(study, "P2_interview.txt")
    path.write_text(path.read_text(encoding="utf-8") + "P2: One thing more, the canal.\n", encoding="utf-8")
    again = import_files(study)
    assert again.reread == {"transcripts/P2_interview.txt"}
    assert again.files["transcripts/P2_interview.txt"].content["text"].endswith("One thing more, the canal.")
    assert len(list((study.working / "transcripts").iterdir())) == 2


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ('title = "Buses"', 'title = "More buses"', 0),  # of reports alone
        ("minimum_base = 2", 'minimum_base = 2\nallow = ["Shelter"]', len(KEPT)),  # words that are taken for no names
        ('"Shelters"]', '"Shelters", "Other"]', len(KEPT)),
        ('"Imogen Farrowby"', '"Imogen Farrowby", "Ada Quill"', len(KEPT)),
    ],
)
def test_all_files_are_read_again_when_a_setting_changes_by_which_files_are_read(
    study: Study, before: str, after: str, read: int
) -> None:
    import_files(study)
    settings = study.folder / "study.toml"
    text = settings.read_text(encoding="utf-8")
    assert before in text
    tiny.write(settings, text.replace(before, after))
    assert len(import_files(Study.open(study.folder)).reread) == read


def test_a_damaged_record_is_made_anew(study: Study) -> None:
    first = import_files(study)
    for place in (study.working / "imported").iterdir():
        place.write_text('{"half": ', encoding="utf-8")
    assert same(first, import_files(study))


def test_a_file_that_cannot_be_read_keeps_none_of_the_others_out(study: Study) -> None:
    first = import_files(study)
    path = raw(study, "P2_interview.txt")
    path.write_text("Nobody speaks here.\n", encoding="utf-8")
    before = held(study)
    again = import_files(study)
    assert list(again.failures) == ["transcripts/P2_interview.txt"]
    assert isinstance(again.failures["transcripts/P2_interview.txt"], InputError)
    assert again.files.keys() == first.files.keys() - again.failures.keys()
    assert held(study) == before


def test_what_is_gone_from_raw_is_gone_from_working(study: Study) -> None:
    import_files(study)
    raw(study, "P2_interview.txt").unlink()
    import_files(study)
    assert held(study).keys() == RECORDED - {"P2_interview.txt"}
    assert not list((study.working / "transcripts").glob("P2*"))


STEPS: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (os, "fdopen"),
    (Path, "chmod"),
    (Path, "replace"),
    (Path, "unlink"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked on Windows")
def test_killed_at_any_step_of_writing_each_file_is_there_as_before_or_whole(study: Study, tmp_path: Path) -> None:
    import_files(study)
    old = held(study)
    for name in ("P1_interview.txt", "P2_interview.txt"):
        path = raw(study, name)
        path.write_bytes(path.read_bytes().replace(b"fares", b"high fares"))
    before = study.folder.rename(tmp_path / "before")
    whole = Study.open(shutil.copytree(before, tmp_path / "whole"))
    result = import_files(whole)
    new = held(whole)
    step, ended = 0, 9
    while ended == 9:
        folder = shutil.copytree(before, tmp_path / f"killed_{step}")
        killed = Study.open(folder)
        child = os.fork()
        if child == 0:
            dying_at(step, STEPS)
            import_files(killed)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for name, content in held(killed).items():
            assert content in (old[name], new[name])
        again = import_files(killed)
        assert same(again, result)
        assert held(killed) == new
        files = [path for part in WORKING_FOLDERS for path in (folder / "working" / part).iterdir()]
        assert len(files) == len(RECORDED) + 2
        shutil.rmtree(folder)
        step += 2
    assert step > 10


def test_what_files_hold_together_does_not_depend_on_the_order_they_came_in(study: Study, tmp_path: Path) -> None:
    at_once = study_data_of(study, import_files(study))
    aside = raw(study, "P1_interview.txt").rename(tmp_path / "P1_interview.txt")
    for part in WORKING_FOLDERS:
        shutil.rmtree(study.working / part)
    import_files(study)
    shutil.move(aside, study.folder / "raw" / "transcripts" / "P1_interview.txt")
    one_by_one = study_data_of(study, import_files(study))
    assert {name: t.text for name, t in at_once.transcripts.items()} == {
        name: t.text for name, t in one_by_one.transcripts.items()
    }
    assert at_once.ballots.equals(one_by_one.ballots)


def test_a_meeting_in_two_reports_counts_no_minute_twice_and_is_a_problem(study: Study) -> None:
    once = study_data_of(study, import_files(study))
    report = raw(study, "W1_attendance.csv")
    again = report.read_bytes().decode("utf-16") + "\r\n"  # the same meeting, exported another time
    report.with_name("W1_attendance_again.csv").write_bytes(again.encode("utf-16"))
    twice = study_data_of(study, import_files(study))
    assert twice.attended.equals(once.attended)
    assert list(twice.problems.loc[twice.problems["file"] == "raw/attendance", "where"]) == ["W1"]


@pytest.mark.parametrize(("rule", "events"), [("last", {"W2"}), ("first", {"W1"}), ("both", {"W1", "W2"})])
def test_who_answers_a_poll_in_two_workshops_counts_as_study_toml_says(
    study: Study, rule: str, events: set[str]
) -> None:
    plan = (study.folder / "study.toml").read_text(encoding="utf-8")
    event = '[[events]]\nid = "W2"\nname = "Second workshop"\ndate = 2026-02-12\ngroups = ["A", "B"]\n\n[[polls]]\n'
    plan = plan.replace("[[polls]]\n", event, 1)
    tiny.write(
        study.folder / "study.toml", plan.replace('id = "themes"', f'id = "themes"\nrepeat_answers = "{rule}"', 1)
    )
    workbook = load_workbook(raw(study, "W1_themes.xlsx"))
    for row in workbook.active.iter_rows(min_row=2):
        row[1].value = row[1].value.replace("2026-02-10", "2026-02-12")
    workbook.save(study.folder / "raw" / "polls" / "W2_themes.xlsx")
    again = Study.open(study.folder)
    data = study_data_of(again, import_files(again))
    people = data.ballots[data.ballots["voter"].str.replace(" (2)", "").isin(data.register["participant"])]
    assert set(people["event"]) == events
    assert not data.ballots.duplicated(["poll", "question", "voter", "option"]).any()
    said = data.problems.loc[data.problems["file"] == "raw/polls", "what"]
    assert len(said) == people["voter"].str.replace(" (2)", "").nunique()
    assert said.str.contains(
        "answered question themes of the poll themes in W1_themes.xlsx and in W2_themes.xlsx"
    ).all()
