"""lmep-consult check: what would be made of a file, without a study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tiny
from layouts import FILES
from typer.testing import CliRunner, Result

from lmep_consult.cli import app

RAW = Path(__file__).parents[2] / "data" / "demo" / "raw"


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, words)])


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("transcripts/P07_interview.vtt", ["teams-vtt, 48 turns", "Marek Wojtkowiak", "24"]),
        ("transcripts/P11_interview.docx", ["labelled-docx", "Interviewer"]),
        ("polls/W5_formats.csv", ["poll export (Forms), 5 responses", "ranking", "Evidence toolkit"]),
        ("attendance/W3_attendance.csv", ["attendance report", "minutes"]),
        ("../../../codebooks/lmep.yaml", ["codebook, ", "codes", "format-toolkit", "Not placed, or to look at: 0"]),
        ("../register.xlsx", ["register, ", "took part", "consent_quoting", "Not placed, or to look at: 0"]),
    ],
)
def test_the_kind_of_a_file_is_found_and_what_it_holds_is_shown(file: str, told: list[str]) -> None:
    result = check(RAW / file, "--date", "2026-02-12")
    assert result.exit_code == 0, result.output
    for words in told:
        assert words in result.output


def test_what_cannot_be_placed_is_listed_and_every_character_counted(tmp_path: Path) -> None:
    path = tmp_path / "P99.vtt"
    path.write_text("ab\n\n00:01.000 --> 00:02.000\n<v A>cd</v>\n\n00:03.000 --> 00:04.000\n", encoding="utf-8")
    result = check(path)
    assert "Of its visible characters: 52 furniture, 2 speech" in result.output
    assert "Not placed, or to look at: 1" in result.output
    assert "a cue without words" in result.output


def test_one_file_that_is_refused_keeps_no_other_back(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_text("Nobody speaks here.\n", encoding="utf-8")
    good.write_text(FILES["typed.txt"], encoding="utf-8")
    result = check(bad, good)
    assert result.exit_code == 1
    assert f"{bad}: no speaker was found in it" in result.output
    assert "labelled-txt, 4 turns" in result.output


def test_a_file_of_a_study_is_of_its_events_day_and_another_says_which_day_it_was_taken_for(tmp_path: Path) -> None:
    report = RAW / "attendance" / "W1_attendance.csv"
    assert "was read as the first" not in check(report).output
    alone = tmp_path / report.name
    shutil.copyfile(report, alone)
    assert "was read as the first; give the event's date" in check(alone).output
    assert "was read as the first" not in check(alone, "--date", "2026-02-10").output


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"", b"%PDF-1.4 x", b"\0" * 100])
def test_what_is_none_of_them_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "P99_interview"
    path.write_bytes(content)
    result = check(path)
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    assert str(path) in result.output


def test_shares_of_speakers_and_words_set_aside_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "P07_interview.txt"
    path.write_text("Interview in Leeds\n\nInterviewer: Why so?\nP07: It is the money, mostly.\n", encoding="utf-8")
    output = check(path).output
    assert "29%" in output
    assert "71%" in output
    assert "Words set aside, other than labels: 3" in output
    assert "before the first turn" in output
    assert "Warning" not in output


@pytest.mark.parametrize(
    ("name", "text", "warning"),
    [
        ("P07.txt", "Interviewer: Why?\nP08: Money.\n", "P07, by whom the file is called, says nothing"),
        ("P07.txt", "Interviewer: Why?\nMoney.\n", "only 'Interviewer' speaks"),
        ("P07.txt", "Interviewer 1: Why?\nInterviewer 2: Well?\n", "only interviewers speak"),
    ],
)
def test_it_warns_where_somebody_who_should_speak_is_silent(tmp_path: Path, name: str, text: str, warning: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert f"Warning: {warning}" in check(tmp_path / name).output


def test_a_study_that_was_never_run_has_something_to_do(tmp_path: Path) -> None:
    tiny.tiny(tmp_path)
    result = check("--study", tmp_path)
    assert "1 thing to do\n  reports: none are made yet; `lmep-consult run` makes them" in result.output
