"""Codes renamed, merged, split and moved from the command line, and codings that lost theirs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny import PLAN
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.codebook import Codebook
from lmep_consult.coding import Coder, Passage, append, fold, log_path, lost_code_problems, lost_codes, read_logs
from lmep_consult.errors import ConsultError

BOOK = """name: B
version: "1.9"
codes:
  - {id: barriers, name: Barriers, definition: d, codes: [
      {id: time, name: Time, definition: Too little time., terms: [time]},
      {id: money, name: Money, definition: d}]}
  - {id: other, name: Other, definition: d}
"""
HERE = Passage("P1", "P1", "0" * 64, 0, 4, "Time", "", "")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(PLAN.replace("codebook.yaml", "book.yaml"), encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    coder = Coder("IF", "1.9")
    append(log_path(logs(tmp_path), "IF"), [coder.add(HERE, "time"), coder.add(HERE, "money")])
    return tmp_path


def logs(study: Path) -> Path:
    return study / "working" / "codings"


def given(study: Path, *said: str) -> str:
    result = CliRunner().invoke(app, ["codebook", *said, "--study", str(study)])
    if isinstance(result.exception, ConsultError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def coded(study: Path) -> list[str]:
    return sorted(fold(read_logs(logs(study))[0]).codings["code"])


def book(study: Path) -> Codebook:
    return Codebook.load(study / "book.yaml")


def test_a_code_that_is_renamed_takes_its_codings_along(study: Path) -> None:
    said = given(study, "rename", "time", "--id", "hours", "--name", "Hours", "--by", "SN")
    assert "version 1.10 now" in said
    assert (book(study).version, book(study).code("hours").name, book(study).code("hours").terms) == (
        "1.10", "Hours", ("time",),
    )  # fmt: skip
    assert coded(study) == ["hours", "money"]
    (line,) = log_path(logs(study), "SN").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["action"] == "migrate"


def test_codes_are_merged_split_and_moved(study: Path) -> None:
    given(study, "merge", "time", "--into", "money", "--by", "SN")
    assert coded(study) == ["money", "money"]
    given(study, "split", "money", "--into", "cash=Cash", "--into", "grants", "--by", "SN", "--version", "2")
    assert fold(read_logs(logs(study))[0]).undecided["choices"].tolist() == [("cash", "grants")] * 2
    assert [code.id for code in book(study).children("barriers")] == ["cash", "grants"]
    given(study, "move", "cash", "--under", "other", "--by", "SN")
    assert (book(study).version, book(study).code("cash").parent) == ("3", "other")


@pytest.mark.parametrize("version", ["1.9", "2", ""])
def test_codings_that_lost_their_code_are_listed_and_follow(study: Path, version: str) -> None:
    """Whether or not whoever changed the file by hand gave it another version."""
    changed = BOOK.replace("id: time", "id: hours").replace("id: money, name: Money", "id: cash, name: Cash")
    (study / "book.yaml").write_text(changed.replace('"1.9"', f'"{version}"'), encoding="utf-8")
    lost = lost_codes(fold(read_logs(logs(study))[0]), book(study))
    assert lost.to_dict("list") == {"code": ["money", "time"], "coder": ["IF", "IF"], "codings": [1, 1]}
    assert "1 of IF" in given(study)
    assert "lmep-consult codebook rename time" in given(study)
    given(study, "rename", "time", "--id", "hours", "--by", "SN")
    given(study, "merge", "money", "--into", "other", "--by", "SN")
    assert coded(study) == ["hours", "other"]
    assert lost_code_problems(fold(read_logs(logs(study))[0]), book(study)) == []
    assert fold(read_logs(logs(study))[0]).conflicts.empty


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (["rename", "time", "--id", "x"], "say whose"),
        (["rename", "time", "--by", "SN"], "with --id or --name"),
        (["rename", "tim", "--id", "x", "--by", "SN"], "did you mean time"),
        (["rename", "time", "money", "--id", "x", "--by", "SN"], "name one code"),
        (["merge", "time", "--by", "SN"], "with --into CODE"),
        (["split", "time", "--into", "a", "--by", "SN"], "fewer than two"),
        (["split", "time", "--into", "=A", "--into", "b", "--by", "SN"], "has no id"),
        (["rename", "time", "--id", "x", "--by", "SN", "--version", "1.9"], "already"),
    ],
)
def test_what_cannot_be_done_changes_nothing(study: Path, said: list[str], fault: str) -> None:
    with pytest.raises(ConsultError, match=fault):
        given(study, *said)
    assert (study / "book.yaml").read_text(encoding="utf-8") == BOOK
    assert not log_path(logs(study), "SN").exists()


def test_settings_that_name_the_code_are_pointed_out(study: Path) -> None:
    path = study / "study.toml"
    text = path.read_text(encoding="utf-8").replace('Fares = "fares"', 'Fares = "time"')
    path.write_text(text, encoding="utf-8")
    line = text[: text.index('"time"')].count("\n") + 1
    said = given(study, "rename", "time", "--id", "hours", "--by", "SN")
    assert f"study.toml, line {line} names time; give it the id it has now." in said
