"""Choosing passages that show a code."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["code", "group", "participant", "quote"]


def choose_quotes(
    codings: pd.DataFrame, people: pd.DataFrame, per_group: int = 2, shortest: int = 60, longest: int = 400
) -> pd.DataFrame:
    """Up to `per_group` passages for each code and group, each by another participant.

    codings: columns code, participant, quote, rule. people: columns participant, group.
    Passages of `shortest` to `longest` characters are taken, those first that several rules point to, then
    those nearest the middle length; the choice is the same every time.

    Returns columns code, group, participant, quote.
    """
    length = codings["quote"].str.len()
    fit = codings[length.between(shortest, longest)].merge(people[["participant", "group"]], on="participant")
    fit = fit.assign(rules=-fit["rule"].str.count("; "), off=(fit["quote"].str.len() - (shortest + longest) / 2).abs())
    fit = fit.sort_values(["code", "group", "rules", "off", "participant", "quote"], kind="stable")
    one_each = fit.drop_duplicates(["code", "group", "participant"])
    return one_each.groupby(["code", "group"], sort=False).head(per_group)[COLUMNS].reset_index(drop=True)
