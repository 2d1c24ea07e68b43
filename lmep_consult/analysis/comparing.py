"""Codes by codes: who said something that carries both."""

from __future__ import annotations

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, NOT_APPLICABLE

COLUMNS = ["comparison", "title", "code", "with_code", "within", "group", "participants", "base"]


def carrying(codings: pd.DataFrame, *codes: str) -> pd.DataFrame:
    """The codings of the first code that have words in common with a coding of each other code, in the same source and
    by the same person. codings: columns source, participant, code, start, end."""
    place = ["source", "participant"]
    found = codings[codings["code"] == codes[0]]
    for other in codes[1:]:
        pairs = found.reset_index().merge(codings[codings["code"] == other], on=place, suffixes=("", "_other"))
        shared = (pairs["start"] < pairs["end_other"]) & (pairs["start_other"] < pairs["end"])
        found = found.loc[found.index.isin(pairs.loc[shared, "index"])]
    return found


def compared(codings: pd.DataFrame, people: pd.DataFrame, plan: Plan, codebook: Codebook) -> pd.DataFrame:
    """A row a cell of each matrix of study.toml: comparison, title, code (of the row), with_code (of the column),
    within (the third code, "[z]" for none), group ("All groups"), participants, base (all whose words were coded)."""
    rows = []
    for each in plan.comparisons:
        for code in codebook.children(each.rows):
            for other in codebook.children(each.columns):
                codes = [code.id, other.id, *([each.within] if each.within else [])]
                spoke = carrying(codings[codings["participant"].isin(people["participant"])], *codes)
                count = spoke["participant"].nunique()
                rows.append(
                    (
                        each.id,
                        each.title,
                        code.id,
                        other.id,
                        each.within or NOT_APPLICABLE,
                        ALL_GROUPS,
                        count,
                        people["participant"].nunique(),
                    )
                )
    return pd.DataFrame(rows, columns=COLUMNS)
