"""The people to invite to the user panel of each review, for the team only."""

from __future__ import annotations

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.participants import may
from lmep_consult.plan import Plan

_PERSON = ["participant", "name", "email", "group", "organisation"]


def user_panel(register: pd.DataFrame, ballots: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One row a review and person who agreed to be contacted and ranked: review, rank, participant, name, email, group,
    organisation.

    Reviews are the options that stand for a code in study.toml, in its order. `rank` is the person's own (Int64, 1 =
    first, <NA> where the review is not on their ballot); first places come first. `register` is as read_register gives
    it, `ballots` one row per voter and option: poll, question, voter, option, rank, written_in.

    Raises StudyError where the study proposes no reviews, so that no option is taken for one, and where no option of a
    ranking stands for a code.
    """
    if not plan.reviews:
        raise StudyError("study.toml: it has no [[reviews]], so there is no user panel to list; add them first.")
    asked = [(poll.id, question) for poll in plan.polls for question in poll.questions if question.codes]
    if not asked:
        raise StudyError("study.toml: no ranking question has `codes`, so it is not known which options are reviews.")
    people = register.loc[register["participant"].isin(may(register, "contact")), _PERSON]
    offered = ballots[~ballots["written_in"].astype(bool)]
    parts = []
    for poll, question in asked:
        cast = offered[(offered["poll"] == poll) & (offered["question"] == question.id)]
        for option in filter(question.codes.__contains__, question.options):
            ranks = cast[cast["option"] == option].groupby("voter")["rank"].min()
            voted = people[people["participant"].isin(cast["voter"])]
            rank = voted["participant"].map(ranks).astype("Int64")
            part = voted.assign(review=option, rank=rank).sort_values(["rank", "participant"], kind="stable")
            parts.append(part[["review", "rank", *_PERSON]])
    return pd.concat(parts, ignore_index=True)
