"""What is done with a control: filled, left, or taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lmep_consult.documents.listing import Line, State
from lmep_consult.report.values import Value, stamp
from lmep_consult.table import NOT_AVAILABLE, SUPPRESSED

NO_QUOTATION = "[This quotation may not be shown any more.]"
MARKS = (f" {SUPPRESSED}", f" {NOT_AVAILABLE}")
_OF_WORDS = ("quotes", "assumption_quotes", "write_ins", "joint_display")  # tables that show words of participants


class Place(Protocol):
    """Where a value is shown: a control of a Word document, or a shape of a slide."""

    @property
    def tag(self) -> str: ...

    @property
    def stamp(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def is_placeholder(self) -> bool: ...


@dataclass(frozen=True)
class Decision:
    """fill: the text to be put there; mark: what to add behind what is there; neither where it is left. stamp_of: what
    the stamp is made of."""

    line: Line
    fill: str | None = None
    value: Value | None = None
    stamp_of: str = ""
    mark: str = ""


def decided(place: Place, value: Value | None, overwrite: bool, stuck: str = "") -> Decision:
    """What becomes of a place that shows `value`, which is None where no value has its tag any more.

    - A quotation that is not released any more is taken out, also where somebody changed it by hand; so is a table of
      participants' words. Nothing goes before what was promised to them.
    - What somebody changed by hand stays, and is told, unless `overwrite` says otherwise.
    - A number that is withheld now stays as it was, with the mark for withheld behind it; what there is no value for
      any more, with the mark for not available.
    """
    of_words = place.tag.startswith(("quotation/", *(f"table/{name}" for name in _OF_WORDS)))
    if value is None:
        if of_words:
            return _filled(place, State.REMOVED, None, NO_QUOTATION, stale=True)
        return _marked(place, State.GONE, "", NOT_AVAILABLE)
    text = unmarked(place.text)
    fresh = not place.stamp or place.is_placeholder
    by_hand = not fresh and value.kind != "chart" and stamp(text) != place.stamp
    stale = fresh or stamp(value.content) != place.stamp
    if stuck and (stale or by_hand):
        return Decision(_line(place, State.STUCK, value.kind, place.text, stale, stuck))
    if not stale and not by_hand and text == place.text:
        return Decision(_line(place, State.SAME, value.kind, place.text, False))
    if by_hand and not overwrite and not of_words:
        return Decision(_line(place, State.EDITED, value.kind, value.text, stale))
    if value.text == SUPPRESSED and not fresh and text != SUPPRESSED:
        return _marked(place, State.WITHHELD, value.kind, SUPPRESSED)
    return _filled(place, State.OVERWRITTEN if by_hand else State.CHANGED, value, value.text, stale or not by_hand)


def unmarked(text: str) -> str:
    """What a place says without a mark that an earlier fill put behind it."""
    return next((text.removesuffix(mark) for mark in MARKS if text.endswith(mark)), text)


def _marked(place: Place, state: State, kind: str, mark: str) -> Decision:
    text = unmarked(place.text)
    line = _line(place, state, kind, f"{text} {mark}", stale=True)
    return Decision(line, stamp_of=text, mark=f" {mark}" if text == place.text else "")


def _filled(place: Place, state: State, value: Value | None, text: str, stale: bool) -> Decision:
    kind = "quotation" if value is None else value.kind
    fill = None if value is None and place.text.split() == text.split() else text
    return Decision(_line(place, state, kind, text, stale), fill, value, text if value is None else value.content)


def _line(place: Place, state: State, kind: str, new: str, stale: bool, why: str = "") -> Line:
    return Line(state, place.tag, kind, place.where, place.text, new, stale, why, filled_before=bool(place.stamp))
