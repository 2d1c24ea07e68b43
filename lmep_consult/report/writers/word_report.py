"""The results as a Word document to edit: findings on the first page, then a section for each subject."""

from __future__ import annotations

from pathlib import Path

from docx.shared import Cm

from lmep_consult.report.contents import GLOSSARY, Contents, Part
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.shown import printable
from lmep_consult.report.writers.word_document import FINDING, QUOTATION, TABLE_NOTE, save_document, start_document
from lmep_consult.report.writers.word_pages import Pages


def write_word_report(made: Contents, identity: Identity, path: Path, template: Path | None = None) -> None:
    """Write `path`. template: a Word document whose styles, page and headers it takes; what it holds comes first.

    Raises InputError or StudyError where the template is no Word document without macros.
    """
    pages = Pages(start_document(identity, template), identity, made.notes)
    _findings(pages, made)
    for at, part in enumerate(made.results):
        _section(pages, part, new_page=not at)
    _glossary(pages)
    save_document(pages.document, identity, path)


def _findings(pages: Pages, made: Contents) -> None:
    pages.heading(printable(made.findings.headline), 1)
    for sentence in made.findings.sentences:
        paragraph = pages.paragraph(printable(sentence), FINDING)
        paragraph.paragraph_format.left_indent = Cm(0.4)
        paragraph.paragraph_format.first_line_indent = Cm(-0.4)
        paragraph.runs[0].text = f"•  {paragraph.runs[0].text}"
    for figure in made.figures:
        pages.figure(figure)
    pages.lines([printable(made.findings.groups)], TABLE_NOTE)


def _section(pages: Pages, part: Part, new_page: bool) -> None:
    section = part.section
    heading = pages.heading(printable(section.heading), 1)
    heading.paragraph_format.page_break_before = new_page
    pages.lines(map(printable, section.paragraphs))
    if part.figure:
        pages.figure(part.figure)
    pages.table(part.table)
    sure = pages.paragraph()
    sure.add_run("How sure: ").bold = True
    sure.add_run(printable(section.how_sure))
    for quotation in section.quotations:
        said = pages.paragraph(f"“{printable(quotation.words)}” ({printable(quotation.attribution)})", QUOTATION)
        said.paragraph_format.left_indent = Cm(0.7)
        said.paragraph_format.keep_together = True
    numbers = pages.notes
    pages.lines((f"Note {numbers[note]}: {note}" for note in part.table.table.notes), TABLE_NOTE)


def _glossary(pages: Pages) -> None:
    pages.heading("What the words mean", 1)
    for word, meaning in GLOSSARY.items():
        paragraph = pages.paragraph(style=FINDING)
        paragraph.add_run(f"{word}: ").bold = True
        paragraph.add_run(meaning)
