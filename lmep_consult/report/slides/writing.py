"""What is on each of the eight slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmep_consult.disclosure import Released, require_released
from lmep_consult.report.amounts import number
from lmep_consult.report.contents import Contents, Part
from lmep_consult.report.findings import claims
from lmep_consult.report.findings.saying import count_of
from lmep_consult.report.values.tags import HEADLINE, of_section, stamped, table_tag, words_of_table
from lmep_consult.report.writers.identity import Identity
from lmep_consult.report.writers.shown import printable
from lmep_consult.table import ALL_GROUPS

if TYPE_CHECKING:
    from lmep_consult.report.slides.deck import Deck

_ONLY_RANGES = "No bar: only a range may be shown, or nothing."


def write_slides(
    tidy: Mapping[str, Released], made: Contents, identity: Identity, path: Path, template: Path | None = None
) -> None:
    """Write `path`: who was heard; findings; priorities by group; differences; outcomes; needs and barriers; formats;
    what cannot be said and next steps. A slide that the study has nothing for says so.

    Shapes are named by the tags of what they show. template and errors: as of `Deck`.

    Raises DisclosureError for a table that was not released.
    """
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    parts = {part.section.topic: part for part in made.results}
    from lmep_consult.report.slides.deck import Deck  # loads python-pptx

    deck = Deck(identity, template)
    _heard(deck, parts.get("Who took part"), frames)
    _findings(deck, made)
    _votes(deck, parts.get("Priorities"), frames, "Priorities")
    _differences(deck, tidy)
    _tabled(deck, parts.get("Outcomes"), "Outcomes")
    _tabled(deck, parts.get("Needs and barriers"), "Needs and barriers")
    _votes(deck, parts.get("Formats"), frames, "Formats")
    _open(deck, made, frames)
    deck.save(path)


def _begin(deck: Deck, part: Part | None, topic: str) -> bool:
    if part is None:
        deck.add(f"{topic}: nothing was asked", f"title {topic}", [])
        deck.text("text", [f"The study has no results on {topic.lower()}."])
        return False
    section = part.section
    heading = printable(section.heading)
    notes = [*section.paragraphs, f"How sure: {section.how_sure}", section.note]
    deck.add(heading, stamped(of_section(section.topic, "heading"), heading), map(printable, notes))
    return True


def _heard(deck: Deck, part: Part | None, frames: Mapping[str, Any]) -> None:
    if part is None or not _begin(deck, part, "Who took part"):
        return
    stages = frames["sample_stages"]
    own = stages[(stages["among"] == "interviews") & (stages["counted"] == "people") & (stages["group"] != ALL_GROUPS)]
    names = [printable(str(name)) for name in own["name"]]
    series = {
        title: [number(cell) for cell in own[column]]
        for title, column in (("Intended", "intended"), ("Held", "took_part"))
    }
    if names and any(cell is not None for cells in series.values() for cell in cells):
        deck.chart("bars/interviews", _read_out("Interviews", names, series, "{:.0f}"), names, series, percent=False)
        deck.foot(" ".join([*deck.identity.notices, f"State: {deck.identity.state_line}. {deck.identity.source_line}"]))
    else:
        _table(deck, part)


def _findings(deck: Deck, made: Contents) -> None:
    headline = printable(made.findings.headline)
    deck.add(headline, stamped(HEADLINE, headline), map(printable, [*made.findings.sentences, made.findings.groups]))
    deck.text("findings", [printable(sentence) for sentence in made.findings.sentences])
    deck.foot(printable(made.findings.groups))


def _votes(deck: Deck, part: Part | None, frames: Mapping[str, Any], topic: str) -> None:
    """The share of each group's voters with each option in their top three; a table where that is not said."""
    if not _begin(deck, part, topic) or part is None:
        return
    if part.table.table.csv != "top_three":
        _table(deck, part)
        return
    headings, rows = part.table.headings, part.table.rows
    bases = [float(heading.rpartition("= ")[2].rstrip(")")) for heading in headings[1:]]
    options = [str(row[0]) for row in rows]
    series = {
        heading: [None if number(row[at]) is None else number(row[at]) / base for row in rows]  # type: ignore[operator]
        for at, (heading, base) in enumerate(zip(headings[1:], bases, strict=True), start=1)
    }
    series = {name: cells for name, cells in series.items() if any(cell is not None for cell in cells)}
    if len(series) > 2:  # groups alone, so that each bar has room for its number
        series.pop(headings[1], None)
    if not series:
        _table(deck, part)
        return
    alt = _read_out("Share of voters with it in their top three", options, series, "{:.0%}")
    deck.chart(f"bars/{topic.lower()}", alt, options, series, percent=True)
    missing = any(cell is None for cells in series.values() for cell in cells)
    deck.foot(f"Share of voters with it in their top three. {_ONLY_RANGES if missing else deck.identity.source_line}")


def _differences(deck: Deck, tidy: Mapping[str, Released]) -> None:
    told = [
        claim for claim in claims(tidy) if claim.about == "difference" and not claim.text.startswith("No difference")
    ]
    title = f"{count_of(len(told), 'difference', 'differences')} between groups: more than chance among voters"
    deck.add(title if told else "No difference between groups is reliable", "differences", [_CAVEAT])
    said = [printable(claim.text) for claim in told] or ["Where groups seem to differ, chance may be the reason."]
    left = deck.text("text", said)
    deck.foot(f"{len(left)} more are in the report." if left else deck.identity.source_line)


_CAVEAT = "Where groups never met in a workshop, the workshops may be the reason for a difference."


def _tabled(deck: Deck, part: Part | None, topic: str) -> None:
    if _begin(deck, part, topic) and part is not None:
        _table(deck, part)


def _table(deck: Deck, part: Part) -> None:
    rows = [[str(cell) for cell in row] for row in (part.table.headings, *part.table.rows)]
    tag = stamped(table_tag(part.table.table.name), words_of_table(rows))
    left = deck.table(tag, part.table.table.title, rows)
    deck.foot(f"{left} more rows are in the report." if left else deck.identity.source_line)


def _open(deck: Deck, made: Contents, frames: Mapping[str, Any]) -> None:
    drafts = [printable(str(draft)) for draft in frames["limitations"]["draft"]]
    sure = [
        f"{part.section.topic}: {printable(part.section.how_sure)}"
        for part in made.results
        if part.section.topic in _ASKED
    ]
    deck.add("What we cannot say, and next steps", "open", [*drafts, *sure, "Next steps are for the author to write."])
    left = deck.text("text", [*sure, *(draft[:400].rpartition(". ")[0] + "." for draft in drafts), _NEXT])
    deck.foot(f"{len(left)} more are in the notes." if left else deck.identity.source_line)


_ASKED = ("Priorities", "Outcomes", "Formats")
_NEXT = "Next steps: for the author to write."


def _read_out(what: str, categories: Sequence[str], series: Mapping[str, Sequence[float | None]], form: str) -> str:
    """What a chart says, for those who cannot see it."""
    said = [
        f"{category}: "
        + ", ".join(
            f"{name} {'not shown' if cells[at] is None else form.format(cells[at])}" for name, cells in series.items()
        )
        for at, category in enumerate(categories)
    ]
    return f"{what}. {'; '.join(said)}."
