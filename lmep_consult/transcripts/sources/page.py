"""The page on which a document's visible text is gathered, in the order it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lmep_consult.archive import MAX_TEXT, MEGABYTE
from lmep_consult.errors import InputError, Problem
from lmep_consult.transcripts.sources.model import Source

_MOST_APART = 100
_HEADING = re.compile(r"(?:heading(?: ?(?:[1-9]|10))?|title|subtitle)", re.IGNORECASE)


def heading_styles(names: Mapping[str, str], parents: Mapping[str, str]) -> frozenset[str]:
    """The styles (by id) that are called a heading or title, or descend from one that is."""
    found = {style for style, name in names.items() if _HEADING.fullmatch(name.strip())}
    return frozenset(style for style in names if not found.isdisjoint(ancestry(style, parents)))


def ancestry(style: str, parents: Mapping[str, str]) -> list[str]:
    """A style and those it is based on; a circle is gone round once, a chain followed for 20 steps."""
    chain = [style]
    while len(chain) < 20 and (parent := parents.get(chain[-1])) and parent not in chain:
        chain.append(parent)
    return chain


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    heading: bool = False
    row: bool = False
    lead: int = 0  # characters in bold that it begins with, where it goes on in plain


@dataclass
class _Flow:
    """One run of paragraphs: the document's own, or a header's, a note's, a text box's."""

    done: list[_Paragraph] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # the paragraph that is open
    plain: int | None = None  # where in it the first word that is not bold begins
    hidden: list[str] = field(default_factory=list)
    boxes: list[_Paragraph] = field(default_factory=list)  # text boxes to stand after it
    rows: list[list[str]] = field(default_factory=list)  # the cells of each row that is open, outermost first
    cells: list[int] = field(default_factory=list)  # where in `done` each cell that is open begins


class Page:
    """Text in, paragraph by paragraph, cell by cell; a Source out.

    A row becomes one paragraph, its cells parted by tabs, the paragraphs within a cell by vertical tabs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._flows = [_Flow()]
        self.written = 0  # characters so far, wherever they went
        self._size = 0  # the same, with what parts paragraphs and cells, and with repetitions
        self.elsewhere = ""  # what is being written, where it is no paragraph of the document
        self.furniture: list[str] = []
        self.problems: list[Problem] = []

    @property
    def _flow(self) -> _Flow:
        return self._flows[-1]

    @property
    def place(self) -> str:
        """The paragraph of the document that is being written, or what is written elsewhere."""
        body = self._flows[0]
        return self.elsewhere or f"paragraph {(body.cells[0] if body.cells else len(body.done)) + 1}"

    def write(self, text: str, hidden: bool = False, bold: bool = False) -> None:
        """Add to the open paragraph; a line break within it is a vertical tab, and any other is only a space."""
        self.written += len(text)
        self._count(len(text))
        if not (hidden or bold) and self._flow.plain is None and text.strip():
            self._flow.plain = sum(map(len, self._flow.words))
        (self._flow.hidden if hidden else self._flow.words).append(text.replace("\n", " ").replace("\r", " "))

    def _count(self, characters: int) -> None:
        self._size += characters
        if self._size > MAX_TEXT:
            raise InputError(f"{self._path}: holds over {MAX_TEXT // MEGABYTE} million characters; divide the file.")

    def report(self, what: str, text: str = "") -> None:
        self.problems.append(Problem(self.place, what, text))

    def end_paragraph(self, heading: bool = False) -> None:
        flow = self._flow
        if hidden := "".join(flow.hidden).strip():
            self.report("hidden text; not read as speech", hidden)
        self._count(1)
        flow.done.append(_Paragraph("".join(flow.words), heading, lead=flow.plain or 0))
        flow.plain = None
        flow.done += flow.boxes
        for part in (flow.words, flow.hidden, flow.boxes):
            part.clear()

    def flush(self) -> None:
        """End a paragraph that was left open."""
        if self._flow.words or self._flow.hidden or self._flow.boxes:
            self.end_paragraph()

    # --- tables ----------------------------------------------------------------------------------------------

    @property
    def rows_open(self) -> int:
        return len(self._flow.rows)

    @property
    def cell_open(self) -> bool:
        """Whether the innermost row that is open has a cell open."""
        return 0 < len(self._flow.rows) == len(self._flow.cells)

    def open_row(self) -> None:
        self._flow.rows.append([])

    def open_cell(self) -> None:
        self._flow.cells.append(len(self._flow.done))

    def close_cell(self, times: int = 1) -> None:
        """End the cell; `times` is how often it stands in the row."""
        self.flush()
        flow = self._flow
        start = flow.cells.pop()
        parts = [part.text if part.row else part.text.replace("\t", " ") for part in flow.done[start:]]
        del flow.done[start:]
        cell = "\v".join(parts).strip("\v")
        self._count(times * (len(cell) + 1))
        flow.rows[-1] += [cell] * times

    def close_row(self, times: int = 1) -> None:
        row = "\t".join(self._flow.rows.pop())
        self._count(times * (len(row) + 1))
        self._flow.done += [_Paragraph(row, row=True)] * times

    # --- what stands outside the running text ----------------------------------------------------------------

    def open_aside(self) -> None:
        """Begin a text apart from the one being written: a note, a header, a text box."""
        if len(self._flows) > _MOST_APART:
            raise InputError(f"{self._path}: has text boxes or notes within one another, over {_MOST_APART} deep.")
        self._flows.append(_Flow())

    def close_aside(self) -> list[str]:
        """Its paragraphs that are not blank."""
        return [text for part in self._close() if (text := part.text.strip())]

    def close_box(self) -> None:
        """End a text apart as a text box: it stands after the paragraph that is open, or here."""
        paragraphs = [part for part in self._close() if part.text.strip()]
        if self._flow.words or self._flow.hidden:
            self._flow.boxes += paragraphs
        else:
            self._flow.done += paragraphs

    def _close(self) -> list[_Paragraph]:
        self.flush()
        while self.rows_open:
            if self.cell_open:
                self.close_cell()
            self.close_row()
        return self._flows.pop().done

    def source(self, kind: str) -> Source:
        """What was written, and the end of the page."""
        while len(self._flows) > 1:
            self.close_box()
        paragraphs = self._close()
        return Source(
            "\n".join(part.text for part in paragraphs),
            kind,
            tuple(dict.fromkeys(self.furniture)),
            tuple(self.problems),
            frozenset(at for at, part in enumerate(paragraphs) if part.heading),
            {at: part.lead for at, part in enumerate(paragraphs) if part.lead},
        )
