"""Runs kept to be compared with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny import tiny

from lmep_consult.run.history import kept, last_kept

RECORD = {"finished": "2026-03-01T10:00:00+00:00", "inputs": [{"file": "study.toml", "sha256": "0"}], "number": 3}


@pytest.mark.parametrize("damaged", ["", "{", "[" * 50_000, "5", "{}", '{"number": "x"}', "\0"])
def test_a_run_whose_record_is_damaged_is_passed_over(tmp_path: Path, damaged: str) -> None:
    study = tiny(tmp_path)
    for name, content in (("one", json.dumps(RECORD)), ("two", damaged)):
        (study.runs / name).mkdir(parents=True)
        (study.runs / name / "run.json").write_text(content, encoding="utf-8")
    assert kept(study) == ["one"]
    assert last_kept(study) == RECORD
