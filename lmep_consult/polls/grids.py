"""Questions that an export spreads over several columns: rankings, one an option, holding its place, or one a place,
holding an option; and choices, one an option, marked where it was chosen."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lmep_consult.text import unaccented

_MOST = 50  # columns of one question
_PLACE = re.compile(
    r"(?:(?:rank|choice|priority|preference|place|position|option|no\.?|#)[ :]?)?(\d{1,2})(?:st|nd|rd|th|\.)?"
    r"(?: (?:choice|priority|preference|place|rank|most important))?"
)
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_IN_WORDS = re.compile(rf"({'|'.join(_WORDS)})(?: (?:choice|priority|preference|place))?")
_NO_PLACE = ("", "n/a", "na", "-", "not ranked", "unranked", "-99")  # Qualtrics' of what nobody was asked
_CHOSEN = ("1", "yes", "y", "true", "x", "✓", "✔", "selected", "checked", "ticked")
_NOT_CHOSEN = ("", "0", "no", "n", "false", "n/a", "-", "not selected", "unchecked", "unticked", "-99")
OTHER = re.compile(r"other\b|something else|none of", re.IGNORECASE)  # options in whose place people write
_NUMBER = re.compile(r"\d{1,2}")


def place_in(text: str) -> int | None:
    """The place that a cell or heading names, None where it names none.

    >>> place_in("2nd choice"), place_in("Rank 3"), place_in("First"), place_in("Skills")
    (2, 3, 1, None)
    """
    words = unaccented(text)
    if found := _PLACE.fullmatch(words):
        return int(found[1])
    found = _IN_WORDS.fullmatch(words)
    return _WORDS.index(found[1]) + 1 if found else None


@dataclass(frozen=True)
class Grid:
    """A question in several columns: their places, by the label each has next to the question. by_place: whether labels
    are places and cells options, and not the other way round."""

    columns: Mapping[str, int]
    by_place: bool

    def read(self, cells: Sequence[str]) -> tuple[str, str]:
        """A row's ranking as a JSON array, best first, "" where nothing is ranked; and why it cannot be one, or ""."""
        held = {label: cells[at] for label, at in self.columns.items() if unaccented(cells[at]) not in _NO_PLACE}
        if self.by_place:
            at_place = {place_in(label) or 0: option for label, option in held.items()}
            if len(at_place) < len(held):
                return "", "two columns are of one place"
            return _listed([at_place[place] for place in sorted(at_place)]), ""
        option_at: dict[int, str] = {}
        for option, cell in held.items():
            place = place_in(cell)
            if place is None or not 1 <= place <= max(len(self.columns), 1):
                return "", f"{cell!r} for {option!r} is no place from 1 to {len(self.columns)}"
            if place in option_at:
                return "", f"{option_at[place]!r} and {option!r} share place {place}"
            option_at[place] = option
        return _listed([option_at[place] for place in sorted(option_at)]), ""

    def chosen(self, cells: Sequence[str]) -> tuple[str, str]:
        """What a row chooses as a JSON array, "" for nothing; and why that cannot be said, or "". A cell holds its
        option's name, or a mark; or, next to "Other", the voter's own words."""
        found = []
        for option, at in self.columns.items():
            said = unaccented(cells[at])
            if said == unaccented(option) or said in _CHOSEN:
                found.append(option)
            elif said not in _NOT_CHOSEN and OTHER.match(option):
                found.append(cells[at])
            elif said not in _NOT_CHOSEN:
                return "", f"{cells[at]!r} for {option!r} is neither its name nor a mark such as 1 or Yes"
        return _listed(found), ""

    def surely_chooses(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether each cell that is filled holds the name of its option, or all hold one and the same mark (and 0 the
        others), and somebody chose something. Columns in which some say yes and some no may be questions apart."""
        held = [(option, unaccented(row[at])) for row in rows for option, at in self.columns.items() if row[at]]
        held = [(option, said) for option, said in held if not OTHER.match(option)]
        named = [said == unaccented(option) for option, said in held]
        marks = {said for _, said in held} - {"0"}
        return not self.by_place and bool(held) and (all(named) or (len(marks) == 1 and marks <= {*_CHOSEN}))

    def surely_ranks(self, rows: Sequence[Sequence[str]], numbers: bool) -> bool:
        """Whether it is a ranking and not, for instance, a grid of ratings: the columns are places; or the cells are,
        in words as "1st choice" or, where `numbers` may be places, as numbers up to that of options; more than half of
        the rows give each place once, and somebody gives a second: a 1 alone may say that an option was chosen."""
        if self.by_place:
            return True
        filled = [row for row in rows if any(row[at] for at in self.columns.values())]
        read = [self.read(row) for row in filled]
        cells = [row[at] for row in filled for at in self.columns.values() if unaccented(row[at]) not in _NO_PLACE]
        if not cells or not all(place_in(cell) for cell in cells):
            return False
        as_numbers = [int(cell) for cell in cells if _NUMBER.fullmatch(cell)]
        may_be = not as_numbers or (numbers and all(1 <= place <= len(self.columns) for place in as_numbers))
        if as_numbers and max(as_numbers) < 2:
            return False
        return may_be and 2 * sum(bool(text) for text, _ in read) > len(filled)


def _listed(options: Sequence[str]) -> str:
    return json.dumps(options, ensure_ascii=False) if options else ""


def find_grids(headings: Mapping[str, int]) -> dict[str, Grid]:
    """The questions that several columns may be parts of: headed `Q [label]`, `Q - label` or `Q (1st)`, or by a place
    alone ("1st choice"), which is the question "choice". A heading belongs to the question with most parts in brackets,
    or else with most parts."""
    parts: dict[str, dict[str, int]] = {}
    bracketed: Counter[str] = Counter()
    for heading, at in headings.items():
        for question, label in dict.fromkeys(_splits(heading)):
            parts.setdefault(question, {})[label] = at
            bracketed[question] += heading.endswith(f"[{label}]")
    grids: dict[str, Grid] = {}
    taken: set[int] = set()
    order = sorted(parts, key=lambda question: (bracketed[question] < 2, -len(parts[question]), -len(question)))
    for question, columns in ((question, parts[question]) for question in order):
        places = [place_in(label) for label in columns]
        free = not taken & set(columns.values())
        if free and 2 <= len(columns) <= _MOST and question not in headings:
            grids[question] = Grid(columns, by_place=all(places) and len(set(places)) == len(places))
            taken |= set(columns.values())
    return grids


def _splits(heading: str) -> Iterator[tuple[str, str]]:
    if found := re.fullmatch(r"(.*\S) ?\[([^\[\]]{1,300})\]", heading):
        yield found[1], found[2]
    for dash in re.finditer(r" [-–—:] ", heading):
        yield heading[: dash.start()].rstrip(), heading[dash.end() :].strip()
    if (found := re.fullmatch(r"(.*\S) ?\(([^()]{1,40})\)", heading)) and place_in(found[2]):
        yield found[1], found[2]
    if (found := re.fullmatch(r"\S+ (choice|priority|preference)", heading, re.IGNORECASE)) and place_in(heading):
        yield found[1].casefold(), heading
