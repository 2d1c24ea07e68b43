"""No name, email, organisation or phone number reaches any file of a report."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from reports_read import texts_in

from lmep_consult.run.chain import Outcome


@pytest.fixture(scope="module")
def written(demo_reports: Path) -> dict[str, str]:
    return texts_in(demo_reports)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def folded(text: str) -> str:
    return text.casefold()


def found(wanted: str, texts: dict[str, str]) -> list[str]:
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    # Whether the letters are there at all is quickly seen.
    return [name for name, text in texts.items() if folded(wanted) in folded(text) and pattern.search(text)]


def test_the_walk_reads_every_kind_of_file(written: dict[str, str]) -> None:
    assert any(".xlsx!" in name for name in written)
    assert any(".html#" in name for name in written)
    assert found("Connect to Work", written)
    assert found("Multi-agency interventions", {n: t for n, t in written.items() if n.endswith((".png", ".svg"))})


def test_no_planted_identifier_is_in_any_report(written: dict[str, str], demo_source: Path) -> None:
    planted = [row for path in sorted((demo_source / "planted").glob("*.csv")) for row in rows_of(path)]
    assert len(planted) >= 300
    kinds = {row["kind"] for row in planted}
    assert {"person", "organisation", "place", "email", "phone", "postcode"} <= kinds
    leaks = {(row["participant"], row["text"]): places for row in planted if (places := found(row["text"], written))}
    assert not leaks


def test_no_planted_identifier_is_in_any_coded_text(demo_run: Outcome, demo_source: Path) -> None:
    """By the rules and the decisions on what they proposed that come with the demonstration (names.csv)."""
    working = demo_run.study.working
    coded = {path.name: path.read_text(encoding="utf-8") for path in (working / "transcripts").iterdir()}
    assert len(coded) == 20
    coded["suggestions.csv"] = (working / "suggestions.csv").read_text(encoding="utf-8")
    for path in sorted((demo_source / "planted").glob("*.csv")):
        own = {name: text for name, text in coded.items() if name.startswith(path.stem)}
        leaks = {row["text"]: places for row in rows_of(path) if (places := found(row["text"], own))}
        assert not leaks, path.stem


def test_what_the_demonstrations_analysts_decided_is_no_more_than_was_planted(demo_source: Path) -> None:
    planted = {
        row["text"].casefold().replace("’", "'") for p in (demo_source / "planted").glob("*.csv") for row in rows_of(p)
    }
    decided = rows_of(demo_source.parent / "names.csv")
    assert len(decided) > 200
    for row in decided:
        text = row["\ufefftext"].casefold().replace("’", "'")
        assert text in planted or f"{text}'s" in planted, text


def test_nothing_of_the_register_is_in_any_report(written: dict[str, str], demo_source: Path) -> None:
    for person in rows_of(demo_source / "register.csv"):
        first, last = person["name"].split(" ", 1)
        for wanted in (first, last, person["name"], person["email"], person["organisation"]):
            assert not found(wanted, written), wanted


def test_no_team_member_is_in_any_report(written: dict[str, str], demo_run: Outcome) -> None:
    for name in demo_run.study.plan.team.names:
        assert not found(name, written)


def test_the_planted_identifiers_stand_in_the_transcripts(demo_source: Path) -> None:
    """The test above can fail only if what it looks for was there to begin with."""
    for path in sorted((demo_source / "planted").glob("*.csv")):
        transcript = (demo_source / "transcripts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        for row in rows_of(path):
            assert row["text"] in transcript, row


def test_nothing_of_the_register_is_in_what_is_coded(demo_run, demo_source: Path) -> None:  # type: ignore[no-untyped-def]
    said = {name: t.text for name, t in demo_run.data.transcripts.items()}
    said |= {f"{name}, speakers": " ".join(t.turns["speaker"]) for name, t in demo_run.data.transcripts.items()}
    for person in rows_of(demo_source / "register.csv"):
        names = {person["name"], person["email"], person["organisation"], *re.split(r"[ -]", person["name"])}
        for wanted in names - {"El"}:
            standing = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
            assert not [name for name, text in said.items() if standing.search(text)], wanted
