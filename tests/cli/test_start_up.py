"""What commands load before they do anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["spacy", "matplotlib", "docx", "xlsxwriter", "scipy.stats", "scipy.optimize", "sklearn"]


@pytest.mark.parametrize(
    "modules",
    [
        "lmep_consult.cli",
        "lmep_consult.importing, lmep_consult.run.kept, lmep_consult.analysis.rankings",  # rank
        "lmep_consult.importing, lmep_consult.coverage",  # coverage
        "lmep_consult.importing, lmep_consult.coding.agreement, lmep_consult.analysis.coded",  # agreement
    ],
)
def test_commands_that_show_a_table_load_no_library_that_draws_writes_documents_or_reads_speech(modules: str) -> None:
    code = f"import sys, {modules}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
