"""The framework matrix: participants by codes, with what shows each cell and what somebody wrote about it."""

from __future__ import annotations

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.quotes import best_first
from lmep_consult.coding.scope import parents_in_scope


def framework_matrix(
    codings: pd.DataFrame, summaries: pd.DataFrame, people: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """A row for every participant and every code within the study's scope, filled or not (Gale et al., 2013,
    doi:10.1186/1471-2288-13-117).

    codings: columns participant, code, quote, rule. summaries: participant, code, memo, time, as `fold` gives them.
    people: participant, group.

    Returns participant, group (in the order of `people`), code (in the codebook's order), quote_1 and quote_2 (two of
    the participant's passages, the most telling first, "" where there are fewer) and summary (what people wrote, the
    oldest first, a line each).
    """
    cells = people[["participant", "group"]].merge(
        pd.Series(list(parents_in_scope(codebook)), name="code"), how="cross"
    )
    keys = ["participant", "code"]
    best = best_first(codings)[[*keys, "quote"]].drop_duplicates()
    place = best.groupby(keys).cumcount()
    for number in (0, 1):
        cells = cells.merge(best[place == number].rename(columns={"quote": f"quote_{number + 1}"}), on=keys, how="left")
    written = summaries.sort_values("time").groupby(keys)["memo"].agg("\n".join).rename("summary").reset_index()
    return cells.merge(written, on=keys, how="left").fillna({"quote_1": "", "quote_2": "", "summary": ""})
