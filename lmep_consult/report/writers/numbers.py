"""Every value with its control, to copy into a document of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lmep_consult.report.values import Value, stamped
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.ooxml import TITLE
from lmep_consult.report.writers.word_document import TABLE_TEXT, save_document, start_document
from lmep_consult.report.writers.word_pages import Pages

_HOW = (
    "Copy a control into a document of your own: body, table, header, footer, footnote or text box. "
    "`lmep-consult report --fill DOCUMENT` brings all of them up to date. Tables and charts are in the report and its "
    "annex, each in a control to copy. Or make a control in Word (Developer, Rich Text Content Control) and type a tag "
    "into its properties."
)
_OF_NUMBERS = (
    "A control's tag is the text under the name of its row, then “/”, then the heading of its column: "
    "“top_three/themes/A/Skills” and “voters” are the tag “top_three/themes/A/Skills/voters”."
)
_END = "</w:sdtContent></w:sdt>"
_SECTIONS = {"sentence": "Sentences", "quotation": "Quotations", "table": "Tables", "chart": "Charts"}
_FORMS = ("percent", "out-of")
_WIDE, _FIRST = 13_800, 5_200  # of a table and of its first column, in twentieths of a point
_GREY = '<w:rPr><w:color w:val="505A5F"/></w:rPr>'


def write_numbers(values: Mapping[str, Value], identity: Identity, path: Path, template: Path | None = None) -> None:
    """Write `path`: sentences, quotations, tables and charts in lists, each with its tag; then the cells of the
    released tables as tables, each cell a control. Bars are left out, which only slides can show.

    template and errors: as of `write_word_report`. A table or chart has a control that is filled where it is put.
    """
    listed = {heading: [v for v in values.values() if v.kind == kind] for kind, heading in _SECTIONS.items()}
    cells = groupby((value for value in values.values() if value.kind == "number"), key=lambda value: value.table)
    pages = Pages(start_document(identity, template), identity, {})
    made = _Controls(quoteattr(pages.document.styles[TABLE_TEXT].style_id))
    parts = [(heading, [made.listed(own)]) for heading, own in listed.items() if own]
    parts += [(f"Numbers: {table.replace('_', ' ')}", list(made.grids(own))) for table, own in cells]
    named = [(f"_Part{at}", heading) for at, (heading, _) in enumerate(parts)]
    pages.lines([_HOW, _OF_NUMBERS])
    pages.lists([], [], named)
    pages.turn_page(wide=True)
    for (bookmark, heading), (_, tables) in zip(named, parts, strict=True):
        pages.bookmark(pages.heading(heading, 1), bookmark)
        for table in tables:
            pages.document.element.body.insert(-1, table)
            pages.paragraph()
    save_document(pages.document, identity, path)


class _Controls:
    """Tables of controls, which are numbered through the document. style: the id of their paragraphs' style, between
    quotation marks."""

    def __init__(self, style: str) -> None:
        self._opens = f"<w:p><w:pPr><w:pStyle w:val={style}/></w:pPr>"
        self._made = 0

    def listed(self, values: Iterable[Value]) -> Any:
        """What a value is, its control, and its tag."""
        rows = [[self._text(value.title), self._held(value), self._text(value.tag)] for value in values]
        return _table([[self._text(heading) for heading in ("What it is", "Control", "Tag")], *rows], [4200, 6000])

    def grids(self, values: Iterable[Value]) -> Iterable[Any]:
        """The cells of a table as a table; rows of other columns are a table of their own."""
        rows = [list(row) for _, row in groupby(values, key=lambda value: _divided(value.tag)[0])]
        for ends, alike in groupby(rows, key=lambda row: [_divided(value.tag)[1] for value in row]):
            made = [[self._text(heading) for heading in ("", *ends)]]
            for row in alike:
                named = self._text(row[0].title.rpartition(": ")[0]) + self._text(_divided(row[0].tag)[0], _GREY)
                made.append([named, *map(self._held, row)])
            yield _table(made, [_FIRST])

    def _text(self, text: str, look: str = "") -> str:
        return f"{self._opens}{_run(text, look)}</w:p>"

    def _held(self, value: Value) -> str:
        self._made += 1
        whole = value.kind in ("table", "chart")  # its control is empty until it is filled
        tag = value.tag if whole else stamped(value.tag, value.content)
        control = (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(value.title[:TITLE])}/><w:tag w:val={quoteattr(tag)}/>"
            f'<w:id w:val="{self._made}"/></w:sdtPr><w:sdtContent>'
        )
        if whole:
            return f"{control}{self._text(f'[{value.kind}]')}{_END}<w:p/>"
        return f"{self._opens}{control}{_run(value.text)}{_END}</w:p>"


def _divided(tag: str) -> tuple[str, str]:
    """A number's tag as that of its row, and the column with its form."""
    row, _, end = tag.rpartition("/")
    if end in _FORMS:
        row, _, column = row.rpartition("/")
        end = f"{column}/{end}"
    return row, end


def _run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: Sequence[Sequence[str]], first: Sequence[int]) -> Any:
    """A table of cells in XML, headings first. first: how wide the first columns are; the others share the rest."""
    others = len(rows[0]) - len(first)
    widths = [*first, *[(_WIDE - sum(first)) // others] * others]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{'' if at else '<w:tblHeader/>'}</w:trPr>"
        f"{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"
        for at, cells in enumerate(rows)
    )
    look = (
        '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:insideH w:val="single" w:sz="2" w:color="B1B4B6"/>'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    return parse_xml(f"<w:tbl {nsdecls('w')}>{look}<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>")
