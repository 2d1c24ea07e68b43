"""The demonstration study, run once for all tests and all workers that look at its outputs; a browser for pages."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import few
import pandas as pd
import pytest
import tiny
import tiny_responses
from chromium import ARGUMENTS, CHROMIUM
from filelock import FileLock
from hypothesis import settings
from typer.testing import CliRunner
from uncharted import run_without_charts

from lmep_consult.cli import app
from lmep_consult.cli.demo import copy_demonstration
from lmep_consult.run import chain, reports
from lmep_consult.run.chain import Outcome
from lmep_consult.study import Study

REPOSITORY = Path(__file__).parents[1]
Once = Callable[[str, Callable[[Path], object]], Path]

# A third of the examples of Hypothesis' own profile, which `pytest --hypothesis-profile default` has. None is timed, as
# a busy machine is no fault.
settings.register_profile("suite", max_examples=30, deadline=None)
settings.load_profile("suite")

gc.set_threshold(100_000)  # as the command line does; the tests themselves are a heap to look through
pd.options.mode.string_storage = "python"  # as without pyarrow; tests/responses and the notebooks have it in Arrow


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A folder that is made by the first worker that wants it, and shared by all. Not to be changed."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        place, whole = top / name, top / f"{name}.whole"
        with FileLock(top / f"{name}.lock"):
            if not whole.is_file():
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                make(place)
                whole.touch()
        return place

    return folder


@pytest.fixture(scope="session")
def demo_source() -> Path:
    """The text the demonstration study's files were written from."""
    return REPOSITORY / "data" / "demo" / "source"


@pytest.fixture(scope="session")
def demonstration(once: Once) -> Path:
    """study/: what `lmep-consult demo` made from nothing; said.txt: what it printed; outcome.pickle."""

    def make(place: Path) -> None:
        outcomes: list[Outcome] = []
        run = chain.run

        def kept(study: Study, tell: Callable[[str], None]) -> Outcome:
            outcomes.append(run(study, tell))
            return outcomes[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chain, "run", kept)
            result = CliRunner().invoke(app, ["demo", str(place / "study")], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        (place / "said.txt").write_text(result.output, encoding="utf-8")
        (place / "outcome.pickle").write_bytes(pickle.dumps(outcomes[0]))

    return once("demonstration", make)


@pytest.fixture(scope="session")
def demo_run(demonstration: Path) -> Outcome:
    """The demonstration study after a run. Not to be changed."""
    outcome: Outcome = pickle.loads((demonstration / "outcome.pickle").read_bytes())  # noqa: S301  (written above)
    return outcome


@pytest.fixture(scope="session")
def demo_reports(demo_run: Outcome) -> Path:
    return demo_run.study.reports


@pytest.fixture
def study_folder(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration study without the results of a run, to do with as one likes. What a run keeps of the
    files that it read is there, so that the next one is quick."""

    def results(folder: str, names: list[str]) -> set[str]:
        if Path(folder).name == "working":
            return set(names) - {"imported", "transcripts", "cache", "codings", "names.csv"}
        return {"reports"} & set(names)

    return Path(shutil.copytree(demonstration / "study", tmp_path / "study", ignore=results))


@pytest.fixture(scope="session")
def few_run(once: Once) -> Path:
    """The smaller demonstration after a run, without charts. Not to be changed."""

    def make(place: Path) -> None:
        run_without_charts(few.few(place / "study"))

    return once("few", make) / "study"


@pytest.fixture(scope="session")
def flexibilities(once: Once) -> Path:
    """The second demonstration study after a run. Not to be changed."""

    def make(place: Path) -> None:
        copy_demonstration(place / "study", "flexibilities")
        chain.run(Study.open(place / "study"))

    return once("flexibilities", make) / "study"


@pytest.fixture
def few_folder(few_run: Path, tmp_path: Path) -> Path:
    """A copy of the smaller demonstration after a run, to do with as one likes."""
    return Path(shutil.copytree(few_run, tmp_path / "few"))


@pytest.fixture(scope="session")
def tiny_run(once: Once) -> Path:
    """The tiny study after a run on 1 March 2026. Not to be changed."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chain, "_now", lambda: "2026-03-01T10:00:00+00:00")
            chain.run(tiny.tiny(place / "study"))

    return once("tiny", make) / "study"


@pytest.fixture
def tiny_folder(tiny_run: Path, tmp_path: Path) -> Path:
    """A copy of the tiny study after a run, to do with as one likes."""
    return Path(shutil.copytree(tiny_run, tmp_path / "study"))


@pytest.fixture(scope="session")
def tiny_with_responses(once: Once) -> Path:
    """The tiny study with written responses, coded by terms. Not to be changed."""
    return once("tiny_responses", lambda place: tiny_responses.tiny_with_responses(place / "study")) / "study"


@pytest.fixture
def text_in_arrow() -> Iterator[None]:
    """Text in frames is kept as pandas does by itself where pyarrow is installed."""
    with pd.option_context("mode.string_storage", "auto"):
        yield


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs draw no charts, which take longer than all else."""
    monkeypatch.setattr(reports, "draw_charts", lambda *_: [])


@pytest.fixture(scope="session")
def profile() -> Iterator[Any]:
    """A profile of a browser. A new one takes longer to show its first page than most tests take, and so does a new
    process, which a blank page keeps."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"{CHROMIUM} is not there")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = chromium.new_context()
        context.set_default_timeout(15_000)
        context.new_page()
        yield context
        chromium.close()


@pytest.fixture
def browser(profile: Any) -> Iterator[Any]:
    """The profile, left as it was: without windows, cookies, permissions and what pages kept."""
    yield profile
    profile.set_offline(False)
    for window in profile.pages[1:]:
        window.evaluate("localStorage.clear()")
        window.close()
    profile.clear_cookies()
    profile.clear_permissions()
