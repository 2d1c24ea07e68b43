"""What lies under raw/ is read or reported: folders in folders, copies, pictures, files in the wrong place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from tiny import ANSWERS, tiny, write

from lmep_consult.errors import InputError
from lmep_consult.importing import import_files, read_study_data
from lmep_consult.importing.stray import copy_of
from lmep_consult.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny(tmp_path / "study")


def problems(study: Study) -> dict[str, str]:
    """What is said of each file."""
    found = read_study_data(study).problems
    return {str(file): "; ".join(rows["what"]) for file, rows in found.groupby("file")}


def test_a_file_in_a_folder_of_its_kind_is_read(study: Study) -> None:
    transcripts = study.folder / "raw" / "transcripts"
    (transcripts / "wave 2").mkdir()
    (transcripts / "P6_interview.txt").rename(transcripts / "wave 2" / "P6_interview.txt")
    assert set(read_study_data(study).transcripts) == set(ANSWERS)
    assert problems(study) == {}


def test_a_folder_may_say_whose_its_files_are(study: Study) -> None:
    transcripts = study.folder / "raw" / "transcripts"
    (transcripts / "P6").mkdir()
    (transcripts / "P6_interview.txt").rename(transcripts / "P6" / "interview.txt")
    assert "P6" in read_study_data(study).transcripts


def test_a_file_in_no_folder_that_is_read_is_reported(study: Study) -> None:
    raw = study.folder / "raw"
    write(raw / "P7_late.txt", "I: So?\nP7: Nothing.\n")
    write(raw / "surveys" / "answers.csv", "ID\n1\n")
    write(raw / "recordings" / "P1.m4a", "a recording")
    said = problems(study)
    assert set(said) == {"P7_late.txt", "answers.csv"}
    assert all("not read: put it into raw/transcripts" in what for what in said.values())


@pytest.mark.parametrize("name", ["P1_consent.pdf", "P1_photo.JPG", "W1_recording.mp4", "P1_interview.txt.part"])
def test_what_holds_no_text_costs_itself_alone(study: Study, name: str) -> None:
    (study.folder / "raw" / "transcripts" / name).write_bytes(b"%PDF-1.7 \x00\xff")
    assert "not read" in problems(study)[name]
    assert set(read_study_data(study).transcripts) == set(ANSWERS)


@pytest.mark.parametrize("copy", ["W1_themes (1).xlsx", "W1_themes - Copy.xlsx", "W1_themes copy 2.xlsx"])
@pytest.mark.parametrize("changed", [True, False])
def test_a_second_download_is_told_and_not_counted(study: Study, copy: str, changed: bool) -> None:
    polls = study.folder / "raw" / "polls"
    shutil.copyfile(polls / "W1_themes.xlsx", polls / copy)
    if changed:
        with (polls / copy).open("ab") as file:
            file.write(b"\n")
    before = read_study_data(study).ballots
    said = problems(study)[copy]
    assert "a copy of W1_themes.xlsx" in said
    assert ("other content" if changed else "the same bytes") in said
    assert len(before) == len(ANSWERS) * 4


def test_a_copy_without_its_original_is_read(study: Study) -> None:
    polls = study.folder / "raw" / "polls"
    (polls / "W1_themes.xlsx").rename(polls / "W1_themes (1).xlsx")
    assert len(read_study_data(study).ballots) == len(ANSWERS) * 4
    assert problems(study) == {}


def test_copies_are_known_by_their_folder_too() -> None:
    there = [Path("a/W1.xlsx"), Path("b/W1 (1).xlsx")]
    assert copy_of(there[1], there) is None


def test_one_file_under_two_names_of_one_person_is_read_once(study: Study) -> None:
    transcripts = study.folder / "raw" / "transcripts"
    shutil.copyfile(transcripts / "P1_interview.txt", transcripts / "P1_zoom.txt")
    assert "byte for byte the same file as P1_interview.txt" in problems(study)["P1_zoom.txt"]


def test_one_file_under_the_names_of_two_people_is_refused(study: Study) -> None:
    transcripts = study.folder / "raw" / "transcripts"
    shutil.copyfile(transcripts / "P1_interview.txt", transcripts / "P2_interview.txt")
    (failure,) = import_files(study).failures.values()
    assert isinstance(failure, InputError)
    assert "byte for byte the same file as P1_interview.txt" in str(failure)
    assert "wrong name" in str(failure)


def test_two_parts_of_an_interview_are_joined_in_their_order(study: Study) -> None:
    transcripts = study.folder / "raw" / "transcripts"
    lines = (transcripts / "P1_interview.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (transcripts / "P1_interview.txt").unlink()
    write(transcripts / "P1_part_1.txt", "".join(lines[:2]))
    write(transcripts / "P1_part_2.txt", "".join(lines[2:]))
    joined = read_study_data(study).transcripts["P1"]
    whole = read_study_data(tiny(study.folder.parent / "whole")).transcripts["P1"]
    assert joined.text == whole.text
    columns = ["turn", "role", "participant", "text", "start_char", "end_char"]
    pd.testing.assert_frame_equal(joined.turns[columns], whole.turns[columns])


def test_an_interview_written_down_twice_counts_once(study: Study) -> None:
    """The same words as another program heard them: a few differ, and labels and layout do."""
    transcripts = study.folder / "raw" / "transcripts"
    said = (transcripts / "P1_interview.txt").read_text(encoding="utf-8")
    write(transcripts / "P1_word.txt", said.replace("too high", "to hi").replace("hospital", "hospice"))
    assert "it holds the words of P1_interview.txt again" in problems(study)["P1_word.txt"]
    assert len(read_study_data(study).transcripts["P1"].turns) == 4


def test_an_event_whose_id_has_a_space_is_no_interview(study: Study) -> None:
    plan = (study.folder / "study.toml").read_text(encoding="utf-8")
    write(study.folder / "study.toml", plan.replace('id = "W1"', 'id = "W 1"'))
    for path in [*(study.folder / "raw").rglob("W1_*")]:
        path.rename(path.with_name(path.name.replace("W1", "W 1")))
    write(
        study.folder / "raw" / "transcripts" / "W 1_talk.txt",
        "I: What do you think of the fares on the bus?\nP1: Too high.\nI: And you?\nP2: Quite.\n",
    )
    data = read_study_data(Study.open(study.folder))
    assert set(data.transcripts["W 1"].turns["question"]) == {""}


def test_an_interview_too_long_for_questions_is_reported(study: Study) -> None:
    said = "".join(f"I: And number {n}?\nP1: That is number {n}.\n" for n in range(1, 1_002))
    write(study.folder / "raw" / "transcripts" / "P1_interview.txt", said)
    assert "more than 2,000 turns" in problems(study)["P1"]
