"""The tiny study with twelve written responses in it: read, coded by terms, and all in the sample that people code."""

from __future__ import annotations

import csv
from pathlib import Path

from tiny import tiny

from lmep_consult.cli.code_responses import code_responses
from lmep_consult.study import Study

PLAN = """
[responses]
id = "Response ID"
attributes = { type = "You are" }
group_by = "type"

[[responses.questions]]
id = "views"
column = "Your views"
"""
BATCH = "responses:views:1"
SAID = (
    "The fares are too high for us.", "We need a shelter at Grimsdale.", "I wrote to Vossberg about the route.",
    "Every route stops short of town.", "A ticket costs more than lunch.", "I have nothing to say.",
)  # fmt: skip


def tiny_with_responses(folder: Path, said: tuple[str, ...] = SAID) -> Study:
    """The study, its responses coded by the codebook's terms and drawn for people to code."""
    tiny(folder)
    with (folder / "study.toml").open("a", encoding="utf-8", newline="\n") as plan:
        plan.write(PLAN)
    raw = folder / "raw" / "responses" / "portal.csv"
    raw.parent.mkdir()
    with raw.open("w", encoding="utf-8", newline="") as file:
        rows = [(f"secret-{number}", "A resident", text) for number, text in enumerate(said * 2)]
        csv.writer(file).writerows([("Response ID", "You are", "Your views"), *rows])
    code_responses(study=folder)
    return Study.open(folder)
