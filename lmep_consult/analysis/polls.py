"""All that the polls say, question by question: what depends on votes and answers and on nothing that was coded."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.analysis.rankings import Asked, asked, rankings, voting_rules
from lmep_consult.analysis.reviews import formats_by_supporters
from lmep_consult.coverage import reweighted, worst_case
from lmep_consult.disclosure import further_voters_wanted
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS


def poll_frames(data: StudyData, plan: Plan) -> dict[str, pd.DataFrame]:
    """The frames of the polls, by table name: those of `rankings`, reweighted, worst_case, formats_by_supporters
    and answers."""
    return {
        **rankings(data, plan),
        **_nonresponse(data, plan),
        "formats_by_supporters": formats_by_supporters(data, plan),
        "answers": answered(data, plan),
    }


def answered(data: StudyData, plan: Plan) -> pd.DataFrame:
    """How many voters gave each answer to questions that are choices, statements or ratings: poll, question,
    question_title, answer, group ("All groups" last), voters, base (who answered the question)."""
    rows = []
    said = data.answers[~data.answers["written_in"]]
    groups = [*(group.id for group in plan.groups), ALL_GROUPS]
    for poll in plan.polls:
        for question in poll.questions:
            here = (data.answers["poll"] == poll.id) & (data.answers["question"] == question.id)
            for group in groups if here.any() and question.kind not in ("ranking", "text") else ():
                among = here if group == ALL_GROUPS else here & (data.answers["group"] == group)
                base = data.answers.loc[among, "voter"].nunique()
                voters = said[among.reindex(said.index)].groupby("answer")["voter"].nunique()
                marks = (
                    sorted(said.loc[here.reindex(said.index), "answer"].unique(), key=float)
                    if question.kind == "rating"
                    else []
                )
                for answer in [*question.options, *question.scale, *marks] if base else ():
                    count = int(voters.get(answer, 0))
                    rows.append((poll.id, question.id, question.title, answer, group, count, base))
    return pd.DataFrame(rows, columns=["poll", "question", "question_title", "answer", "group", "voters", "base"])


def _nonresponse(data: StudyData, plan: Plan) -> dict[str, pd.DataFrame]:
    """How the priorities would move had the sample been as intended: reweighted, worst_case. Places, not points: with
    points of several weightings a reader could reckon those of a group.
    """
    of_workshops = {q.group: q.intended for q in plan.fieldwork.quotas if (q.among, q.count) == ("workshops", "people")}
    of_interviews = {group.id: group.interviews for group in plan.groups if group.interviews is not None}
    intended = of_workshops or of_interviews
    made: dict[str, list[pd.DataFrame]] = {"reweighted": [], "worst_case": []}
    for here in asked(data, plan):
        if len(here.ranks) < further_voters_wanted(voting_rules(plan), here.ranks.shape[1]):
            continue
        for name, table in (
            ("reweighted", reweighted(here.ranks, *_hidden_as_one(here, intended))),
            ("worst_case", worst_case(here.ranks, here.group.reindex(here.ranks.index), intended)),
        ):
            about = {"poll": here.poll, "question": here.question, "question_title": here.title}
            made[name].append(table.assign(**about, base=len(here.ranks))[list(_NONE[name])])
    return {name: pd.concat(parts, ignore_index=True) if parts else _NONE[name] for name, parts in made.items()}


def _hidden_as_one(here: Asked, intended: Mapping[str, int]) -> tuple[pd.Series, dict[str, int]]:
    """Each voter's group and how many were intended of each, where the groups that are not shown alone count as one
    group: with a weight of its own, what a group of one put first could be worked out from the places."""
    voted = here.group.value_counts()
    hidden = [name for name in voted.index if name not in here.shown]
    together = sum(intended.get(name, int(voted[name])) for name in hidden)
    groups = here.group.reindex(here.ranks.index).replace(dict.fromkeys(hidden, _HIDDEN))
    weighed = {name: number for name, number in intended.items() if name not in hidden}
    return groups, weighed | ({_HIDDEN: together} if hidden else {})


_HIDDEN = "Groups not shown alone"
_ABOUT = ["poll", "question", "question_title"]
_NONE = {
    "reweighted": pd.DataFrame(columns=[*_ABOUT, "option", "place", "place_intended", "moves", "base"]),
    "worst_case": pd.DataFrame(
        columns=[*_ABOUT, "group", "missing", "option", "place", "place_best", "place_worst", "base"]
    ),
}
