"""What the consultation says to proposed evidence reviews: outputs their supporters want, evidence that was offered."""

from __future__ import annotations

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.analysis.rankings import Asked, asked, ranks_shown, voting_rules
from lmep_consult.plan import Plan, Review
from lmep_consult.ranking import priorities
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS, first_places

FORMATS = [
    "review", "poll", "question", "option", "format", "rank", "rank_lower", "rank_upper", "tier", "voters", "base",
]  # fmt: skip


def formats_by_supporters(data: StudyData, plan: Plan) -> pd.DataFrame:
    """How those who voted a review's theme into the first places rank the output formats.

    Returns one row per review and format, best first: review, poll, question and option (the theme as it was voted on),
    format, rank, rank_lower, rank_upper and tier among its supporters alone (see ranking.priorities), voters (those of
    its supporters who ranked formats), base (who voted on the theme). No rows where nobody was asked both, or fewer
    supporters than a group must have to be shown alone.
    """
    questions = {here.question: here for here in asked(data, plan)}
    formats = questions.get(plan.report.formats)
    parts = [pd.DataFrame(columns=FORMATS)]
    if formats is None:
        return parts[0]
    for review in plan.reviews:
        for here, options in _voted_on(questions, plan, review):
            best = here.ranks[options].min(axis=1)
            both = here.ranks.index[best <= first_places(here.ranks.shape[1])].intersection(formats.ranks.index)
            if len(both) < formats.wanted:
                continue
            ranked = priorities(formats.ranks.loc[both], formats.group.reindex(both), plan.study.seed)
            ranked = ranks_shown(ranked, voting_rules(plan))
            overall = ranked[ranked["group"] == ALL_GROUPS].rename(columns={"option": "format"})
            about = {"review": review.id, "poll": here.poll, "question": here.question}
            about["option"] = "; ".join(options)
            parts.append(overall.assign(**about, voters=len(both), base=len(here.ranks))[FORMATS])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _voted_on(questions: dict[str, Asked], plan: Plan, review: Review) -> list[tuple[Asked, list[str]]]:
    """The first question in which people voted on a review's theme, with the options that stand for it."""
    found = [
        (questions[question.id], [option for option, code in question.codes.items() if code == review.code])
        for poll in plan.polls
        for question in poll.questions
        if question.id in questions and review.code in question.codes.values()
    ]
    return found[:1]


def evidence_to_follow_up(data: StudyData, plan: Plan, coded: Coded) -> pd.DataFrame:
    """What participants offered to share or named as a source, for the team alone to follow up: participant,
    question, code, said. Turns at the questions, and passages of the codes, that study.toml names."""
    settings = plan.report
    rows = []
    for transcript in data.transcripts.values():
        turns = zip(*(transcript.turns[column] for column in ("participant", "question", "text")), strict=True)
        rows += [(who, asked, "", said) for who, asked, said in turns if who and asked in settings.follow_up_questions]
    passages = coded.counted[coded.counted["code"].isin(settings.follow_up_codes)]
    rows += [(p["participant"], "", p["code"], p["quote"]) for p in passages.to_dict("records")]
    table = pd.DataFrame(rows, columns=["participant", "question", "code", "said"])
    return table.sort_values(["participant", "question"], kind="stable", ignore_index=True)
