"""Deciding and adjudicating in the terminal: each answer is kept before the next question."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.coding import fold, read_logs
from lmep_consult.errors import CodingError
from lmep_consult.run.chain import Outcome


@pytest.fixture
def study(demo_run: Outcome, tmp_path: Path) -> Path:
    """P07's interview alone, with nobody's decisions yet, to be coded twice."""
    folder = tmp_path / "study"
    shutil.copytree(demo_run.study.folder, folder)
    shutil.rmtree(folder / "working" / "codings")
    for path in (folder / "raw").rglob("*"):
        if path.is_file() and not path.name.startswith("P07"):
            path.unlink()
    plan = folder / "study.toml"
    text = plan.read_text(encoding="utf-8")
    rounds = text[text.index("[[coding.rounds]]") : text.index("# --- what may leave")]
    plan.write_text(
        text.replace(rounds, '[[coding.rounds]]\nsources = ["P07"]\ncoders = ["A", "B"]\n'), encoding="utf-8"
    )
    return folder


def answer(study: Path, *arguments: str, lines: str = "") -> str:
    result = CliRunner().invoke(app, ["code", "--study", str(study), *arguments], input=lines)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def kept(study: Path) -> list[tuple[str, str]]:
    decisions, problems = read_logs(study / "working" / "codings")
    assert not problems
    return [(decision.action, decision.code) for decision in decisions]


def test_each_answer_is_a_decision_in_the_coders_log(study: Path) -> None:
    said = answer(study, "--by", "A", "--source", "P07", lines="a\nr\nc barrier-time\nn look again\nu\nq\n")
    assert "suggestions to decide on" in said
    actions = kept(study)
    assert [action for action, _ in actions] == ["accept", "reject", "change", "memo", "undo"]
    assert actions[2][1] == "barrier-time"
    assert (study / "working" / "codings" / "A.jsonl").is_file()


def test_what_was_decided_is_not_asked_again(study: Path) -> None:
    first = answer(study, "--by", "A", "--source", "P07", lines="a\nq\n")
    again = answer(study, "--by", "A", "--source", "P07", lines="q\n")
    number = [
        int(line.split(" ", 1)[0]) for text in (first, again) for line in text.splitlines() if "to decide on" in line
    ]
    assert number[1] < number[0]


def test_words_that_are_not_said_and_codes_that_are_not_there_are_answered_with_a_sentence(study: Path) -> None:
    said = answer(study, "--by", "A", "--source", "P07", lines="+ barrier-time nobody said this\nc barrier-tim\nx\nq\n")
    assert "do not stand in this turn" in said
    assert "did you mean barrier-time" in said
    assert kept(study) == []


def test_two_coders_who_differ_are_settled_by_a_third_with_a_reason(study: Path) -> None:
    answer(study, "--by", "A", "--source", "P07", lines="a\nr\nd\n")
    answer(study, "--by", "B", "--source", "P07", lines="a\na\nd\n")
    assert "1 to adjudicate" in answer(study)
    said = answer(study, "--by", "C", "--adjudicate", lines="d only in passing\n")
    assert "not by A" in said
    assert "0 to adjudicate" in answer(study)
    folded = fold(read_logs(study / "working" / "codings")[0])
    assert folded.adjudications["memo"].tolist() == ["only in passing"]
    assert folded.adjudications["verdict"].tolist() == ["drop"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--done"], "say whose with --by"),
        (["--by", "A", "--done"], "with --source"),
        (["--by", "A", "--source", "P99"], "No transcript is of 'P99'"),
        (["--by", "A/B"], "cannot be the name of a file"),
    ],
)
def test_what_is_missing_is_said(study: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(CodingError, match=said):
        answer(study, *arguments)
