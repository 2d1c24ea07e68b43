"""What a run leaves in the reports folder: charts with their words, the same files from the same study."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree  # only our own output is parsed
from pathlib import Path

import pandas as pd
from PIL import Image

from lmep_consult.report import page_tables
from lmep_consult.run.chain import Outcome, run
from lmep_consult.study import Study


def test_charts_come_as_svg_and_png_with_what_they_say(demo_reports: Path) -> None:
    charts = demo_reports / "charts"
    words = pd.read_csv(charts / "alt_text.csv").set_index("chart")["alt"]
    assert (
        {path.stem for path in charts.glob("*.svg")} == {path.stem for path in charts.glob("*.png")} == set(words.index)
    )
    assert "10 of 12" in words["sample_interviews"]
    assert "Non-employment interventions" in words["priorities_themes"]
    for name, said in words.items():
        assert said in "".join(ElementTree.parse(charts / f"{name}.svg").getroot().itertext())  # noqa: S314
        with Image.open(charts / f"{name}.png") as picture:
            assert picture.info["Description"] == said
            assert picture.width > 1000


def test_every_form_of_the_report_is_there(demo_reports: Path) -> None:
    assert {path.name for path in demo_reports.iterdir()} >= {
        "charts", "run.json", "scoping_annex.docx", "scoping_report.govspeak.md", "scoping_report.html",
        "scoping_tables.xlsx", "tables",
    }  # fmt: skip


def test_the_same_study_gives_the_same_files_but_for_when_they_were_made(
    demo_reports: Path, study_folder: Path
) -> None:
    again = run(Study.open(study_folder)).study.reports
    files = [
        path for path in demo_reports.rglob("*") if path.suffix in (".csv", ".json", ".svg", ".png", ".html", ".md")
    ]
    for path in (path for path in files if path.name != "run.json"):
        before, after = (
            folder.joinpath(path.relative_to(demo_reports)).read_bytes().splitlines()
            for folder in (demo_reports, again)
        )
        changed = [line for line, now in zip(before, after, strict=True) if line != now]
        assert all(line.strip().startswith((b"<p>Made: ", b"Made: ")) for line in changed), path
        assert len(changed) <= (1 if path.suffix in (".html", ".md") else 0)


def test_notes_name_no_column_that_readers_do_not_see(demo_run: Outcome) -> None:
    """Unless they say where it stands."""
    for table in page_tables(demo_run.tables, demo_run.study.plan):
        for note in table.notes:
            assert not re.search(r"\b[a-z]+_[a-z_]+\b", re.sub(r"\(in the CSV file, \w+\)", "", note)), note
