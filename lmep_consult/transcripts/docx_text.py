"""The visible paragraphs of a Word document, tables included, tracked deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from lmep_consult.errors import InputError

_REMOVED = {qn("w:del"), qn("w:moveFrom")}
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag")}


def docx_paragraphs(path: Path) -> list[str]:
    """Each paragraph's text, line breaks kept; a table's row is one paragraph, its cells joined by a tab.

    python-docx's own `.paragraphs` passes over tables, content controls and runs inserted with tracking on.
    """
    try:
        body = Document(str(path)).element.body
    except Exception:  # a damaged archive raises a dozen kinds, from zipfile, zlib, lxml and python-docx
        raise InputError(f"{path}: not a Word document; save the transcript as .docx.") from None
    return list(_blocks(body))


def _blocks(container: Any) -> Iterator[str]:
    for child in _children(container):
        if child.tag == qn("w:p"):
            yield _visible(child)
        elif child.tag == qn("w:tbl"):
            for row in _children(child):
                if row.tag == qn("w:tr"):
                    cells = [cell for cell in _children(row) if cell.tag == qn("w:tc")]
                    yield "\t".join("\n".join(_blocks(cell)).strip() for cell in cells)


def _children(element: Any) -> Iterator[Any]:
    """The element's children, looking through content controls."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _visible(element: Any) -> str:
    parts = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif child.tag == qn("w:tab"):
            parts.append("\t")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif child.tag not in _REMOVED and child.tag != qn("w:pPr"):
            parts.append(_visible(child))
    return "".join(parts)
