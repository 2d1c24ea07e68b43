"""Every value with its control, to copy into a document of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    "Copy a control (the cell in the second column) into a document of your own: body, table, header, footer, footnote "
    "or text box. `lmep-consult report --fill DOCUMENT` brings all of them up to date. Tables and charts are in the "
    "report and its annex, each in a control to copy; or make a control in Word (Developer, Rich Text Content Control) "
    "and give it the tag of the third column."
)
_END = "</w:sdtContent></w:sdt>"
_SECTIONS = {
    "sentence": "Sentences", "quotation": "Quotations", "table": "Tables", "chart": "Charts", "number": "Numbers",
}  # fmt: skip


def write_numbers(values: Mapping[str, Value], identity: Identity, path: Path, template: Path | None = None) -> None:
    """Write `path`: a heading for each kind and table; then what a value is, its control, and its tag. Bars are left
    out, which only slides can show.

    template and errors: as of `write_word_report`. A table or chart has a control that is filled where it is put.
    """
    pages = Pages(start_document(identity, template), identity, {})
    pages.paragraph(_HOW)
    number = 0
    for kind, heading in _SECTIONS.items():
        own = [value for value in values.values() if value.kind == kind]
        for table, of_table in groupby(own, key=lambda value: value.table if kind == "number" else ""):
            pages.heading(f"{heading}: {table}" if table else heading, 1)
            listed = list(of_table)
            style = pages.document.styles[TABLE_TEXT].style_id
            pages.document.element.body.insert(-1, _listed(listed, number, style))
            number += len(listed)
    save_document(pages.document, identity, path)


def _listed(values: Iterable[Value], number: int, style: str) -> Any:
    """A table of values. number: how many controls there are before. style: the id of its paragraphs' style."""
    opens = f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>"
    rows = "".join(_row(value, at, opens) for at, value in enumerate(values, start=number + 1))
    widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in (3600, 3000, 3000))
    look = '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return parse_xml(f"<w:tbl {nsdecls('w')}>{look}<w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>")


def _row(value: Value, number: int, opens: str) -> str:
    """opens: how a paragraph begins."""
    whole = value.kind in ("table", "chart")  # its control is empty until it is filled
    shown = f"[{value.kind}]" if whole else value.text
    tag = value.tag if whole else stamped(value.tag, value.content)
    control = (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(value.title[:TITLE])}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>'
    )
    title, run, named = (
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' for text in (value.title, shown, value.tag)
    )
    held = f"{control}{opens}{run}</w:p>{_END}<w:p/>" if whole else f"{opens}{control}{run}{_END}</w:p>"
    cells = (f"{opens}{title}</w:p>", held, f"{opens}{named}</w:p>")
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"
