"""The accessible workbook as an OpenDocument spreadsheet: the same sheets, for LibreOffice and others.

Written as OpenDocument 1.3, part 3, lays down; each table is a named database range with a header row that repeats in
print. No cell holds a formula.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from lmep_consult.report.contents import Contents
from lmep_consult.report.writers.book import WIDE, Book, Sheet, book
from lmep_consult.report.writers.identity import Identity

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_CHARACTER, _LINE = 0.22, 0.56  # cm: of a column's width, of a row's height


def write_ods(contents: Contents, identity: Identity, path: Path) -> None:
    """Write `path`, the sheets of `write_workbook` as .ods."""
    made = book(contents, identity)
    parts = {
        "content.xml": _content(made, identity),
        "styles.xml": _document("document-styles", *_page_styles()),
        "meta.xml": _document("document-meta", _meta(identity)),
    }
    files = {name: etree.tostring(root, encoding="UTF-8", xml_declaration=True) for name, root in parts.items()}
    if identity.logo:
        files[_logo(identity)] = identity.logo
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _MIME)  # first, and not packed
        for name, data in {**files, "META-INF/manifest.xml": _manifest(files, identity)}.items():
            archive.writestr(_entry(name, identity), data, zipfile.ZIP_DEFLATED)


def _entry(name: str, identity: Identity) -> zipfile.ZipInfo:
    """A part that carries the report's time and not the clock's, so that the same report is the same file."""
    made = identity.made or dt.datetime(1980, 1, 1)
    return zipfile.ZipInfo(name, made.timetuple()[:6])


def _e(tag: str, *children: Any, **attributes: str) -> Any:
    """An element; `style__name` is the attribute style:name, and `table__style_name` is table:style-name."""
    named = {_name(key.replace("__", ":").replace("_", "-")): value for key, value in attributes.items()}
    return ElementMaker(nsmap=_SPACES)(_name(tag), *children, **named)


def _name(tag: str) -> str:
    prefix, _, name = tag.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"


def _document(kind: str, *children: Any) -> Any:
    return _e(f"office:{kind}", *children, office__version="1.3")


def _content(made: Book, identity: Identity) -> Any:
    sheets = [made.contents, made.notes, *made.tables]
    widths = sorted({width for sheet in sheets for width in sheet.widths} | {WIDE})
    heights = sorted({height for sheet in sheets for height in sheet.heights} | {1, 2})
    labels = {sheet.label for sheet in sheets}
    return _document(
        "document-content",
        _e("office:automatic-styles", *_automatic_styles(widths, heights)),
        _e(
            "office:body",
            _e(
                "office:spreadsheet",
                _cover(made, identity),
                *(_sheet(sheet, labels if sheet is made.contents else set()) for sheet in sheets),
                _e("table:database-ranges", *map(_range, sheets)),
            ),
        ),
    )


def _cover(made: Book, identity: Identity) -> Any:
    rows = []
    for at, (heading, lines) in enumerate(made.cover):
        rows += [_line(heading, "heading" if at else "title"), *map(_line, lines)]
    if identity.logo:
        image = _e("draw:image", xlink__href=_logo(identity), xlink__type="simple")
        words = [_e("svg:title", "Logo"), _e("svg:desc", identity.logo_alt)]
        width, height = identity.logo_size
        size = {"svg__height": "2cm", "svg__width": f"{2 * width / height:.2f}cm"}
        frame = _e("draw:frame", image, *words, draw__name="Logo", **size)
        rows.append(_e("table:table-row", _e("table:table-cell", frame)))
    return _e("table:table", _column(WIDE), *rows, table__name=made.cover_label, table__style_name="sheet")


def _sheet(sheet: Sheet, links: set[str]) -> Any:
    styles = ["figure" if numeric else "plain" for numeric in sheet.numeric]
    headings = [_cell(heading, f"{style}-heading") for heading, style in zip(sheet.headings, styles, strict=True)]
    top, *heights = sheet.heights
    return _e(
        "table:table",
        *map(_column, sheet.widths),
        _line(sheet.title, "title"),
        *map(_line, sheet.lines),
        _e("table:table-header-rows", _row(headings, top)),
        *(
            _row([_cell(cell, style, cell in links) for cell, style in zip(row, styles, strict=True)], height)
            for row, height in zip(sheet.rows, heights, strict=True)
        ),
        table__name=sheet.label,
        table__style_name="sheet",
    )


def _range(sheet: Sheet) -> Any:
    """The table's name, as a database range over its header and rows."""
    top = 2 + len(sheet.lines)
    last = f"{_letters(len(sheet.headings))}{top + len(sheet.rows)}"
    return _e(
        "table:database-range",
        table__name=sheet.name,
        table__target_range_address=f"{sheet.label}.A{top}:{sheet.label}.{last}",
        table__contains_header="true",
    )


