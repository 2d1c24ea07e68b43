"""Every coded passage on one page, for the team only: filtered, searched, and starred with one key."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from lmep_consult.plan import Plan
from lmep_consult.report.writers.team import MARK
from lmep_consult.text import printable

_SHOWN = ["source", "group", "theme", "question", "words", "state", "starred"]


def explore_page(passages: pd.DataFrame, plan: Plan) -> bytes:
    """The page, in UTF-8. passages: as analysis.for_team.passages gives them.

    Passages are data to its one script, which is known by its hash and puts them on the page as text; nothing is asked
    of anybody. Stars stay in the browser that set them and can be copied as a list.
    """
    environment = Environment(
        loader=PackageLoader("lmep_consult.report.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = [[printable(str(cell)) for cell in row] for row in passages[_SHOWN].itertuples(index=False)]
    script = (files("lmep_consult.report.writers") / "templates" / "explore.js").read_text(encoding="utf-8").strip()
    page = environment.get_template("explore.html.j2").render(
        title=plan.study.title,
        mark=MARK,
        count=len(rows),
        questions={question.id: question.text for question in plan.topic_guide.questions},
        data=json.dumps({"columns": _SHOWN, "rows": rows}).replace("<", "\\u003c"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
    )
    return page.encode("utf-8")
