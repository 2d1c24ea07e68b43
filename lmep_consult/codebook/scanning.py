"""Where in many texts a phrase is, so that only there words need be looked at.

Texts are taken as pieces (what is between two spaces), and each piece is looked at once, however often it is said: may
a phrase be whole in it, go on in the next, or have begun before? What the next must have is kept as bits, so that the
pieces of many texts are compared with those after them all together. What passes is looked at with the pieces round it,
again once, however often they are said together. So all forms and spellings that matching knows are known here, also of
words that are in no dictionary, which a list of strings to search for could not have.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

import numpy as np

_MOST = 2**18  # pieces kept, of about 400 bytes each, and pieces together; then all are forgotten
_WHOLE, _OPEN, _BEGUN, _BREAK = 1, 2, 4, 8


class Glance(NamedTuple):
    """What a piece shows by itself. words: how many it has. whole: whether a phrase is whole in it. before: how many
    words before it a phrase may begin that it is part of. wants: as bits, what the next piece must have so that a
    phrase may go on in it, by each of two ways; zero where none may. has: what the piece has for the one before it,
    likewise. breaks: whether a sentence may begin or end with it."""

    words: int
    whole: bool
    before: int
    wants: tuple[int, int]
    has: tuple[int, int]
    breaks: bool


class Places(NamedTuple):
    """Of a text's pieces, those at which a phrase is, or begins; and those with which a sentence may begin or end."""

    phrases: list[int]
    breaks: list[int]


class Sight(IntEnum):
    """What some pieces together show of a phrase that is at a place in them."""

    NONE = 0
    WHOLE = 1
    OPEN = 2  # there may be one, if more pieces follow


class Scanner(dict[str, int]):
    """The pieces met so far, numbered. glance: of a piece, its Glance. sight: what some pieces show together, at the
    one whose place is given."""

    def __init__(self, glance: Callable[[str], Glance], sight: Callable[[Sequence[str], int], Sight]) -> None:
        self._glance = glance
        self._sight = sight
        self._forget()

    def _forget(self) -> None:
        self.clear()
        self._flags, self._before, self._words = array("B"), array("B"), array("L")
        self._wants, self._has = (array("Q"), array("Q")), (array("Q"), array("Q"))
        self._together: dict[tuple[int, tuple[str, ...]], Sight] = {}

    def __missing__(self, piece: str) -> int:
        seen = self._glance(piece)
        self._flags.append(
            _WHOLE * seen.whole | _OPEN * any(seen.wants) | _BEGUN * (seen.before > 0) | _BREAK * seen.breaks
        )
        self._before.append(seen.before)
        self._words.append(seen.words)
        for way in (0, 1):
            self._wants[way].append(seen.wants[way])
            self._has[way].append(seen.has[way])
        self[piece] = number = len(self)
        return number

    def places(self, texts: Sequence[Sequence[str]]) -> list[Places | None]:
        """Of each text, given as its pieces, where to look; None where there is no phrase."""
        if max(len(self), len(self._together)) > _MOST:
            self._forget()
        lengths = list(map(len, texts))
        numbers = np.fromiter(map(self.__getitem__, chain.from_iterable(texts)), np.int64, sum(lengths))
        starts = np.cumsum([0, *lengths])
        flags = np.frombuffer(self._flags, np.uint8)[numbers]
        breaks = np.flatnonzero(flags & _BREAK)
        flags &= _WHOLE | _OPEN | _BEGUN
        flags[starts[1:] - 1] &= _WHOLE | _BEGUN  # nothing follows
        at = np.flatnonzero(flags)
        at = at[(flags[at] != _OPEN) | self._may_go_on(numbers, at)]
        text = np.searchsorted(starts, at, side="right") - 1
        found: dict[int, list[int]] = defaultdict(list)
        for number, place, flag in zip(text.tolist(), (at - starts[text]).tolist(), flags[at].tolist(), strict=True):
            if flag & _WHOLE or self._is_there(texts[number], place):
                found[number].append(place)
        of = np.searchsorted(breaks, starts)
        return [
            Places(found[n], (breaks[of[n] : of[n + 1]] - starts[n]).tolist()) if n in found else None
            for n in range(len(texts))
        ]

    def _may_go_on(self, numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Whether the pieces after those at these places have what these want."""
        one, other = numbers[at], numbers[np.minimum(at + 1, len(numbers) - 1)]
        found = np.zeros(len(at), dtype=bool)
        for wants, has in zip(self._wants, self._has, strict=True):
            found |= np.frombuffer(wants, np.uint64)[one] & np.frombuffer(has, np.uint64)[other] > 0
        return found

    def _is_there(self, pieces: Sequence[str], at: int) -> bool:
        """Whether a phrase is there, seen with as many pieces as it takes."""
        low, before = at, self._before[self[pieces[at]]]
        while low and before > 0:
            low -= 1
            before -= self._words[self[pieces[low]]]
        sight = Sight.NONE
        for high in range(at + 1, len(pieces) + 1):
            together = at - low, tuple(pieces[low:high])
            if together not in self._together:
                self._together[together] = self._sight(together[1], at - low)
            sight = self._together[together]
            if sight is not Sight.OPEN:
                break
        return sight is Sight.WHOLE
