"""The sample tables as they go to CSV: who was to take part, who did, and what the difference could mean."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.coverage import ALL_REGIONS, EITHER, called_in
from lmep_consult.disclosure import Rules, few_or_enough
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE, Table

_AROUND = "Around a target: within {:.0%} of it. In the last row each person and each organisation counts once."
_CRITERIA = ["criterion", "among", "group", "counted", "rule", "needed", "met", "base", "source"]
_FEW = "Fewer than so many may be none: which of the two would tell who was interviewed, or who declined."
_HEARD = "By the question each turn was taken to belong to, which people have not yet checked."
_WEIGHTS = "Groups weigh as intended; a group nobody voted from cannot be brought back by a weight."
_WORST = (
    "What places could have been, had as many more voted as the groups were short of, however they voted. "
    "Intended numbers are those of the interviews unless the study sets others for events."
)


def sample_tables(frames: Mapping[str, pd.DataFrame], plan: Plan, shorthand: str) -> list[Table]:
    """The tables of the sample, one row per observation. `shorthand` says what the groups' ids stand for.

    What tells of few people who took part stays with the team: weeks of recruitment, who agreed and did not come, who
    was both interviewed and at a workshop, who came and did not vote, regions by group, and how many met a criterion.
    """
    names = {group.id: group.name for group in plan.groups}

    def named(name: str) -> pd.DataFrame:
        frame = frames[name]
        return frame.assign(name=frame["group"].map(names).fillna(ALL_GROUPS))

    event, _ = called_in(frames["workshops"])
    stages, organisations, missing = named("sample_stages"), named("organisations_reached"), frames["worst_case"]
    return [
        Table(
            "sample_interviews",
            "Interviews intended and achieved, by stakeholder group",
            named("sample_interviews")[["group", "name", "intended", "invited", "achieved", "short_by", "share"]],
            unit="people",
            notes=(shorthand,),
            open=("intended", "invited", "achieved", "short_by", "share"),
        ),
        Table(
            "sample_stages",
            "Intended, invited and took part, by stakeholder group",
            stages[stages["among"] != EITHER].drop(columns="agreed"),
            unit="people or organisations, as counted",
            notes=(shorthand,),
            open=("intended", "invited", "took_part", "short_by", "share"),
        ),
        Table(
            "organisations_reached",
            "Organisations that took part, out of all there are, by stakeholder group",
            organisations[organisations["among"] != EITHER],
            unit="organisations",
            notes=(shorthand,),
            open=("organisations", "exist", "share"),
        ),
        Table(
            "workshops",
            f"People and organisations at each {event}, against its target",
            frames["workshops"].replace({"date": {"": NOT_APPLICABLE}}),
            unit="people and organisations",
            notes=(_AROUND.format(plan.fieldwork.tolerance),),
            open=("people", "organisations", "target", "lowest", "highest"),
        ),
        Table(
            "criteria",
            "Sampling criteria met and not met",
            frames["criteria"].replace({"group": {"": ALL_GROUPS}, "source": {"": NOT_APPLICABLE}})[_CRITERIA],
            unit="people or organisations, as counted",
            notes=("The base is the number of people in the group who took part.",),
            open=("needed", "base"),
        ),
        Table(
            "regions",
            "Regions that people were interviewed from",
            _regions(frames["regions"], plan),
            unit="people",
            notes=(_FEW,),
            open=("interviewed",),
        ),
        Table(
            "questions_heard",
            "Interviewees who answered each question of the topic guide, by stakeholder group",
            _asked(frames["questions_heard"], plan),
            unit="people",
            notes=(_HEARD, shorthand),
            key=("question",),
            people=("asked", "answered"),
            all_may_show=("asked", "answered"),
            base="base",
            within={"answered": "questions_heard.asked"},
        ),
        Table(
            "reweighted",
            "Priorities as voted, and as the intended sample would weigh them",
            frames["reweighted"],
            unit="place, 1 is first",
            notes=(_WEIGHTS,),
            open=("place", "place_intended", "moves", "base"),
        ),
        Table(
            "worst_case",
            "How far those missing could move each option",
            missing[missing["group"] == ALL_GROUPS].drop(columns="group"),
            unit="place, 1 is first",
            notes=(_WORST,),
            open=("missing", "place", "place_best", "place_worst", "base"),
        ),
    ]


def _asked(asked: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """With what each question asks, next to its id."""
    said = {question.id: question.text for question in plan.topic_guide.questions}
    asked = asked.copy()
    asked.insert(1, "text", asked["question"].map(said).fillna(NOT_APPLICABLE))
    return asked


def _regions(regions: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """region, interviewed: fewer than minimum_count, or so many or more. No rows where a number could be worked out."""
    rows = regions[(regions["group"] == ALL_GROUPS) & (regions["region"] != ALL_REGIONS)]
    rules = Rules(minimum_count=plan.disclosure.minimum_count)
    counts, invited = (dict(zip(rows["region"], rows[column], strict=True)) for column in ("took_part", "invited"))
    return pd.DataFrame(few_or_enough(counts, invited, rules).items(), columns=["region", "interviewed"])
