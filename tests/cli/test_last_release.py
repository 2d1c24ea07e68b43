"""Final reports are remembered, and the next are compared with them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import tiny
from typer.testing import CliRunner

from lmep_consult.cli import app
from lmep_consult.errors import StudyError

pytestmark = pytest.mark.usefixtures("without_charts")

OPTIONS = ("Fares", "Routes", "Seats", "Shelters", "Lights", "Maps", "Drivers", "Tickets")
PEOPLE = (*tiny.PEOPLE, *((f"Q{n}", f"Quill{n} Onward{n}", f"q{n}@own.example", "A") for n in range(1, 6)))
VOTER = "Q3"


@pytest.fixture
def study(tiny_folder: Path) -> Path:
    """The tiny study with eleven voters on eight options, of which all put Fares first; no checks asked for."""
    plan = (tiny_folder / "study.toml").read_text(encoding="utf-8").replace("minimum_base = 2", "minimum_base = 3")
    plan = plan.replace('["Fares", "Routes", "Seats", "Shelters"]', str(list(OPTIONS)))
    tiny.write(tiny_folder / "study.toml", f"{plan}\n[report]\nchecks = []\n")
    tiny.register(tiny_folder / "register.xlsx", PEOPLE)
    votes = {}
    for number, (person, *_) in enumerate(PEOPLE):
        others = OPTIONS[1:][number**2 % 7 :] + OPTIONS[1:][: number**2 % 7]
        votes[person] = ";".join((OPTIONS[0], *others, ""))
    tiny.poll(tiny_folder / "raw" / "polls" / "W1_themes.xlsx", votes, PEOPLE)
    return tiny_folder


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


def test_a_withdrawal_after_final_reports_does_not_tell_the_ballot(study: Path) -> None:
    """Of every option that one voter more or less may have had among the first three, both stay possible."""
    assert "remembered as the last release" in say(study, "report", "--final")
    assert "\n0 numbers of people" in say(study, "report", "--compare", "released")
    kept = study / "working" / "last_release.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["counts"]
    before = voters(study)
    say(study, "withdraw", VOTER, "--yes")
    assert VOTER not in kept.read_text(encoding="utf-8")
    assert VOTER not in (study / "reports" / "run.json").read_text(encoding="utf-8")
    after = voters(study)
    assert after.keys() == before.keys()
    for option, now in after.items():
        differences = {then - left for then in of(before[option]) for left in of(now)}
        assert {0, 1} <= differences, (option, before[option], now)
    shown = [now for now in after.values() if now != "[c]"]
    assert len(shown) > len(after) / 2
    assert "top_three.voters" in say(study, "report", "--compare", "released")


def test_without_final_reports_there_is_nothing_to_hold_the_next_against(tiny_folder: Path) -> None:
    with pytest.raises(StudyError, match="No reports have been final"):
        say(tiny_folder, "report", "--compare", "released")


def test_a_damaged_record_of_the_last_release_is_refused(study: Path) -> None:
    (study / "working" / "last_release.json").write_text("{", encoding="utf-8")
    (study / "raw" / "attendance" / "W1_attendance.csv").unlink()
    with pytest.raises(StudyError, match=r"last_release\.json is damaged"):
        say(study, "run")
