"""Who may read what a run writes is as the system has it for new files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import tiny

from lmep_consult.run.chain import run


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_where_new_files_are_for_their_owner_alone_nothing_is_for_others(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        study = tiny.tiny(tmp_path / "study")
        run(study)
    finally:
        os.umask(before)
    left = list(study.folder.rglob("*"))
    assert len(left) > 100
    assert [path for path in left if path.stat().st_mode & 0o077] == []
