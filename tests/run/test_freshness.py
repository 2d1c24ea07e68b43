"""A run is fresh until anything it rests on changes; then, and only then, outputs are made again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import tiny
from tiny_changes import CHANGES, DAMAGE, votes_changed

from lmep_consult import fingerprint
from lmep_consult.run import chain
from lmep_consult.run.changes import changes
from lmep_consult.run.freshness import PASSPHRASE, last_run
from lmep_consult.run.history import kept
from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")


@pytest.fixture
def folder(tiny_folder: Path) -> Path:
    return tiny_folder


def is_fresh(folder: Path) -> bool:
    return last_run(Study.open(folder)) is not None


def test_it_is_fresh_while_nothing_changes(folder: Path) -> None:
    assert is_fresh(folder)
    for left in (".DS_Store", "~$scoping_annex.docx", ".~lock.scoping_annex.docx#"):
        tiny.write(folder / "reports" / left, "")
    shutil.rmtree(folder / "working" / "cache")
    assert is_fresh(folder)


@pytest.mark.parametrize("what", [*CHANGES, *DAMAGE])
def test_it_is_stale_when_anything_it_rests_on_or_made_changes(folder: Path, what: str) -> None:
    (CHANGES | DAMAGE)[what](folder)
    assert not is_fresh(folder)


def test_it_is_stale_under_a_passphrase_set_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, "six words that nobody else would guess")
    assert not is_fresh(folder)


@pytest.mark.parametrize("changed", ["versions", "code_fingerprint"])
def test_it_is_stale_under_another_library_or_toolkit(
    folder: Path, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = getattr(fingerprint, changed)()
    monkeypatch.setattr(fingerprint, changed, lambda: {**now, "pandas": "0.1"} if isinstance(now, dict) else "other")
    assert not is_fresh(folder)


def test_a_clock_set_back_does_not_hide_what_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_now", lambda: "2001-01-01T00:00:00+00:00")
    votes_changed(folder)
    study = Study.open(folder)
    chain.run(study)
    first, second = kept(study)
    assert second.startswith("2001")
    assert is_fresh(folder)
    told = pd.read_csv(study.working / "changes_since_last_run.csv", keep_default_na=False)
    assert set(told["because"]) == {"raw/polls/W1_themes.xlsx changed"}
    assert len(told) == len(changes(study, first, second)) > 0


def test_two_runs_in_one_second_are_both_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study.open(folder)
    (first,) = kept(study)
    finished = json.loads((study.runs / first / "run.json").read_text(encoding="utf-8"))["finished"]
    monkeypatch.setattr(chain, "_now", lambda: finished)
    votes_changed(folder)
    chain.run(study)
    assert kept(study) == [first, f"{first}-2"]


def test_reports_hold_nothing_that_the_run_did_not_make(folder: Path) -> None:
    """What a poll and a review left goes with them; what somebody put there is kept next to the reports."""
    tiny.write(folder / "reports" / "my draft.docx", "mine")
    tiny.write(folder / "reports" / "tables" / "old.csv", "of another year")
    plan = (folder / "study.toml").read_text(encoding="utf-8")
    tiny.write(
        folder / "study.toml", plan[: plan.index("[[polls]]")] + plan[plan.index("[topic_guide]") :].replace(
            '[[reviews]]\nid = "R1"\ntitle = "Fares"\ncode = "fares"\n', ""
        )
    )  # fmt: skip
    (folder / "raw" / "polls" / "W1_themes.xlsx").unlink()
    study = Study.open(folder)
    chain.run(study)
    record = json.loads((study.reports / "run.json").read_text(encoding="utf-8"))
    there = {path.relative_to(study.reports).as_posix() for path in study.reports.rglob("*") if path.is_file()}
    assert there == {output["file"] for output in record["outputs"]} | {"run.json"}
    assert not [name for name in there if "themes.svg" in name or "notes/" in name]
    kept_aside = {p.relative_to(study.set_aside).as_posix() for p in study.set_aside.rglob("*") if p.is_file()}
    assert kept_aside == {"my draft.docx", "tables/old.csv"}
    assert is_fresh(folder)


def test_the_published_record_names_nobody(tiny_run: Path) -> None:
    record = (tiny_run / "reports" / "run.json").read_text(encoding="utf-8")
    assert not [person for person in tiny.ANSWERS if f"{person}_" in record or f"/{person}" in record]
    assert {each["kind"] for each in json.loads(record)["inputs"]} >= {"raw/transcripts", "raw/polls", "register.xlsx"}
