"""What tables come to in words: made from released tables, so that no sentence says more than they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lmep_consult.analysis.method_notes import FROM_DATA
from lmep_consult.coverage import called, fieldwork_status, limitations
from lmep_consult.disclosure import Released, made_of, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.tables.tidy import NOT_REACHED, TO_WRITE
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table


def in_sentences(tidy: Mapping[str, Released], plan: Plan) -> list[Released]:
    """The tables that say something of others: limitations, fieldwork_status, monitoring, method_notes."""
    return [*_sample(tidy, plan), *_monitored(tidy), _method(tidy, plan)]


def _sample(tidy: Mapping[str, Released], plan: Plan) -> list[Released]:
    """limitations, what the sample lacks, and fieldwork_status, the fieldwork compared with the study's own rules."""
    names = {group.id: group.name for group in plan.groups}
    sources = [
        require_released(tidy[name])
        for name in ("sample_stages", "criteria", "organisations_reached", "regions", "workshops")
    ]
    stages, criteria, organisations, regions, workshops = (each.table.frame for each in sources)
    criteria = criteria.replace({"group": {ALL_GROUPS: ""}})
    draft = limitations(stages, criteria, names, regions, workshops)
    status = fieldwork_status(plan.fieldwork.assumptions, stages, criteria, organisations)
    status = status.replace({"source": {"": NOT_APPLICABLE}}).assign(name=status["group"].map(names).fillna(ALL_GROUPS))
    return [
        made_of(
            sources,
            Table(
                "limitations",
                "What the sample lacks: a first draft for the author to edit",
                pd.DataFrame({"draft": [draft]}),
            ),
        ),
        made_of(
            sources,
            Table(
                "fieldwork_status",
                "Fieldwork compared with the study's own rules",
                status,
                notes=sources[0].table.notes,
            ),
        ),
    ]


def _monitored(tidy: Mapping[str, Released]) -> list[Released]:
    """What was monitored with how many spoke for and against the same assumption, as it is shown elsewhere."""
    if "monitoring" not in tidy:
        return []
    sources = [require_released(tidy[name]) for name in ("monitoring", "assumptions_by_group")]
    monitored, spoke = (each.table.frame for each in sources)
    frame = monitored.copy()
    for column, counted, direction in (
        ("spoke_for", "participants", "for"),
        ("spoke_against", "participants", "against"),
        ("interviewees", "base", "for"),
    ):
        cells = spoke[(spoke["group"] == ALL_GROUPS) & (spoke["direction"] == direction)].set_index("assumption")[
            counted
        ]
        frame[column] = frame["assumption"].map(cells.to_dict()).astype(object)
    table = sources[0].table
    return [made_of(sources, replace(table, frame=frame, notes=(*table.notes, *sources[1].table.notes)))]


def _method(tidy: Mapping[str, Released], plan: Plan) -> Released:
    """The checklist with what the tables say of the sample, of saturation and of quotations."""
    names = {group.id: group.name for group in plan.groups}
    sources = [
        require_released(tidy[name])
        for name in ("method_notes", "sample_interviews", "workshops", "code_saturation", "quotes")
    ]
    notes, interviews, workshops, saturation, quotes = (each.table.frame for each in sources)
    held, there = (
        frame.loc[frame[column] == total, counted].sum()
        for frame, column, total, counted in (
            (interviews, "group", ALL_GROUPS, "achieved"),
            (workshops, "event", "All", "people"),
        )
    )
    of_each = interviews[interviews["group"] != ALL_GROUPS]
    said = [f"{number} {names[group]}" for number, group in zip(of_each["achieved"], of_each["group"], strict=True)]
    shared = f"{plan.disclosure.attribution_base} or more share each attribution"
    events = workshops.loc[workshops["event"] != "All", "name"]
    known = {
        12: f"{held} interviews; {there} people in {len(events)} {called(events)[1]}.",
        16: f"Interviewees: {', '.join(said)}.",
        22: _saturation(saturation),
        29: f"{len(quotes)} quotations; {shared}.",
    }
    facts = notes["item"].map(known).fillna("")
    text, state = notes["text"].mask(facts != "", facts), notes["state"].mask(facts != "", FROM_DATA)
    text = text.replace({"": TO_WRITE})
    return made_of(sources, replace(sources[0].table, frame=notes.assign(text=text, state=state)))


def _saturation(table: pd.DataFrame) -> str:
    """By the rule that Guest, Namey and Chen settle on: a base of four, runs of two, 5%."""
    rule = (table["base_interviews"] == 4) & (table["run_interviews"] == 2) & (table["threshold"] == 0.05)
    found = table[rule & (table["group"] == ALL_GROUPS)]
    if found.empty:
        return ""
    reached = found["saturation"].iloc[0]
    at, _, run = str(reached).partition("+")
    said = reached if reached == NOT_REACHED else f"reached at interview {at}, as the {run} after it show"
    return f"Code saturation (base of 4, runs of 2, 5%): {said}. It says nothing of whether meanings are exhausted."
