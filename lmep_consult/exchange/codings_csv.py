"""Codings as CSV, a row a coding, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from lmep_consult.archive import read_bytes
from lmep_consult.errors import InputError
from lmep_consult.files import write_whole

COLUMNS = ["id", "source", "participant", "coder", "code", "start", "end", "quote", "memo", "round", "time", "codebook"]
_WHOLE = ("start", "end", "round")
_OPENS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def write_codings_csv(path: Path, codings: pd.DataFrame) -> None:
    """Write the columns of COLUMNS, UTF-8 with a byte-order mark so that Excel reads it. Text that a spreadsheet could
    take for a formula gets an apostrophe before it, which reading takes away."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in codings[COLUMNS].astype(str).itertuples(index=False):
        writer.writerow([f"'{cell}" if cell.startswith(_OPENS_FORMULA) else cell for cell in row])
    write_whole(path, "\ufeff" + out.getvalue(), private=True)


def read_codings_csv(path: Path) -> pd.DataFrame:
    """The codings that `write_codings_csv` wrote: COLUMNS, all str but start, end and round (int).

    Raises InputError, naming the line, where a column or a number is missing.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: not a CSV file in UTF-8 ({error}); save it as CSV UTF-8.") from None
    if not rows or rows[0] != COLUMNS:
        raise InputError(f"{path}, line 1: the columns must be {', '.join(COLUMNS)}.")
    frame = pd.DataFrame(
        [[cell.removeprefix("'") for cell in row] for row in rows[1:] if any(row)], columns=COLUMNS, dtype=object
    )
    for column in _WHOLE:
        wrong = frame.index[~frame[column].str.fullmatch(r"\d+").fillna(False).astype(bool)]
        if len(wrong):
            raise InputError(f"{path}, row {wrong[0] + 2}: {column} {frame[column][wrong[0]]!r} is no whole number.")
    return frame.astype(dict.fromkeys(_WHOLE, int))
