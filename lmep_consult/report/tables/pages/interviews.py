"""What interviewees said, and what it says of the programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from lmep_consult.report.findings.themes import names_linked
from lmep_consult.report.tables.pages.laid_out import headed
from lmep_consult.table import Table

_JOINT = {
    "option": "Theme",
    "group": "Group",
    "rank": "Rank",
    "rank_lower": "Rank from",
    "rank_upper": "Rank to",
    "voters": "Base (voters)",
    "unprompted": "Interviewees who raised it",
    "interviewees": "Base (interviewees)",
    "reading": "Reading",
    "quote": "Quotation",
}

_QUOTES = {
    "name": "Theme",
    "group": "Group",
    "attribution": "Speaker",
    "quote": "Quotation",
    "sign_off": "State",
    "base": "Base (interviewees)",
}

_ASSUMPTIONS = {
    "assumption": "Number",
    "text": "Assumption",
    "pathway": "Pathway",
    "appraisal": "How it is appraised",
    "adaptation": "What is done if it does not hold",
    "status": "Status",
    "status_by": "Set by",
}

_MONITORED = {
    "assumption": "Assumption",
    "text": "Measure",
    "what": "Of what",
    "period": "When",
    "value": "Value",
    "of": "Out of",
    "unit": "Unit",
    "target": "Target",
    "reached": "Target reached",
    "spoke_for": "Interviewees for",
    "spoke_against": "Interviewees against",
    "interviewees": "Base (interviewees)",
}

_FOR_AND_AGAINST = {
    "assumption": "Assumption",
    "direction": "Speaks",
    "code": "Code",
    "attribution": "Speaker",
    "quote": "Quotation",
    "sign_off": "State",
}


def joint_tables(tables: Mapping[str, Table]) -> list[Table]:
    """Where all rows have one reading, it is said once."""
    table = tables["joint_display"]
    readings = set(table.frame["reading"])
    if len(readings) != 1:
        return [headed(table, _JOINT)]
    shown = headed(table, {column: heading for column, heading in _JOINT.items() if column != "reading"})
    return [replace(shown, lead=f"The reading is the same in every row: {readings.pop()}.")]


def interview_tables(tables: Mapping[str, Table]) -> list[Table]:
    return [
        *_themes(tables["themes_by_group"], names_linked(tables["assumptions"].frame)),
        headed(tables["quotes"], _QUOTES),
        _spoken_of(tables["out_of_scope"], ["name"], ["Matter"]),
    ]


def assumption_tables(tables: Mapping[str, Table]) -> list[Table]:
    return [
        headed(tables["assumptions"], _ASSUMPTIONS),
        _spoken_of(tables["assumptions_by_group"], ["assumption", "direction"], ["Assumption", "Spoke"]),
        headed(tables["assumption_quotes"], _FOR_AND_AGAINST),
        *(headed(tables[name], _MONITORED) for name in ("monitoring",) if name in tables),
    ]


def _themes(table: Table, linked: Collection[str]) -> list[Table]:
    """A table a family of codes: codes by groups; a cell says how many interviewees spoke of it.

    linked: names of codes that speak for or against assumptions; a family of these alone has a table of its own.
    """
    frame = table.frame
    name_of, parent_of = (dict(zip(frame["code"], frame[column], strict=True)) for column in ("name", "family"))
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    wide = frame.pivot(index="code", columns="group", values="participants").reindex(
        index=list(name_of), columns=list(bases)
    )
    wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
    made = []
    for family in (code for code in name_of if not parent_of[code]):
        paths = {code: _path(code, parent_of)[1:] for code in name_of if _path(code, parent_of)[0] == family}
        if len(paths) > 1 and all(name_of[code] in linked for code, path in paths.items() if path):
            continue
        members = {code: path for code, path in paths.items() if path} or {family: [family]}
        shown = wide.loc[list(members)]
        shown.insert(0, "Code", [": ".join(name_of[code] for code in path) for path in members.values()])
        made.append(
            Table(
                f"themes_{family.replace('-', '_')}",
                f"{name_of[family]}: interviewees who spoke of each, by stakeholder group",
                shown.reset_index(drop=True),
                unit=table.unit,
                notes=table.notes,
            )
        )
    return made


def _path(code: str, parent_of: Mapping[str, str]) -> list[str]:
    """From the family down to the code."""
    parent = parent_of.get(code, "")
    return [*(_path(parent, parent_of) if parent else []), code]


def _spoken_of(table: Table, rows: list[str], headings: list[str]) -> Table:
    """What interviewees spoke of, by groups."""
    frame = table.frame
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    wide = frame.pivot(index=rows, columns="group", values="participants")
    wide = wide.reindex(index=pd.MultiIndex.from_frame(frame[rows].drop_duplicates()), columns=list(bases))
    wide.columns = pd.Index([f"{group} (n = {base})" for group, base in bases.items()])
    shown = wide.reset_index().rename(columns=dict(zip(rows, headings, strict=True)))
    return Table(table.name, table.title, shown, unit=table.unit, notes=table.notes)
