"""The register as an import keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import tiny
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from lmep_consult.importing import import_files, try_import
from lmep_consult.importing import register as of_import
from lmep_consult.participants import register_of, withdrawn
from lmep_consult.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return tiny.tiny(tmp_path)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Study]:
    """Grows at each reading of the workbook."""
    read: list[Study] = []
    monkeypatch.setattr(of_import, "register_of", lambda study: read.append(study) or register_of(study))
    return read


def _write(study: Study, cell: str, value: str) -> None:
    workbook = load_workbook(study.register)
    workbook.active[cell] = value
    workbook.save(study.register)


def _kinds(study: Study) -> set[str]:
    return {json.loads(path.read_text(encoding="utf-8"))["kind"] for path in (study.working / "imported").iterdir()}


def test_it_is_read_once_and_given_back_with_all_that_was_said_of_it(study: Study, reads: list[Study]) -> None:
    _write(study, "Z3", "a cell under no heading")
    fresh = register_of(study)
    for _ in range(3):
        kept = import_files(study).register
        pd.testing.assert_frame_equal(kept, fresh, check_exact=True)
        assert kept.attrs == fresh.attrs
    assert fresh.attrs["problems"]
    assert fresh.attrs["as_written"]
    assert len(reads) == 1


def test_it_is_read_again_where_it_or_what_it_is_held_against_changed(study: Study, reads: list[Study]) -> None:
    import_files(study)
    _write(study, "Z3", "a cell under no heading")
    assert import_files(study).register.attrs["problems"]
    settings = study.folder / "study.toml"
    text = settings.read_text(encoding="utf-8")
    tiny.write(settings, text.replace('name = "Drivers"', 'name = "All drivers"'))
    import_files(Study.open(study.folder))
    assert len(reads) == 3


def test_none_is_kept_where_somebody_withdrew(study: Study, reads: list[Study]) -> None:
    import_files(study)
    assert "register" in _kinds(study)
    register = register_of(study)
    row = 2 + list(register["participant"]).index("P1")
    _write(study, f"{get_column_letter(1 + list(register.columns).index('status'))}{row}", "withdrew")
    for _ in range(2):
        assert withdrawn(import_files(study).register) == {"P1"}
    assert "register" not in _kinds(study)
    assert len(reads) == 3


def test_trying_an_import_writes_nothing_of_it(study: Study, reads: list[Study]) -> None:
    try_import(study)
    assert not list(study.working.rglob("*.json"))
    assert len(reads) == 1
