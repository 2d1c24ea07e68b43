"""What the consultation says to proposed evidence reviews: outputs their supporters want, evidence that was offered."""

from __future__ import annotations

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.rankings import Asked, asked
from lmep_consult.plan import Plan, Review
from lmep_consult.ranking import priorities
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, first_places

FORMATS = ["review", "option", "rank", "rank_lower", "rank_upper", "tier", "supporters", "base"]


def formats_by_supporters(data: StudyData, plan: Plan) -> pd.DataFrame:
    """How those who voted a review's theme into the first places rank the output formats.

    Returns one row per review and format, best first: review, option, rank, rank_lower, rank_upper and tier among its
    supporters alone (see ranking.priorities), supporters (who voted the theme into the first places), base (those of
    them who ranked formats). No rows where nobody was asked both.
    """
    questions = {here.question: here for here in asked(data, plan)}
    formats = questions.get(plan.report.formats)
    parts = [pd.DataFrame(columns=FORMATS)]
    for review in plan.reviews:
        supporters = _supporters(questions, plan, review)
        both = supporters.intersection(formats.ranks.index) if formats else supporters[:0]
        if formats and len(both):
            ranked = priorities(formats.ranks.loc[both], formats.group.reindex(both), plan.study.seed)
            overall = ranked[ranked["group"] == ALL_GROUPS]
            parts.append(overall.assign(review=review.id, supporters=len(supporters))[FORMATS])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _supporters(questions: dict[str, Asked], plan: Plan, review: Review) -> pd.Index:
    for poll in plan.polls:
        for question in poll.questions:
            options = [option for option, code in question.codes.items() if code == review.code]
            if question.id in questions and options:
                ranks = questions[question.id].ranks
                best = ranks[options].min(axis=1)
                return ranks.index[best <= first_places(ranks.shape[1])]
    return pd.Index([], dtype=object)


def evidence_to_follow_up(data: StudyData, plan: Plan, coded: Coded) -> pd.DataFrame:
    """What participants offered to share or named as a source, for the team alone to follow up: participant,
    question, code, said. Turns at the questions, and passages of the codes, that study.toml names."""
    settings = plan.report
    rows = []
    for transcript in data.transcripts.values():
        turns = transcript.turns[transcript.turns["participant"] != ""]
        answers = turns[turns["question"].isin(settings.follow_up_questions)]
        rows += [(t["participant"], t["question"], "", t["text"]) for t in answers.to_dict("records")]
    passages = coded.counted[coded.counted["code"].isin(settings.follow_up_codes)]
    rows += [(p["participant"], "", p["code"], p["quote"]) for p in passages.to_dict("records")]
    table = pd.DataFrame(rows, columns=["participant", "question", "code", "said"])
    return table.sort_values(["participant", "question"], kind="stable", ignore_index=True)
