"""The sample tables as they go to CSV: who was to take part, who did, and what the difference could mean."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.coverage import ALL_REGIONS
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table

_STAGES = "Who took part has agreed, and who agreed was invited; under either, a person in both counts once."
_AROUND = "Around a target: within {:.0%} of it. In the last row each person and each organisation counts once."
_RESPONSE = (
    "Who voted but is not in the attendance report is left out of the share; anonymous voters are taken to have "
    "attended."
)
_HEARD = "By the question each turn was taken to belong to, which people have not yet checked."
_WEIGHTS = "Groups weigh as intended; a group nobody voted from cannot be brought back by a weight."
_WORST = (
    "What points and places could have been, had as many more voted as the group was short of, however they voted. "
    "Intended numbers are those of the interviews unless the study sets others for workshops."
)


def sample_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, shorthand: str) -> list[Table]:
    """The tables of the sample, one row per observation. `shorthand` says what the groups' ids stand for."""
    names = {group.id: group.name for group in plan.groups}

    def named(name: str) -> pd.DataFrame:
        frame = frames[name]
        return frame.assign(name=frame["group"].map(names).fillna(ALL_GROUPS))

    regions = frames["regions"]
    status = named("fieldwork_status").replace({"source": {"": NOT_APPLICABLE}})
    return [
        Table(
            "sample_interviews",
            "Interviews intended and achieved, by stakeholder group",
            named("sample_interviews")[["group", "name", "intended", "invited", "achieved", "short_by", "share"]],
            unit="people",
            notes=(shorthand,),
        ),
        Table(
            "limitations",
            "What the sample lacks: a first draft for the author to edit",
            frames["limitations"],
        ),
        Table(
            "sample_stages",
            "Intended, invited, agreed and took part, by stakeholder group",
            named("sample_stages"),
            unit="people or organisations, as counted",
            notes=(_STAGES, shorthand),
        ),
        Table(
            "organisations_reached",
            "Organisations heard, out of all there are, by stakeholder group",
            named("organisations_reached"),
            unit="organisations",
            notes=(shorthand,),
        ),
        Table(
            "workshops",
            "People and organisations at each workshop, against its target",
            frames["workshops"].replace({"date": {"": NOT_APPLICABLE}}),
            unit="people and organisations",
            notes=(_AROUND.format(plan.fieldwork.tolerance),),
        ),
        Table(
            "poll_response",
            "Response to each poll question",
            frames["poll_response"],
            unit="people",
            notes=(_RESPONSE,),
        ),
        Table(
            "criteria",
            "Sampling criteria met and not met",
            frames["criteria"].replace({"group": {"": ALL_GROUPS}, "source": {"": NOT_APPLICABLE}}),
            unit="people or organisations, as counted",
            notes=("The base is the number of people in the group who took part.",),
            key=("criterion",),
            people=("reached",),
            all_may_show=("reached",),
            base="base",
        ),
        Table(
            "regions",
            "People interviewed, by region and stakeholder group",
            regions.assign(whole=(regions["region"] != ALL_REGIONS).map({True: ALL_REGIONS, False: ""})),
            unit="people",
            notes=("A 0 is a region and group from which nobody came.", shorthand),
            key=("region",),
            people=("took_part",),
            all_may_show=("took_part",),
            base="invited",
            parent="whole",
            disjoint=True,
        ),
        Table(
            "recruitment",
            "Recruitment by week",
            frames["recruitment"][frames["recruitment"]["group"] == ALL_GROUPS],
            unit="people",
            notes=("so_far: how many had come so far by the week's end.",),
        ),
        Table(
            "questions_heard",
            "Interviewees who answered each question of the topic guide, by stakeholder group",
            frames["questions_heard"],
            unit="people",
            notes=(_HEARD, shorthand),
            key=("question",),
            people=("asked", "answered"),
            all_may_show=("asked", "answered"),
            base="base",
            within={"answered": "questions_heard.asked"},
        ),
        Table(
            "fieldwork_status",
            "Fieldwork held against the study's own rules",
            status,
            notes=(shorthand,),
        ),
        Table(
            "reweighted",
            "Priorities as voted, and as the intended sample would weigh them",
            frames["reweighted"],
            unit="points per voter; places",
            notes=(_WEIGHTS,),
        ),
        Table(
            "worst_case",
            "How far those missing could move each option",
            frames["worst_case"],
            unit="points per voter; places",
            notes=(_WORST, shorthand),
        ),
    ]
