"""Votes next to interviews, theme by theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding import themes_by_group
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.table import SUPPRESSED, Range, first_places

_NOT_SETTLED = "not settled"
MANY, FEW = 0.5, 0.25  # shares of interviewees from which a theme counts as much raised, and below which as little
COLUMNS = [
    "poll", "question", "option", "code", "group", "rank", "rank_lower", "rank_upper", "voters", "unprompted",
    "interviewees", "reading",
]  # fmt: skip


def unprompted(suggestions: pd.DataFrame, data: StudyData, codebook: Codebook) -> pd.DataFrame:
    """Those suggestions whose code the interviewer had not just brought up.

    A passage is prompted where the codebook's terms find its code in the interviewer's turn next before it.
    """
    kept = []
    for source, rows in suggestions.groupby("source", sort=False):
        transcript = data.transcripts[str(source)]
        turns = transcript.turns
        asked = codebook.apply(transcript.with_turns(turns.assign(role=turns["role"].map(_SWAPPED))))
        raised = asked.groupby("turn")["code"].agg(set).to_dict()
        before = turns["turn"].where(turns["role"] == "interviewer").ffill().set_axis(turns["turn"])
        prompted = [
            code in raised.get(turn, ()) for code, turn in zip(rows["code"], rows["turn"].map(before), strict=True)
        ]
        kept.append(rows[[not was for was in prompted]])
    return pd.concat(kept) if kept else suggestions


_SWAPPED = {"interviewer": "participant", "participant": "interviewer", "unknown": "interviewer"}


def joint_display(
    priorities: pd.DataFrame,
    freely: pd.DataFrame,
    people: pd.DataFrame,
    plan: Plan,
    codebook: Codebook,
) -> pd.DataFrame:
    """Where votes and interviews agree on a theme, and where they pull apart.

    priorities: the tidy ranking table. freely: suggestions the interviewer had not brought up. people: participant,
    group of those interviewed. Only options that study.toml ties to a code are in it.

    Returns one row per option and group that was both polled and interviewed: rank, rank_lower, rank_upper, voters
    (who ranked), unprompted (interviewees who raised the theme by themselves), interviewees, reading: "agreement"
    where the votes place it in the first places (`table.first_places`) for sure and half the interviewees or more
    raised it, or after them for sure and fewer than a quarter did; "tension" where one is so and the other not; "not
    settled" where the votes leave it open or the share lies between.
    """
    counts = themes_by_group(freely, people, codebook).set_index(["code", "group"])
    rows = []
    for poll in plan.polls:
        for question in poll.questions:
            top = first_places(len(question.options))
            here = priorities[(priorities["poll"] == poll.id) & (priorities["question"] == question.id)]
            for row in here.to_dict("records"):
                code = question.codes.get(row["option"])
                if code is None or (code, row["group"]) not in counts.index:
                    continue
                count = counts.loc[(code, row["group"])]
                share = count["participants"] / count["base"]
                votes = [row[column] for column in ("rank", "rank_lower", "rank_upper", "base")]
                raised = [count["participants"], count["base"], _reading(row, share, top)]
                rows.append([poll.id, question.id, row["option"], code, row["group"], *votes, *raised])
    return pd.DataFrame(rows, columns=COLUMNS)


def reading_of(plan: Plan) -> Callable[[Mapping[str, Any]], str]:
    """What says how to read a released row of `joint_display`: the same reading where every number of interviewees that
    the row leaves possible has it, "not settled" where they differ, withheld where the row's rank or number is."""
    tops = {
        (poll.id, question.id): first_places(len(question.options))
        for poll in plan.polls
        for question in poll.questions
    }
    return partial(_released_reading, tops)


def _released_reading(tops: Mapping[tuple[str, str], int], row: Mapping[str, Any]) -> str:
    raised = row["unprompted"]
    if SUPPRESSED in (row["rank"], raised):
        return SUPPRESSED
    numbers = range(raised.low, raised.high + 1) if isinstance(raised, Range) else [raised]
    top = tops[row["poll"], row["question"]]
    readings = {_reading(row, number / row["interviewees"], top) for number in numbers}
    return readings.pop() if len(readings) == 1 else _NOT_SETTLED


def _reading(row: Mapping[Any, Any], share: float, top: int) -> str:
    if pd.isna(row["rank_lower"]) or FEW <= share < MANY:
        return _NOT_SETTLED
    if row["rank_upper"] <= top:
        return "agreement" if share >= MANY else "tension"
    if row["rank_lower"] > top:
        return "tension" if share >= MANY else "agreement"
    return _NOT_SETTLED
