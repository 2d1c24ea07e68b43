"""Whatever in the report room takes tables takes released ones alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lmep_consult import report
from lmep_consult.codebook import Codebook
from lmep_consult.disclosure import Rules, release
from lmep_consult.errors import DisclosureError
from lmep_consult.report.tables.top import top_of_each
from lmep_consult.study import Study
from lmep_consult.table import Table

IDENTITY = report.Identity("A study", "A study, 2026")
DEMONSTRATION = Study.open(Path(__file__).parents[2] / "data" / "demo")
PLAN, CODEBOOK = DEMONSTRATION.plan, Codebook.load(DEMONSTRATION.codebook)
TABLE = Table("priorities", "t", pd.DataFrame({"a": [1]}))
COMBINED = ("answers", "themes_by_group", "quotes")
SENTENCES = ("sample_stages", "criteria", "organisations_reached", "regions", "workshops")
GOOD = release(Table("good", "t", pd.DataFrame({"a": [1]})), Rules())

# What makes tables to be released, is for the team, or takes no table at all.
NO_WRITERS = {
    "Chart", "Contents", "Findings", "Identity", "Section", "explore_page", "identity_of", "included",
    "Value", "read_values", "team_workbook", "tidy_tables",
    "word_tables", "write_numbers", "write_values", "write_charts", "write_scoping_notes",
}  # fmt: skip
FOUND = report.Findings("Maps first", ("Maps came first.",), "MSA: Authorities.", ("sample",))


def made_with(table: object) -> report.Contents:
    """What the forms of the report are written from, with a table that may not have been released."""
    return report.contents(FOUND, [], [], [GOOD, table], [], ["good"])  # type: ignore[list-item]


WRITERS: dict[str, Callable[[object, Path], object]] = {
    "write_csv": lambda table, folder: report.write_csv([GOOD, table], folder / "tables"),
    "contents": lambda table, folder: made_with(table),
    "write_page": lambda table, folder: report.write_page(made_with(table), IDENTITY, folder / "page.html"),
    "write_workbook": lambda table, folder: report.write_workbook(made_with(table), IDENTITY, folder / "book.xlsx"),
    "write_ods": lambda table, folder: report.write_ods(made_with(table), IDENTITY, folder / "book.ods"),
    "write_schema": lambda table, folder: report.write_schema([table], IDENTITY, folder),
    "write_word_annex": lambda table, folder: report.write_word_annex(made_with(table), IDENTITY, folder / "a.docx"),
    "write_word_report": lambda table, folder: report.write_word_report(made_with(table), IDENTITY, folder / "r.docx"),
    "write_govspeak": lambda table, folder: report.write_govspeak(made_with(table), IDENTITY, folder / "page.md"),
    "chapter": lambda table, folder: report.chapter({"good": GOOD, "priorities": table}, PLAN),
    "write_slides": lambda table, folder: report.write_slides(
        {"good": GOOD, "priorities": table}, made_with(GOOD), IDENTITY, folder / "s.pptx"
    ),
    "combined_tables": lambda table, folder: report.combined_tables(dict.fromkeys(COMBINED, table), PLAN, CODEBOOK, {}),
    "values": lambda table, folder: report.values({"good": GOOD, "priorities": table}, made_with(GOOD), []),
    "findings": lambda table, folder: report.findings({"good": GOOD, "priorities": table}, PLAN),
    "in_sentences": lambda table, folder: report.in_sentences(dict.fromkeys(SENTENCES, table), PLAN),
    "joined_answers": lambda table, folder: report.joined_answers([GOOD, table]),
    "page_tables": lambda table, folder: report.page_tables({"good": GOOD, "priorities": table}, PLAN),
    "draw_charts": lambda table, folder: report.draw_charts({"good": GOOD, "priorities": table}, PLAN, "A study"),
    "scoping_notes": lambda table, folder: report.scoping_notes(
        PLAN, CODEBOOK, {"good": GOOD, "priorities": table}, ""
    ),
    "top_of_each": lambda table, folder: top_of_each(table),
}


@pytest.mark.parametrize("unreleased", [TABLE, TABLE.frame, None], ids=["table", "frame", "nothing"])
@pytest.mark.parametrize("writer", WRITERS)
def test_each_writer_refuses_what_was_not_released(writer: str, unreleased: object, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match=r"disclosure\.release"):
        WRITERS[writer](unreleased, tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"priorities" in path.read_bytes()]


def test_no_writer_is_forgotten() -> None:
    offered = {name for name in report.__all__ if callable(getattr(report, name))}
    taking_tables = {
        name
        for name in offered
        if inspect.isclass(getattr(report, name)) or "Released" in str(inspect.signature(getattr(report, name)))
    }
    assert offered - NO_WRITERS <= WRITERS.keys()
    assert taking_tables - NO_WRITERS <= WRITERS.keys()
