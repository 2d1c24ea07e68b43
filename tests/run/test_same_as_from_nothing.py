"""Whatever changes, a run that keeps what it can gives what a run from nothing gives, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_changes
from typer.testing import CliRunner

from lmep_consult import fingerprint
from lmep_consult.cli import app
from lmep_consult.run import chain
from lmep_consult.study import Study

NOW = "2026-03-02T10:00:00+00:00"
INPUTS = ("study.toml", "codebook.yaml", "register.xlsx", "raw")
DECIDED = ("names.csv", "codings", "quotes_signed_off.csv", "checks.csv")  # in working/, by people
OF_THE_PAST = ("runs", "cache", "changes_since_last_run.csv", ".locks")


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_now", lambda: NOW)


def from_nothing(folder: Path, to: Path) -> Path:
    """A copy of what people gave and decided, without anything that a run made."""
    for name in INPUTS:
        copy = shutil.copytree if (folder / name).is_dir() else shutil.copyfile
        copy(folder / name, to / name)
    for name in DECIDED:
        if (folder / "working" / name).exists():
            copy = shutil.copytree if (folder / "working" / name).is_dir() else shutil.copyfile
            (to / "working").mkdir(exist_ok=True)
            copy(folder / "working" / name, to / "working" / name)
    return to


def here(folder: Path) -> None:
    chain.run(Study.open(folder))


def made(folder: Path, run: Callable[[Path], None] = here) -> dict[str, bytes]:
    run(folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for top in ("reports", "working")
        for path in (folder / top).rglob("*")
        if path.is_file() and not set(path.relative_to(folder).parts) & set(OF_THE_PAST)
    }


def assert_same(folder: Path, tmp_path: Path, run_anew: Callable[[Path], None] = here) -> None:
    (tmp_path / "new").mkdir()
    new = from_nothing(folder, tmp_path / "new")
    again, anew = made(folder), made(new, run_anew)
    for side in (again, anew):  # says which files were read by the last run
        side.pop("working/import_report.csv")
    assert [name for name in sorted({*again, *anew}) if again.get(name) != anew.get(name)] == []


# Changes that are made together bear on different steps, so that none hides that another was overlooked.
TOGETHER = [
    ("study.toml",),
    ("the register",),
    ("names confirmed",),
    ("the codebook", "a poll"),
    ("a transcript", "an attendance report taken away", "a check"),
    ("a transcript taken away", "a chat", "a stray file"),
    ("a transcript of somebody else", "a coder's log"),
    ("two transcripts exchanged", "a coder's log in capitals", "a sign-off"),
]


@pytest.mark.parametrize("together", TOGETHER, ids=" and ".join)
@pytest.mark.usefixtures("without_charts")
def test_after_changes(tiny_folder: Path, tmp_path: Path, together: tuple[str, ...]) -> None:
    for what in together:
        tiny_changes.CHANGES[what](tiny_folder)
    assert_same(tiny_folder, tmp_path)


def test_every_change_is_tried() -> None:
    assert sorted(what for together in TOGETHER for what in together) == sorted(tiny_changes.CHANGES)


@pytest.mark.usefixtures("without_charts")
def test_after_damage(tiny_folder: Path, tmp_path: Path) -> None:
    tiny_changes.DAMAGE["a report"](tiny_folder)
    tiny_changes.DAMAGE["a report nobody made"](tiny_folder)
    tiny_changes.DAMAGE["a working file taken away"](tiny_folder)
    for path in (tiny_folder / "working" / "cache").iterdir():  # cut short, or changed by anybody
        path.write_bytes(path.read_bytes()[:-1])
    assert_same(tiny_folder, tmp_path)


RUN = """
import sys
from lmep_consult import fingerprint
from lmep_consult.run import chain
from lmep_consult.study import Study
now = fingerprint.versions()
fingerprint.versions = lambda: {**now, "pandas": "0.1"}
chain._now = lambda: sys.argv[2]
chain.run(Study.open(sys.argv[1]))
"""


def elsewhere(folder: Path) -> None:
    """A run in another process, where sets have other orders."""
    seed = {"PYTHONHASHSEED": "20260301"}
    subprocess.run([sys.executable, "-c", RUN, folder, NOW], env=os.environ | seed, check=True, capture_output=True)


def test_after_two_runs_and_a_new_library_as_another_process_with_other_hashes_makes_it(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With charts, and two changes one after the other."""
    tiny_changes.votes_changed(tiny_folder)
    chain.run(Study.open(tiny_folder))
    now = fingerprint.versions()
    monkeypatch.setattr(fingerprint, "versions", lambda: {**now, "pandas": "0.1"})
    tiny_changes.CHANGES["a transcript"](tiny_folder)
    assert_same(tiny_folder, tmp_path, elsewhere)


def test_when_nothing_changed_nothing_is_written(tiny_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in tiny_folder.rglob("*") if ".locks" not in path.parts}
    said = CliRunner().invoke(app, ["run", str(tiny_folder)])
    assert "Nothing has changed" in said.output
    assert {path: path.stat().st_mtime_ns for path in tiny_folder.rglob("*") if ".locks" not in path.parts} == before
