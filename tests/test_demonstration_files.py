"""The demonstration's raw files are those its script writes from its text."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


def content(path: Path) -> dict[str, bytes]:
    """A file's bytes, or those of the members of an archive: how they were compressed does not matter."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["demo", "flexibilities", "responses"])
def test_the_script_writes_the_committed_files(tmp_path: Path, name: str) -> None:
    study = REPOSITORY / "data" / name
    subprocess.run([sys.executable, study / "make_files.py", tmp_path], check=True, capture_output=True)
    made = {path.relative_to(tmp_path): content(path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(study): content(path)
        for path in [study / "register.xlsx", *(study / "raw").rglob("*")]
        if path.is_file()
    }
    assert made.keys() == kept.keys()
    for path in made:
        assert made[path] == kept[path], path


def test_transcripts_are_long_enough_to_be_interviews(demo_source: Path) -> None:
    for path in (demo_source / "transcripts").glob("*.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if " | " in line]
        assert sum(len(line.split(" | ", 2)[2].split()) for line in lines) >= 900, path.name
