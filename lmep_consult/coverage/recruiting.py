"""Who to recruit next, so that the fewest people meet the most criteria."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lmep_consult.coverage.criteria import counted
from lmep_consult.coverage.optimal_recruits import Open, one_at_a_time, optimal_recruits
from lmep_consult.coverage.recruitment_stages import EITHER, people_in, recruitment_stages
from lmep_consult.plan import Criterion

_EXACT_UP_TO = 500  # candidates
_OUT = (
    "declined",
    "withdrew",
    "took part",
)  # took part by the register, though not by the files: not to be asked again
_LAST_TO_ASK = ["agreed", "invited", "not invited", "", "no reply"]


@dataclass(frozen=True)
class Recruits:
    """Who to recruit; for the team only.

    people: one row per person, participant, group, organisation, said (how an invitation went so far), counts_towards
    (the criteria that would be met). criteria: one row per criterion, criterion, now, then ("met", "not met").
    method: "exact" (no fewer people, and nobody else, would meet more) or "greedy" (others might).
    """

    people: pd.DataFrame
    criteria: pd.DataFrame
    method: Literal["exact", "greedy"]


def whom_to_recruit(
    register: pd.DataFrame,
    took_part: Mapping[str, Collection[str]],
    criteria: Iterable[Criterion],
    among: Literal["interviews", "workshops"] = "interviews",
) -> Recruits:
    """The fewest people, of those who have not taken part, who would meet the most criteria.

    Arguments as for check_criteria; `among` is what they are to be recruited for. Candidates are all in the register
    who took part in nothing and neither declined nor withdrew. Of equally few, those who agreed come before the
    invited, those before people not asked yet, and those who did not reply come last. A criterion of a largest
    share that is met counts as one to keep.

    Up to 500 candidates are searched in full (mixed-integer programme, scipy's HiGHS). With more, or where the search
    would go on too long, people are taken one at a time, who brings the criteria nearest to being met first, and
    those who turn out not to be needed are let go.
    """
    criteria = [criterion for criterion in criteria if criterion.among in (among, EITHER)]
    rows = _candidates(register, took_part, among)
    is_candidate = register["participant"].isin(rows["participant"])
    everyone = []
    for criterion in criteria:
        there = register[register["participant"].isin(people_in(took_part, criterion.among))]
        now = set(counted(there, criterion).values())
        everyone.append(Open(criterion, now, counted(register[is_candidate], criterion)))
    open_ = [one for one in everyone if one.criterion.at_most_share is not None or not one.with_people(()).met]
    useful = [who for who in rows["participant"] if any(who in one.candidates for one in open_)]
    chosen = optimal_recruits(open_, useful, _reluctance(rows)) if len(useful) <= _EXACT_UP_TO else None
    method: Literal["exact", "greedy"] = "greedy" if chosen is None else "exact"
    if chosen is None:
        chosen = one_at_a_time(open_, useful)
    return Recruits(_described(rows, chosen, everyone), _before_and_after(everyone, chosen), method)


def _candidates(register: pd.DataFrame, took_part: Mapping[str, Collection[str]], among: str) -> pd.DataFrame:
    """Their rows of `recruitment_stages`, those to ask first first."""
    stand = recruitment_stages(register, took_part)
    gone = set(register.loc[register["status"].isin(["withdrew"]), "participant"]) | people_in(took_part, EITHER)
    rows = stand[(stand["among"] == among) & ~stand["said"].isin(_OUT) & ~stand["participant"].isin(gone)]
    return rows.sort_values("said", key=lambda said: said.map(_LAST_TO_ASK.index), kind="stable", ignore_index=True)


def _reluctance(rows: pd.DataFrame) -> dict[str, int]:
    return {who: _LAST_TO_ASK.index(said) for who, said in zip(rows["participant"], rows["said"], strict=True)}


def _described(rows: pd.DataFrame, chosen: list[str], everyone: list[Open]) -> pd.DataFrame:
    people = rows[rows["participant"].isin(chosen)][["participant", "group", "organisation", "said"]]
    newly = [one for one in everyone if one.with_people(chosen).met and not one.with_people(()).met]
    towards = ["; ".join(one.criterion.text for one in newly if who in one.candidates) for who in people["participant"]]
    return people.assign(counts_towards=towards).reset_index(drop=True)


def _before_and_after(everyone: list[Open], chosen: list[str]) -> pd.DataFrame:
    words = {True: "met", False: "not met"}
    rows = [
        (one.criterion.text, words[one.with_people(()).met], words[one.with_people(chosen).met]) for one in everyone
    ]
    return pd.DataFrame(rows, columns=["criterion", "now", "then"])
