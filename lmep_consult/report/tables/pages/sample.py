"""Who took part, compared with what was intended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lmep_consult.coverage import called_in
from lmep_consult.report.tables.pages.laid_out import by_group, headed
from lmep_consult.table import Table

_INTERVIEWS = {
    "name": "Stakeholder group",
    "intended": "Intended",
    "invited": "Invited",
    "achieved": "Achieved",
    "short_by": "Short by",
    "share": "Share of intended",
}

_SAMPLE = {
    "sample_stages": {
        "among": "Of",
        "counted": "Counted in",
        "name": "Stakeholder group",
        "intended": "Intended",
        "invited": "Invited",
        "took_part": "Took part",
        "short_by": "Short by",
    },
    "fieldwork_status": {
        "assumption": "Rule of the study",
        "among": "Of",
        "name": "Stakeholder group",
        "status": "Status",
        "reason": "Why",
        "source": "Source",
    },
    "workshops": {
        "name": "Event",
        "date": "Date",
        "people": "People",
        "organisations": "Organisations",
        "target": "People aimed at",
        "reading": "Against the target",
    },
    "organisations_reached": {
        "among": "In",
        "name": "Stakeholder group",
        "organisations": "Organisations",
        "exist": "Organisations there are",
        "share": "Share",
    },
    "reweighted": {
        "question_title": "Question",
        "option": "Option",
        "place": "Place as voted",
        "place_intended": "Place as intended",
        "moves": "Places gained",
        "base": "Base (voters)",
    },
}


def sample_pages(tables: Mapping[str, Table]) -> list[Table]:
    _, events = called_in(tables["workshops"].frame)
    tables = {name: _among(table, events) for name, table in tables.items()}
    return [
        replace(headed(tables["sample_interviews"], _INTERVIEWS), lead=_drafted(tables["limitations"])),
        _criteria(tables["criteria"]),
        *(headed(tables[name], headings) for name, headings in _SAMPLE.items() if name != "reweighted"),
        headed(tables["regions"], {"region": "Region", "interviewed": "People interviewed"}),
        by_group(_asked(tables["questions_heard"]), "question", "Question", "answered"),
        headed(tables["reweighted"], _SAMPLE["reweighted"]),
        headed(tables["worst_case"], _WORST),
    ]


def _among(table: Table, events: str) -> Table:
    """With events called what they are."""
    if "among" not in table.frame:
        return table
    return replace(table, frame=table.frame.replace({"among": {"workshops": events}}))


def _asked(table: Table) -> Table:
    """With what each question asks next to its id."""
    return replace(table, frame=table.frame.assign(question=table.frame["question"] + ": " + table.frame["text"]))


def _drafted(limitations: Table) -> str:
    return f"Draft for the author to edit. {limitations.frame['draft'].iloc[0]}"


def _criteria(table: Table) -> Table:
    needed = table.frame["rule"] + " " + table.frame["needed"].astype(str)
    headings = {
        "criterion": "Criterion",
        "among": "Among",
        "group": "Group",
        "needed": "Needed",
        "counted": "Counted in",
        "met": "Met",
        "base": "Base (people)",
        "source": "Source",
    }
    return headed(replace(table, frame=table.frame.assign(needed=needed)), headings)


_WORST = {
    "question_title": "Question",
    "missing": "Missing",
    "option": "Option",
    "place": "Place as voted",
    "place_best": "Best place",
    "place_worst": "Worst place",
    "base": "Base (voters)",
}
