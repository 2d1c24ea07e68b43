"""The notebooks run, are stored without output, and are paired with their text."""

from __future__ import annotations

from pathlib import Path

import pytest

jupytext = pytest.importorskip("jupytext", reason="the notebooks' tests need jupytext, of the test extra")
nbclient = pytest.importorskip("nbclient", reason="the notebooks' tests need nbclient, of the test extra")

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_is_one_for_each_step() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01_import_and_check",
        "02_code_transcripts",
        "03_rank_priorities",
        "04_sample_coverage",
        "05_scoping_report",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_holds_no_output_and_says_what_its_text_says(path: Path) -> None:
    notebook, text = jupytext.read(path), jupytext.read(path.with_suffix(".py"))
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        (cell.cell_type, cell.source) for cell in text.cells
    ]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    before = [notebook.cells[at - 1].cell_type for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    assert set(before) == {"markdown"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path) -> None:
    notebook = jupytext.read(path)
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    ).execute()
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert last.outputs
