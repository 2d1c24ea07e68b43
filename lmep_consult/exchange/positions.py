"""How the program that wrote a project counted the characters of its texts.

The standard counts code points. Some programs count a line end of two characters as one, though the file holds both,
and some count UTF-16 units, so that an emoji is two. The file does not say; but passages begin and end with words, and
the way of counting that makes most of them do so is the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, product

_LINE_END = re.compile(r"\r\n?")
_OURS = "lmep-consult "
_TWO_UNITS = re.compile(r"[\U00010000-\U0010ffff]")

Places = list[tuple[int, int] | None]


def places_in(raw: str, passages: Sequence[tuple[int | None, int | None]], origin: str) -> tuple[Places, list[str]]:
    """Where passages lie in a text with line feeds alone (see `with_line_feeds`), None for one that lies outside it;
    and what had to be decided. raw: the text as it lies in the file. origin: the program that wrote it."""
    two_ways, units_matter = "\r\n" in raw, bool(_TWO_UNITS.search(raw)) and not origin.startswith(_OURS)
    ways = list(product([True, False] if two_ways else [False], [False, True] if units_matter else [False]))
    if "atlas" in origin.casefold():
        ways.sort()  # where passages do not show it, ATLAS.ti counts a line end as one
    tried = [_placed(raw, passages, *way) for way in ways]
    text = with_line_feeds(raw)
    scores = [_sense(text, places) for places in tried]
    best = scores.index(max(scores))
    as_two, utf16 = ways[best]
    notes = []
    if two_ways:
        said = "two characters" if as_two else "one character"
        notes.append(f"each line end of two characters was taken to be counted as {said}; look at a late passage")
    if utf16:  # which the standard does not ask for
        notes.append("each emoji was taken to be counted as two characters; look at a passage after one")
    return tried[best], notes


def with_line_feeds(raw: str) -> str:
    """The text with each line end, of whatever kind, a line feed."""
    return _LINE_END.sub("\n", raw)


def _placed(raw: str, passages: Iterable[tuple[int | None, int | None]], as_two: bool, utf16: bool) -> Places:
    counted = raw if as_two else with_line_feeds(raw)
    size = (1 + (utf16 and char > "\uffff") for char in counted)
    point_at = {unit: point for point, unit in enumerate(accumulate(size, initial=0))}

    def place(position: int | None) -> int | None:
        point = None if position is None else point_at.get(position)
        return None if point is None else point - counted.count("\r\n", 0, point)

    both = ((place(start), place(end)) for start, end in passages)
    return [(start, end) if start is not None and end is not None and start < end else None for start, end in both]


def _sense(text: str, places: Places) -> tuple[int, int]:
    """How many passages begin and end where words do; and how many of those have no white space at either end."""
    at_words = [text[start:end] for start, end in filter(None, places) if _at_words(text, start, end)]
    return len(at_words), sum(quote == quote.strip() for quote in at_words)


def _at_words(text: str, start: int, end: int) -> bool:
    cuts = ((start - 1, start), (end - 1, end))
    return not any(a >= 0 and b < len(text) and text[a].isalnum() and text[b].isalnum() for a, b in cuts)
