"""The framework matrix: participants by codes, with what shows each cell and what somebody wrote about it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.measures.quotes import best_first
from lmep_consult.coding.scope import parents_in_scope


def framework_matrix(
    codings: pd.DataFrame, summaries: pd.DataFrame, people: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """A row for every participant and every code within the study's scope, filled or not (Gale et al., 2013,
    doi:10.1186/1471-2288-13-117).

    codings: columns participant, code, quote, rule. summaries: participant, code, memo, time, as `fold` gives them.
    people: participant, group.

    Returns participant, group (in the order of `people`), code (in the codebook's order), quote_1 and quote_2 (two of
    the participant's passages, the most useful first, "" where there are fewer) and summary (what people wrote, the
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


def framework_sheet(matrix: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The framework matrix as people read it: a row a participant, a column a code. A cell holds what somebody wrote
    about it, then up to two of the participant's passages; codes that nobody was given are left out.

    matrix: as coding.framework_matrix gives it. names: of codes.
    """
    if matrix.empty:
        return matrix[["participant", "group"]]
    parts = matrix[["summary", "quote_1", "quote_2"]]
    cells = parts.apply(
        lambda row: "\n".join(text if at == 0 else f"“{text}”" for at, text in enumerate(row) if text), axis=1
    )
    wide = matrix.assign(cell=cells).pivot(index=["participant", "group"], columns="code", values="cell")
    used = [code for code in matrix["code"].unique() if (wide[code] != "").any()]
    people = matrix[["participant", "group"]].drop_duplicates()
    wide = wide.reindex(pd.MultiIndex.from_frame(people))[used]
    return wide.rename(columns=dict(names)).reset_index()
