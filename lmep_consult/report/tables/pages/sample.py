"""Who took part, compared with what was intended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lmep_consult.report.tables.pages.laid_out import by_group, headed
from lmep_consult.table import ALL_GROUPS, Table

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
        "agreed": "Agreed",
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
        "name": "Workshop",
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
    "poll_response": {
        "event": "Workshop",
        "question": "Question",
        "attended": "Attended",
        "voted": "Voted",
        "not_seen": "Voted, not in the report",
        "share": "Share of those who attended",
    },
    "reweighted": {
        "question_title": "Question",
        "option": "Option",
        "borda": "Points as voted",
        "place": "Place as voted",
        "borda_intended": "Points as intended",
        "place_intended": "Place as intended",
        "moves": "Places gained",
        "base": "Base (voters)",
    },
}


def sample_pages(tables: Mapping[str, Table]) -> list[Table]:
    return [
        replace(headed(tables["sample_interviews"], _INTERVIEWS), lead=_drafted(tables["limitations"])),
        _criteria(tables["criteria"]),
        *(headed(tables[name], headings) for name, headings in _SAMPLE.items() if name != "reweighted"),
        _recruitment(tables["recruitment"]),
        by_group(tables["regions"], "region", "Region", "took_part"),
        by_group(tables["questions_heard"], "question", "Question", "answered"),
        headed(tables["reweighted"], _SAMPLE["reweighted"]),
        _worst_case(tables["worst_case"]),
    ]


def _drafted(limitations: Table) -> str:
    return f"Draft for the author to edit. {limitations.frame['draft'].iloc[0]}"


def _criteria(table: Table) -> Table:
    needed = table.frame["rule"] + " " + table.frame["needed"].astype(str)
    headings = {
        "criterion": "Criterion",
        "among": "Among",
        "group": "Group",
        "needed": "Needed",
        "reached": "Reached",
        "counted": "Counted in",
        "met": "Met",
        "base": "Base (people)",
        "source": "Source",
    }
    return headed(replace(table, frame=table.frame.assign(needed=needed)), headings)


def _recruitment(table: Table) -> Table:
    """How many had been invited, had agreed and were interviewed by each week's end."""
    frame = table.frame
    wide = frame.pivot(index="week", columns="stage", values="so_far").reindex(columns=frame["stage"].unique())
    wide.columns = pd.Index([f"{str(stage).capitalize()} so far" for stage in wide.columns])
    shown = wide.rename_axis(index="Week of").reset_index()
    return Table(table.name, table.title, shown.astype({"Week of": str}), unit=table.unit)


def _worst_case(table: Table) -> Table:
    """The missing of all groups together: those of each group are in the CSV."""
    together = replace(table, frame=table.frame[table.frame["group"] == ALL_GROUPS])
    headings = {
        "question_title": "Question",
        "missing": "Missing",
        "option": "Option",
        "place": "Place as voted",
        "place_best": "Best place",
        "place_worst": "Worst place",
        "base": "Base (voters)",
    }
    return headed(together, headings)
