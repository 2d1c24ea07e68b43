"""A document with controls of every kind, and the values of the tiny study before and after a withdrawal."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_changes
from corporate import Numbered, corporate, paragraph, run, text_box

from lmep_consult.documents import Filled, fill
from lmep_consult.governance import withdraw, write_changes
from lmep_consult.places import CHARTS, VALUES
from lmep_consult.report import Value, read_values
from lmep_consult.run import chain
from lmep_consult.study import Study

Values = dict[str, Value]
WITHDREW = "P6"
TODAY = dt.date(2026, 4, 1)


@pytest.fixture(scope="session")
def changed_run(once: Callable[..., Path], tiny_run: Path) -> Path:
    """The tiny study after a late change of the poll and a withdrawal. Not to be changed."""

    def make(place: Path) -> None:
        folder = Path(shutil.copytree(tiny_run, place / "study"))
        tiny_changes.votes_changed(folder)
        withdraw(Study.open(folder), WITHDREW, "", TODAY)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chain, "_now", lambda: "2026-04-01T10:00:00+00:00")
            chain.run(Study.open(folder))
        write_changes(Study.open(folder), WITHDREW)

    return once("tiny_changed", make) / "study"


@pytest.fixture(scope="session")
def before(tiny_run: Path) -> Values:
    return read_values(Study.open(tiny_run).at(VALUES))


@pytest.fixture(scope="session")
def after(changed_run: Path) -> Values:
    return read_values(Study.open(changed_run).at(VALUES))


@pytest.fixture(scope="session")
def filled_from(tiny_run: Path, changed_run: Path) -> Callable[..., Filled]:
    """Fill a document from the study as it was ("before") or is ("after")."""

    def filled(document: Path, when: str = "after", **how: bool) -> Filled:
        study = Study.open(tiny_run if when == "before" else changed_run)
        return fill(document, read_values(study.at(VALUES)), study.at(CHARTS), **how)

    return filled


def of_kind(values: Values, kind: str) -> list[str]:
    return [tag for tag, value in values.items() if value.kind == kind]


@pytest.fixture
def sixty(before: Values, tmp_path: Path) -> Path:
    """A corporate document of 60 controls, not filled yet."""
    controls = Numbered()
    said = [*of_kind(before, "sentence")[:14], *of_kind(before, "quotation")]
    numbers = of_kind(before, "number")[:: max(1, len(of_kind(before, "number")) // 30)]
    body = [paragraph(run("Priorities"), style="Heading1"), controls.table("table/priorities_themes")]
    body += [paragraph(text_box(controls.inline("priorities/themes/All-groups/1/option")))]
    body += [controls.around("table/workshops", paragraph(run("a table is to come"))), paragraph()]
    body += [controls.around(tag, paragraph(run("a chart"))) for tag in of_kind(before, "chart")[:2]]
    body += [controls.around(tag, paragraph(run("to come"))) for tag in said]
    parts = {
        "header": controls.inline("findings/headline"),
        "footer": controls.inline("sample_interviews/All-groups/achieved"),
        "footnote": controls.inline("findings/sample"),
    }
    left = 60 - controls.made
    body += [paragraph(run(f"{tag}: "), controls.inline(tag), run(".")) for tag in (numbers * 2)[:left]]
    assert controls.made == 60
    return corporate(tmp_path / "Report.docx", body, parts)
