"""The accessible workbook, by gptables of the Analysis Function."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import gptables
import pandas as pd
from gptables.core.gptable import FormatList

from lmep_consult.report.contents import Contents
from lmep_consult.report.writers.book import WIDE, Book, Sheet, book
from lmep_consult.report.writers.identity import Identity

_LOGO = 96  # pixels, the greatest height
_LINE = 16  # points from line to line of Arial 12
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(contents: Contents, identity: Identity, path: Path) -> None:
    """Write `path` as the Analysis Function's guidance on spreadsheets asks; no text becomes a formula or a link."""
    made = book(contents, identity)
    workbook = gptables.GPWorkbook(str(path), options=_AS_TEXT)
    workbook.set_properties(
        {
            "title": identity.title,
            "author": identity.programme,
            "subject": identity.source,
            "status": identity.state_line,
            "created": identity.made,
        }
    )
    _write_cover(workbook, made, identity)
    labels = {sheet.label for sheet in (made.notes, *made.tables)}
    for sheet in (made.contents, made.notes, *made.tables):
        _write_sheet(workbook, sheet, labels if sheet is made.contents else set())
    workbook.close()


def _write_cover(workbook: Any, made: Book, identity: Identity) -> None:
    sheet = workbook.add_worksheet("Cover")
    row = 0
    for at, (heading, lines) in enumerate(made.cover):
        style = sheet.theme.cover_subtitle_format if at else sheet.theme.cover_title_format
        sheet.write(row, 0, heading, workbook.add_format(style))
        for line in lines:
            row += 1
            sheet.write(row, 0, line, workbook.add_format(sheet.theme.cover_text_format))
        row += 1
    sheet.set_column(0, 0, WIDE)
    if identity.logo:
        picture = {"image_data": io.BytesIO(identity.logo), "description": identity.logo_alt}
        scale = min(1.0, _LOGO / identity.logo_size[1])
        sheet.insert_image(row, 0, f"logo.{identity.logo_kind}", {**picture, "x_scale": scale, "y_scale": scale})


def _write_sheet(workbook: Any, sheet: Sheet, links: set[str]) -> None:
    """A sheet and its table; cells that are one of `links` lead to the sheet of that name."""
    rows = [[_link(cell) if cell in links else _verbatim(cell) for cell in row] for row in sheet.rows]
    figures = [at for at, numeric in enumerate(sheet.numeric) if numeric]
    alignment = [(list(range(len(sheet.headings))), {"valign": "top"}), (figures, {"align": "right", "indent": 1})]
    table = gptables.GPTable(
        table=pd.DataFrame(rows, columns=[_unmarked(heading) for heading in sheet.headings], dtype=object),
        table_name=sheet.name,
        title=_unmarked(sheet.title),
        instructions=_unmarked(sheet.lines[0]),
        legend=[_unmarked(line) for line in sheet.lines[1:]],
        index_columns={},
        additional_formatting=[{"column": {"columns": columns, "format": how}} for columns, how in alignment],
    )
    worksheet = workbook.add_worksheet(sheet.label)
    worksheet.write_gptable(table, auto_width=False)
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for row, lines in enumerate(sheet.heights, start=1 + len(sheet.lines)):
        worksheet.set_row(row, min(_LINE * lines, 409))
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)


def _link(label: str) -> dict[str, str]:
    return {label: f"internal:'{label}'!A1"}


def _verbatim(cell: object) -> object:
    """Text as it is: gptables makes links of some plain strings and refuses others, but not formatted ones."""
    if isinstance(cell, str) and ("](" in cell or not re.search("[a-zA-Z0-9]", cell)):
        return FormatList([{}, cell])
    return cell


def _unmarked(text: str) -> str:
    """The study's own words without what gptables takes for a note or a link: a word joiner goes between."""
    return text.replace("$$", "$\u2060$").replace("](", "]\u2060(")
