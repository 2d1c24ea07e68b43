"""The sample against the criteria it was drawn by."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from lmep_consult.coverage.frames import alike, checked_register
from lmep_consult.coverage.recruitment_stages import people_in
from lmep_consult.errors import StudyError
from lmep_consult.plan import Criterion

Counted = tuple[str, str]  # a person or organisation, and its value in the criterion's column `across` ("" without one)


class Tally(NamedTuple):
    """needed: the fewest there must be or, of a largest share, the most there may be in one value."""

    needed: int
    reached: int
    met: bool

    @property
    def short(self) -> int:
        """How far from met, in people, organisations or values."""
        return 0 if self.met else max(1, abs(self.needed - self.reached))


def check_criteria(
    register: pd.DataFrame, took_part: Mapping[str, Collection[str]], criteria: Iterable[Criterion]
) -> pd.DataFrame:
    """Whether each sampling criterion is met.

    register: one row per person. took_part: the participants' ids by what they took part in ("interviews",
    "workshops"). Cells are compared without regard to case and spaces, so an organisation counts once however it is
    spelt so; an empty cell is no value of a column.

    Returns one row per criterion: criterion, among, group ("" for any), counted (what reached counts), rule ("at
    least", "at most"), needed, reached, met ("yes" or "no"), base (how many took part in the group), source ("" where
    not said). A largest share is put in numbers: needed is the most that share allows in one value, reached how many
    the fullest value holds; where nobody counts it is not met. Raises StudyError where a criterion asks for a column
    the register lacks, and as `frames.checked_register` does.
    """
    rows = []
    for criterion in criteria:
        there = _there(register, took_part, criterion)
        needed, reached, met = tally(criterion, counted(there, criterion).values())
        rows.append(
            {
                "criterion": criterion.text,
                "among": criterion.among,
                "group": criterion.group or "",
                "counted": _what_is_counted(criterion),
                "rule": "at least" if criterion.at_most_share is None else "at most",
                "needed": needed,
                "reached": reached,
                "met": "yes" if met else "no",
                "base": int(_of_group(there, criterion).sum()),
                "source": criterion.source,
            }
        )
    columns = ["criterion", "among", "group", "counted", "rule", "needed", "reached", "met", "base", "source"]
    return pd.DataFrame(rows, columns=columns)


def criteria_met_by(
    register: pd.DataFrame, took_part: Mapping[str, Collection[str]], criteria: Iterable[Criterion]
) -> pd.DataFrame:
    """Who counts towards each criterion, for the team only: criterion, participant, counts_as (the person, the
    organisation or, in small letters, the value that they count as). Arguments as for check_criteria."""
    every = register["organisation"][::-1]
    every = register["organisation"][::-1]
    spelt = dict(zip(alike(every), every, strict=True))  # as in its first row
    rows = [
        (
            criterion.text,
            participant,
            value
            if criterion.across and criterion.at_most_share is None
            else participant
            if criterion.count == "people"
            else spelt[unit],
        )
        for criterion in criteria
        for participant, (unit, value) in counted(_there(register, took_part, criterion), criterion).items()
    ]
    return pd.DataFrame(rows, columns=["criterion", "participant", "counts_as"])


def counted(people: pd.DataFrame, criterion: Criterion) -> dict[str, Counted]:
    """What each of the people that are as the criterion says counts as, by participant's id."""
    for column in sorted(criterion.columns - set(people)):
        raise StudyError(
            f"study.toml, criterion {criterion.text!r}: the register has no column {column!r}; add it to the register "
            "or correct its name."
        )
    fit = people[_of_group(people, criterion)]
    for column, wanted in criterion.where.items():
        fit = fit[_is_one_of(fit[column], wanted)]
    for column, unwanted in criterion.where_not.items():
        fit = fit[~_is_one_of(fit[column], unwanted)]
    units = fit["participant"] if criterion.count == "people" else alike(fit["organisation"])
    values = alike(fit[criterion.across]) if criterion.across else units
    rows = zip(fit["participant"], units, values, strict=True)
    return {who: (unit, value if criterion.across else "") for who, unit, value in rows if unit and value}


def tally(criterion: Criterion, counts_as: Iterable[Counted]) -> Tally:
    """Hold what people count as, each counted once, against the criterion."""
    each = set(counts_as)
    if criterion.at_most_share is None:
        reached = len({value if criterion.across else unit for unit, value in each})
        return Tally(criterion.at_least, reached, reached >= criterion.at_least)
    most = math.floor(criterion.at_most_share * len(each) + 1e-9)
    fullest = max(Counter(value for _, value in each).values(), default=0)
    return Tally(most, fullest, 0 < fullest <= most)


def _there(register: pd.DataFrame, took_part: Mapping[str, Collection[str]], criterion: Criterion) -> pd.DataFrame:
    register = checked_register(register, "participant", "group", "organisation")
    return register[register["participant"].isin(people_in(took_part, criterion.among))]


def _of_group(people: pd.DataFrame, criterion: Criterion) -> pd.Series:
    group = alike(people["group"])
    return group == group if criterion.group is None else group == alike(pd.Series([criterion.group]))[0]


def _what_is_counted(criterion: Criterion) -> str:
    if criterion.across is None:
        return criterion.count
    of = f"values of {criterion.across}"
    return of if criterion.at_most_share is None else f"{criterion.count} in one of the {of}"


def _is_one_of(cells: pd.Series, values: str | list[str]) -> pd.Series:
    return alike(cells).isin(alike(pd.Series([values] if isinstance(values, str) else values, dtype=object)))
