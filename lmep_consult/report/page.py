"""The report as one HTML file."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import About
from lmep_consult.report.charts import Chart
from lmep_consult.table import NOT_AVAILABLE, SHORTHAND


def write_page(tables: Iterable[Released], charts: Sequence[Chart], about: About, path: Path) -> None:
    """Write `path`: every table with the charts drawn from it, no request to anywhere, text always as text."""
    environment = Environment(
        loader=PackageLoader("lmep_consult.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    sections = []
    for number, released in enumerate(tables, start=1):
        table = require_released(released).table
        frame = table.frame.astype(object).where(table.frame.notna(), NOT_AVAILABLE)
        pictures = [
            {"alt": chart.alt, "title": chart.title, "data": base64.b64encode(chart.svg).decode("ascii")}
            for chart in charts
            if chart.about == table.name
        ]
        numeric = [table.frame[column].map(_is_figure).all() for column in frame]
        sections.append(
            {
                "number": number,
                "table": table,
                "headings": list(frame.columns),
                "rows": frame.to_numpy().tolist(),
                "numeric": numeric,
                "charts": pictures,
            }
        )
    page = environment.get_template("page.html.j2").render(about=about, sections=sections, shorthand=SHORTHAND)
    path.write_text(page, encoding="utf-8", newline="\n")


def _is_figure(cell: object) -> bool:
    return not isinstance(cell, str) or cell.startswith("[") or cell[:1].isdigit()
