"""What a run leaves in the reports folder: charts with their words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree  # only our own output is parsed
from pathlib import Path

import pandas as pd
from PIL import Image

from lmep_consult.report import page_tables
from lmep_consult.run.chain import Outcome


def test_charts_come_as_svg_and_png_with_what_they_say(demo_reports: Path) -> None:
    charts = demo_reports / "charts"
    words = pd.read_csv(charts / "alt_text.csv").set_index("chart")["alt"]
    assert (
        {path.stem for path in charts.glob("*.svg")} == {path.stem for path in charts.glob("*.png")} == set(words.index)
    )
    assert "10 of 12" in words["sample_interviews"]
    assert "Non-employment interventions" in words["votes_priorities"]
    for name, said in words.items():
        assert said in "".join(ElementTree.parse(charts / f"{name}.svg").getroot().itertext())  # noqa: S314
        with Image.open(charts / f"{name}.png") as picture:
            assert picture.info["Description"] == said
            assert picture.width > 1000


def test_every_form_of_the_report_is_there(demo_reports: Path) -> None:
    assert {path.name for path in demo_reports.iterdir()} >= {
        "charts", "run.json", "scoping_annex.docx", "scoping_report.docx", "scoping_report.govspeak.md",
        "scoping_report.html", "scoping_tables.xlsx", "tables",
    }  # fmt: skip


def test_notes_name_no_column_that_readers_do_not_see(demo_run: Outcome) -> None:
    for released in page_tables(demo_run.tables, demo_run.study.plan):
        for note in released.table.notes:
            assert not re.search(r"\b[a-z]+_[a-z_]+\b|\bCSV\b|\bflips\b", note), note
