"""The results as a chapter to edit: a section each for who took part, what was voted for and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.chapter.section import Frames, Quotation, Section
from lmep_consult.report.chapter.spoken import assumptions_section, needs_section
from lmep_consult.report.chapter.taking_part import taking_part
from lmep_consult.report.chapter.voted import voted
from lmep_consult.report.chapter.written import written_section

__all__ = ["Quotation", "Section", "chapter"]


def chapter(tidy: Mapping[str, Released], plan: Plan) -> list[Section]:
    """Its sections in order, from released tables by name; those that a study has nothing for are left out."""
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    made: list[Section] = []
    for write in (
        taking_part,
        partial(voted, "priorities"),
        partial(voted, "outcomes"),
        needs_section,
        partial(voted, "formats"),
        assumptions_section,
        written_section,
    ):
        section = write(_without(frames, made), plan)
        if section is not None:
            made.append(section)
    return made


def _without(frames: Frames, made: Iterable[Section]) -> Frames:
    """The frames without quotations that a section has shown already."""
    shown = [quotation.words for section in made for quotation in section.quotations]
    of_words = ("quotes", "assumption_quotes")
    return {**frames, **{name: frames[name][~frames[name]["quote"].isin(shown)] for name in of_words}}
