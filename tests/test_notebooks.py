"""The notebooks run, are stored without output, and are paired with their text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

jupytext = pytest.importorskip("jupytext", reason="the notebooks' tests need jupytext, of the test extra")
nbformat = pytest.importorskip("nbformat", reason="the notebooks' tests need nbformat, which jupytext brings")
nbclient = pytest.importorskip("nbclient", reason="the notebooks' tests need nbclient, of the test extra")

FOLDER = Path(__file__).parents[1] / "notebooks"
COPIED = """
import shutil
import lmep_consult.cli.demo as demo
demo.copy_demonstration = lambda to: shutil.copytree({!r}, to)
"""
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


@pytest.mark.parametrize("path", NOTEBOOKS[:-1], ids=lambda path: path.stem)
def test_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In this process: cell by cell as a kernel would, and the last one ends with something to see."""
    monkeypatch.chdir(FOLDER)
    names: dict[str, object] = {}
    for cell in (cell for cell in jupytext.read(path).cells if cell.cell_type == "code"):
        *before, last = ast.parse(cell.source).body
        shown = [ast.Expression(last.value)] if isinstance(last, ast.Expr) else []
        exec(compile(ast.Module(before if shown else [*before, last], []), path.name, "exec"), names)  # noqa: S102
        seen = [eval(compile(each, path.name, "eval"), names) for each in shown]  # noqa: S307
    assert seen[0] is not None or capsys.readouterr().out


def test_the_last_one_runs_in_a_kernel_and_gives_what_the_command_gave(
    demo_reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy of the demonstration is one that was run before, so that it is quick to run."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    notebook = jupytext.read(NOTEBOOKS[-1])
    folder = str(demo_reports.parent)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(COPIED.format(folder)))
    nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    ).execute()
    assert [cell for cell in notebook.cells if cell.cell_type == "code"][-1].outputs
    (again,) = tmp_path.glob("*/study/reports")
    assert (again / "tables" / "priorities.csv").read_bytes() == (
        demo_reports / "tables" / "priorities.csv"
    ).read_bytes()
