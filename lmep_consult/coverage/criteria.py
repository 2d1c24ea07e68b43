"""The sample against the criteria it was drawn by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

import pandas as pd


class Criterion(Protocol):
    """At least `at_least` people or organisations whose register row is as `where` says."""

    @property
    def text(self) -> str: ...
    @property
    def among(self) -> str: ...
    @property
    def group(self) -> str | None: ...
    @property
    def where(self) -> Mapping[str, str | list[str]]: ...
    @property
    def count(self) -> str: ...
    @property
    def at_least(self) -> int: ...


def check_criteria(
    register: pd.DataFrame, took_part: Mapping[str, Collection[str]], criteria: Iterable[Criterion]
) -> pd.DataFrame:
    """Whether each sampling criterion is met.

    register: one row a person. took_part: the participants' ids by what they took part in ("interviews",
    "workshops"). Cells are compared without regard to case.

    Returns one row a criterion: criterion, among, group ("" for any), counted ("people" or "organisations"),
    needed, reached, met ("yes" or "no"), base (how many took part in the group). Raises KeyError where a
    criterion asks for a column the register lacks.
    """
    rows = []
    for criterion in criteria:
        there = register[register["participant"].isin(list(took_part.get(criterion.among, ())))]
        if criterion.group:
            there = there[there["group"] == criterion.group]
        fit = there
        for column, wanted in criterion.where.items():
            values = {value.casefold() for value in ([wanted] if isinstance(wanted, str) else wanted)}
            fit = fit[fit[column].str.casefold().isin(values)]
        organisations = fit.loc[fit["organisation"] != "", "organisation"].nunique()
        reached = organisations if criterion.count == "organisations" else len(fit)
        rows.append(
            {
                "criterion": criterion.text,
                "among": criterion.among,
                "group": criterion.group or "",
                "counted": criterion.count,
                "needed": criterion.at_least,
                "reached": reached,
                "met": "yes" if reached >= criterion.at_least else "no",
                "base": len(there),
            }
        )
    columns = ["criterion", "among", "group", "counted", "needed", "reached", "met", "base"]
    return pd.DataFrame(rows, columns=columns)
