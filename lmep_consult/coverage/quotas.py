"""The sample against its quotas."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lmep_consult.coverage.frames import alike, checked_quotas, checked_register
from lmep_consult.coverage.recruitment_stages import TOOK_PART
from lmep_consult.table import ALL_GROUPS


def check_coverage(register: pd.DataFrame, quotas: Mapping[str, int] | pd.DataFrame) -> pd.DataFrame:
    """Hold those who took part against the quotas.

    register: one row for each person invited, columns group and status ("took part" is what counts); with a column
    participant, each person once. quotas: intended numbers by group, as a mapping or a DataFrame with columns group,
    intended. Groups and statuses are compared without regard to case and spaces.

    Returns one row per group in the order of `quotas`, and "All groups" last: group, intended, invited, achieved,
    short_by (0 where the quota is met), share (achieved of intended, 0 to 1; NaN where none was intended). Raises
    StudyError as `frames.checked_register` and `frames.checked_quotas` do.

    >>> register = pd.DataFrame({"group": ["LA", "LA", "NHS"], "status": ["took part", "declined", "no reply"]})
    >>> check_coverage(register, {"LA": 1, "NHS": 2})[["group", "intended", "achieved"]].values.tolist()
    [['LA', 1, 1], ['NHS', 2, 0], ['All groups', 3, 1]]
    """
    intended = checked_quotas(quotas)
    group = alike(checked_register(register, "group", "status")["group"])
    there = alike(pd.Series(intended.index, dtype=object))
    invited = group.value_counts()
    achieved = group[alike(register["status"]) == TOOK_PART].value_counts()
    table = pd.DataFrame(
        {
            "group": intended.index.astype(object),
            "intended": intended.to_numpy(),
            "invited": invited.reindex(there, fill_value=0).to_numpy(),
            "achieved": achieved.reindex(there, fill_value=0).to_numpy(),
        }
    )
    table["short_by"] = (table["intended"] - table["achieved"]).clip(lower=0)
    total = table[["intended", "invited", "achieved", "short_by"]].sum()
    table.loc[len(table)] = {"group": ALL_GROUPS, **total}
    table["share"] = table["achieved"] / table["intended"].where(table["intended"] > 0)
    return table
