"""Text files that people open in a spreadsheet: nothing that participants wrote becomes a formula there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pandas as pd

_OPENS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # the last four in Japanese Excel
_MARKED = re.compile(f"^'(?=[{re.escape(''.join(_OPENS_FORMULA))}])")


def safe_cell(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it.

    >>> safe_cell("=1+1"), safe_cell("one"), safe_cell(-1)
    ("'=1+1", 'one', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_OPENS_FORMULA) else cell


def plain_cell(text: str) -> str:
    """The text of a cell without the apostrophe that `safe_cell` put before it.

    >>> plain_cell("'=1+1"), plain_cell("'twas")
    ('=1+1', "'twas")
    """
    return _MARKED.sub("", text)


def as_csv(frame: pd.DataFrame, written: Callable[[object], object] = safe_cell) -> str:
    """The frame as CSV that Excel reads: a byte-order mark, LF line ends, no cell a formula.

    written: what is written of a cell; a missing one is left empty.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(frame.columns)
    columns = [
        ["" if none else written(cell) for cell, none in zip(column.astype(object), column.isna(), strict=True)]
        for _, column in frame.items()
    ]
    lines.writerows(zip(*columns, strict=True))
    return "\ufeff" + text.getvalue()
