"""Events against their targets, and polls against attendance."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd


def against_targets(workshops: pd.DataFrame, tolerance: float, overall: int | None = None) -> pd.DataFrame:
    """Each event compared with its target of "around" so many people.

    workshops: as workshop_attendance gives it, its last row all events together. tolerance: the share of a target
    that people may be fewer or more. overall: the target over all events, each person counted once; without it the
    last row has none, since the events' targets count a person at two of them twice.

    Returns event, name, people, target, lowest, highest (the numbers that still are around the target), reading
    ("around", "fewer", "more", or "no target").
    """
    table = workshops[["event", "name", "people", "target"]].copy()
    table["target"] = table["target"].astype("Int64")
    table.loc[table["event"] == "All", "target"] = pd.NA if overall is None else overall
    slack = [0 if pd.isna(target) else math.floor(tolerance * target + 1e-9) for target in table["target"]]
    table["lowest"], table["highest"] = table["target"] - slack, table["target"] + slack
    table["reading"] = [
        "no target"
        if pd.isna(target)
        else "fewer"
        if people < target - room
        else "more"
        if people > target + room
        else "around"
        for people, target, room in zip(table["people"], table["target"], slack, strict=True)
    ]
    return table


def poll_response(ballots: pd.DataFrame, attended: pd.DataFrame, register_ids: Collection[str]) -> pd.DataFrame:
    """How many of those at each event answered each question put there.

    ballots: one row per voter, question and option: event, poll, question, voter, rank. attended: event, participant.
    register_ids: every participant's id; a voter with another is anonymous and is taken to have been there.

    Returns one row per event and question: event, poll, question, attended, voted (who ranked anything), not_seen
    (voters of the register not in the event's attendance reports), share (of those who attended; NaN where there is
    no report; above 1 only where there are more anonymous votes than people).
    """
    known = set(register_ids)
    columns = ["event", "poll", "question", "attended", "voted", "not_seen", "share"]
    present = attended.groupby("event")["participant"].agg(set).to_dict()
    rows = []
    for (event, poll, question), votes in ballots.groupby(["event", "poll", "question"], sort=False):
        there = present.get(event, set())
        voters = set(votes.loc[votes["rank"].notna(), "voter"])
        not_seen = {voter for voter in voters if voter in known and voter not in there}
        share = (len(voters) - len(not_seen)) / len(there) if there else math.nan
        rows.append((event, poll, question, len(there), len(voters), len(not_seen), share))
    return pd.DataFrame(rows, columns=columns)
