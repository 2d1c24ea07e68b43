"""From what was released to the values that documents may show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.chapter.section import as_shown
from lmep_consult.report.charts import Chart
from lmep_consult.report.contents import Contents
from lmep_consult.report.findings import claims
from lmep_consult.report.shown import Shown
from lmep_consult.report.values.cells import cell_values
from lmep_consult.report.values.for_slides import values_for_slides
from lmep_consult.report.values.tags import (
    HEADLINE,
    chart_tag,
    finding_tag,
    lead_tag,
    of_section,
    quotation_tag,
    table_tag,
    tag_of,
    words_of_table,
)
from lmep_consult.report.values.value import Value
from lmep_consult.table import row_names
from lmep_consult.text import printable

_WORDS = {"quotes": "quote", "assumption_quotes": "quote", "write_ins": "text"}  # the tables of participants' words


def values(tidy: Mapping[str, Released], made: Contents, charts: list[Chart]) -> dict[str, Value]:
    """Every value by its tag: sentences of findings and results, quotations, tables and charts as documents show them,
    and each cell of the released tables.

    Raises DisclosureError for a table that was not released.
    """
    tables = {name: require_released(released).table for name, released in tidy.items()}
    said = list(claims(tidy))
    found: dict[str, Value] = {}
    for value in (
        *_findings(made),
        *(Value(tag_of(c.about, *c.names), "sentence", c.title, printable(c.text), c.table) for c in said),
        *_results(made),
        *(value for shown in made.tables for value in _of_table(shown)),
        *(
            Value(
                chart_tag(chart.name),
                "chart",
                f"Chart: {chart.label}",
                printable(chart.alt),
                chart.about,
                picture=f"{chart.name}.png",
                shows=chart.shows,
            )
            for chart in charts
        ),
        *_quotations(tidy),
        *values_for_slides(tidy, made, said),
        *(value for table in tables.values() for value in cell_values(table)),
    ):
        found.setdefault(value.tag, value)
    return found


def _findings(made: Contents) -> Iterator[Value]:
    yield Value(HEADLINE, "sentence", "Findings: headline", printable(made.findings.headline), "priorities")
    for about, sentence in made.findings.named:
        table = {"sample": "sample_stages", "survey": "answers", "levels": "themes_by_group"}.get(about, "priorities")
        yield Value(finding_tag(about), "sentence", f"Findings: {about}", printable(sentence), table)


def _results(made: Contents) -> Iterator[Value]:
    for part in made.results:
        section, csv = part.section, part.table.table.csv
        paragraphs = {f"paragraph-{at}": text for at, text in enumerate(section.paragraphs, start=1)}
        for name, text in {"heading": section.heading, **paragraphs, "how-sure": section.how_sure}.items():
            title = f"{section.topic}: {name.replace('-', ' ')}"
            yield Value(of_section(section.topic, name), "sentence", title, printable(text), csv)


def _of_table(shown: Shown) -> Iterator[Value]:
    table = shown.table
    csv = table.csv or table.name
    rows = tuple(tuple(map(str, row)) for row in (shown.headings, *shown.rows))
    yield Value(table_tag(table.name), "table", f"Table: {table.title}", words_of_table(rows), csv, rows=rows)
    if table.lead:
        yield Value(lead_tag(table.name), "sentence", f"Above the table: {table.title}", table.lead, csv)


def _quotations(tidy: Mapping[str, Released]) -> Iterator[Value]:
    for name, column in _WORDS.items():
        frame = require_released(tidy[name]).table.frame if name in tidy else None
        if frame is None:
            continue
        for row, place in zip(frame.to_dict("records"), row_names(frame), strict=True):
            words = printable(str(row[column]))
            who = printable(str(row.get("attribution") or f"Voter, {row['group']}"))
            about = row.get("name") or row.get("question_title") or row["code"]
            title = f"Quotation: {about}, {row['group']}"
            yield Value(quotation_tag(words), "quotation", title, as_shown(words, who), name, place, column)
