"""The results in Govspeak, the Markdown of GOV.UK's publishing applications, to paste into one.

Charts are called up by the names of their picture files, as GOV.UK does once they are uploaded; the words for those who
cannot see them are given at the upload (charts/alt_text.csv), and are in the text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lmep_consult.report.contents import Contents, Part
from lmep_consult.report.shown import Figure, Shown
from lmep_consult.report.writers.identity import Identity, in_words
from lmep_consult.table import SHORTHAND
from lmep_consult.text import printable

# What Govspeak, or the Kramdown and HTML in it, could take for markup; each becomes a character reference.
_MARKS = re.compile(r"[&<>|*_\[\]{}\\`~$^@#]|:(?=[a-z])")
_OPENS_BLOCK = re.compile(r"[-+%=!(]|s(?=\d+\.)|\d(?=\d*\.\s)")  # a list, a callout, a step, at a line's beginning


def write_govspeak(made: Contents, identity: Identity, path: Path) -> None:
    """Write `path`: what the Word document of the results holds. Headings are from the second level, since the title
    has a field of its own; tables have marked row and column headers. Text is always text."""
    parts = [*_opening(identity), *_findings(made, identity)]
    for part in made.results:
        parts += _section(part, identity)
    parts += [
        "## What the words mean",
        *(f"**{text(word)}**: {text(meaning)}" for word, meaning in made.glossary.items()),
    ]
    parts += ["## Shorthand", *(paragraph(f"{mark} {meaning}") for mark, meaning in SHORTHAND.items())]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def text(words: Any) -> str:
    """Words on one line, with character references for all that could be markup.

    >>> text("<b>, $CTA and [a](javascript:x)")
    '&#60;b&#62;, &#36;CTA and &#91;a&#93;(javascript&#58;x)'
    """
    return _MARKS.sub(_reference, " ".join(printable(str(words)).split()))


def paragraph(words: str) -> str:
    """Words in a block of their own.

    >>> paragraph("1. [LA] first")
    '&#49;. &#91;LA&#93; first'
    """
    line = text(words)
    opens = _OPENS_BLOCK.match(line)
    return _reference(opens) + line[1:] if opens else line


def _reference(mark: re.Match[str]) -> str:
    return f"&#{ord(mark[0])};"


def _opening(identity: Identity) -> Iterator[str]:
    for notice in identity.notices:
        yield f"^{text(notice)}^"
    made = f"Made: {in_words(identity.made_at)}" if identity.made_at else ""
    for line in (identity.programme, f"State: {identity.state_line}", identity.source_line, made):
        if line:
            yield paragraph(line)


def _findings(made: Contents, identity: Identity) -> Iterator[str]:
    yield f"## {text(made.findings.headline)}"
    yield "\n".join(f"- {paragraph(sentence)}" for sentence in made.findings.sentences)
    for figure in made.figures:
        yield from _figure(figure, identity)
    yield paragraph(made.findings.groups)


def _section(part: Part, identity: Identity) -> Iterator[str]:
    section = part.section
    yield f"## {text(section.heading)}"
    yield from map(paragraph, section.paragraphs)
    if part.figure:
        yield from _figure(part.figure, identity)
    yield from _table(part.table, identity)
    yield f"**How sure**: {text(section.how_sure)}"
    for quotation in section.quotations:
        yield f"> “{text(quotation.words)}” ({text(quotation.attribution)})"
    yield paragraph(f"Note: {section.note}")


def _figure(figure: Figure, identity: Identity) -> Iterator[str]:
    yield f"[Image:{figure.chart.name}.svg]"
    yield text(f"Figure {figure.number}: {figure.chart.label}. {figure.chart.alt}")
    yield text(identity.source_line)


def _table(table: Shown, identity: Identity) -> Iterator[str]:
    unit = f" (unit: {table.table.unit})" if table.table.unit else ""
    yield text(f"Table {table.number}: {table.table.title}{unit}")
    yield "\n".join(_grid(table))
    for mark, meaning in table.shorthand.items():
        yield paragraph(f"{mark} {meaning}")
    yield text(identity.source_line)


def _grid(table: Shown) -> Iterator[str]:
    """`#` marks a header: of columns in the first line, of its row in the first cell of each other."""
    yield "".join(f"|# {text(heading)} " for heading in table.headings) + "|"
    yield "".join("|---:" if numeric else "|---" for numeric in table.numeric) + "|"
    for first, *others in table.rows:
        yield f"|# {text(first)} " + "".join(f"| {text(cell)} " for cell in others) + "|"
