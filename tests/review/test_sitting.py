"""What the page knows of a study, without a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lmep_consult.analysis.coded import SUGGESTED
from lmep_consult.codebook import Add, Code
from lmep_consult.coding import Coder, passage
from lmep_consult.review import sitting as sittings
from lmep_consult.review.progress_view import did
from lmep_consult.review.sitting import Sitting
from lmep_consult.study import Study


@pytest.fixture
def folder(tiny_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_run, tmp_path / "study"))


def test_a_model_learns_once_and_what_it_suggested_stays_when_a_code_is_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = folder / "study.toml"
    plan.write_text(f'{plan.read_text(encoding="utf-8")}\n[coding]\nmodel = "default"\n', encoding="utf-8")
    learnt: list[str] = []

    def by_meaning(data: Any, plan: Any, codebook: Any, coded: Any) -> pd.DataFrame:
        learnt.append(codebook.version)
        by_rule = coded.suggestions.iloc[:1]
        other = by_rule.assign(code="shelters" if by_rule["code"].item() != "shelters" else "routes")
        return pd.concat([other, by_rule]).assign(origin="model")[SUGGESTED]

    monkeypatch.setattr(sittings, "by_meaning", by_meaning)
    sitting = Sitting(Study.open(folder), "IF")
    before = sitting.suggestions
    assert list(before["origin"]).count("model") == 1  # not what a rule suggests already
    sitting.change_codebook("a" * 32, lambda desk: desk.change([Add(Code("new", "New", "", "new"))])[0])
    pd.testing.assert_frame_equal(sitting.suggestions, before)
    assert learnt == ["1"]


def test_what_people_made_of_suggestions_is_counted_by_coder_without_what_was_undone(folder: Path) -> None:
    transcript = Sitting(Study.open(folder), "IF").transcripts["P1"]
    at = passage("P1", transcript, 43, 60)
    one, two = Coder("IF", "1"), Coder("AB", "1")
    kept, revised, gone = one.accept(at, "fares"), one.accept(at, "routes"), one.accept(at, "shelters")
    made = [kept, revised, gone, one.change(revised, at, "money"), one.undo(gone), one.add(at, "money")]
    made += [two.accept_changed(at, "routes", "fares"), two.reject(at, "routes"), two.done("P1", "0" * 64)]
    assert did(made) == [
        {"coder": "AB", "accepted": 0, "changed": 1, "rejected": 1, "own": 0},
        {"coder": "IF", "accepted": 1, "changed": 1, "rejected": 0, "own": 1},
    ]
