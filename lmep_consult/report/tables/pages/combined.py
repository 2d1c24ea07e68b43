"""Scales, cases, comparisons, survey answers next to interviews, and recommendations, laid out to be read."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import bounds_of_count, shares_of_words
from lmep_consult.report.tables.pages.laid_out import headed
from lmep_consult.table import Table

_ANSWERS = {
    "question_title": "Question",
    "answer": "Answer",
    "group": "Group",
    "voters": "Chose it",
    "voters_base": "Base (survey)",
    "participants": "Spoke of it",
    "base": "Base (interviewees)",
}
_EVIDENCE = {
    "recommendation": "Number",
    "text": "Recommendation",
    "name": "Theme behind it",
    "participants": "Interviewees who spoke of it",
    "base": "Base (interviewees)",
    "quote": "Quotation",
    "attribution": "Speaker",
}


def scale_tables(tables: Mapping[str, Table]) -> list[Table]:
    """A table a scale: levels by groups."""
    if "ordered_codes" not in tables:
        return []
    table, made = tables["ordered_codes"], []
    for scale, rows in table.frame.groupby("scale", sort=False):
        bases = rows.drop_duplicates("group").set_index("group")["base"]
        wide = rows.pivot(index="level", columns="group", values="participants")[list(bases.index)]
        wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
        wide.insert(0, "Level", rows.drop_duplicates("level").set_index("level")["name"])
        title = f"{rows['scale_name'].iloc[0]}: interviewees who gave examples of each level, by stakeholder group"
        shown = wide.sort_index().reset_index(drop=True)
        made.append(Table(f"ordered_codes_{scale}", title, shown, unit=table.unit, lead=table.lead, notes=table.notes))
    return made


def case_tables(tables: Mapping[str, Table], plan: Plan) -> list[Table]:
    """Headings by cases. A cell names the themes that some of the case surely spoke of, those of most people first, or
    where there is none, how many spoke of any; then a quotation."""
    if "case_studies" not in tables:
        return []
    table, words = tables["case_studies"], shares_of_words(plan)
    quotes = (
        tables["case_quotes"].frame if "case_quotes" in tables else pd.DataFrame(columns=["code", "group", "quote"])
    )
    said = {(row["code"], row["group"]): row["quote"] for row in quotes.to_dict("records")}
    rows = []
    bases = dict(zip(table.frame["group"], table.frame["base"], strict=True))
    for heading, own in table.frame.groupby("heading", sort=False):
        cells: dict[str, object] = {"Heading": own["heading_name"].iloc[0]}
        for case, base in bases.items():
            named, together = [], ""
            for row in own[own["group"] == case].to_dict("records"):
                ends = bounds_of_count(row["participants"], base, words)
                if ends and ends[0] > 0 and row["code"] == heading:
                    together = f"{row['participants']} spoke of some of it"
                elif ends and ends[0] > 0:
                    named.append((-ends[0], f"{row['name']} ({row['participants']})"))
            themes = "; ".join(text for _, text in sorted(named, key=lambda each: each[0])) or together
            quote = said.get((heading, case), "")
            cells[f"{case} (n = {base})"] = (
                "\n".join(filter(None, (themes, f"“{quote}”" if quote else ""))) or "too few spoke of any to say"
            )
        rows.append(cells)
    title = "Case studies: what was spoken of in each case, by the headings of the framework"
    notes = (*table.notes, *(tables["case_quotes"].notes if "case_quotes" in tables else ()))
    return [Table("case_studies", title, pd.DataFrame(rows), unit=table.unit, notes=notes)]


def comparison_tables(tables: Mapping[str, Table]) -> list[Table]:
    """A matrix a comparison."""
    if "comparisons" not in tables:
        return []
    table, made = tables["comparisons"], []
    for comparison, rows in table.frame.groupby("comparison", sort=False):
        wide = rows.pivot(index="name", columns="with_name", values="participants")
        wide = wide.reindex(index=rows["name"].unique(), columns=rows["with_name"].unique())
        shown = wide.rename_axis(index="Theme", columns=None).reset_index()
        title = f"{rows['title'].iloc[0]} (n = {rows['base'].iloc[0]})"
        made.append(Table(f"comparisons_{comparison}", title, shown, unit=table.unit, notes=table.notes))
    return made


def answers_tables(tables: Mapping[str, Table]) -> list[Table]:
    return [headed(tables["answers_and_interviews"], _ANSWERS)] if "answers_and_interviews" in tables else []


def recommendation_tables(tables: Mapping[str, Table]) -> list[Table]:
    return [headed(tables["recommendation_evidence"], _EVIDENCE)] if "recommendation_evidence" in tables else []
