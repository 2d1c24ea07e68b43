"""What interviewees spoke of, put in order as far as released counts tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import Bounds, bounds_of_count, shares_of_words
from lmep_consult.table import ALL_GROUPS

_SHOWN = 10  # codes that are shown of the families about needs together
_MORE = 0.2  # by how large a share one group must go beyond all others for a code to be mainly its


@dataclass(frozen=True)
class Spoken:
    """A code and who spoke of it. cell: over all groups, as published; bounds: the shares it may be of; by_group: the
    same of each group."""

    code: str
    name: str
    family: str
    cell: Any
    bounds: Bounds | None
    by_group: Mapping[str, Bounds | None]

    @property
    def order(self) -> tuple[bool, float, float, str]:
        """Most first, as far as that may be shown; then by name."""
        low, high = self.bounds or (0.0, 0.0)
        return self.bounds is None, -low, -high, self.name


def spoken_of(themes: pd.DataFrame, plan: Plan) -> list[Spoken]:
    """The codes of `themes_by_group`, in its order."""
    words = shares_of_words(plan)
    rows_of: dict[str, dict[str, Any]] = {}
    for row in themes.to_dict("records"):
        rows_of.setdefault(str(row["code"]), {})[row["group"]] = row
    made = []
    for code, cells in rows_of.items():
        bounds = {group: bounds_of_count(row["participants"], row["base"], words) for group, row in cells.items()}
        overall = cells[ALL_GROUPS]
        by_group = {group: each for group, each in bounds.items() if group != ALL_GROUPS}
        made.append(
            Spoken(
                code,
                str(overall["name"]),
                str(overall["family"]),
                overall["participants"],
                bounds[ALL_GROUPS],
                by_group,
            )
        )
    return made


def mainly(spoken: Spoken) -> str:
    """The group that spoke of it far more than each other, as far as that may be shown; "" where there is none."""
    for group, bounds in spoken.by_group.items():
        others = [each for other, each in spoken.by_group.items() if other != group]
        if bounds and others and bounds[0] >= 0.5 and all(each and bounds[0] - each[1] >= _MORE for each in others):
            return group
    return ""


def needs(spoken: Sequence[Spoken], plan: Plan, assumptions: pd.DataFrame) -> list[tuple[str, list[Spoken]]]:
    """The families of codes that no poll had ranked and that are no assumptions, each with those of its codes spoken
    of most: barriers, kinds of evidence and so on, by the family's name."""
    questions = [question for poll in plan.polls for question in poll.questions if question.kind == "ranking"]
    polled = {code for question in questions for code in question.codes.values()}
    asked = {same(name) for question in questions for name in (*question.options, question.title)}
    linked = names_linked(assumptions)
    made = []
    for family in (each for each in spoken if not each.family):
        below = [each for each in spoken if each.family == family.code]
        of_poll = any(each.code in polled or same(each.name) in asked for each in below)
        if below and not of_poll and not all(each.name in linked for each in below):
            made.append((family.name, sorted(below, key=lambda each: each.order)))
    share = max(1, _SHOWN // max(len(made), 1))
    return [(name, codes[:share]) for name, codes in made]


def names_linked(assumptions: pd.DataFrame) -> set[str]:
    """The names of codes that speak for or against an assumption."""
    return {
        name for column in ("codes_for", "codes_against") for cell in assumptions[column] for name in cell.split("; ")
    }


def same(name: str) -> str:
    """A name without case and quotation marks, to compare it by."""
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter == " ").strip()
