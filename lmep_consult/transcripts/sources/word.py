"""The visible text of a Word document."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from lmep_consult.archive import Archive
from lmep_consult.transcripts.sources.model import Source
from lmep_consult.transcripts.sources.page import Page, ancestry, heading_styles

_NOTES = {"footnotes": "a footnote", "endnotes": "an endnote", "comments": "a comment"}
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
    "commentRangeStart": "comments",
}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}
_UNSEEN = {"del", "moveFrom", "delText", "instrText", "delInstrText", "sectPr"}
_PROPERTIES = {"pPr", "rPr", "tblPr", "sdtPr", "sdtEndPr", "ctrlPr"}
_BOXES = {"txbxContent", "txBody"}
_OFF = {"0", "false", "off"}


def read_docx(archive: Archive) -> Source:
    """Running text, tables and text boxes in reading order, tracked deletions left out.

    Headers and footers are furniture; footnotes, endnotes, comments and hidden text are problems.
    Elements go by their local names, so that a transitional and a strict document are one.
    """
    main = next((part for kind, part in _related(archive, "") if kind == "officeDocument"), "word/document.xml")
    related = [(kind, part) for kind, part in _related(archive, main) if part in archive]
    reader = _Reader(archive.path, *_styles(archive, related))
    reader.body(archive.xml(main))
    for kind, part in related:
        if kind in _NOTES:
            reader.notes(archive.xml(part), kind)
        elif kind in ("header", "footer"):
            reader.furniture(archive.xml(part), kind)
    return reader.page.source("docx")


def _related(archive: Archive, part: str) -> list[tuple[str, str]]:
    """The parts that one part names as belonging to it: what each is to it, and its name in the archive."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in archive:
        return []
    found: dict[tuple[str, str], None] = {}  # each once, in order
    for link in archive.xml(listing):
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            found[link.get("Type", "").rpartition("/")[2], target] = None
    return list(found)


def _styles(archive: Archive, related: list[tuple[str, str]]) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the styles that are headings, and of those whose text is hidden."""
    names, parents, hiding = {}, {}, set()
    for part in (part for kind, part in related if kind == "styles"):
        for style in archive.xml(part).iterfind("{*}style"):
            key = _value(style, "styleId")
            names[key] = _value(style.find("{*}name"))
            parents[key] = _value(style.find("{*}basedOn"))
            if _is_on(style.find("{*}rPr/{*}vanish")):
                hiding.add(key)
    hidden = frozenset(style for style in names if not hiding.isdisjoint(ancestry(style, parents)))
    return heading_styles(names, parents), hidden


def _value(element: Any, name: str = "val") -> str:
    """An attribute by its local name; "" where there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _is_on(switch: Any) -> bool:
    return switch is not None and _value(switch) not in _OFF


class _End(NamedTuple):
    """How a paragraph ends: as a heading, or, its mark deleted, joined to the next."""

    heading: bool = False
    joined: bool = False


_PLAIN_END = _End()


