"""Scoping notes as Word documents and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from docx.shared import Pt

from lmep_consult.report.shown import name_in
from lmep_consult.report.tables.scoping_notes import FOR_AUTHOR, Note, Part
from lmep_consult.report.writers.govspeak import paragraph, text
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.word_document import save_document, start_document
from lmep_consult.text import printable


def write_scoping_notes(notes: Iterable[Note], identity: Identity, folder: Path, template: Path | None = None) -> None:
    """Write each note as `folder`/ID.docx and ID.md; what a person must still write is marked. Text is always text.

    template: as for the annex. Raises as `start_document` does.
    """
    for note in notes:
        folder.mkdir(parents=True, exist_ok=True)
        headed = replace(identity, title=printable(f"Scoping note {note.id}: {note.title}"))
        path = folder / name_in(note.id)
        path.with_suffix(".md").write_text(_markdown(note, headed), encoding="utf-8", newline="\n")
        _write_word(note, headed, path.with_suffix(".docx"), template)


def _markdown(note: Note, identity: Identity) -> str:
    lines = [f"# {text(identity.title)}"]
    lines += [paragraph(notice) for notice in identity.notices]
    for part in note.parts:
        lines.append(f"## {text(part.heading)}")
        listed = [printable(line) for line in part.lines]
        if len(listed) > 1:
            lines.append("\n".join(f"- {paragraph(line)}" for line in listed))
        else:
            lines += [paragraph(line) for line in listed]
        lines += [f"**{text(_mark(part))}**"] if part.to_write else []
    lines += [paragraph(f"State: {identity.state_line}"), paragraph(identity.source_line)]
    return "\n\n".join(lines) + "\n"


def _write_word(note: Note, identity: Identity, path: Path, template: Path | None) -> None:
    document = start_document(identity, template)
    for part in note.parts:
        heading = document.add_paragraph(part.heading, "Heading 2")
        heading.paragraph_format.space_before = Pt(8)
        heading.paragraph_format.space_after = Pt(2)
        for line in part.lines:
            body = document.add_paragraph(printable(line))
            body.paragraph_format.space_after = Pt(2)
            if len(part.lines) > 1:
                body.paragraph_format.left_indent = Pt(12)
        if part.to_write:
            document.add_paragraph().add_run(_mark(part)).bold = True
    save_document(document, identity, path)


def _mark(part: Part) -> str:
    return f"[{FOR_AUTHOR}: {part.to_write}]"
