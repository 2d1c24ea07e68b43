"""The annex: tables and charts as a Word document to edit, with captions and references that number themselves."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm, Emu, Twips
from docx.text.paragraph import Paragraph
from PIL import Image

from lmep_consult.disclosure import Released
from lmep_consult.report.charts import Chart
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.ooxml import (
    add_bookmark,
    add_field,
    add_link,
    add_rows,
    cell_xml,
    describe_picture,
    describe_table,
    enclose_in_field,
    mark_header,
    row_xml,
)
from lmep_consult.report.writers.shown import Figure, Shown, numbered
from lmep_consult.report.writers.word_document import TABLE_NOTE, TABLE_TEXT, save_document, start_document

_CHARACTER, _MARGIN = Cm(0.17), Cm(0.5)  # of the text of tables; of a cell
_BOLD = 1.15  # how much wider bold text is
_WRAPPED = 30  # characters: where a column's text wraps, if the page has the room
_HEADING = 14  # characters: up to which a heading is on one line
_LONG = 1500  # characters: a row with more text may run over to the next page
_SHORT = 15  # rows: a table of fewer is on one page
_TALLEST, _AROUND = Cm(19), Cm(5)  # of a chart; of what is on one page with it: heading, caption, source
_HEADER = "F3F2F1"


def write_word(
    tables: Iterable[Released],
    charts: Sequence[Chart],
    identity: Identity,
    path: Path,
    template: Path | None = None,
) -> None:
    """Write `path`: contents and lists of tables and figures, then every table with its charts, notes and source.

    template: a Word document whose styles, page and headers the annex takes; what it holds comes first.

    Raises InputError or StudyError where the template is no Word document without macros.
    """
    made = numbered(tables, charts)
    annex = _Annex(start_document(identity, template), identity)
    annex.write(made)
    save_document(annex.document, identity, path)


class _Annex:
    """The document as it grows."""

    def __init__(self, document: Document, identity: Identity) -> None:
        self.document, self.identity = document, identity
        self._styles: dict[str, str | None] = {}
        self._bookmarks = max(map(int, document.element.xpath("//w:bookmarkStart/@w:id")), default=0)

    def write(self, tables: list[Shown]) -> None:
        self._contents(tables)
        upright = self._width()
        for section, parts in groupby(tables, key=lambda each: each.table.section):
            for at, table in enumerate(parts):
                wide = sum(_wanted(table)) > upright
                self._turn_page(wide and not any(map(_is_tall, table.figures)))
                if not at:
                    self._bookmark(self._heading(section, 1), f"_Section{table.number}")
                self._table(table, wide)

    def _contents(self, tables: list[Shown]) -> None:
        sections = [next(parts) for _, parts in groupby(tables, key=lambda each: each.table.section)]
        figures = [figure for table in tables for figure in table.figures]
        lists = [
            (
                "Contents",
                "toc 1",
                r'TOC \o "1-1" \h \z \u',
                [(f"_Section{s.number}", s.table.section) for s in sections],
            ),
            ("Tables", "table of figures", r'TOC \h \z \c "Table"', [_entry(table) for table in tables]),
            ("Figures", "table of figures", r'TOC \h \z \c "Figure"', [_entry(figure) for figure in figures]),
        ]
        for heading, style, instruction, entries in lists:
            if entries:
                self._paragraph(heading, "TOC Heading")
                paragraphs = [self._paragraph(style=style) for _ in entries]
                for paragraph, (bookmark, text) in zip(paragraphs, entries, strict=True):
                    add_link(paragraph, bookmark, text)
                enclose_in_field(paragraphs, instruction)

    def _table(self, table: Shown, wide: bool) -> None:
        self._heading(table.table.title, 2)
        self._lines([table.table.lead])
        self._references(table)
        for figure in table.figures:
            self._figure(figure)
        self._turn_page(wide)
        self._captioned(table).paragraph_format.keep_with_next = True
        self._grid(table)
        notes = [f"Unit: {table.table.unit}."] if table.table.unit else []
        notes += [f"{mark} {meaning}." for mark, meaning in table.shorthand.items()]
        self._lines([*notes, *table.table.notes, self.identity.source_line], TABLE_NOTE)

    def _references(self, table: Shown) -> None:
        """A sentence that leads to the table and its figures by their numbers."""
        sentence = self._paragraph()
        sentence.paragraph_format.keep_with_next = True
        _refer(sentence, table)
        sentence.add_run(" sets this out")
        for at, figure in enumerate(table.figures):
            sentence.add_run("; " if not at else " and " if at == len(table.figures) - 1 else ", ")
            _refer(sentence, figure)
        sentence.add_run({0: ".", 1: " draws it."}.get(len(table.figures), " draw it."))

    def _figure(self, figure: Figure) -> None:
        paragraph = self._paragraph()
        picture = paragraph.add_run().add_picture(io.BytesIO(figure.chart.png))
        tallest = min(_TALLEST, self._height() - _AROUND)
        scale = min(1.0, self._width() / picture.width, tallest / picture.height)
        picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
        describe_picture(paragraph, _label(figure), figure.chart.alt)
        paragraph.paragraph_format.keep_with_next = True
        self._captioned(figure).paragraph_format.keep_with_next = True
        self._paragraph(self.identity.source_line, TABLE_NOTE)

    def _grid(self, table: Shown) -> None:
        grid = self.document.add_table(0, len(table.headings))
        grid.style = "Table Grid"
        grid.autofit = False
        mark_header(grid)
        widths = _widths(table, self._width())
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(width)
        add_rows(grid, _rows_xml(table, widths, quoteattr(self.document.styles[TABLE_TEXT].style_id)))
        describe_table(grid, f"{_label(table)}: {table.table.title}", table.table.unit or table.table.title)

    def _captioned(self, part: Shown | Figure) -> Paragraph:
        """A caption whose number counts itself; its label and number can be referred to."""
        kind, number = _label(part).split()
        caption = self._paragraph(f"{kind} ", "Caption")
        add_field(caption, rf"SEQ {kind} \* ARABIC", number)
        self._bookmark(caption, _mark(part))
        caption.add_run(f": {_title(part)}")
        return caption

    def _paragraph(self, text: str = "", style: str = "Normal") -> Paragraph:
        paragraph = self.document.add_paragraph(text)
        if style not in self._styles:  # python-docx goes through all styles each time
            paragraph.style = style
            self._styles[style] = paragraph._p.style
        paragraph._p.style = self._styles[style]
        return paragraph

    def _lines(self, lines: Iterable[str], style: str = "Normal") -> None:
        for line in filter(None, lines):
            self._paragraph(line, style)

    def _heading(self, text: str, level: int) -> Paragraph:
        return self._paragraph(text, f"Heading {level}")

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        """Bookmark all that the paragraph holds so far."""
        self._bookmarks += 1
        add_bookmark(paragraph, name, self._bookmarks)

    def _width(self) -> int:
        """How wide text may be here."""
        page: Any = self.document.sections[-1]
        return int(page.page_width - page.left_margin - page.right_margin)

    def _height(self) -> int:
        """How high text may be here."""
        page: Any = self.document.sections[-1]
        return int(page.page_height - page.top_margin - page.bottom_margin)

    def _turn_page(self, wide: bool) -> None:
        """Go on upright or, for a wide table, on its side."""
        page: Any = self.document.sections[-1]
        if (page.page_width > page.page_height) != wide:
            page = self.document.add_section(WD_SECTION.NEW_PAGE)
            page.page_width, page.page_height = page.page_height, page.page_width
            page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def _rows_xml(table: Shown, widths: list[int], style: str) -> Iterator[str]:
    """The table's rows, its headings first. style: the id of its paragraphs' style, between quotation marks."""
    twips = [Emu(width).twips for width in widths]
    for at, cells in enumerate([table.headings, *table.rows]):
        header, with_next = at == 0, at == 0 or at < len(table.rows) < _SHORT
        made = [
            cell_xml(
                str(cell),
                width,
                f"<w:pStyle w:val={style}/>{'<w:keepNext/>' * with_next}" + '<w:jc w:val="right"/>' * numeric,
                bold=header,
                fill=_HEADER if header else "",
            )
            for cell, width, numeric in zip(cells, twips, table.numeric, strict=True)
        ]
        yield row_xml(made, whole=max(len(str(cell)) for cell in cells) < _LONG, header=header)


def _label(part: Shown | Figure) -> str:
    return f"{'Table' if isinstance(part, Shown) else 'Figure'} {part.number}"


def _title(part: Shown | Figure) -> str:
    return part.table.title if isinstance(part, Shown) else part.chart.title


def _is_tall(figure: Figure) -> bool:
    with Image.open(io.BytesIO(figure.chart.png)) as picture:
        return picture.height > picture.width


def _mark(part: Shown | Figure) -> str:
    """The bookmark of its label and number; names that begin so are not listed to authors."""
    return "_Ref" + _label(part).replace(" ", "")


def _refer(paragraph: Paragraph, part: Shown | Figure) -> None:
    add_field(paragraph, rf"REF {_mark(part)} \h", _label(part))


def _entry(part: Shown | Figure) -> tuple[str, str]:
    """What stands for it in a list: where it leads, and its caption."""
    return _mark(part), f"{_label(part)}: {_title(part)}"


def _wanted(table: Shown, wrapped: int = _WRAPPED, heading: int = _HEADING) -> list[int]:
    """How wide each column would be, its text wrapped at a comfortable length and its heading between words."""
    widths = []
    for words, column in zip(table.headings, zip(*table.rows, strict=True), strict=True):
        cells = min(max(len(str(cell)) for cell in column), wrapped)
        said = max(max(len(word) for word in words.split()), min(len(words), heading))
        widths.append(round(max(cells, _BOLD * said) * _CHARACTER) + _MARGIN)
    return widths


def _widths(table: Shown, page: int) -> list[int]:
    """Column widths that fit the page; what room is left goes to columns whose text would otherwise wrap."""
    wanted, whole = _wanted(table), _wanted(table, wrapped=_LONG, heading=_WRAPPED)
    spare, wraps = page - sum(wanted), sum(whole) - sum(wanted)
    grown = min(1.0, spare / wraps) if spare > 0 and wraps else 0.0
    widths = [width + grown * (most - width) for width, most in zip(wanted, whole, strict=True)]
    scale = min(1.0, page / sum(widths))
    return [int(width * scale) // Twips(1) * Twips(1) for width in widths]  # as finely as Word measures
