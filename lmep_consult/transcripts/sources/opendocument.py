"""The visible text of an OpenDocument text (.odt, .fodt)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from lmep_consult.archive import Archive
from lmep_consult.errors import InputError
from lmep_consult.transcripts.sources.model import Source
from lmep_consult.transcripts.sources.page import Page, ancestry, heading_styles

_UNSEEN = {"tracked-changes", "forms", "script", "number"}  # deletions; what is not shown; list numbers
_ASIDES = {"note": "a note", "annotation": "a comment"}
_CLASSES = {"footnote": "a footnote", "endnote": "an endnote"}
_FURNITURE = {f"{what}{which}" for what in ("header", "footer") for which in ("", "-left", "-first")}
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100


def read_odt(archive: Archive) -> Source:
    """Running text, tables and text boxes in reading order, tracked deletions left out.

    Headers and footers are furniture; notes, comments and hidden text are problems.
    """
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.part("META-INF/manifest.xml"):
        raise InputError(f"{archive.path}: is locked with a password; save it without one.")
    content = archive.xml("content.xml")
    return _read(archive.path, content, [archive.xml("styles.xml"), content] if "styles.xml" in archive else [content])


def read_fodt(path: Path, root: Any) -> Source:
    """The same of a flat document, which is one XML file."""
    return _read(path, root, [root])


def _read(path: Path, content: Any, styled: list[Any]) -> Source:
    reader = _Reader(path, styled)
    for body in content.iterfind("{*}body/{*}text"):
        reader.read(body)
    for root in styled:
        for part in root.iterfind("{*}master-styles/{*}master-page/*"):
            name = etree.QName(part).localname
            if name in _FURNITURE:
                reader.furniture(part, name)
    return reader.page.source("odt")


def _value(element: Any, name: str) -> str:
    """An attribute by its local name; "" where there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _times(element: Any, name: str) -> int:
    count = _value(element, name)
    return max(1, int(count)) if count.isascii() and count.isdigit() and len(count) < 10 else 1


def _styles(roots: Iterable[Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the styles that are headings, and of those whose text is hidden."""
    names, parents, hides = {}, {}, {}
    for root in roots:
        for style in (*root.iterfind("{*}styles/{*}style"), *root.iterfind("{*}automatic-styles/{*}style")):
            key = _value(style, "name")
            names[key] = _value(style, "display-name") or key.replace("_20_", " ")
            parents[key] = _value(style, "parent-style-name")
            properties = style.find("{*}text-properties")
            hides[key] = properties is not None and _value(properties, "display") == "none"
    hidden = frozenset(style for style in names if any(hides.get(name) for name in ancestry(style, parents)))
    return heading_styles(names, parents), hidden


class _Reader:
    """Writes parts of the document on one page.

    Text counts only within a paragraph: what else stands between elements is how the file is laid out.
    """

    def __init__(self, path: Path, styled: list[Any]) -> None:
        self.page = Page(path)
        self._headings, self._hidden_styles = _styles(styled)
        self._paragraphs = [0]  # how many are open, in each text apart that is
        self._hidden = 0  # how many of the open elements hide their text
        self._covered = 0  # how many cells the last one reaches over

    def furniture(self, part: Any, name: str) -> None:
        self.page.elsewhere = name
        self.page.open_aside()
        self.read(part)
        self.page.furniture += self.page.close_aside()

    def read(self, root: Any) -> None:
        walker, skipped = etree.iterwalk(root, events=("start", "end", "comment", "pi")), None
        for event, element in walker:
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if event == "start" and (name in _UNSEEN or self._is_covered(name, element)):
                walker.skip_subtree()
                skipped = element
            elif event == "start":
                self._start(name, element)
            else:
                if element is not skipped:
                    self._end(name, element)
                if element is not root:
                    self._write(element.tail)

    def _start(self, name: str, element: Any) -> None:
        page = self.page
        if name in _ASIDES or self._is_drawing(element):
            page.open_aside()
            self._paragraphs.append(0)
        elif name in ("p", "h"):
            self._paragraphs[-1] += 1
        elif name == "table-row":
            page.open_row()
            self._covered = 0
        elif name in ("table-cell", "covered-table-cell") and page.rows_open and not page.cell_open:
            page.open_cell()
        elif name == "s":
            self._write_mark(" " * min(_times(element, "c"), _MOST_SPACES))
        elif name == "tab":
            self._write_mark("\t")
        elif name == "line-break":
            self._write_mark("\v")
        self._hidden += self._hides(element)
        self._write(element.text)

    def _end(self, name: str, element: Any) -> None:
        page = self.page
        if not name:
            return
        self._hidden -= self._hides(element)
        if name in _ASIDES:
            self._paragraphs.pop()
            if paragraphs := page.close_aside():
                what = _CLASSES.get(_value(element, "note-class"), _ASIDES[name])
                page.report(f"{what}; not read as speech", " ".join(paragraphs))
        elif self._is_drawing(element):
            self._paragraphs.pop()
            page.close_box()
        elif name in ("p", "h"):
            self._paragraphs[-1] -= 1
            page.end_paragraph(name == "h" or _value(element, "style-name") in self._headings)
        elif name in ("table-cell", "covered-table-cell") and page.cell_open:
            page.close_cell(_times(element, "number-columns-repeated"))
            self._covered = _times(element, "number-columns-spanned") - 1
        elif name == "table-row":
            page.close_row(_times(element, "number-rows-repeated"))

    def _is_covered(self, name: str, element: Any) -> bool:
        """Whether a cell only stands where the one before it, which spans columns, reaches."""
        if name != "covered-table-cell" or not self._covered:
            return False
        self._covered = max(0, self._covered - _times(element, "number-columns-repeated"))
        return True

    def _is_drawing(self, element: Any) -> bool:
        return bool(element.tag.startswith(f"{{{_DRAWING}}}"))

    def _hides(self, element: Any) -> bool:
        return _value(element, "style-name") in self._hidden_styles or (
            element.tag.endswith("}section") and _value(element, "display") == "none"
        )

    def _write(self, text: str | None) -> None:
        if text and self._paragraphs[-1]:
            self.page.write(_SPACE.sub(" ", text), bool(self._hidden))

    def _write_mark(self, mark: str) -> None:
        if self._paragraphs[-1]:
            self.page.write(mark, bool(self._hidden))
