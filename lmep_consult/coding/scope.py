"""The codes that count, and those for what lies outside the study's scope."""

from __future__ import annotations

import pandas as pd

from lmep_consult.codebook import Codebook


def parents_in_scope(codebook: Codebook) -> dict[str, str]:
    """Each code within the study's scope, in the codebook's order, and its parent ("" for a family).

    A code is out of scope where it is marked so or where one it belongs to is.
    """
    within: dict[str, str] = {}
    for code in codebook.codes:  # each before those that belong to it
        if not code.out_of_scope and (not code.parent or code.parent in within):
            within[code.id] = code.parent
    return within


def out_of_scope(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The codings of codes that are out of scope, which no table counts; columns and index as they are."""
    within = parents_in_scope(codebook)
    return codings[codings["code"].isin([code.id for code in codebook.codes if code.id not in within])]


def held(pairs: pd.DataFrame, parents: dict[str, str]) -> pd.DataFrame:
    """Rows of codes within scope, and for each the same row of every code it belongs to, once each."""
    direct = pairs[pairs["code"].isin(list(parents))]
    levels = [direct]
    while len(levels[-1]):
        above = levels[-1].assign(code=levels[-1]["code"].map(parents))
        levels.append(above[above["code"] != ""])
    return pd.concat(levels).drop_duplicates()
