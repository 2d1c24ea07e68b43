"""What commands load before they do anything."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ["spacy", "matplotlib", "docx", "xlsxwriter", "scipy.stats", "scipy.optimize", "sklearn"]
OF_COMMANDS = [
    "lmep_consult.cli",
    "lmep_consult.importing, lmep_consult.run.kept, lmep_consult.analysis.rankings",  # rank
    "lmep_consult.coverage",
    "lmep_consult.coding.agreement, lmep_consult.analysis.coded",  # agreement
]


NOT_OF_A_RUN = ["spacy", "matplotlib", "openpyxl", "scipy.sparse", "scipy.special", "simplemma", "sklearn"]


def test_what_makes_the_reports_again_loads_nothing_that_reads_draws_or_computes_before_it_is_needed() -> None:
    code = f"import sys, lmep_consult.cli.summary; print([n for n in {NOT_OF_A_RUN!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_commands_that_show_a_table_load_no_library_that_draws_writes_documents_or_reads_speech() -> None:
    """One after the other in one process, as what one has loaded the next need not."""
    lines = [f"import sys, {modules}; print([n for n in {HEAVY!r} if n in sys.modules])" for modules in OF_COMMANDS]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]"] * len(OF_COMMANDS)
