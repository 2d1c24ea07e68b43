"""The workbook: findings first, then contents, notes and a table a sheet."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import xlsxwriter

from lmep_consult.report.contents import Contents
from lmep_consult.report.writers.book import WIDE, Book, Sheet, book, lines_of
from lmep_consult.report.writers.identity import Identity

_LOGO = 96  # pixels, the greatest height
_LINE = 16  # points from line to line of Arial 12
_TALLEST = 409  # points: Excel's rows are no higher
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_PERCENT, _SIGNED = re.compile(r"\d+%"), re.compile(r"[+-]\d+\.\d+")


def write_workbook(contents: Contents, identity: Identity, path: Path) -> None:
    """Write `path`; no text becomes a formula or a link.

    A sheet holds one named table with a filter on each column under its title, which stays in view with the header and
    the first column; the first cell under it leads back to the contents. Shares and signed differences are numbers,
    shown as the other forms show them.
    """
    made = book(contents, identity)
    workbook = xlsxwriter.Workbook(str(path), _AS_TEXT)
    workbook.set_properties(
        {
            "title": identity.title,
            "author": identity.programme,
            "subject": identity.source,
            "status": identity.state_line,
            "created": identity.made,
        }
    )
    formats = _Formats(workbook)
    _write_cover(workbook, made, identity, formats)
    labels = {sheet.label for sheet in (made.notes, *made.tables)}
    for sheet in (made.contents, made.notes, *made.tables):
        _write_sheet(workbook, sheet, labels if sheet is made.contents else set(), made.contents.label, formats)
    workbook.close()


class _Formats:
    """The workbook's formats by what they are for, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**_FONT, **look})
        return self._made[key]


def _write_cover(workbook: Any, made: Book, identity: Identity, formats: _Formats) -> None:
    sheet = workbook.add_worksheet(made.cover_label)
    sheet.set_column(0, 0, WIDE)
    row = 0
    for at, (heading, lines) in enumerate(made.cover):
        size = 14 if at else 18
        sheet.write_string(row, 0, heading, formats.of(bold=True, font_size=size, text_wrap=True))
        sheet.set_row(row, _LINE * size / 12 * lines_of(heading, WIDE * 12 // size))
        for line in lines:
            row += 1
            sheet.write_string(row, 0, line, formats.of(text_wrap=True))
            sheet.set_row(row, min(_LINE * lines_of(line, WIDE), _TALLEST))
        row += 1
    if identity.logo:
        picture = {"image_data": io.BytesIO(identity.logo), "description": identity.logo_alt}
        scale = min(1.0, _LOGO / identity.logo_size[1])
        sheet.insert_image(row, 0, f"logo.{identity.logo_kind}", {**picture, "x_scale": scale, "y_scale": scale})


def _write_sheet(workbook: Any, sheet: Sheet, links: set[str], contents: str, formats: _Formats) -> None:
    """A sheet and its table; cells that are one of `links` lead to the sheet of that name."""
    written = workbook.add_worksheet(sheet.label)
    written.write_string(0, 0, sheet.title, formats.of(bold=True, font_size=14))
    row = 1
    if sheet.label != contents:
        written.write_url(
            row, 0, f"internal:'{contents}'!A1", formats.of(font_color="#1a65a6", underline=1), "Contents"
        )
        row += 1
    for line in sheet.lines:
        written.write_string(row, 0, line, formats.of())
        row += 1
    columns = [
        {"header": heading, "header_format": formats.of(bold=True, text_wrap=True, bottom=1)}
        for heading in sheet.headings
    ]
    last = row + len(sheet.rows)
    table = {"name": sheet.name, "columns": columns, "style": None, "autofilter": True}
    written.add_table(row, 0, last, len(sheet.headings) - 1, table)
    for down, cells in enumerate(sheet.rows, start=row + 1):
        for across, cell in enumerate(cells):
            if cell in links:
                link = formats.of(font_color="#1a65a6", underline=1, text_wrap=True)
                written.write_url(down, across, f"internal:'{cell}'!A1", link, cell)
            else:
                _write_cell(written, down, across, cell, sheet.numeric[across], formats)
    for down, lines in enumerate(sheet.heights, start=row):
        written.set_row(down, min(_LINE * lines, _TALLEST))
    for across, width in enumerate(sheet.widths):
        written.set_column(across, across, width)
    written.freeze_panes(row + 1, 1)
    written.set_landscape()
    written.set_paper(9)  # A4
    written.fit_to_pages(1, 0)
    written.repeat_rows(row)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, numeric: bool, formats: _Formats) -> None:
    value, shown = _as_number(cell)
    look = {"align": "right", "indent": 1} if numeric else {"text_wrap": True}
    if isinstance(value, str):
        sheet.write_string(row, column, value, formats.of(**look))
    else:
        sheet.write_number(row, column, value, formats.of(**look, **({"num_format": shown} if shown else {})))


def _as_number(cell: Any) -> tuple[Any, str]:
    """A cell as Excel counts with it, and the format that shows it as it reads.

    >>> _as_number("83%"), _as_number("+1.5"), _as_number("[c]"), _as_number(3)
    ((0.83, '0%'), (1.5, '+0.0;-0.0'), ('[c]', ''), (3, ''))
    """
    if isinstance(cell, str) and _PERCENT.fullmatch(cell):
        return int(cell[:-1]) / 100, "0%"
    if isinstance(cell, str) and _SIGNED.fullmatch(cell):
        decimals = "0" * len(cell.partition(".")[2])
        return float(cell), f"+0.{decimals};-0.{decimals}"
    return cell, ""
