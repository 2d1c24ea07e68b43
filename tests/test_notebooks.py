"""The notebooks run on any study by the one path at their top, are stored without output, and are paired with their
text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import PEOPLE, tiny

jupytext = pytest.importorskip("jupytext", reason="the notebooks' tests need jupytext, of the test extra")
nbclient = pytest.importorskip("nbclient", reason="the notebooks' tests need nbclient, of the test extra")

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
AT_THE_TOP = 'folder = "../reports/demo"'


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("another")
    tiny(folder)
    yield folder


def cells(path: Path, study: Path) -> list[str]:
    """The code of a notebook, with another study's folder at its top."""
    first, *others = [cell.source for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    assert first == AT_THE_TOP
    return [f"folder = {str(study)!r}", *others]


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


@pytest.mark.usefixtures("text_in_arrow")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_any_study_and_shows_nobodys_name(
    path: Path, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process: cell by cell as a kernel would. The first four show nothing but names replaced; the register of
    the fourth is shown as counts."""
    names: dict[str, object] = {}
    shown = []
    for source in cells(path, study):
        *before, last = ast.parse(source).body
        to_see = [ast.Expression(last.value)] if isinstance(last, ast.Expr) else []
        exec(compile(ast.Module(before if to_see else [*before, last], []), path.name, "exec"), names)  # noqa: S102
        shown += [eval(compile(each, path.name, "eval"), names) for each in to_see]  # noqa: S307
    said = capsys.readouterr().out + "".join(
        each.to_string() if hasattr(each, "to_string") else str(each) for each in shown
    )
    assert len(said) > 100
    for _, name, email, _ in PEOPLE:
        assert not re.search(f"{name}|{email}", said)


def test_one_runs_in_a_kernel(study: Path) -> None:
    notebook = jupytext.read(NOTEBOOKS[3])
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.source = cell.source.replace(AT_THE_TOP, f"folder = {str(study)!r}")
    nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": FOLDER}}
    ).execute()
    assert [cell for cell in notebook.cells if cell.cell_type == "code"][2].outputs
