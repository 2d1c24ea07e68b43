"""The results as a Word document to edit: findings on the first page, then a section for each subject."""

from __future__ import annotations

from pathlib import Path

from docx.shared import Cm
from docx.text.paragraph import Paragraph

from lmep_consult.report.contents import Contents, Part
from lmep_consult.report.values.tags import HEADLINE, finding_tag, of_section, quotation_tag
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.word_document import FINDING, QUOTATION, TABLE_NOTE, save_document, start_document
from lmep_consult.report.writers.word_pages import Pages
from lmep_consult.text import printable


def write_word_report(made: Contents, identity: Identity, path: Path, template: Path | None = None) -> None:
    """Write `path`. template: a Word document whose styles, page and headers it takes; what it holds comes first.

    Raises InputError or StudyError where the template is no Word document without macros.
    """
    pages = Pages(start_document(identity, template), identity, made.notes)
    _findings(pages, made)
    for at, part in enumerate(made.results):
        _section(pages, part, new_page=not at)
    _glossary(pages, made)
    save_document(pages.document, identity, path)


def _findings(pages: Pages, made: Contents) -> None:
    headline = printable(made.findings.headline)
    pages.kept_up(pages.heading("", 1), "Findings: headline", HEADLINE, headline)
    for about, sentence in made.findings.named:
        paragraph = pages.paragraph("•  ", FINDING)
        paragraph.paragraph_format.left_indent = Cm(0.4)
        paragraph.paragraph_format.first_line_indent = Cm(-0.4)
        pages.kept_up(paragraph, f"Findings: {about}", finding_tag(about), printable(sentence))
    for figure in made.figures:
        pages.figure(figure)
    if made.findings.groups:
        groups = pages.paragraph(style=TABLE_NOTE)
        pages.kept_up(groups, "Findings: the groups", finding_tag("groups"), printable(made.findings.groups))


def _section(pages: Pages, part: Part, new_page: bool) -> None:
    section = part.section

    def kept_up(paragraph: Paragraph, name: str, text: str) -> Paragraph:
        title = f"{section.topic}: {name.replace('-', ' ')}"
        return pages.kept_up(paragraph, title, of_section(section.topic, name), printable(text))

    heading = kept_up(pages.heading("", 1), "heading", section.heading)
    heading.paragraph_format.page_break_before = new_page
    for at, text in enumerate(section.paragraphs, start=1):
        kept_up(pages.paragraph(), f"paragraph-{at}", text)
    if part.figure:
        pages.figure(part.figure)
    pages.table(part.table)
    sure = pages.paragraph()
    sure.add_run("How sure: ").bold = True
    kept_up(sure, "how-sure", section.how_sure)
    for quotation in section.quotations:
        said = pages.paragraph(style=QUOTATION)
        tag = quotation_tag(printable(quotation.words))
        pages.kept_up(said, f"Quotation: {section.topic}", tag, printable(quotation.shown))
        said.paragraph_format.left_indent = Cm(0.7)
        said.paragraph_format.keep_together = True
    numbers = pages.notes
    pages.lines((f"Note {numbers[note]}: {note}" for note in part.table.table.notes), TABLE_NOTE)


def _glossary(pages: Pages, made: Contents) -> None:
    pages.heading("What the words mean", 1)
    for word, meaning in made.glossary.items():
        paragraph = pages.paragraph(style=FINDING)
        paragraph.add_run(f"{word}: ").bold = True
        paragraph.add_run(meaning)
