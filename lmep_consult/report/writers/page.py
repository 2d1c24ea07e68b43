"""The report as one HTML file, in GOV.UK's table markup."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from lmep_consult.disclosure import Released
from lmep_consult.report.charts import Chart
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.report.writers.shown import name_in, numbered
from lmep_consult.table import SHORTHAND


def write_page(tables: Iterable[Released], charts: Sequence[Chart], identity: Identity, path: Path) -> None:
    """Write `path`: every table with the charts drawn from it, no request to anywhere, text always as text.

    The time it was made is in one place only, so that the same study gives the same page apart from that.
    """
    environment = Environment(
        loader=PackageLoader("lmep_consult.report.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"anchor": name_in, "in_words": in_words, "base64": _base64}
    made = numbered(tables, charts)
    page = environment.get_template("page.html.j2").render(
        identity=identity,
        sections=[(section, list(parts)) for section, parts in groupby(made, key=lambda each: each.table.section)],
        shorthand=SHORTHAND,
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _base64(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")
