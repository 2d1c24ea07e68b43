"""What is on each of the eight slides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.contents import Contents, Part
from lmep_consult.report.findings import claims
from lmep_consult.report.values import Value
from lmep_consult.report.values.for_slides import (
    DIFFER,
    DIFFERENCES,
    FINDINGS,
    GROUPS,
    OPEN,
    bars_of_interviews,
    bars_of_votes,
    texts_of_slides,
)
from lmep_consult.report.values.tags import HEADLINE, of_section, stamped, table_tag
from lmep_consult.report.writers.identity import Identity
from lmep_consult.text import printable

if TYPE_CHECKING:
    from lmep_consult.report.slides.deck import Deck

_ONLY_RANGES = "No bar: only a range may be shown, or nothing."
_MORE = "More options are in the report."


def write_slides(
    tidy: Mapping[str, Released], made: Contents, identity: Identity, path: Path, template: Path | None = None
) -> None:
    """Write `path`: who took part; findings; priorities by group; differences; outcomes; needs and barriers; formats;
    what cannot be said and next steps. A slide that the study has nothing for says so.

    Shapes are named by the tags of what they show. template and errors: as of `Deck`.

    Raises DisclosureError for a table that was not released.
    """
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    parts = {part.section.topic: part for part in made.results}
    texts = texts_of_slides(tidy, made, claims(tidy))
    from lmep_consult.report.slides.deck import Deck  # loads python-pptx

    deck = Deck(identity, template)
    _taking_part(deck, parts.get("Who took part"), tidy)
    _findings(deck, made, texts)
    _votes(deck, parts.get("Priorities"), "Priorities")
    _differences(deck, texts)
    _tabled(deck, parts.get("Outcomes"), "Outcomes")
    _tabled(deck, parts.get("Needs and barriers"), "Needs and barriers")
    _votes(deck, parts.get("Formats"), "Formats")
    _open(deck, texts, frames)
    deck.save(path)


def _begin(deck: Deck, part: Part | None, topic: str) -> bool:
    if part is None:
        deck.add(f"{topic}: nothing was asked", f"title {topic}", [])
        deck.text("", [f"The study has no results on {topic.lower()}."])
        return False
    section = part.section
    heading = printable(section.heading)
    notes = [*section.paragraphs, f"How sure: {section.how_sure}", section.note]
    deck.add(heading, stamped(of_section(section.topic, "heading"), heading), map(printable, notes))
    return True


def _taking_part(deck: Deck, part: Part | None, tidy: Mapping[str, Released]) -> None:
    if part is None or not _begin(deck, part, "Who took part"):
        return
    bars = bars_of_interviews(tidy)
    if bars is None:
        _table(deck, part)
        return
    deck.chart(bars)
    deck.foot(" ".join([*deck.identity.notices, f"State: {deck.identity.state_line}. {deck.identity.source_line}"]))


def _findings(deck: Deck, made: Contents, texts: Mapping[str, Value]) -> None:
    headline = printable(made.findings.headline)
    deck.add(headline, stamped(HEADLINE, headline), map(printable, [*made.findings.sentences, made.findings.groups]))
    deck.text(FINDINGS, texts[FINDINGS].text.split("\n"))
    deck.foot(texts[GROUPS].text, stamped(GROUPS, texts[GROUPS].text))


def _votes(deck: Deck, part: Part | None, topic: str) -> None:
    """The share of each group's voters with each option in their top three; a table where that is not said."""
    if not _begin(deck, part, topic) or part is None:
        return
    bars = bars_of_votes(part)
    if bars is None:
        _table(deck, part)
        return
    deck.chart(bars)
    missing = any(cell is None for cells in bars.series.values() for cell in cells)
    remarks = [_ONLY_RANGES] * missing + [_MORE] * (len(bars.categories) < len(part.table.rows))
    deck.foot(" ".join([f"{bars.what}.", *(remarks or [deck.identity.source_line])]))


def _differences(deck: Deck, texts: Mapping[str, Value]) -> None:
    heading = texts[DIFFER].text
    deck.add(heading, stamped(DIFFER, heading), [_CAVEAT])
    left = deck.text(DIFFERENCES, texts[DIFFERENCES].text.split("\n"))
    deck.foot("More are in the report." if left else deck.identity.source_line)


_CAVEAT = "Where groups never met in the same event, the events may be the reason for a difference."


def _tabled(deck: Deck, part: Part | None, topic: str) -> None:
    if _begin(deck, part, topic) and part is not None:
        _table(deck, part)


def _table(deck: Deck, part: Part) -> None:
    rows = [[str(cell) for cell in row] for row in (part.table.headings, *part.table.rows)]
    left = deck.table(table_tag(part.table.table.name), part.table.table.title, rows)
    marks = [f"{mark} {meaning}." for mark, meaning in part.table.shorthand.items()]
    remarks = [*marks, *["More rows are in the report."] * (left > 0)]
    deck.foot(" ".join(remarks or [deck.identity.source_line]))


def _open(deck: Deck, texts: Mapping[str, Value], frames: Mapping[str, Any]) -> None:
    drafts = [printable(str(draft)) for draft in frames["limitations"]["draft"]]
    lines = texts[OPEN].text.split("\n")
    deck.add("What we cannot say, and next steps", "open", [*drafts, *lines])
    left = deck.text(OPEN, lines)
    deck.foot("More are in the notes." if left else deck.identity.source_line)
