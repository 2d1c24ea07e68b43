"""The annex as a Word document: the sample, ranks, how far results depend on the method, and how the study was done."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from lmep_consult.report.contents import Contents
from lmep_consult.report.values.tags import lead_tag
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.word_document import FINDING, save_document, start_document
from lmep_consult.report.writers.word_pages import Pages
from lmep_consult.text import printable


def write_word_annex(made: Contents, identity: Identity, path: Path, template: Path | None = None) -> None:
    """Write `path`: contents, then the annex's tables by section, with their charts, and at last the notes that tables
    refer to. template and errors: as of `write_word_report`."""
    pages = Pages(start_document(identity, template), identity, made.notes)
    sections = [(section, list(tables)) for section, tables in groupby(made.annex, key=lambda each: each.table.section)]
    figures = [figure for table in made.annex for figure in table.figures]
    named = [(f"_Section{number}", section) for number, (section, _) in enumerate(sections, start=1)]
    if made.annex:
        pages.lists(made.annex, figures, [*named, ("_Notes", "Notes")])
    for (bookmark, section), (_, tables) in zip(named, sections, strict=True):
        for at, table in enumerate(tables):
            pages.turn_page(pages.needs_turning(table))
            if not at:
                heading = pages.heading(printable(section), 1)
                heading.paragraph_format.page_break_before = True
                pages.bookmark(heading, bookmark)
            pages.heading(table.table.title, 2)
            if table.table.lead:
                title = f"Above the table: {table.table.title}"
                pages.kept_up(pages.paragraph(), title, lead_tag(table.table.name), table.table.lead)
            for figure in table.figures:
                pages.figure(figure)
            pages.table(table)
    used = {note for table in made.annex for note in table.table.notes}
    if used:
        pages.turn_page(wide=False)
        pages.bookmark(pages.heading("Notes", 1), "_Notes")
        pages.lines((f"{number}. {printable(note)}" for note, number in made.notes.items() if note in used), FINDING)
    save_document(pages.document, identity, path)
