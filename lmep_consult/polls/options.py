"""Finding a question's options in a cell: `A;B;C;`, `["A","B","C"]` as Power Automate writes it, or `1. A, 2. B`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from lmep_consult.text import fold, shown

Pieces = tuple[str, ...]


class Offer:
    """What was offered, to be found in cells: whatever the case, white space, apostrophes and dashes there.

    options: as the study spells them, white space folded. An option may hold semicolons, which Forms does not escape.
    Raises ValueError naming an option that is too like another.
    """

    def __init__(self, options: Sequence[str]) -> None:
        self.options = [shown(option) for option in options]
        apart = len({tuple(map(fold, _pieces(option))) for option in self.options}) == len(options)
        self._compared = fold if apart else shown
        self._of = {self._pieces(option): option for option in self.options}
        if len(self._of) < len(self.options):
            raise ValueError(
                next(o for o in self.options if self._of[self._pieces(o)] != o or self.options.count(o) > 1)
            )

    def _pieces(self, text: str) -> Pieces:
        return tuple(map(self._compared, _pieces(text)))

    @cached_property
    def _longest_first(self) -> list[Pieces]:
        return sorted((pieces for pieces in self._of if pieces), key=lambda pieces: -len(pieces))

    def find(self, text: str) -> str | None:
        """The option that the text is."""
        return self._of.get(self._pieces(text)) if _pieces(text) else None

    def tokens(self, cell: str) -> list[str]:
        """The options and other texts a cell lists, in its order; options as the study spells them.

        A cell is read as options only, none twice, if it can be, and the longest option goes first; where it has no
        semicolon, also with commas between options. The rest is cut at each semicolon.

        >>> Offer(["Skills", "Work; health"]).tokens("Work; health;skills ;Parks;")
        ['Work; health', 'Skills', 'Parks']
        """
        listed = listed_texts(cell)
        if listed is not None:
            return [self.find(text) or text for text in listed]
        only_options = next(self._readings(cell), None)
        if only_options is not None:
            return only_options
        if by_commas := self._between_commas(cell):
            return by_commas
        pieces, said = self._pieces(cell), _pieces(cell)
        tokens = []
        at = 0
        while at < len(pieces):
            found = next((o for o in self._longest_first if pieces[at : at + len(o)] == o), None)
            tokens.append(self._of[found] if found else said[at])
            at += len(found or said[at : at + 1])
        return tokens

    def _between_commas(self, cell: str) -> list[str]:
        """The options, none twice, that a cell lists with commas between them, as Google Forms does; none otherwise."""
        text = self._compared(cell)
        found: list[str] = []
        at = 0
        while at < len(text) and ";" not in text:
            there = (o for o in sorted(self.options, key=len, reverse=True) if _stands(self._compared(o), text, at))
            option = next(there, None)
            if option is None or option in found:
                return []
            found.append(option)
            at += len(self._compared(option))
            at += len(text[at:]) - len(text[at:].lstrip(", "))
        return found if len(found) > 1 else []

    def two_ways(self, cell: str) -> bool:
        """Whether the cell can be read as options only, none twice, in more than one way."""
        return listed_texts(cell) is None and len([*zip(range(2), self._readings(cell), strict=False)]) == 2

    def _readings(self, cell: str) -> Iterator[list[str]]:
        """The ways to read a cell as options only, none twice, those with the longest option first coming first."""
        pieces = self._pieces(cell)
        dead: set[tuple[int, frozenset[Pieces]]] = set()  # where no way leads on

        def onward(at: int, used: tuple[Pieces, ...]) -> Iterator[list[str]]:
            if at == len(pieces):
                yield [self._of[option] for option in used]
                return
            if (at, frozenset(used)) in dead:
                return
            led_on = False
            for option in self._longest_first:
                if option not in used and pieces[at : at + len(option)] == option:
                    for reading in onward(at + len(option), (*used, option)):
                        led_on = True
                        yield reading
            if not led_on:
                dead.add((at, frozenset(used)))

        if 0 < len(pieces) <= sum(map(len, self._of)):
            yield from onward(0, ())


def _stands(option: str, text: str, at: int) -> bool:
    """Whether an option is at a place of a text, and a comma or nothing after it."""
    return bool(option) and text.startswith(option, at) and text[at + len(option) : at + len(option) + 1] in ("", ",")


def listed_texts(cell: str) -> list[str] | None:
    """The texts of a JSON array or of a numbered list of two or more, white space folded; None where the cell is
    neither.

    >>> listed_texts('["A; B", "C"]'), listed_texts("1. Skills, 2. Work, health"), listed_texts("5. Excellent")
    (['A; B', 'C'], ['Skills', 'Work, health'], None)
    """
    if cell.startswith("1"):
        return _numbered(cell)
    if not (cell.startswith("[") and cell.endswith("]")):
        return None
    try:
        listed = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(item, str | int | float) for item in listed):
        return None
    return [text for item in listed if (text := shown(item))]


def is_numbered(cell: str) -> bool:
    """Whether a cell is a numbered list, which is an order."""
    return _numbered(cell) is not None


def _numbered(cell: str) -> list[str] | None:
    """The texts of a list numbered from 1 without a gap; where there are semicolons, numbers are the options' own."""
    listed: list[str] = []
    if ";" in cell:
        return None
    at = 0
    while found := re.compile(rf",? ?{len(listed) + 1}[.)] ?(?=\S)").match(cell, at):
        following = re.compile(rf",? {len(listed) + 2}[.)] ?(?=\S)").search(cell, found.end())
        at = following.start() if following else len(cell)
        listed.append(cell[found.end() : at].strip(" ,"))
    return listed if len(listed) > 1 else None


def naive_tokens(cell: str) -> list[str]:
    """What a cell lists where the options are not known: cut at every semicolon."""
    listed = listed_texts(cell)
    return list(_pieces(cell)) if listed is None else listed


def _pieces(text: str) -> Pieces:
    return tuple(piece for part in text.split(";") if (piece := part.strip()))
