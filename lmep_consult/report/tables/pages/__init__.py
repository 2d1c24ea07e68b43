"""The tables of a scoping report laid out to be read, section by section."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from lmep_consult.disclosure import Released, made_of, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.tables.pages.combined import (
    answers_tables,
    case_tables,
    comparison_tables,
    recommendation_tables,
    scale_tables,
)
from lmep_consult.report.tables.pages.interviews import assumption_tables, interview_tables, joint_tables
from lmep_consult.report.tables.pages.methods import method_tables, review_tables
from lmep_consult.report.tables.pages.rankings import ranking_tables
from lmep_consult.report.tables.pages.responses import response_pages
from lmep_consult.report.tables.pages.sample import sample_pages


def page_tables(tidy: Mapping[str, Released], plan: Plan) -> list[Released]:
    """The tidy tables laid out to be read, with headings in words; those without rows are left out."""
    tables = {name: require_released(released).table for name, released in tidy.items()}
    votes = "What was ranked first" if len(tables["priorities"].frame) else "What was answered"
    sections = {
        "Who took part": sample_pages(tables),
        votes: ranking_tables(tables, plan),
        "Votes and interviews": [*joint_tables(tables), *answers_tables(tables)],
        "What interviewees said": [*interview_tables(tables), *scale_tables(tables)],
        "What people wrote": response_pages(tables),
        "Cases and comparisons": [*case_tables(tables, plan), *comparison_tables(tables)],
        "Recommendations": recommendation_tables(tables),
        "What the programme takes for granted": assumption_tables(tables),
        "Proposed evidence reviews": review_tables(tables["formats_by_supporters"], plan),
        "How it was done": method_tables(tables),
    }
    return [
        made_of(tidy.values(), replace(table, section=section, csv=_csv(table.name, tables)))
        for section, made in sections.items()
        for table in made
        if len(table.frame)
    ]


def _csv(name: str, tables: Collection[str]) -> str:
    """The table in CSV that a page's table is laid out from: of its name, or of what its name begins with."""
    if name in tables:
        return name
    known = [table for table in tables if name.startswith(f"{table}_")]
    return (
        max(known, key=len) if known else next(table for table in tables if name.split("_")[0] == table.split("_")[0])
    )