class _Reader:
    """Writes parts of the document on one page."""

    def __init__(self, path: Path, headings: frozenset[str], hidden_styles: frozenset[str]) -> None:
        self.page = Page(path)
        self._headings = headings
        self._hidden_styles = hidden_styles
        self._hidden = [False]  # for each paragraph and run that is open
        self._bold = False  # of the run that is open
        self._ends = [_PLAIN_END]  # for each paragraph that is open
        self._referred: dict[tuple[str, str], str] = {}  # where each note is referred to
        self._alternatives: list[int] = []  # what was written when each choice of alternatives began
        self._fields: list[bool] = []  # for each field that is open, whether its result has begun
        self._instructions = 0  # of these, those whose result has not

    def body(self, root: Any) -> None:
        self._fields, self._instructions = [], 0
        walker, skipped = etree.iterwalk(root, events=("start", "end")), None  # no recursion, whatever the depth
        for event, element in walker:
            name = element.tag.rpartition("}")[2]
            if event == "end":
                if element is not skipped:
                    self._end(name)
                continue
            if name in _PROPERTIES:
                self._property(name, element)
            if name in _PROPERTIES or name in _UNSEEN or self._is_unseen(name, element):
                walker.skip_subtree()
                skipped = element
            else:
                self._start(name, element)

    def notes(self, root: Any, kind: str) -> None:
        for note in root:
            if isinstance(note.tag, str) and not _value(note, "type"):  # separators have one
                self.page.elsewhere = self._referred.get((kind, _value(note, "id")), kind)
                if paragraphs := self._aside(note):
                    self.page.report(f"{_NOTES[kind]}; not read as speech", " ".join(paragraphs))

    def furniture(self, root: Any, kind: str) -> None:
        self.page.elsewhere = kind
        self.page.furniture += self._aside(root)

    def _aside(self, root: Any) -> list[str]:
        self.page.open_aside()
        self.body(root)
        return self.page.close_aside()

    def _is_unseen(self, name: str, element: Any) -> bool:
        """Rows and cells whose deletion is tracked, content controls that show only what to enter, and what stands in
        for something that has been written."""
        if name == "tr":
            return element.find("{*}trPr/{*}del") is not None
        if name == "sdt":  # "Click or tap here to enter text." is nobody's words
            return _is_on(element.find("{*}sdtPr/{*}showingPlcHdr"))
        if name == "tc":
            return element.find("{*}tcPr/{*}cellDel") is not None
        in_alternatives = name in ("Choice", "Fallback") and bool(self._alternatives)
        return in_alternatives and self.page.written > self._alternatives[-1]

    def _start(self, name: str, element: Any) -> None:
        page = self.page
        if name in _CHARACTERS:
            self._write(_CHARACTERS[name])
        elif name == "t":
            self._write(element.text or "")
        elif name == "sym":
            self._write(_symbol(_value(element, "char")))
        elif name in ("p", "r"):
            self._hidden.append(self._hidden[-1])
            self._bold = False
            if name == "p":
                self._ends.append(_PLAIN_END)
        elif name == "tr":
            page.open_row()
        elif name == "tc" and page.rows_open and not page.cell_open:
            page.open_cell()
        elif name in _BOXES:
            page.open_aside()
        elif name == "AlternateContent":
            self._alternatives.append(page.written)
        elif name == "fldChar":
            self._field(_value(element, "fldCharType"))
        elif name in _REFERENCES and not page.elsewhere:
            self._referred.setdefault((_REFERENCES[name], _value(element, "id")), page.place)
        elif name in ("altChunk", "subDoc"):
            page.report("a document within the document, which was not read; copy its text into this one")

    def _end(self, name: str) -> None:
        page = self.page
        if name in ("p", "r"):
            self._hidden.pop()
        if name == "p":
            end = self._ends.pop()
            if not end.joined:
                page.end_paragraph(end.heading)
        elif name == "tc" and page.cell_open:
            page.close_cell()
        elif name == "tr":
            page.close_row()
        elif name in _BOXES:
            page.close_box()
        elif name == "AlternateContent":
            self._alternatives.pop()

    def _write(self, text: str) -> None:
        within_instruction = self._instructions > 1 or (self._instructions == 1 and self._fields[-1])
        if not within_instruction:  # the result of a field that only serves another's instruction is not seen
            self.page.write(text, self._hidden[-1], self._bold)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
            self._instructions += 1
        elif self._fields and not self._fields[-1]:
            self._fields[-1] = True
            self._instructions -= 1
        if kind == "end" and self._fields:
            self._fields.pop()

    def _property(self, name: str, element: Any) -> None:
        """What the properties of the open paragraph or run say of it, or of its style."""
        if name == "pPr":
            style = _value(element.find("{*}pStyle"))
            mark = element.find("{*}rPr")
            joined = mark is not None and (mark.find("{*}del") is not None or mark.find("{*}moveFrom") is not None)
            self._ends[-1] = _End(style in self._headings, joined)
            self._hidden[-1] |= style in self._hidden_styles
        elif name == "rPr":
            self._bold = _is_on(element.find("{*}b")) or _value(element.find("{*}rStyle")) == "Strong"
            direct = element.find("{*}vanish")
            style = _value(element.find("{*}rStyle"))
            self._hidden[-1] = (
                _is_on(direct) if direct is not None else self._hidden[-1] or style in self._hidden_styles
            )


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16)).encode("utf-8", "replace").decode("utf-8")
    except (ValueError, OverflowError):
        return "\ufffd"
