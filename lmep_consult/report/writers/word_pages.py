"""What the Word documents are made of: pages with tables and charts to edit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm, Emu, Pt, Twips
from docx.text.paragraph import Paragraph

from lmep_consult.report.shown import Figure, Shown
from lmep_consult.report.values.tags import chart_tag, stamped, table_tag, words_of_table
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.ooxml import (
    add_bookmark,
    add_field,
    add_link,
    add_rows,
    cell_xml,
    describe_picture,
    describe_table,
    enclose_in_control,
    enclose_in_field,
    mark_header,
    row_xml,
)
from lmep_consult.report.writers.word_document import TABLE_NOTE, TABLE_TEXT
from lmep_consult.text import printable

_CHARACTER, _MARGIN = Cm(0.17), Cm(0.5)  # of the text of tables; of a cell
_BOLD = 1.15  # how much wider bold text is
_WRAPPED = 30  # characters: where a column's text wraps, if the page has the room
_HEADING = 14  # characters: up to which a heading is on one line
_LONG = 1500  # characters: a row with more text may run over to the next page
_TIGHT = 1.3  # by how much a table may be wider than an upright page and yet stand on one, its text wrapped
_SHORT = 15  # rows: a table of fewer is on one page
_HEADER = "F3F2F1"


class Pages:
    """A Word document as it grows: headings, paragraphs, figures and tables, with captions and references that number
    themselves."""

    def __init__(self, document: Document, identity: Identity, notes: Mapping[str, int]) -> None:
        self.document, self.identity, self.notes = document, identity, notes
        self._styles: dict[str, str | None] = {}
        self._bookmarks = max(map(int, document.element.xpath("//w:bookmarkStart/@w:id")), default=0)
        self._counted: set[str] = set()  # kinds of captions that have begun to count
        self._controls = 0

    def lists(self, tables: Sequence[Shown], figures: Sequence[Figure], sections: Sequence[tuple[str, str]]) -> None:
        """Contents, and lists of tables and figures. sections: each its bookmark and heading."""
        lists = [
            ("Contents", "toc 1", r'TOC \o "1-1" \h \z \u', list(sections)),
            ("Tables", "table of figures", r'TOC \h \z \c "Table"', [_entry(table) for table in tables]),
            ("Figures", "table of figures", r'TOC \h \z \c "Figure"', [_entry(figure) for figure in figures]),
        ]
        for heading, style, instruction, entries in lists:
            if entries:
                self.paragraph(heading, "TOC Heading")
                paragraphs = [self.paragraph(style=style) for _ in entries]
                for paragraph, (bookmark, text) in zip(paragraphs, entries, strict=True):
                    add_link(paragraph, bookmark, text)
                enclose_in_field(paragraphs, instruction)

    def table(self, table: Shown) -> None:
        """The table with its caption, what its marks mean and where its notes are."""
        self._captioned(table).paragraph_format.keep_with_next = True
        self._grid(table)
        marks = "; ".join(f"{mark} {meaning}" for mark, meaning in table.shorthand.items())
        numbers = ", ".join(str(self.notes[note]) for note in table.table.notes)
        unit = f"Unit: {table.table.unit}" if table.table.unit else ""
        refer = f"Notes: {numbers}" if numbers else ""
        self.lines([". ".join([*filter(None, [unit, marks, refer]), self.identity.source_line])], TABLE_NOTE)

    def figure(self, figure: Figure) -> None:
        paragraph = self.paragraph()
        picture = paragraph.add_run().add_picture(io.BytesIO(figure.chart.png))
        scale = min(1.0, self._width() / picture.width)
        picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
        describe_picture(paragraph, _label(figure), figure.chart.alt)
        chart = figure.chart
        held = [paragraph.runs[0]._r]
        self.control(held, f"Chart: {chart.label}", chart_tag(chart.name), f"{printable(chart.alt)}\n{chart.shows}")
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1  # of more, Word leaves a part of the picture's height empty
        self._captioned(figure)

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
        rows = [[str(cell) for cell in row] for row in (table.headings, *table.rows)]
        self.control([grid._tbl], f"Table: {table.table.title}", table_tag(table.table.name), words_of_table(rows))

    def _captioned(self, part: Shown | Figure) -> Paragraph:
        """A caption whose number counts itself; its label and number can be referred to."""
        kind, number = _label(part).split()
        caption = self.paragraph(f"{kind} ", "Caption")
        begins = "" if kind in self._counted else rf" \r {number}"  # the first, which goes on from another document
        self._counted.add(kind)
        add_field(caption, rf"SEQ {kind} \* ARABIC{begins}", number)
        self.bookmark(caption, _mark(part))
        caption.add_run(f": {_title(part)}")
        return caption

    def paragraph(self, text: str = "", style: str = "Normal") -> Paragraph:
        paragraph = self.document.add_paragraph(text)
        if style not in self._styles:  # python-docx goes through all styles each time
            paragraph.style = style
            self._styles[style] = paragraph._p.style
        paragraph._p.style = self._styles[style]
        return paragraph

    def kept_up(self, paragraph: Paragraph, title: str, tag: str, text: str) -> Paragraph:
        """Add text to the paragraph as a control, which a later fill brings up to date."""
        self.control([paragraph.add_run(text)._r], title, tag, text)
        return paragraph

    def control(self, held: list[Any], title: str, tag: str, content: str) -> None:
        """Put what is in the document already into a control; content: what decides whether it is up to date."""
        self._controls += 1
        enclose_in_control(held, self._controls, title, stamped(tag, content))

    def lines(self, lines: Iterable[str], style: str = "Normal") -> None:
        for line in filter(None, lines):
            self.paragraph(line, style)

    def heading(self, text: str, level: int) -> Paragraph:
        return self.paragraph(text, f"Heading {level}")

    def bookmark(self, paragraph: Paragraph, name: str) -> None:
        """Bookmark all that the paragraph holds so far."""
        self._bookmarks += 1
        add_bookmark(paragraph, name, self._bookmarks)

    def _width(self) -> int:
        """How wide text may be here."""
        page: Any = self.document.sections[-1]
        return int(page.page_width - page.left_margin - page.right_margin)

    def upright(self) -> int:
        """How wide text may be on an upright page."""
        page: Any = self.document.sections[-1]
        return int(min(page.page_width, page.page_height) - page.left_margin - page.right_margin)

    def needs_turning(self, table: Shown) -> bool:
        """Whether a table is so wide that it is read better on its side."""
        return sum(_wanted(table)) > _TIGHT * self.upright()

    def turn_page(self, wide: bool) -> None:
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
    return part.table.title if isinstance(part, Shown) else part.chart.label


def _mark(part: Shown | Figure) -> str:
    """The bookmark of its label and number; names that begin so are not listed to authors."""
    return "_Ref" + _label(part).replace(" ", "")


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
