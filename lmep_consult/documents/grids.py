"""A Word table brought to other rows and columns: it looks as it did, and grows by copies of its last row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from lmep_consult.documents.markup import Edit, Node, prefix_of
from lmep_consult.documents.runs import changed, text_of

_ONLY_ONCE = re.compile(
    rb"""\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')|<[\w.-]*:?bookmark(?:Start|End)\b[^>]*/>"""
)
_HEADER_ROW = re.compile(rb"<[\w.-]*:?tblHeader\b[^>]*/>")
_LINE, _MARGIN = 16, 4  # characters: of a column's text, beyond which it wraps; as wide as a cell's margins
_MERGED = ("w:gridSpan", "w:vMerge", "w:hMerge", "w:gridBefore", "w:gridAfter")


def cells_of(table: Node) -> list[list[str]]:
    return [[text_of(cell) for cell in row.all("w:tc")] for row in table.children if row.name == "w:tr"]


def has_merged_cells(table: Node) -> bool:
    return any(True for _ in table.all(*_MERGED))


def with_rows(data: bytes, table: Node, rows: Sequence[Sequence[str]]) -> list[Edit]:
    """The edits that make the table hold these rows, headings first. The table has no merged cells."""
    there = [row for row in table.children if row.name == "w:tr"]
    wide = len(rows[0])
    made = []
    for at, cells in enumerate(rows):
        look = there[min(at, len(there) - 1)]
        row = _row(data, look, cells)
        if at >= len(there):
            row = _HEADER_ROW.sub(b"", _ONLY_ONCE.sub(b"", row))
        made.append(row)
    edits = [(there[0].start, there[-1].end, b"".join(made))]
    grid = table.child("w:tblGrid")
    columns = [] if grid is None else [each for each in grid.children if each.name == "w:gridCol"]
    if grid is not None and columns and len(columns) != wide:
        total = sum(int(each.get("w:w") or 0) for each in columns)
        p = prefix_of(data, grid)
        new = f'<{p}gridCol {p}w="{total // wide}"/>' * wide
        edits.append((columns[0].start, columns[-1].end, new.encode()))
    return edits


def _row(data: bytes, row: Node, cells: Sequence[str]) -> bytes:
    there = list(row.all("w:tc"))
    looks = [there[min(at, len(there) - 1)] for at in range(len(cells))]
    made = [changed(data, cell, text) for cell, text in zip(looks, cells, strict=True)]
    made = [_ONLY_ONCE.sub(b"", cell) if at >= len(there) else cell for at, cell in enumerate(made)]
    if len(cells) != len(there):
        made = [re.sub(rb"<[\w.-]*:?tcW\b[^>]*/>", b"", cell) for cell in made]
    return data[row.start : there[0].start] + b"".join(made) + data[there[-1].end : row.end]


def new_table(rows: Sequence[Sequence[str]], prefix: str, width: int = 9000) -> bytes:
    """A plain table with lines, in text of 9 points as in the annex. width: in twentieths of a point."""
    w, widths = prefix, _widths(rows, width)
    sides = "".join(
        f'<{w}{side} {w}val="single" {w}sz="4" {w}space="0" {w}color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = f"<{w}trPr><{w}cantSplit/><{w}tblHeader/></{w}trPr>"
    looks = [f'<{w}rPr>{bold}<{w}sz {w}val="18"/></{w}rPr>' for bold in (f"<{w}b/>", "")]
    made = "".join(
        f"<{w}tr>{head * (not at)}"
        + "".join(
            f'<{w}tc><{w}tcPr><{w}tcW {w}w="{each}" {w}type="dxa"/></{w}tcPr><{w}p><{w}r>{looks[at > 0]}'
            f'<{w}t xml:space="preserve">{escape(cell)}</{w}t></{w}r></{w}p></{w}tc>'
            for cell, each in zip(cells, widths, strict=True)
        )
        + f"</{w}tr>"
        for at, cells in enumerate(rows)
    )
    grid = "".join(f'<{w}gridCol {w}w="{each}"/>' for each in widths)
    look = f'<{w}tblPr><{w}tblW {w}w="0" {w}type="auto"/><{w}tblBorders>{sides}</{w}tblBorders></{w}tblPr>'
    return f"<{w}tbl>{look}<{w}tblGrid>{grid}</{w}tblGrid>{made}</{w}tbl>".encode()


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns as wide, in proportion, as their longest word and a short line of their text."""
    wanted = []
    for heading, *cells in zip(*rows, strict=True):
        words = (word for cell in (heading, *cells) for word in cell.split())
        wanted.append(_MARGIN + max([*map(len, words), *(min(len(cell), _LINE) for cell in cells)], default=0))
    return [width * each // sum(wanted) for each in wanted]
