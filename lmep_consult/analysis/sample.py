"""The sample compared with what was intended: the frames of the sample tables, and what the team alone sees."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmep_consult.coverage import (
    Recruits,
    against_targets,
    check_coverage,
    check_criteria,
    criteria_met_by,
    fieldwork_status,
    organisations_reached,
    poll_response,
    questions_by_group,
    questions_by_person,
    quotas_of,
    recruitment_funnel,
    recruitment_stages,
    region_by_group,
    stages_by_group,
    whom_to_recruit,
    workshop_attendance,
)
from lmep_consult.disclosure import attributes_shown, reidentification_risks
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData


@dataclass(frozen=True)
class Sample:
    """frames: by table name. For the team alone: met_by, who counts towards each criterion; asked, who was asked and
    answered what; few, as `shown_of_few` gives it; to_recruit, who to recruit next."""

    frames: dict[str, pd.DataFrame]
    met_by: pd.DataFrame
    asked: pd.DataFrame
    few: pd.DataFrame
    to_recruit: Recruits


def sample(data: StudyData, plan: Plan) -> Sample:
    """Hold those who took part against quotas, criteria, targets and the study's own rules.

    Raises StudyError where a criterion asks for a column that the register lacks.
    """
    register = data.register
    took_part = {
        "interviews": set(data.transcripts) & set(register["participant"]),
        "workshops": set(data.attended["participant"]),
    }
    groups = [group.id for group in plan.groups]
    people = recruitment_stages(register, took_part)
    stages = stages_by_group(people, quotas_of(plan), groups)
    criteria = check_criteria(register, took_part, plan.criteria)
    exist = pd.DataFrame([(group.id, group.organisations) for group in plan.groups], columns=["group", "exist"]).astype(
        {"exist": "Int64"}
    )
    reached = organisations_reached(people, exist)
    workshops = workshop_attendance(data.attended, _events(plan))
    targets = against_targets(workshops, plan.fieldwork.tolerance, plan.fieldwork.workshop_people)
    regions = _regions(data, plan, people, groups)
    funnel, _ = recruitment_funnel(register, plan.dates.fieldwork_start, plan.dates.fieldwork_end)
    by_person = _asked_of_each(data, plan, took_part["interviews"])
    frames = {
        "sample_interviews": _interviews(data, plan, took_part["interviews"]),
        "sample_stages": stages,
        "criteria": criteria,
        "workshops": workshops.drop(columns="target").merge(targets.drop(columns=["name", "people"]), on="event"),
        "organisations_reached": reached,
        "regions": regions,
        "recruitment": funnel,
        "poll_response": poll_response(data.ballots, data.attended, register["participant"]),
        "questions_heard": questions_by_group(by_person, groups),
        "fieldwork_status": fieldwork_status(plan.fieldwork.assumptions, stages, criteria, reached),
    }
    return Sample(
        frames,
        criteria_met_by(register, took_part, plan.criteria),
        by_person,
        shown_of_few(data, plan),
        whom_to_recruit(register, took_part, plan.criteria),
    )


def _interviews(data: StudyData, plan: Plan, interviewed: set[str]) -> pd.DataFrame:
    """Quotas against those interviewed, as the files show it, not the register. Where no group has a quota, all groups
    are there, with nothing intended."""
    register = data.register
    status = register["interview"] if "interview" in register else register["status"]
    there = register["participant"].isin(interviewed)
    status = status.mask(status == "took part", "agreed").mask(there, "took part")
    invited = register.assign(status=status)[status != "not invited"]
    quotas = {group.id: group.interviews for group in plan.groups if group.interviews is not None}
    if quotas:
        return check_coverage(invited, quotas)
    table = check_coverage(invited, {group.id: 0 for group in plan.groups})
    none = pd.Series(pd.NA, index=table.index, dtype="Int64")
    return table.assign(intended=none, short_by=none)


def _events(plan: Plan) -> pd.DataFrame:
    held = [event for event in plan.events if not event.survey]
    rows = [(event.id, event.name, f"{event.date:%d %B %Y}".lstrip("0"), event.target) for event in held]
    return pd.DataFrame(rows, columns=["event", "name", "date", "target"]).astype({"target": "Int64"})


def _regions(data: StudyData, plan: Plan, people: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    column = plan.fieldwork.region_column
    if column not in data.register:
        return pd.DataFrame(columns=["region", "group", "invited", "took_part"])
    region = data.register.set_index("participant")[column]
    return region_by_group(people, region, groups, plan.fieldwork.regions)


def _asked_of_each(data: StudyData, plan: Plan, interviewed: set[str]) -> pd.DataFrame:
    columns = ["participant", "role", "question"]
    turns = [data.transcripts[who].turns.assign(participant=who)[columns] for who in sorted(interviewed)] or [
        pd.DataFrame(columns=columns)
    ]
    people = data.register.loc[data.register["participant"].isin(interviewed), ["participant", "group"]]
    guide = [question.id for question in plan.topic_guide.questions]
    return questions_by_person(pd.concat(turns, ignore_index=True), people, guide)


def shown_of_few(data: StudyData, plan: Plan) -> pd.DataFrame:
    """Combinations of the attributes that outputs show (groups, roles, regions, what criteria ask for) which fewer of
    those who took part hold than a group must have: columns, values, people. For the team."""
    register = data.register
    spoke = {who for transcript in data.transcripts.values() for who in transcript.turns["participant"]}
    there = register[register["participant"].isin(spoke | set(data.attended["participant"]))]
    return reidentification_risks(there, attributes_shown(register, plan), plan.disclosure.minimum_base)
