"""All that the polls say, question by question: what depends on votes and answers and on nothing that was coded."""

from __future__ import annotations

import pandas as pd

from lmep_consult.analysis.rankings import asked, rankings
from lmep_consult.analysis.reviews import formats_by_supporters
from lmep_consult.coverage import reweighted, worst_case
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
    """How the priorities would move had the sample been as intended: reweighted, worst_case."""
    of_workshops = {q.group: q.intended for q in plan.fieldwork.quotas if (q.among, q.count) == ("workshops", "people")}
    of_interviews = {group.id: group.interviews for group in plan.groups if group.interviews is not None}
    intended = of_workshops or of_interviews
    made: dict[str, list[pd.DataFrame]] = {"reweighted": [], "worst_case": []}
    for here in asked(data, plan):
        for name, function in (("reweighted", reweighted), ("worst_case", worst_case)):
            table = function(here.ranks, here.group.reindex(here.ranks.index), intended)
            about = {"poll": here.poll, "question": here.question, "question_title": here.title}
            made[name].append(table.assign(**about, base=len(here.ranks)))
    return {name: pd.concat(parts, ignore_index=True) if parts else _NONE[name] for name, parts in made.items()}


_ABOUT = ["poll", "question", "question_title", "base"]
_NONE = {
    "reweighted": pd.DataFrame(
        columns=["option", "borda", "place", "borda_intended", "place_intended", "moves", *_ABOUT]
    ),
    "worst_case": pd.DataFrame(
        columns=[
            "group", "missing", "option", "borda", "borda_lowest", "borda_highest", "place", "place_best",
            "place_worst", *_ABOUT,
        ]
    ),
}  # fmt: skip
