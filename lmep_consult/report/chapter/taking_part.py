"""Who took part."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lmep_consult.coverage import called_in
from lmep_consult.plan import Plan
from lmep_consult.report.amounts import number
from lmep_consult.report.chapter.section import Frames, Section, joined, result_table
from lmep_consult.report.charts.sample import SAMPLE
from lmep_consult.report.findings.headings import heading
from lmep_consult.report.findings.saying import count_of, listed
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE

_HOW_SURE = "These are counts from the register and attendance reports. Who did not take part cannot be made up for."
_CRITERIA = 5  # criteria not met that are named
_NOTE = "A person counts once in each column, however many interviews or {} they came to."


def taking_part(frames: Frames, plan: Plan) -> Section:
    table, note = _table(frames), _NOTE.format(called_in(frames["workshops"])[1])
    return Section(
        "Who took part",
        _heading(frames),
        tuple(filter(None, (_said(frames, plan), _missing(frames, plan)))),
        SAMPLE,
        result_table(
            "taking_part", "sample_stages", "Who took part, by stakeholder group", table, "people; organisations", note
        ),
        _HOW_SURE,
        note,
    )


def _people(frames: Frames, among: str, counted: str = "people") -> pd.DataFrame:
    stages = frames["sample_stages"]
    return stages[(stages["among"] == among) & (stages["counted"] == counted)].set_index("group")


def _heading(frames: Frames) -> str:
    interviews, workshops = (
        _people(frames, among)["took_part"].get(ALL_GROUPS) for among in ("interviews", "workshops")
    )
    intended = _people(frames, "interviews")["intended"].get(ALL_GROUPS)
    held = (
        f"{interviews} of {number(intended):.0f} interviews"
        if number(intended)
        else count_of(interviews, "interview", "interviews")
    )
    came = count_of(workshops, "person", "people")
    _, events = called_in(frames["workshops"])
    return heading(f"Who took part: {held} held, {came} at {events}", f"Who took part: {held} held", "Who took part")


def _said(frames: Frames, plan: Plan) -> str:
    names = {group.id: group.name for group in plan.groups}
    interviews = _people(frames, "interviews")
    of_groups = [
        f"{row['took_part']} of {intended:.0f} from {names.get(str(group), group)}"
        for group, row in interviews.drop(index=ALL_GROUPS, errors="ignore").iterrows()
        if (intended := number(row["intended"]))
    ]
    held = f"Interviews held, of those intended: {listed(of_groups)}." if of_groups else ""
    return joined(held, *_workshops(frames))


def _of_all_workshops(frames: Frames, column: str) -> object:
    events = frames["workshops"]
    overall = events.loc[events["event"] == "All", column]
    return overall.iloc[0] if len(overall) else None


def _workshops(frames: Frames) -> Iterator[str]:
    events = frames["workshops"]
    overall = events[events["event"] == "All"]
    if len(overall) and number(overall["people"].iloc[0]):
        row = overall.iloc[0]
        workshops = count_of(len(events) - 1, *called_in(frames["workshops"]))
        organisations = count_of(row["organisations"], "organisation", "organisations")
        aimed = f", {row['reading']} than the {row['target']} aimed at" if row["reading"] in ("fewer", "more") else ""
        yield f"{count_of(row['people'], 'person', 'people')} from {organisations} came to {workshops}{aimed}."


def _missing(frames: Frames, plan: Plan) -> str:
    """Groups nobody came from, and criteria of the sample that were not met."""
    stages, criteria = frames["sample_stages"], frames["criteria"]
    people = stages[stages["counted"] == "people"]
    nobody = [
        group.name
        for group in plan.groups
        if (of := people.loc[people["group"] == group.id, "took_part"]).size and all(number(cell) == 0 for cell in of)
    ]
    unmet = [f"“{text}”" for text in criteria.loc[criteria["met"] == "no", "criterion"]]
    said = [f"Nobody took part from {listed(nobody)}."] if nobody else []
    if unmet:
        were = "was" if len(unmet) == 1 else "were"
        named = listed(unmet[:_CRITERIA]) + (f", and {len(unmet) - _CRITERIA} more" if len(unmet) > _CRITERIA else "")
        said.append(f"Of {len(criteria)} criteria for the sample, {len(unmet)} {were} not met: {named}.")
    elif len(criteria):
        said.append(f"All {len(criteria)} criteria for the sample were met.")
    short = [*nobody, *_short(people, plan)]
    if short:
        said.append(f"Some views of {listed(dict.fromkeys(short))} may therefore not be represented in full.")
    return joined(*said)


def _short(people: pd.DataFrame, plan: Plan) -> list[str]:
    """The groups of whom fewer than half as many were interviewed as intended."""
    of = people[people["among"] == "interviews"].set_index("group")
    short = []
    for group in plan.groups:
        done, intended = (number(of[column].get(group.id)) for column in ("took_part", "intended"))
        if done is not None and intended and done < intended / 2:
            short.append(group.name)
    return short


def _table(frames: Frames) -> pd.DataFrame:
    interviews, workshops = _people(frames, "interviews"), _people(frames, "workshops")
    reached, events = frames["organisations_reached"], called_in(frames["workshops"])[1]
    organisations = {among: rows.set_index("group") for among, rows in reached.groupby("among")}
    groups = [group for group in interviews.index if group != ALL_GROUPS] + [ALL_GROUPS]
    columns = {
        "Interviews intended": (interviews, "intended"),
        "Interviews held": (interviews, "took_part"),
        "Organisations interviewed": (organisations.get("interviews"), "organisations"),
        f"People at {events}": (workshops, "took_part"),
        f"Organisations at {events}": (organisations.get("workshops"), "organisations"),
    }
    names = dict(zip(interviews.index, interviews["name"], strict=True))
    made = {"Stakeholder group": [names[group] for group in groups]}
    for title, (frame, column) in columns.items():
        cells = [None if frame is None else frame[column].get(group) for group in groups]
        if title == f"Organisations at {events}":
            cells[-1] = _of_all_workshops(frames, "organisations")
        made[title] = [NOT_APPLICABLE if cell is None else cell for cell in cells]
    return pd.DataFrame(made)
