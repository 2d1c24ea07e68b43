"""What was released as any program can show it."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from lmep_consult.disclosure import Released, require_released
from lmep_consult.text import printable


def printable_frame(released: Released) -> pd.DataFrame:
    """The table's cells, text as any program can show it.

    Raises DisclosureError for a table that was not released.
    """
    return _printable_frame(require_released(released)).copy(deep=False)


@lru_cache(maxsize=200)  # charts, documents and pages ask for the same tables
def _printable_frame(released: Released) -> pd.DataFrame:
    return released.table.frame.map(lambda cell: printable(cell) if isinstance(cell, str) else cell)
