"""Codes in order: kept by every kind of file, and refused where there is nothing to order."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmep_consult.codebook import Codebook
from lmep_consult.errors import CodebookError

SCALE = """
name: buses
version: "1"
codes:
  - id: change
    name: Change
    definition: How much was changed.
    ordered: true
    codes:
      - {id: little, name: Little, definition: A little.}
      - {id: much, name: Much, definition: A lot.}
"""


@pytest.mark.parametrize("ending", [".yaml", ".xlsx", ".qdc"])
def test_a_scale_stays_one_in_every_kind_of_file(tmp_path: Path, ending: str) -> None:
    (tmp_path / "given.yaml").write_text(SCALE, encoding="utf-8")
    Codebook.load(tmp_path / "given.yaml").save(tmp_path / f"kept{ending}")
    assert [code.id for code in Codebook.load(tmp_path / f"kept{ending}").codes if code.ordered] == ["change"]


def test_a_scale_of_one_level_is_none(tmp_path: Path) -> None:
    one = SCALE.replace("      - {id: much, name: Much, definition: A lot.}\n", "")
    (tmp_path / "book.yaml").write_text(one, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"change.*fewer than two codes"):
        Codebook.load(tmp_path / "book.yaml")
