"""Final reports are remembered, and the next are held against them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.errors import StudyError

RAW = Path(__file__).parents[2] / "data" / "demo" / "raw"
VOTER = "Nkechi Okonjo-Pryce"  # of the workshop that the smaller demonstration keeps


@pytest.fixture
def study(few_folder: Path, without_charts: None) -> Path:
    """The smaller demonstration with the other workshop of the same group, and no checks asked for."""
    for path in [*RAW.glob("polls/W5_*"), *RAW.glob("attendance/W5_*")]:
        shutil.copyfile(path, few_folder / "raw" / path.parent.name / path.name)
    plan = few_folder / "study.toml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("[report]\n", "[report]\nchecks = []\n", 1), encoding="utf-8"
    )
    return few_folder


def say(study: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--study", str(study)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def voters(study: Path) -> dict[tuple[str, str], str]:
    """How many put each option among the first three, by question and option, of all groups."""
    with (study / "reports" / "tables" / "top_three.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] == "All groups"]
    return {(row["question"], row["option"]): row["voters"] for row in rows}


def of(cell: str) -> set[int]:
    """The numbers that a cell leaves possible."""
    words = cell.split()
    if cell == "[c]":
        return set(range(99))
    if cell.startswith("fewer than"):
        return set(range(int(words[2])))
    return set(range(int(words[0]), (99 if words[-1] == "more" else int(words[-1])) + 1))


def test_a_withdrawal_after_final_reports_does_not_tell_the_ballot(study: Path, demo_source: Path) -> None:
    """Of every option that one voter more or less may have had among the first three, both stay possible."""
    with (demo_source / "register.csv").open(encoding="utf-8", newline="") as file:
        who = next(row["participant"] for row in csv.DictReader(file) if row["name"] == VOTER)
    assert "remembered as the last release" in say(study, "report", "--final")
    assert "\n0 numbers of people" in say(study, "report", "--compare", "released")
    kept = study / "working" / "last_release.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["counts"]
    before = voters(study)
    say(study, "withdraw", who, "--yes")
    assert who not in kept.read_text(encoding="utf-8")
    assert who not in (study / "reports" / "run.json").read_text(encoding="utf-8")
    after = voters(study)
    assert after.keys() == before.keys()
    for option, now in after.items():
        if before[option] == "11":  # all of them had it: so did the one who went, as was published then
            continue
        differences = {then - left for then in of(before[option]) for left in of(now)}
        assert {0, 1} <= differences, (option, before[option], now)
    shown = [now for now in after.values() if now != "[c]"]
    assert len(shown) > len(after) / 2
    assert "top_three.voters" in say(study, "report", "--compare", "released")


def test_without_final_reports_there_is_nothing_to_hold_the_next_against(few_folder: Path) -> None:
    with pytest.raises(StudyError, match="No reports have been final"):
        say(few_folder, "report", "--compare", "released")


def test_a_damaged_record_of_the_last_release_is_refused(study: Path) -> None:
    (study / "working" / "last_release.json").write_text("{", encoding="utf-8")
    (study / "raw" / "polls" / "W3_formats.xlsx").unlink()
    with pytest.raises(StudyError, match=r"last_release\.json is damaged"):
        say(study, "run")
