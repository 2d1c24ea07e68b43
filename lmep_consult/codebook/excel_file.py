"""Codebooks as an Excel workbook: a row a code, for those who would rather edit a table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter

from lmep_consult.archive import first_sheet
from lmep_consult.codebook.model import Code, Codebook, slug, validated
from lmep_consult.errors import CodebookError, InputError
from lmep_consult.files import write_whole

_TEXTS = ("id", "parent", "name", "definition", "include", "exclude")
_LISTS = ("examples", "terms")  # a line each within the cell
_SHORT = ("questions", "assumptions")  # with commas between them
_MARKS = ("out_of_scope", "ordered")
_LAST = ("colour", "out_of_scope", "ordered", "negation", "echo", "guid", "notes")
COLUMNS = (*_TEXTS, *_LISTS, *_SHORT, *_LAST, "version")
_ALSO = {
    "code": "id", "code id": "id", "parent code": "parent", "parent id": "parent", "belongs to": "parent",
    "code name": "name", "label": "name", "title": "name", "description": "definition", "meaning": "definition",
    "code description": "definition", "code definition": "definition", "inclusion": "include",
    "inclusion criteria": "include", "when to use": "include", "exclusion": "exclude", "exclusion criteria": "exclude",
    "when not to use": "exclude", "example": "examples", "example quote": "examples", "example quotes": "examples",
    "quotes": "examples", "term": "terms", "keyword": "terms", "keywords": "terms", "key words": "terms",
    "search terms": "terms", "question": "questions", "assumption": "assumptions", "color": "colour",
    "out of scope": "out_of_scope", "note": "notes", "comment": "notes", "comments": "notes", "memo": "notes",
}  # fmt: skip
_BOOK = "(codebook)"  # the id of the row that holds what is said of the codebook itself
_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {"definition": 50, "include": 40, "exclude": 40, "examples": 50, "terms": 40, "notes": 40}
_TITLES = 10  # rows that may be above the headings
_BETWEEN_TERMS = re.compile(r"[\n,;](?![^\[]*\])")  # but not within the brackets of a condition


def read_excel(path: Path) -> Codebook:
    """See Codebook.load. The first sheet has the headings of COLUMNS in any order and case, or what people call them
    otherwise; columns left out are empty. Without a column "name" the codes are names, and ids are made of them. A
    parent may be given by its name. Terms are separated by commas, semicolons or line ends. The row whose id is
    "(codebook)" says what the codebook is called (name), its version and description (definition).
    """
    try:
        rows = first_sheet(path)
    except InputError as error:
        raise CodebookError(str(error)) from None
    top, header = _headings(path, rows)
    book = {"name": path.stem, "version": "", "definition": ""}
    codes: list[tuple[int, Code]] = []
    for number, row in enumerate(rows[top:], start=top + 1):
        cells = {heading: _cell(cell) for heading, cell in zip(header, [*row, *[""] * len(header)], strict=False)}
        if not any(cells.values()):
            continue
        where = f"{path}, row {number}"
        if not cells["id"]:
            raise CodebookError(f"{where}: no id; give the code one.")
        if cells["id"] == _BOOK:
            book |= {key: value for key, value in cells.items() if value}
            continue
        if "name" not in header:
            cells |= {"name": cells["id"], "id": slug(cells["id"])}
        codes.append((number, _code(where, cells)))
    ids = {called.casefold(): code.id for _, code in codes for called in (code.name, code.id)}
    placed = [(number, replace(code, parent=ids.get(code.parent.casefold(), code.parent))) for number, code in codes]
    row_of = {id(code): number for number, code in placed}
    codebook = Codebook(
        book["name"],
        book["version"],
        " ".join(book["definition"].split()),
        tuple(code for _, code in placed),
        _handling(path, book.get("negation", "")) or "skip",
        _handling(path, book.get("echo", "")) or "skip",
    )
    return validated(codebook, lambda code: f"{path}, row {row_of[id(code)]}, code {code.id}")


def is_codebook(path: Path) -> bool:
    """Whether the workbook's first sheet has columns of ids and of definitions, as a codebook has and no poll."""
    try:
        rows = first_sheet(path)
    except InputError:
        return False
    return any({"id", "definition"} <= {_heading(cell) for cell in row} for row in rows[:_TITLES])


