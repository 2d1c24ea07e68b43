"""Choices, statements, ratings and texts of a poll, from export to report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from tiny import PEOPLE, feedback, write
from uncharted import run_without_charts

from lmep_consult.study import Study

pytestmark = pytest.mark.usefixtures("without_charts")

PLAN = """
[[polls]]
id = "feedback"
title = "Feedback"

[[polls.questions]]
id = "useful"
title = "How useful was the session?"
column = "How useful was today?"
kind = "likert"
scale = ["Not useful", "Fairly useful", "Very useful"]

[[polls.questions]]
id = "how"
title = "How do you hear of evidence?"
column = "How do you hear of evidence? (tick all)"
kind = "multiple"
options = ["Email", "Colleagues", "Conferences; events"]

[[polls.questions]]
id = "mark"
title = "Mark out of five"
column = "Give us a mark"
kind = "rating"
highest = 5

[[polls.questions]]
id = "more"
title = "Anything else?"
column = "Anything else?"
kind = "text"
"""
HEADINGS = ("How useful was today?", "How do you hear of evidence? (tick all)", "Give us a mark", "Anything else?")


@pytest.fixture(scope="module")
def study(tiny_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The tiny study with another poll, after a run."""
    folder = Path(shutil.copytree(tiny_run, tmp_path_factory.mktemp("kinds") / "study"))
    answers = [
        ("3. Very useful", "Email;Conferences; events;", 5, f"Ask {PEOPLE[1][1]} about buses."),
        ("Very useful", "Colleagues;", 4, ""),
        ("Very  useful", "Email;Colleagues;A newsletter;", "5", ""),
        ("2 Fairly useful", "", 3, ""),
        ("Quite useful", "Email;", 4, ""),
    ]
    feedback(folder, PLAN, HEADINGS, [(person[0], said) for person, said in zip(PEOPLE, answers, strict=False)])
    plan = (folder / "study.toml").read_text(encoding="utf-8")
    write(folder / "study.toml", plan.replace("minimum_base = 2", "minimum_base = 1\nminimum_count = 1"))
    return run_without_charts(Study.open(folder)).study


def test_each_answer_is_counted_with_its_base(study: Study) -> None:
    table = pd.read_csv(study.reports / "tables" / "answers.csv", dtype=str)
    everybody = table[table["group"] == "All groups"].set_index(["question", "answer"])
    counts = everybody["voters"].to_dict()
    assert counts["useful", "Very useful"] == "3"
    assert counts["useful", "Fairly useful"] == "1"
    assert counts["useful", "Not useful"] == "0"
    assert counts["how", "Email"] == "3"
    assert set(everybody.loc["useful", "base"]) == {"4"}
    assert set(everybody.loc["how", "base"]) == {"4"}
    assert set(everybody.loc["mark"].index) == {"3", "4", "5"}


def test_a_label_that_is_not_on_the_scale_is_a_problem(study: Study) -> None:
    problems = pd.read_csv(study.working / "problems.csv", dtype=str, keep_default_na=False)
    assert list(problems.loc[problems["text"] == "Quite useful", "file"]) == ["W1_feedback.xlsx"]


def test_no_name_written_in_a_text_reaches_a_report(study: Study) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in (study.reports / "tables").glob("*.csv"))
    page = (study.reports / "scoping_report.html").read_text(encoding="utf-8")
    assert "How useful was the session?" in page
    for _, name, _, _ in PEOPLE:
        assert name not in page + everything
