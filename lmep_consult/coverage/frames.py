"""What every function asks of a register and of quotas, and how cells are compared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.table import ALL_GROUPS


def alike(cells: pd.Series) -> pd.Series:
    """The cells as they are compared: without regard to case or to the number of spaces; "" where empty."""
    empty = cells.isna()
    texts = ["" if none else " ".join(str(cell).split()).casefold() for cell, none in zip(cells, empty, strict=True)]
    return pd.Series(texts, index=cells.index, name=cells.name, dtype=object)


def checked_register(register: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The register itself, once it is known to have the columns and each participant once."""
    if not isinstance(register, pd.DataFrame):
        raise StudyError(f"The register is a table, one row per person, not a {type(register).__name__}.")
    for column in columns:
        if column not in register:
            raise StudyError(f"The register has no column {column!r}; add it.")
    if "participant" in register:
        twice = register.loc[register["participant"].duplicated(), "participant"]
        if len(twice):
            raise StudyError(f"The register holds participant {twice.iloc[0]} twice; give each person one row.")
    return register


def checked_quotas(quotas: Mapping[str, int] | pd.DataFrame) -> pd.Series:
    """How many were intended of each group (int64, indexed by group, in the order given).

    quotas: by group, or a DataFrame with columns group, intended. Raises StudyError where a group has two quotas
    (however spelt), a quota is no whole number of 0 or more, or a group has the name of the total.
    """
    if isinstance(quotas, pd.DataFrame):
        for column in ("group", "intended"):
            if column not in quotas:
                raise StudyError(f"The quotas have no column {column!r}; they need group and intended.")
        given = quotas.set_index("group")["intended"]
    else:
        given = pd.Series(dict(quotas), dtype=object)
    names = alike(pd.Series(given.index))
    if names.duplicated().any():
        raise StudyError(f"Group {given.index[names.duplicated()][0]} has two quotas; keep one.")
    if (names == ALL_GROUPS.casefold()).any():
        raise StudyError(f"{ALL_GROUPS!r} means the total and cannot be a group's name; rename the group.")
    for group, quota in given.items():
        number = isinstance(quota, float | int | np.integer) and not isinstance(quota, bool)
        if not number or not np.isfinite(quota) or quota < 0 or quota % 1:
            raise StudyError(f"The quota of group {group} is {quota}; it is a whole number, 0 or more.")
    return given.astype("int64")
