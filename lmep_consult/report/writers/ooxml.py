"""What Word documents need and python-docx does not offer: fields, bookmarks, alternative text, rows that repeat.

ECMA-376, part 1, sections 17.16 (fields), 17.13.6 (bookmarks), 17.4 (tables) and 20.4 (pictures).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

TITLE = 64  # characters of a control's title


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """An element in Word's namespace: element("fldChar", fldCharType="begin")."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def _run(child: Any) -> Any:
    return element("r", child)


def _first(paragraph: Paragraph) -> int:
    """Where what the paragraph holds begins, after its properties."""
    return 0 if paragraph._p.pPr is None else 1


def _text(tag: str, text: str) -> Any:
    made = element(tag)
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field at the paragraph's end; `shown` is what it says until it is updated."""
    paragraph._p.extend(
        [*_field_opens(instruction), _run(_text("t", shown)), _run(element("fldChar", fldCharType="end"))]
    )


def _field_opens(instruction: str, **attributes: str) -> list[Any]:
    return [
        _run(element("fldChar", fldCharType="begin", **attributes)),
        _run(_text("instrText", f" {instruction} ")),
        _run(element("fldChar", fldCharType="separate")),
    ]


def enclose_in_field(paragraphs: list[Paragraph], instruction: str) -> None:
    """Make whole paragraphs what a field shows until it is updated, which Word does when it opens the document."""
    place = _first(paragraphs[0])
    for at, run in enumerate(_field_opens(instruction, dirty="true"), start=place):
        paragraphs[0]._p.insert(at, run)
    paragraphs[-1]._p.append(_run(element("fldChar", fldCharType="end")))


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Bookmark what the paragraph holds so far. number: the document's own for this bookmark."""
    paragraph._p.insert(_first(paragraph), element("bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def enclose_in_control(held: list[Any], number: int, title: str, tag: str) -> None:
    """Put what follows each other in a paragraph or the body into a content control (section 17.5.2).

    number: the document's own for this control. title, tag: what Word shows an author; as much as it keeps.
    """
    properties = element(
        "sdtPr",
        element("alias", val=title[:TITLE]),
        element("tag", val=tag),
        element("id", val=str(number)),
    )
    content = element("sdtContent")
    held[0].addprevious(element("sdt", properties, content))
    content.extend(held)


def add_link(paragraph: Paragraph, bookmark: str, text: str) -> None:
    """Text that leads to a bookmark of the same document."""
    paragraph._p.append(element("hyperlink", _run(_text("t", text)), anchor=bookmark, history="1"))


def describe_picture(paragraph: Paragraph, name: str, alt: str) -> None:
    """Name the paragraph's picture and say what it shows, for those who cannot see it."""
    (properties,), (inline,) = (paragraph._p.xpath(f".//wp:{part}") for part in ("docPr", "inline"))
    for side in ("distT", "distB", "distL", "distR"):  # where it is not said, LibreOffice leaves room around
        inline.set(side, "0")
    properties.set("name", name)
    properties.set("descr", alt)


def describe_table(table: WordTable, title: str, description: str) -> None:
    table._tbl.tblPr.extend([element("tblCaption", val=title), element("tblDescription", val=description)])


def mark_header(table: WordTable) -> None:
    """The first row and the first column head the table: screen readers say so, and table styles may show it."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)


def add_rows(table: WordTable, rows: Iterable[str]) -> None:
    """Add rows to a table, each as `row_xml` gives it. Parsed at once: cell by cell takes ten times as long."""
    table._tbl.extend(list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")))


def row_xml(cells: Iterable[str], whole: bool, header: bool) -> str:
    """A row of cells, each as `cell_xml` gives it. whole: no page break divides it. header: it is repeated at the top
    of every page."""
    properties = "<w:cantSplit/>" * whole + "<w:tblHeader/>" * header
    return f"<w:tr>{properties and f'<w:trPr>{properties}</w:trPr>'}{''.join(cells)}</w:tr>"


def cell_xml(text: str, width: int, paragraph: str, bold: bool = False, fill: str = "") -> str:
    """A cell of one paragraph; line feeds in `text` become line breaks.

    width: in twentieths of a point. paragraph: its properties, as XML. fill: the colour behind it, as in "F3F2F1".
    """
    shade = fill and f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    lines = "<w:br/>".join(_line_xml(line) for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{shade}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr>'
        f"<w:r>{'<w:rPr><w:b/></w:rPr>' * bold}{lines}</w:r></w:p></w:tc>"
    )


def _line_xml(line: str) -> str:
    kept = ' xml:space="preserve"' * (line != line.strip())
    return line and f"<w:t{kept}>{escape(line)}</w:t>"