def _letters(column: int) -> str:
    """A column's letters, A for 1."""
    before, at = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + at)


def _column(width: int) -> Any:
    return _e("table:table-column", table__style_name=f"width{width}")


def _row(cells: list[Any], height: int = 1) -> Any:
    return _e("table:table-row", *cells, table__style_name=f"row{height}")


def _line(text: str, style: str = "line") -> Any:
    return _row([_cell(text, style)], 2 if style == "title" else 1)


def _cell(cell: Any, style: str, link: bool = False) -> Any:
    if not isinstance(cell, str):
        shown = _e("text:p", str(cell))
        return _e(
            "table:table-cell", shown, office__value_type="float", office__value=str(cell), table__style_name=style
        )
    if link:
        lead = _e("text:a", cell, xlink__href=f"#{cell}.A1", xlink__type="simple")
        paragraphs = [_e("text:p", lead)]
    else:
        paragraphs = [_e("text:p", *_spaced(line)) for line in cell.split("\n")]
    return _e("table:table-cell", *paragraphs, office__value_type="string", table__style_name=style)


def _spaced(line: str) -> Iterator[Any]:
    """A line of text with its repeated and outer spaces kept, which OpenDocument would otherwise drop."""
    for piece in re.split(r"(^ | $| {2,})", line):
        if piece and not piece.strip(" "):
            yield _e("text:s", text__c=str(len(piece)))
        elif piece:
            yield piece


def _page_styles() -> Iterator[Any]:
    """Arial 12, British English; A4, landscape, a sheet's columns on one page."""
    words = _e(
        "style:text-properties", fo__font_family="Arial", fo__font_size="12pt", fo__language="en", fo__country="GB"
    )
    page = _e(
        "style:page-layout-properties", fo__page_width="29.7cm", fo__page_height="21cm", fo__margin="1.5cm",
        style__print_orientation="landscape", style__scale_to_X="1", style__scale_to_Y="0",
    )  # fmt: skip
    yield _e("office:styles", _e("style:default-style", words, style__family="table-cell"))
    yield _e("office:automatic-styles", _e("style:page-layout", page, style__name="page"))
    yield _e("office:master-styles", _e("style:master-page", style__name="Default", style__page_layout_name="page"))


def _automatic_styles(widths: list[int], heights: list[int]) -> Iterator[Any]:
    for width in widths:
        size = _e("style:table-column-properties", style__column_width=f"{width * _CHARACTER:.1f}cm")
        yield _e("style:style", size, style__name=f"width{width}", style__family="table-column")
    for lines in heights:
        size = _e("style:table-row-properties", style__row_height=f"{lines * _LINE:.2f}cm")
        yield _e("style:style", size, style__name=f"row{lines}", style__family="table-row")
    yield _e("style:style", style__name="sheet", style__family="table", style__master_page_name="Default")
    bold = {"fo__font_weight": "bold"}
    for name, wrap, align, words in (
        ("line", "no-wrap", "start", {}),
        ("title", "no-wrap", "start", {"fo__font_size": "16pt", **bold}),
        ("heading", "no-wrap", "start", bold),
        ("plain", "wrap", "start", {}),
        ("figure", "wrap", "end", {}),
        ("plain-heading", "wrap", "start", bold),
        ("figure-heading", "wrap", "end", bold),
    ):
        yield _e(
            "style:style",
            _e(
                "style:table-cell-properties",
                fo__wrap_option=wrap,
                fo__padding_right="0.2cm",
                style__vertical_align="top",
            ),
            _e("style:paragraph-properties", fo__text_align=align),
            _e("style:text-properties", **words),
            style__name=name,
            style__family="table-cell",
        )


def _meta(identity: Identity) -> Any:
    properties = [
        _e("dc:title", identity.title),
        _e("dc:subject", identity.source),
        _e("dc:description", identity.state_line),
        _e("dc:language", "en-GB"),
    ]
    if identity.made:
        properties.append(_e("meta:creation-date", identity.made.strftime("%Y-%m-%dT%H:%M:%S")))
    return _e("office:meta", *properties)


def _logo(identity: Identity) -> str:
    return f"Pictures/logo.{identity.logo_kind}"


def _manifest(files: dict[str, bytes], identity: Identity) -> bytes:
    kinds = {"/": _MIME, **{name: "text/xml" for name in files if name.endswith(".xml")}}
    if identity.logo:
        kinds[_logo(identity)] = f"image/{identity.logo_kind}"
    entries = [
        _e("manifest:file-entry", manifest__full_path=name, manifest__media_type=kind) for name, kind in kinds.items()
    ]
    root = _e("manifest:manifest", *entries, manifest__version="1.3")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