def _headings(path: Path, rows: list[list[Any]]) -> tuple[int, list[str]]:
    """How many rows end with that of the headings, and the headings; a title may be above them."""
    for top, row in enumerate(rows[:_TITLES], start=1):
        header = [_heading(cell) for cell in row]
        if "id" in header and (top == 1 or len({*header} & {*COLUMNS}) > 1):
            break
    else:
        raise CodebookError(f"{path}, row 1: no column 'id' or 'code'; the first row must hold {', '.join(COLUMNS)}.")
    said = [_text(cell).casefold() for cell in row]
    if {"id", "code"} <= {*said} and "name" not in header:
        header[said.index("code")] = "name"
    for heading, cell in zip(header, row, strict=True):
        if heading and heading not in COLUMNS:
            raise CodebookError(
                f"{path}, row {top}: {_text(cell)!r} is not one of {', '.join(COLUMNS)}; what is for the team "
                "alone goes under 'notes'."
            )
        if heading and header.count(heading) > 1:
            raise CodebookError(f"{path}, row {top}: two columns are headed {heading!r}; take one out.")
    return top, header


def _heading(cell: Any) -> str:
    said = " ".join(re.sub(r"[\W_]+", " ", _text(cell)).casefold().split())
    return _ALSO.get(said, said)


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


def write_template(path: Path) -> None:
    """A codebook to fill in: the headings, and a family and a code that show what goes where."""
    family = Code("barriers", "Barriers", "", "What stops people; a family, since codes below have it as their parent")
    code = Code(
        "barrier-cost",
        "Cost",
        "barriers",
        "What people cannot pay for",
        include="Fares, fees, lost pay",
        exclude="What a service costs those who run it",
        examples=("I can't spare the fare to get there.",),
        terms=("fare", "cannot afford", "cost [near 5: travel, course]", "expens*"),
        notes="These two rows are examples: write over them. Write each term on its own line, or use commas.",
    )
    write_excel(Codebook("Our codebook", "1", "What it is for", (family, code)), path)


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
        cells = {field: str(getattr(code, field)) for field in (*_TEXTS, "colour", "negation", "echo", "guid", "notes")}
        cells |= {field: "\n".join(getattr(code, field)) for field in _LISTS}
        cells["questions"] = ", ".join(code.questions)
        cells["assumptions"] = ", ".join(f"{which} {way}" for which, way in code.assumptions.items())
        cells |= {mark: "yes" if getattr(code, mark) else "" for mark in _MARKS}
        yield cells


def _code(where: str, cells: Mapping[str, str]) -> Code:
    fields: dict[str, Any] = {field: " ".join(cells.get(field, "").split()) for field in (*_TEXTS, *_LAST)}
    lists = {field: tuple(_lines(cells.get(field, ""))) for field in _LISTS}
    lists["terms"] = tuple(_parts(cells.get("terms", ""), _BETWEEN_TERMS))
    marks = {}
    for mark in _MARKS:
        said = fields.pop(mark).casefold()
        if said not in ("", "yes", "no", "y", "n", "true", "false"):
            raise CodebookError(f"{where}, column {mark}: {said!r} is neither yes nor no.")
        marks[mark] = said in ("yes", "y", "true")
    linked = {}
    for pair in _parts(cells.get("assumptions", "")):
        which, _, way = pair.rpartition(" ")
        if not which:
            raise CodebookError(f"{where}, column assumptions: {pair!r} must be as in '8 against'.")
        linked[which] = way
    questions = tuple(_parts(cells.get("questions", "")))
    return Code(**fields, **lists, **marks, questions=questions, assumptions=linked)  # type: ignore[arg-type]


def _handling(path: Path, said: str) -> Any:
    if said not in ("", "count", "skip"):
        raise CodebookError(f"{path}: {said!r} is neither count nor skip.")
    return said


def _lines(cell: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in cell.splitlines() if line.strip())


def _parts(cell: str, between: re.Pattern[str] = re.compile(",")) -> Iterator[str]:
    return (" ".join(part.split()) for part in between.split(cell) if part.strip())


def _cell(cell: Any) -> str:
    """A cell as text; a whole number that Excel took for a fraction is whole."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _text(cell: Any) -> str:
    return " ".join(_cell(cell).split())
