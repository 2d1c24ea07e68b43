"""How far the codings can be relied on: agreement between coders, and whether new codes stopped coming."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable

import pandas as pd

from lmep_consult.analysis.coded import Coded
from lmep_consult.codebook import Codebook
from lmep_consult.coding.agreement import agreement_table
from lmep_consult.coding.saturation import interview_codes, saturation_curve, saturation_table
from lmep_consult.coverage.funnel import day_of
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.table import ALL_GROUPS

COEFFICIENTS = ("krippendorff_alpha", "cohen_kappa", "gwet_ac1")
AGREEMENT = [
    "round", "blind", "code", "sources", "coders", "n_units", "agreement", "prevalence",
    *(f"{name}{end}" for name in COEFFICIENTS for end in ("", "_lower", "_upper")),
]  # fmt: skip

SATURATION = [
    "group", "interviews", "codes", "base_interviews", "run_interviews", "threshold", "saturation", "reached", "known",
    "share_reached", "median_reached",
]  # fmt: skip


def coder_agreement(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> pd.DataFrame:
    """Agreement on turns, round by round, as codings were when the round was finished: the columns AGREEMENT, for each
    round one row for all codes and one for each code that any coder gave. No rows where no source was coded twice.

    blind: "yes" in the round that says how far coders agree by themselves, the first in which the sources were coded
    together; "no" in later ones, when coders had seen each other's codings. Where several sets of coders share a round,
    those who finished most sources together. prevalence is the mean over the coders, who are not named.
    """
    parts = [pd.DataFrame(columns=AGREEMENT)]
    shown: set[tuple[int, bool]] = set()
    for part in coded.together:  # of one round, those with most sources first
        if (part.round, part.blind) in shown or part.codings.empty:
            continue
        shown.add((part.round, part.blind))
        transcripts = {source: data.transcripts[source] for source in part.sources}
        table = agreement_table(
            part.codings, transcripts, part.coders, codebook, seed=plan.study.seed, coefficients=COEFFICIENTS
        )
        prevalence = table[[f"prevalence {coder}" for coder in part.coders]]
        table = table.assign(round=part.round, blind="yes" if part.blind else "no", prevalence=prevalence.mean(axis=1))
        table = table.assign(sources=len(part.sources), coders=len(part.coders))
        parts.append(table.loc[(prevalence > 0).any(axis=1), AGREEMENT])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def saturation(data: StudyData, plan: Plan, codebook: Codebook, coded: Coded) -> dict[str, pd.DataFrame]:
    """code_saturation (columns SATURATION: as coding.saturation gives them) and saturation_curve of the interviews, not
    of group discussions, in the order of `in_order_held`, over all and by group, groups in study.toml's order. The
    curve does not say whose they are.
    """
    group_of = dict(zip(data.register["participant"], data.register["group"], strict=True))
    interviews = in_order_held([source for source in coded.sources if source in group_of], data.register)
    if not interviews:
        return {
            "code_saturation": pd.DataFrame(columns=SATURATION),
            "saturation_curve": pd.DataFrame(columns=["group", "number", "new", "cumulative"]),
        }
    holds = interview_codes(coded.counted, interviews, codebook)
    groups: dict[Hashable, str] = {source: str(group_of[source]) for source in interviews}
    table = saturation_table(holds, groups, seed=plan.study.seed)
    table = table.rename(columns={"base": "base_interviews", "run": "run_interviews"})[SATURATION]
    curve = saturation_curve(holds, groups).drop(columns="interview")
    place = {group: number for number, group in enumerate([ALL_GROUPS, *(group.id for group in plan.groups)])}
    return {
        name: frame.sort_values("group", key=lambda named: named.map(place), kind="stable", ignore_index=True)
        for name, frame in (("code_saturation", table), ("saturation_curve", curve))
    }


def in_order_held(interviews: Collection[str], register: pd.DataFrame) -> list[str]:
    """Participants' ids in the order of their interviews: by the register's column interviewed_on, where it has a date
    (as 2026-01-31) of every one of them, and those of one day by id; else by id, P2 before P10."""
    held = register.set_index("participant").get("interviewed_on", pd.Series(dtype=str))
    days = {interview: day_of(str(held.get(interview, ""))) for interview in interviews}
    dated = all(days.values())
    return sorted(interviews, key=lambda interview: (days[interview] if dated else "", _natural(interview)))


def _natural(id_: str) -> tuple[list[str | int], str]:
    """Numbers within an id count as numbers."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", id_)], id_
