"""Deciding and adjudicating in the terminal: each answer is kept before the next question."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.coding import fold, read_logs
from lmep_consult.errors import CodingError


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Six short interviews; P2's is to be coded twice, and two passages of it are suggested."""
    made = tiny.tiny(tmp_path / "study")
    with (made.folder / "study.toml").open("a", encoding="utf-8") as plan:
        plan.write('\n[[coding.rounds]]\nsources = ["P2"]\ncoders = ["A", "B"]\n')
    return made.folder


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
    said = answer(study, "--by", "A", "--source", "P2", lines="n look again\na\nc Routes\nu\nr\nq\n")
    assert "2 suggestions to decide on" in said
    assert kept(study) == [
        ("memo", "fares"), ("accept", "fares"), ("change", "routes"), ("undo", ""), ("reject", "shelters"),
    ]  # fmt: skip
    assert (study / "working" / "codings" / "A.jsonl").is_file()


def test_what_was_decided_is_not_asked_again(study: Path) -> None:
    first = answer(study, "--by", "A", "--source", "P2", lines="a\nq\n")
    again = answer(study, "--by", "A", "--source", "P2", lines="q\n")
    number = [
        int(line.split(" ", 1)[0]) for text in (first, again) for line in text.splitlines() if "to decide on" in line
    ]
    assert number[1] < number[0]


def test_words_that_are_not_said_and_codes_that_are_not_there_are_answered_with_a_sentence(study: Path) -> None:
    said = answer(study, "--by", "A", "--source", "P2", lines="+ money nobody said this\nc shelterz\n+ money\nx\nq\n")
    assert "neither in this turn" in said
    assert "did you mean shelters" in said
    assert "Give the words that money is for" in said
    assert kept(study) == []


def test_two_coders_who_differ_are_settled_by_a_third_with_a_reason(study: Path) -> None:
    answer(study, "--by", "A", "--source", "P2", lines="a\nr\nd\n")
    answer(study, "--by", "B", "--source", "P2", lines="a\na\nd\n")
    assert "1 to adjudicate" in answer(study)
    said = answer(study, "--by", "C", "--adjudicate", lines="d only in passing\n")
    assert "not by A" in said
    assert "0 to adjudicate" in answer(study)
    folded = fold(read_logs(study / "working" / "codings")[0])
    assert folded.adjudications["memo"].tolist() == ["only in passing"]
    assert folded.adjudications["verdict"].tolist() == ["drop"]


def test_any_words_are_coded_in_view_of_their_turn_and_what_was_decided_is_revised(study: Path) -> None:
    said = answer(
        study, "--by", "A", "--source", "P2",
        lines="t\nb money\n+ Money nobody waits for long\ne a single fare would help\nr\nq\n",
    )  # fmt: skip
    assert "Question A1: What do you think of the fares on the bus?" in said
    assert "(interviewer: Which routes are missing where you live?)" in said
    assert "   2 > P2: I would say" in said
    assert kept(study) == [("add", "money"), ("add", "money"), ("change", "fares"), ("reject", "shelters")]
    said = answer(
        study, "--by", "A", "--source", "P2", lines="l\nv 2 Routes\nl\nu 4\nw 1 a single fare\nv 9 money\nq\n"
    )
    assert "   2  change fares turn 2  a single fare would help" in said
    assert "   1  change routes turn 2  a single fare would help" in said
    assert "List your decisions with l" in said
    folded = fold(read_logs(study / "working" / "codings")[0])
    assert sorted(folded.codings[["code", "quote"]].itertuples(index=False, name=None)) == [
        ("money", "nobody waits for long"), ("routes", "a single fare"),
    ]  # fmt: skip


def test_codings_of_a_code_that_was_split_are_asked_about_until_a_part_is_chosen(study: Path) -> None:
    answer(study, "--by", "A", "--source", "P2", lines="a\nq\n")
    split = ["codebook", "split", "fares", "--into", "dear=Too dear", "--into", "tickets=Tickets", "--by", "A"]
    made = CliRunner().invoke(app, [*split, "--study", str(study)])
    assert made.exit_code == 0, made.output
    said = answer(study, "--by", "A", "--source", "P2", lines="\nq\n")
    assert "fares was split into dear (Too dear), tickets (Tickets)" in said
    assert kept(study)[-1] == ("migrate", "")
    said = answer(study, "--by", "A", "--source", "P2", lines="shelterz\nTickets\nq\n")
    assert "did you mean shelters" in said
    assert kept(study)[-1] == ("change", "tickets")
    assert "was split" not in answer(study, "--by", "A", "--source", "P2", lines="q\n")


def test_done_with_suggestions_open_is_asked_about_and_taken_back(study: Path) -> None:
    said = answer(study, "--by", "A", "--source", "P2", "--done", lines="n\n")
    assert "2 suggestions of P2 wait for you" in said
    assert kept(study) == []
    assert "coded in full by A" in answer(study, "--by", "A", "--source", "P2", "--done", "--yes")
    assert "not coded in full by A" in answer(study, "--by", "A", "--source", "P2", "--not-done")
    answer(study, "--by", "A", "--source", "P2", lines="d\nn\nd\ny\n")
    assert [action for action, _ in kept(study)] == ["done", "undo", "done"]


def test_a_coder_that_no_round_names_is_asked_about(study: Path) -> None:
    said = answer(study, "--by", "C", "--source", "P2", lines="n\n")
    assert "the rounds of study.toml name A, B" in said
    assert "suggestions to decide on" not in said
    assert "suggestions to decide on" in answer(study, "--by", "C", "--source", "P2", lines="y\nq\n")


def test_a_coder_does_not_adjudicate_what_they_coded(study: Path) -> None:
    for name, first in (("A", "a"), ("B", "r")):
        answer(study, "--by", name, "--source", "P2", lines=f"{first}\nr\nd\n")
    said = answer(study, "--by", "A", "--adjudicate", lines="k mine\n")
    assert "A is one of the coders of P2" in said
    assert "1 to adjudicate" in answer(study)


def test_what_counts_is_said(study: Path) -> None:
    answer(study, "--by", "A", "--source", "P1", "--done", "--yes")
    assert "1 of 6 interviews are coded by people, and count so once all are." in answer(study)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--done"], "say whose with --by"),
        (["--by", "A", "--done"], "with --source"),
        (["--by", "a"], "say --by 'A'"),
        (["--by", "A", "--source", "P99"], "No text to code is called 'P99'"),
        (["--by", "A/B"], "cannot be the name of a file"),
    ],
)
def test_what_is_missing_is_said(study: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(CodingError, match=said):
        answer(study, *arguments)
