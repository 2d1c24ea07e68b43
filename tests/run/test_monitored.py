"""Monitoring from its tables to the report: next to what interviewees say, and traced back to its line."""

from __future__ import annotations

import pandas as pd
import pytest
import tiny
from typer.testing import CliRunner
from uncharted import run_without_charts

from lmep_consult.cli import app
from lmep_consult.study import Study

MEASURES = """
[[monitoring.measures]]
id = "views"
text = "Page views"
assumption = "1"
unit = "views"
target = 100

[[monitoring.measures]]
id = "came"
text = "People who came"
assumption = "1"
people = true
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("monitored")
    tiny.tiny(folder)
    tiny.write(folder / "study.toml", tiny.PLAN + MEASURES)
    rows = "measure,what,period,value\nviews,Toolkit,2026-03,120\ncame,W1,2026-02,2\nlikes,Toolkit,2026-03,4\n"
    tiny.write(folder / "monitoring" / "web.csv", rows)
    made = Study.open(folder)
    run_without_charts(made)
    return made


def test_what_was_monitored_stands_next_to_what_interviewees_say(study: Study) -> None:
    table = pd.read_csv(
        study.reports / "tables" / "monitoring.csv", encoding="utf-8-sig", keep_default_na=False, dtype=str
    )
    assert table[["measure", "what", "value", "reached"]].to_numpy().tolist() == [
        ["views", "Toolkit", "120", "yes"],
        ["came", "W1", "fewer than 3", "[z]"],
    ]
    spoke = pd.read_csv(study.reports / "tables" / "assumptions_by_group.csv", encoding="utf-8-sig", dtype=str)
    overall = spoke[(spoke["group"] == "All groups") & (spoke["direction"] == "for")]
    assert set(table["spoke_for"]) == set(overall["participants"])
    assert "Page views" in (study.reports / "scoping_report.html").read_text(encoding="utf-8")


def test_a_line_that_is_no_measure_is_a_problem(study: Study) -> None:
    problems = (study.working / "problems.csv").read_text(encoding="utf-8-sig")
    assert "no measure of study.toml is called 'likes'" in problems


def test_a_value_is_traced_to_its_line(study: Study) -> None:
    args = ["trace", "monitoring", "1, views, Toolkit, 2026-03", "value", "--study", str(study.folder)]
    said = CliRunner().invoke(app, args, catch_exceptions=False).output
    assert "from 1 monitoring" in said
    assert "monitoring/web.csv" in said


def test_a_changed_table_makes_the_reports_stale(study: Study) -> None:
    from lmep_consult.run.freshness import last_run

    assert last_run(study) is not None
    path = study.folder / "monitoring" / "web.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"120", b"90"))
    assert last_run(study) is None
    path.write_bytes(before)
