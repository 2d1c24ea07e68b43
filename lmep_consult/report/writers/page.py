"""The report as one HTML file, in GOV.UK's table markup: findings and results first, then the annex, folded."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from lmep_consult.places import TABLES
from lmep_consult.report.contents import Contents
from lmep_consult.report.shown import name_in
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.table import SHORTHAND
from lmep_consult.text import printable


def write_page(made: Contents, identity: Identity, path: Path) -> None:
    """Write `path`: no request to anywhere, text always as text, and one script, known by its hash, that searches and
    copies. Links to CSV files lead to the folder of tables next to the page.

    The time it was made is in one place only, so that the same study gives the same page apart from that.
    """
    environment = Environment(
        loader=PackageLoader("lmep_consult.report.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"anchor": name_in, "in_words": in_words, "base64": _base64, "printable": printable}
    script = (files("lmep_consult.report.writers") / "templates" / "page.js").read_text(encoding="utf-8").strip()
    page = environment.get_template("page.html.j2").render(
        identity=identity,
        made=made,
        annex=[(section, list(parts)) for section, parts in groupby(made.annex, key=lambda each: each.table.section)],
        glossary=made.glossary,
        shorthand=SHORTHAND,
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        tables=TABLES.name,
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _base64(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")
