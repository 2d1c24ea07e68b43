"""Who is speaking in an interview."""

from __future__ import annotations

from pathlib import Path

from lmep_consult.transcripts import Transcript, identify_speakers, read_transcript


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "P07_interview.txt"
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def test_the_team_interviews_and_the_participant_answers(tmp_path: Path) -> None:
    transcript = read(tmp_path, "JANE DOE: Well?\nRoe, Sam: Yes.\nJANE DOE: Why?\nRoe, Sam: Data.\n")
    known = identify_speakers(transcript, "P07", "sam roe", ["Jane Doe", "Kim Poe"])
    assert list(known.turns["role"]) == ["interviewer", "participant"] * 2
    assert list(known.turns["participant"]) == ["", "P07"] * 2
    assert known.problems == ()
    assert known.text == transcript.text


def test_names_of_the_study_may_be_written_last_name_first(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Jane Doe: Well?\nSam Roe: Yes.\nJane Doe: Why?\nSam Roe: Data.\n")
    known = identify_speakers(transcript, "P07", "Roe, Sam", ["Doe, Jane"])
    assert list(known.turns["role"]) == ["interviewer", "participant"] * 2
    assert known.problems == ()


def test_labels_that_state_a_role_need_no_names(tmp_path: Path) -> None:
    known = identify_speakers(read(tmp_path, "INT: Well?\nR: Yes.\nP07: Data.\n"), "P07", "Sam Roe", [])
    assert list(known.turns["role"]) == ["interviewer", "participant", "participant"]
    assert list(known.turns["participant"]) == ["", "P07", "P07"]


def test_a_stranger_stays_unknown_and_is_reported_once(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Jane Doe: Well?\nAlex Noe: Yes.\nJane Doe: Why?\nAlex Noe: Data.\n")
    known = identify_speakers(transcript, "P07", "Sam Roe", ["Jane Doe"])
    assert list(known.turns["role"]) == ["interviewer", "unknown"] * 2
    assert list(known.turns["participant"]) == [""] * 4
    assert [problem.where for problem in known.problems] == ["turn 2"]
    assert "'Alex Noe' speaks in 2 turns" in known.problems[0].what


def test_the_transcript_given_is_not_changed(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Jane Doe: Well?\nSam Roe: Yes.\nJane Doe: Why?\nSam Roe: Data.\n")
    identify_speakers(transcript, "P07", "Sam Roe", ["Jane Doe"])
    assert set(transcript.turns["role"]) == {"unknown"}
