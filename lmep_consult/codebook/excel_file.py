"""Codebooks as an Excel workbook: a row a code, for those who would rather edit a table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from lmep_consult.archive import first_sheet
from lmep_consult.codebook.model import Code, Codebook, checked
from lmep_consult.errors import CodebookError, InputError
from lmep_consult.files import write_whole

_TEXTS = ("id", "parent", "name", "definition", "include", "exclude")
_LISTS = ("examples", "terms")  # a line each within the cell
_SHORT = ("questions", "assumptions")  # with commas between them
_LAST = ("colour", "out_of_scope", "negation", "echo", "guid")
COLUMNS = (*_TEXTS, *_LISTS, *_SHORT, *_LAST, "version")
_BOOK = "(codebook)"  # the id of the row that holds what is said of the codebook itself
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {"definition": 50, "include": 40, "exclude": 40, "examples": 50, "terms": 40}


def read_excel(path: Path) -> Codebook:
    """See Codebook.load. The first sheet has the headings of COLUMNS in its first row, in any order; those left out are
    empty. The row whose id is "(codebook)" says what the codebook is called (name), its version and
    description (definition)."""
    try:
        rows = first_sheet(path)
    except InputError as error:
        raise CodebookError(str(error)) from None
    if not rows or "id" not in [_text(cell) for cell in rows[0]]:
        raise CodebookError(f"{path}, row 1: no column 'id'; the first row must hold {', '.join(COLUMNS)}.")
    header = [_text(cell) for cell in rows[0]]
    for heading in filter(None, header):
        if heading not in COLUMNS:
            raise CodebookError(f"{path}, row 1: {heading!r} is not one of {', '.join(COLUMNS)}.")
        if header.count(heading) > 1:
            raise CodebookError(f"{path}, row 1: two columns are headed {heading!r}; take one out.")
    book = {"name": path.stem, "version": "", "definition": ""}
    codes, row_of = [], {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {heading: _cell(cell) for heading, cell in zip(header, [*row, *[""] * len(header)], strict=False)}
        if not any(cells.values()):
            continue
        where = f"{path}, row {number}"
        if not cells["id"]:
            raise CodebookError(f"{where}: no id; give the code one.")
        if cells["id"] == _BOOK:
            book |= {key: value for key, value in cells.items() if value}
            continue
        code = _code(where, cells)
        row_of[id(code)] = number
        codes.append(code)
    codebook = Codebook(
        book["name"],
        book["version"],
        " ".join(book["definition"].split()),
        tuple(codes),
        _handling(path, book.get("negation", "")) or "skip",
        _handling(path, book.get("echo", "")) or "skip",
    )
    return checked(codebook, lambda code: f"{path}, row {row_of[id(code)]}, code {code.id}")


def write_excel(codebook: Codebook, path: Path) -> None:
    """See Codebook.save. No cell becomes a formula."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, _AS_TEXT)
    sheet = workbook.add_worksheet("Codebook")
    head, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    for column, heading in enumerate(COLUMNS):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, _WIDTHS.get(heading, 22))
    for row, cells in enumerate(_rows(codebook), start=1):
        for column, heading in enumerate(COLUMNS):
            if cells.get(heading):
                sheet.write_string(row, column, cells[heading], wrapped)
    workbook.close()
    write_whole(path, out.getvalue())


def _rows(codebook: Codebook) -> Iterator[Mapping[str, str]]:
    yield {
        "id": _BOOK,
        "version": codebook.version,
        "name": codebook.name,
        "definition": codebook.description,
        "negation": codebook.negation,
        "echo": codebook.echo,
    }
    for code in codebook.codes:
        cells = {field: str(getattr(code, field)) for field in (*_TEXTS, "colour", "negation", "echo", "guid")}
        cells |= {field: "\n".join(getattr(code, field)) for field in _LISTS}
        cells["questions"] = ", ".join(code.questions)
        cells["assumptions"] = ", ".join(f"{which} {way}" for which, way in code.assumptions.items())
        cells["out_of_scope"] = "yes" if code.out_of_scope else ""
        yield cells


def _code(where: str, cells: Mapping[str, str]) -> Code:
    fields: dict[str, Any] = {field: " ".join(cells.get(field, "").split()) for field in (*_TEXTS, *_LAST)}
    lists = {field: tuple(_lines(cells.get(field, ""))) for field in _LISTS}
    scope = fields.pop("out_of_scope").casefold()
    if scope not in ("", "yes", "no"):
        raise CodebookError(f"{where}, column out_of_scope: {scope!r} is neither yes nor no.")
    linked = {}
    for pair in _parts(cells.get("assumptions", "")):
        which, _, way = pair.rpartition(" ")
        if not which:
            raise CodebookError(f"{where}, column assumptions: {pair!r} must be as in '8 against'.")
        linked[which] = way
    questions = tuple(_parts(cells.get("questions", "")))
    return Code(**fields, **lists, questions=questions, assumptions=linked, out_of_scope=scope == "yes")  # type: ignore[arg-type]


def _handling(path: Path, said: str) -> Any:
    if said not in ("", "count", "skip"):
        raise CodebookError(f"{path}: {said!r} is neither count nor skip.")
    return said


def _lines(cell: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in cell.splitlines() if line.strip())


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(",") if part.strip())


def _cell(cell: Any) -> str:
    """A cell as text; a whole number that Excel took for a fraction is whole."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _text(cell: Any) -> str:
    return " ".join(_cell(cell).split())
