"""Reading quotations in the terminal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from to_read import HELD, TO_SIGN
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.disclosure import read_sign_offs
from lmep_consult.errors import StudyError
from lmep_consult.spreadsheet import as_csv
from lmep_consult.study import Study


@pytest.fixture
def study(tiny_folder: Path) -> Study:
    found = Study.open(tiny_folder)
    found.quotes_to_sign.write_text(as_csv(TO_SIGN), encoding="utf-8")
    (found.working / "held_back.csv").write_text(as_csv(HELD), encoding="utf-8")
    return found


def say(study: Study, *options: str, answers: str = "") -> str:
    arguments = ["sign-off", "--by", "Imogen", "--study", str(study.folder), *options]
    result = CliRunner().invoke(app, arguments, input=answers, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def record(study: Study) -> pd.DataFrame:
    return read_sign_offs(study.sign_offs)


def test_each_answer_is_kept_as_it_is_given(study: Study) -> None:
    said = say(study, answers="n\ny\n")
    assert "1 of 2  time, money (A, policy)\nwe of [a person] lost it" in said
    assert "1 signed off" in said
    assert list(record(study)["participant"]) == ["P3"]
    assert "1 of 1  time, money" in say(study, answers="q\n")


def test_what_is_held_back_is_shown_with_what_holds_it_back(study: Study) -> None:
    said = say(study, "--held-back", answers="y\n")
    assert "Held back: may name somebody: Darren\nThe whole turn: So we met Darren." in said
    assert list(record(study)["code"]) == ["time"]


def test_what_is_held_back_is_not_released_unread(study: Study) -> None:
    with pytest.raises(StudyError, match="somebody who has read it"):
        say(study, "--held-back", "--yes")
    assert record(study).empty
    say(study, "--yes")
    assert len(record(study)) == 3


def test_words_are_left_out_and_what_is_left_is_shown_before_it_is_signed(study: Study) -> None:
    said = say(study, answers="s\nnot there\ns\nof [P2]\ny\nq\n")
    assert "'not there' is not in the quotation" in said
    assert "we […] lost it" in said
    assert record(study)[["code", "left_out"]].to_numpy().tolist() == [["time", "3-10"], ["money", "3-10"]]
