"""A name out of written responses that a person decided about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.errors import StudyError
from lmep_consult.places import RESPONSES
from lmep_consult.run import chain
from lmep_consult.study import Study

NAMES = ("Grimsdale", "Vossberg", "[person 1]")


def typed(*words: str, answers: str = "") -> str:
    result = CliRunner().invoke(app, list(words), input=answers, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_each_is_asked_about_and_the_next_reading_has_the_answers(tiny_with_responses: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_with_responses, tmp_path / "study"))
    said = typed("pseudonymise", "--study", str(folder), "--review", "--by", "IF", answers="k\np\n")
    assert "Grimsdale (2 times, in written responses" in said and "We need a shelter at Grimsdale" in said
    with pytest.raises(StudyError, match="code-responses reads them again"):
        chain.run(Study.open(folder))
    assert "may name somebody" not in typed("code-responses", "--study", str(folder))
    texts = pd.read_parquet(RESPONSES.of(folder) / "texts")["text"]
    shown = {words: int(texts.str.contains(words, regex=False).sum()) for words in NAMES}
    assert shown == {"Grimsdale": 2, "Vossberg": 0, "[person 1]": 2}
    assert "0 to decide about" in typed("pseudonymise", "--study", str(folder))


def test_nothing_is_decided_where_it_is_put_off(tiny_with_responses: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_with_responses, tmp_path / "study"))
    typed("pseudonymise", "--study", str(folder), "--review", "--by", "IF", answers="s\ns\n")
    assert not (folder / "working" / "names.csv").exists()
    assert "2 to decide about" in typed("pseudonymise", "--study", str(folder))
