"""Choosing passages that show a code, and listing them with who said them."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["code", "group", "participant", "quote"]
_SHORTEST, _LONGEST = 60, 400


def choose_quotes(
    codings: pd.DataFrame, people: pd.DataFrame, per_group: int = 2, shortest: int = _SHORTEST, longest: int = _LONGEST
) -> pd.DataFrame:
    """Up to `per_group` passages for each code and group, each by another participant.

    codings: columns code, participant, quote, rule. people: columns participant, group.
    Passages of `shortest` to `longest` characters are taken, those first that several rules point to, then
    those nearest the middle length; the choice is the same every time.

    Returns columns code, group, participant, quote.
    """
    fit = codings[codings["quote"].str.len().between(shortest, longest)]
    best = best_first(fit.merge(people[["participant", "group"]], on="participant"), (shortest + longest) / 2)
    best = best.sort_values(["code", "group"], kind="stable")
    one_each = best.drop_duplicates(["code", "group", "participant"])
    return one_each.groupby(["code", "group"], sort=False).head(per_group)[COLUMNS].reset_index(drop=True)


def best_first(codings: pd.DataFrame, length: float = (_SHORTEST + _LONGEST) / 2) -> pd.DataFrame:
    """Passages that several rules point to first, then those nearest `length` characters."""
    rank = codings.assign(rules=-codings["rule"].str.count("; "), off=(codings["quote"].str.len() - length).abs())
    return rank.sort_values(["rules", "off", "participant", "quote"], kind="stable").drop(columns=["rules", "off"])


def quotes_with_attributes(codings: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Every coded passage with what is known of whoever said it.

    codings: columns code, quote, participant, source, turn, start, and whichever of coder and memo there are.
    people: participant and any attributes, as columns.

    Returns one row per coding, by code, participant and place: code, quote, participant, the attributes (blank where
    `people` has no such participant), source, turn, coder, memo.
    """
    rows = codings.sort_values(["code", "participant", "source", "start"], kind="stable")
    kept = [column for column in ("source", "turn", "coder", "memo") if column in rows]
    attributes = people.drop(columns=[column for column in ("code", "quote", *kept) if column in people])
    said = rows[["code", "quote", "participant"]].merge(attributes, on="participant", how="left")
    return pd.concat([said, rows[kept].reset_index(drop=True)], axis="columns")
