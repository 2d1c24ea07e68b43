"""Which interviewees were asked each question of the topic guide, and who answered."""

from __future__ import annotations

import pandas as pd

from lmep_consult.table import ALL_GROUPS


def questions_by_person(turns: pd.DataFrame, people: pd.DataFrame, questions: list[str]) -> pd.DataFrame:
    """Who was asked and who answered, for the team only.

    turns: one row per turn: participant (whose interview it is), role, question (the id of the question it belongs to,
    "" or NaN outside any). people: participant, group of those interviewed. questions: the ids, in order.

    Returns one row per question and person: question, participant, group, asked (an interviewer's turn belongs to
    it), answered (a participant's does, asked or not).
    """
    asked, answered = (
        set(zip(spoken["question"], spoken["participant"], strict=True))
        for spoken in (turns[turns["role"] == role] for role in ("interviewer", "participant"))
    )
    rows = [
        (question, participant, group, (question, participant) in asked, (question, participant) in answered)
        for question in questions
        for participant, group in zip(people["participant"], people["group"], strict=True)
    ]
    columns = ["question", "participant", "group", "asked", "answered"]
    return pd.DataFrame(rows, columns=columns).astype({"asked": bool, "answered": bool})


def questions_by_group(by_person: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """People asked and people who answered, by question and group, from `questions_by_person`.

    Returns question, group ("All groups" last), asked, answered, base (people interviewed in the group).
    """
    every = pd.concat([by_person, by_person.assign(group=ALL_GROUPS)])
    counts = every.groupby(["question", "group"]).agg(
        asked=("asked", "sum"), answered=("answered", "sum"), base=("participant", "nunique")
    )
    order = pd.MultiIndex.from_product(
        [by_person["question"].unique(), [*groups, ALL_GROUPS]], names=["question", "group"]
    )
    return counts.reindex(order, fill_value=0).astype("int64").reset_index()
