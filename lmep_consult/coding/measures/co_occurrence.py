"""Which codes go together."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.scope import parents_in_scope

_UNITS = {"turn": ["source", "turn"], "participant": ["participant"]}


def co_occurrence(
    codings: pd.DataFrame, codebook: Codebook, unit: Literal["turn", "span", "participant"] = "turn"
) -> pd.DataFrame:
    """How often each two codes were given to the same turn, the same words or the same participant.

    codings: columns source, participant, code, start, end, turn. A coding is of the turn it begins in. Codes count as
    they were given, not for those they belong to; codes out of the study's scope do not count.

    Returns one row for every two codes that were given at all, in the codebook's order: code_a, code_b, unit; both and
    either, the units with both codes and with one of them or both; base, the units with any code; jaccard = both /
    either (Jaccard, 1912, doi:10.1111/j.1469-8137.1912.tb05611.x); participants, those who have a unit with both. With
    "span" the units are the codings themselves, and those that overlap one of the other code have both.
    """
    order = {code: place for place, code in enumerate(parents_in_scope(codebook))}
    given = codings[codings["code"].isin(list(order))]
    given = given.assign(place=given["code"].map(order).astype(int), participant=given["participant"].replace("", None))
    if unit == "span":
        given = given.assign(unit=range(len(given)))
        every = given.merge(given, on="source", suffixes=("_a", "_b"))
        every = every[(every["start_a"] < every["end_b"]) & (every["start_b"] < every["end_a"])]
    else:
        given = given.dropna(subset=_UNITS[unit])
        given = given.assign(unit=given.groupby(_UNITS[unit]).ngroup()).drop_duplicates(["unit", "place"])
        every = given.assign(unit_a=given["unit"], unit_b=given["unit"]).merge(given, on="unit", suffixes=("_a", "_b"))
    totals = given.groupby("place").size()
    found = every.groupby(["place_a", "place_b"])[["unit_a", "unit_b", "participant_a"]].nunique()
    a, b = np.array(list(combinations(totals.index, 2)), dtype=int).reshape(-1, 2).T
    together = found.reindex(pd.MultiIndex.from_arrays([a, b]), fill_value=0)
    ids = np.array(list(order), dtype=object)
    table = pd.DataFrame({"code_a": ids[a], "code_b": ids[b], "unit": unit, "both": together["unit_a"].to_numpy()})
    table["either"] = totals.loc[a].to_numpy() + totals.loc[b].to_numpy()
    if unit == "span":
        table["both"] += together["unit_b"].to_numpy()
    else:
        table["either"] -= table["both"]
    table["base"] = given["unit"].nunique()
    table["jaccard"] = table["both"] / table["either"]
    table["participants"] = together["participant_a"].to_numpy()
    return table
