"""What only the team may see, as one workbook: it names participants by their ids and withholds nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

import pandas as pd
import xlsxwriter

MARK = "For the team only"
_ABOUT = (
    f"{MARK}: nothing in this workbook has passed disclosure control. It shows what each participant said and "
    "withholds no small numbers. Do not publish it, send it on or keep it longer than the transcripts."
)
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH, _LONGEST = 18, 32_767  # characters: of a column; the most that a cell of Excel's holds


def team_workbook(frames: Mapping[str, pd.DataFrame], made: dt.datetime) -> bytes:
    """One sheet per frame, named by its key (31 characters at most), after one that says who it is for. made: when."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _AS_TEXT)
    workbook.set_properties({"created": made})
    head, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    about = workbook.add_worksheet(MARK)
    about.write_string(0, 0, _ABOUT, wrapped)
    about.set_column(0, 0, 90)
    for name, frame in frames.items():
        sheet = workbook.add_worksheet(name)
        sheet.set_header(f"&C{MARK}")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, max(len(frame.columns) - 1, 0), _WIDTH)
        for column, heading in enumerate(frame.columns):
            sheet.write_string(0, column, str(heading), head)
        for row, cells in enumerate(frame.astype(object).to_numpy(), start=1):
            for column, cell in enumerate(cells):
                if not isinstance(cell, str) and pd.isna(cell):
                    continue
                if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                    sheet.write_number(row, column, cell, wrapped)
                else:
                    sheet.write_string(row, column, str(cell)[:_LONGEST], wrapped)
    workbook.close()
    return out.getvalue()
