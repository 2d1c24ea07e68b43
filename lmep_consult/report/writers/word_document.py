"""A Word document headed with a report's identity, in the study's template or in the house's look: Arial, black on
white, A4, British English."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from lmep_consult.archive import open_archive
from lmep_consult.errors import StudyError
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.report.writers.ooxml import add_field, describe_picture, element

TABLE_TEXT, TABLE_NOTE, QUOTATION, FINDING = "Table Text", "Table Note", "Quotation", "Finding"
_FONT = "Arial"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class _Style:
    """Sizes and spaces in points. level: of a heading, 0 for body text."""

    name: str
    size: float
    bold: bool = False
    before: float = 0
    after: float = 0
    level: int = 0
    with_next: bool = False
    spacing: float = 1.15


_STYLES = (
    _Style("Normal", 11, after=6),
    _Style("Title", 18, bold=True, after=2),
    _Style("Heading 1", 15, bold=True, before=10, after=4, level=1, with_next=True),
    _Style("Heading 2", 14, bold=True, before=18, after=8, level=2, with_next=True),
    _Style("TOC Heading", 18, bold=True, before=14, after=8, with_next=True),
    _Style("Caption", 9.5, bold=True, before=4, after=4),
    _Style("toc 1", 11, after=2),
    _Style("table of figures", 11, after=2),
    _Style("Header", 9),
    _Style("Footer", 9),
    _Style(QUOTATION, 10.5, before=2, after=4),
    _Style(FINDING, 9.5, after=2, spacing=1),
    _Style(TABLE_TEXT, 9),
    _Style(TABLE_NOTE, 9, before=2, after=2, spacing=1),
)


def start_document(identity: Identity, template: Path | None = None) -> Document:
    """A document that has a title page, header and footer, and every style the toolkit writes with.

    template: a Word document whose styles, page and headers it takes; what it holds comes first.

    Raises InputError or StudyError where the template is no Word document without macros.
    """
    if template is None:
        document = docx.Document(io.BytesIO(_house()))
    else:
        document = _opened(template)
        _prepare_styles(document, house=False)
        if document.paragraphs or document.tables:
            document.add_paragraph().paragraph_format.page_break_before = True
    _tell_properties(document, identity)
    _head_pages(document, identity)
    _write_title(document, identity)
    return document


def save_document(document: Document, identity: Identity, path: Path) -> None:
    """Write `path`; the parts of the file carry the report's time and not the clock's, so that the same report is the
    same file."""
    made = identity.made or dt.datetime(1980, 1, 1)
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(path, "w") as kept:
        for part in parts.infolist():
            packed = zipfile.ZIP_STORED if part.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            kept.writestr(zipfile.ZipInfo(part.filename, made.timetuple()[:6]), parts.read(part), packed)


@cache
def _house() -> bytes:
    """An empty document in the house's look, dressed once for all that a run writes."""
    document = docx.Document()
    _prepare_styles(document, house=True)
    _lay_out_page(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _opened(template: Path) -> Document:
    open_archive(template, "a Word document")
    try:
        return docx.Document(str(template))
    except Exception:  # damage, and other kinds of Office file, show as a dozen kinds
        raise StudyError(
            f"{template}: the template is damaged, or no document without macros; save it as a Word document (.docx)."
        ) from None


def _tell_properties(document: Document, identity: Identity) -> None:
    about, now = document.core_properties, identity.made or dt.datetime.now(dt.UTC)
    about.title, about.subject = identity.title, identity.source
    about.author = about.last_modified_by = identity.programme
    about.content_status, about.language, about.comments = identity.state_line, "en-GB", ""
    about.created = about.modified = now


def _head_pages(document: Document, identity: Identity) -> None:
    """What the top and foot of each page say, where a template says nothing there."""
    head, foot = (getattr(document.sections[0], part).paragraphs[0] for part in ("header", "footer"))
    if not head.text:
        fictional = "Fictional data" if identity.fictional else ""
        head.text = " | ".join(filter(None, [identity.programme, identity.state_line, fictional]))
    if not foot.text:
        foot.text = "Page "
        add_field(foot, "PAGE", "1")


def _write_title(document: Document, identity: Identity) -> None:
    if identity.logo:
        paragraph = document.add_paragraph()
        paragraph.add_run().add_picture(io.BytesIO(identity.logo), height=Cm(2))
        describe_picture(paragraph, "Logo", identity.logo_alt)
    document.add_paragraph(identity.title, "Title")
    made = f"Made: {in_words(identity.made_at)}" if identity.made_at else ""
    lines = [identity.programme, f"State: {identity.state_line}", identity.source_line, made]
    about = document.add_paragraph(style=TABLE_NOTE)
    about.add_run("".join(f"{notice} " for notice in identity.notices)).bold = True
    about.add_run(". ".join(filter(None, lines)) + ".")


def _prepare_styles(document: Document, house: bool) -> None:
    """Give the document every style the annex uses: those it lacks, or with `house` all, in the house's look."""
    there = {style.name for style in document.styles}
    for each in _STYLES:
        if each.name not in there:
            own = each.name in (TABLE_TEXT, TABLE_NOTE, QUOTATION, FINDING)
            document.styles.add_style(each.name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own)
        if house or each.name not in there:
            if each.name != "Normal":  # the headings of lists are not to be listed, whatever theirs was based on
                document.styles[each.name].base_style = document.styles["Normal"]
            _dress(document.styles[each.name], each)
    if "Table Grid" not in there:
        grid = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE, builtin=True)
        lines = [element(side, val="single", sz="4", space="0", color="auto") for side in _SIDES]
        grid.element.append(element("tblPr", element("tblBorders", *lines)))
    _speak_british(document)


def _lay_out_page(document: Document) -> None:
    """A4, upright, by the rules of Word 2013 and later."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.7)
    section.header_distance = section.footer_distance = Cm(0.8)


def _speak_british(document: Document) -> None:
    """The language that spelling is checked in and screen readers speak."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.getparent().remove(language)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    words = None if defaults is None else defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    place = document.styles["Normal"].element.get_or_add_rPr() if words is None else words
    place.append(element("lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))


def _dress(style: Any, look: _Style) -> None:
    shape, words = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for old in [*shape, *words]:  # a theme's font and colour would go before those set here
        old.getparent().remove(old)
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(look.size), look.bold
    words.rFonts.set(qn("w:cs"), _FONT)
    style.font.color.rgb = RGBColor(0, 0, 0)
    lines = style.paragraph_format
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing, lines.keep_with_next = look.spacing, look.with_next
    if look.level:
        shape.append(element("outlineLvl", val=str(look.level - 1)))
