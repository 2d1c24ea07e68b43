"""Where in many texts a phrase is, and of most which sentence it is in, without taking texts apart.

Texts are taken as pieces (what is between two spaces), and each piece is looked at once, however often it is said:
which phrases are in it, may one go on in the next, or have begun before? What the next must have is kept as bits, so
that the pieces of many texts are compared with those after them all together. What passes is looked at with the pieces
round it, again once, however often they are said together. So all forms and spellings that matching knows are known
here, also of words that are in no dictionary, which a list of strings to search for could not have. Whether a sentence
ends with a piece, or something may be denied there, is kept likewise; where that does not settle what is said, the
sentence is left for others to take apart.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np

from lmep_consult.pieces import pieces_of

_MOST = 2**18  # pieces kept, of about 500 bytes each, and pieces together; then all are forgotten
_WHOLE, _OPEN, _BEGUN, _BREAK, _CLOSES, _LEADS, _LOWER, _DENIES, _ECHOES = (1 << n for n in range(9))
_HALF = 32  # bits of two numbers put together


class Hit(NamedTuple):
    """A phrase of a code that is at a place. why: which term matched which words. first, last: its words, counted from
    the first of the piece at the place. skips_denied: whether it counts for nothing where it is denied."""

    code: str
    why: str
    first: int
    last: int
    skips_denied: bool


class Sight(NamedTuple):
    """What some pieces together show of the phrases at a place in them. hits: those that are there. is_open: whether
    there may be another, if more pieces follow. before: how many words before these another may begin. depends: whether
    a hit depends on other phrases round it. on_text: whether on more than the sentence."""

    hits: tuple[Hit, ...]
    is_open: bool
    before: int
    depends: bool
    on_text: bool


NOTHING = Sight((), is_open=False, before=0, depends=False, on_text=False)  # what most pieces show


class Glance(NamedTuple):
    """What a piece shows by itself. sight: the phrases in it. wants: as bits, what the next piece must have so that a
    phrase may go on in it, by each of two ways; zero where none may. has: what the piece has for the one before it,
    likewise. starts, ends: where in it its first token starts and its last ends. breaks: whether a sentence may begin
    or end with it. closes: whether all that it does is to end one. leads: whether it begins one, where one has ended
    before it. is_lower: whether a letter is no capital. denies: whether it may deny what is near, or has no words.
    echoes: whether it may hand what follows back to the interviewer."""

    sight: Sight
    wants: tuple[int, int]
    has: tuple[int, int]
    starts: int
    ends: int
    breaks: bool
    closes: bool
    leads: bool
    is_lower: bool
    denies: bool
    echoes: bool


@dataclass(slots=True)
class Scanned:
    """What scanning a text came to. sentences: those that hold a phrase, each with its start and end in the text and
    the hits in it. pieces, breaks: the text's pieces, and the places of those with which a sentence may begin or end.
    unsure: the places of pieces at which there is a phrase, and more must be known. on_text: whether that is more than
    the sentence. Pieces and breaks are given only where something is unsure."""

    sentences: list[tuple[int, int, tuple[Hit, ...]]] = field(default_factory=list)
    pieces: Sequence[str] = ()
    breaks: Sequence[int] = ()
    unsure: list[int] = field(default_factory=list)
    on_text: bool = False


@dataclass(slots=True)
class _Said:
    """A sentence of a text that holds a phrase: where it starts and ends, what is in it and at which places."""

    text: int
    start: int
    end: int
    hits: tuple[Hit, ...] = ()
    places: list[int] = field(default_factory=list)
    is_sure: bool = True
    on_text: bool = False


class _Pairs(dict[int, bool]):
    """Whether two pieces, one after the other, show more than nothing; by their numbers put together."""

    def __init__(self, shows: Callable[[int, int], bool]) -> None:
        self._shows = shows

    def __missing__(self, pair: int) -> bool:
        self[pair] = shows = self._shows(pair >> _HALF, pair % 2**_HALF)
        return shows


class Scanner(dict[str, int]):
    """The pieces met so far, numbered. glance: of a piece, its Glance. sight: what some pieces show together, at the
    one whose place is given. judged: of hits at a place in a sentence, given as its pieces, those that count, where one
    of them may be denied. within: how many words before and after a phrase may deny it."""

    def __init__(
        self,
        glance: Callable[[str], Glance],
        sight: Callable[[Sequence[str], int], Sight],
        judged: Callable[[tuple[Hit, ...], Sequence[str], int], tuple[Hit, ...]],
        within: tuple[int, int],
    ) -> None:
        self._glance, self._sight, self._judged = glance, sight, judged
        self._within = within
        self._forget()

    def _forget(self) -> None:
        self.clear()
        self._flags = array("H")
        self._wants, self._has = (array("Q"), array("Q")), (array("Q"), array("Q"))
        self._lengths, self._starts, self._ends = array("q"), array("q"), array("q")
        self._pieces: list[str] = []
        self._alone: list[Sight] = []
        self._together: dict[tuple[int, ...], Sight] = {}
        self._pairs = _Pairs(partial(self._show, 0)), _Pairs(partial(self._show, 1))

    def __missing__(self, piece: str) -> int:
        seen = self._glance(piece)
        shows = (
            bool(seen.sight.hits), any(seen.wants), seen.sight.before > 0, seen.breaks, seen.closes, seen.leads,
            seen.is_lower, seen.denies, seen.echoes,
        )  # fmt: skip
        self._flags.append(sum(1 << n for n, shown in enumerate(shows) if shown))
        for way in (0, 1):
            self._wants[way].append(seen.wants[way])
            self._has[way].append(seen.has[way])
        self._lengths.append(len(piece) + 1)
        self._starts.append(seen.starts)
        self._ends.append(seen.ends)
        self._alone.append(seen.sight)
        self._pieces.append(piece)
        self[piece] = number = len(self)
        return number

    def scan(self, texts: Sequence[str]) -> list[Scanned | None]:
        """Of each text, what is in it; None where there is no phrase."""
        if max(len(self), len(self._together), *map(len, self._pairs)) > _MOST:
            self._forget()
        pieces = pieces_of(texts)
        numbers, starts = pieces.each(self.__getitem__, np.int64), pieces.starts
        flags = np.frombuffer(self._flags, np.uint16)[numbers]
        breaks = np.flatnonzero(flags & _BREAK)
        at, is_alone = self._places(numbers, flags, starts)
        of = np.searchsorted(starts, at, side="right") - 1
        low, high, is_clear = _sentences(flags, breaks, at, starts[of], starts[of + 1])
        begin, end = self._ends_of(numbers, low, high, starts[of])
        denies, echoes = (_counted(flags & flag).data for flag in (_DENIES, _ECHOES))
        known, starts_of = numbers.data, starts.tolist()
        said: dict[int, _Said] = {}  # by the first piece of each sentence
        columns = (each.tolist() for each in (at, is_alone, of, low, high, is_clear, begin, end))
        for place, alone, text, first, last, clear, start, stop in zip(*columns, strict=True):
            if alone:
                before, after, sight = place, place + 1, self._alone[known[place]]
            else:
                before, after, sight = self._look(known, place, starts_of[text], starts_of[text + 1])
            if not sight.hits:
                continue
            is_sure = clear and not sight.depends and echoes[first] == echoes[place + 1]
            hits = sight.hits
            before, after = max(before - self._within[0], first), min(after + self._within[1], last)
            if is_sure and denies[before] != denies[after]:
                hits = self._judged(hits, self._of(known[first:last]), place - first)
                if not hits:
                    continue
            sentence = said.get(first)
            if sentence is None:
                sentence = said[first] = _Said(text, start, stop)
            sentence.hits += hits
            sentence.places.append(place)
            sentence.is_sure = sentence.is_sure and is_sure
            sentence.on_text = sentence.on_text or sight.on_text
        return self._by_text(said.values(), known, starts_of, breaks.tolist())

    def _ends_of(
        self, numbers: np.ndarray, low: np.ndarray, high: np.ndarray, begins: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Where the sentences of these pieces start and end in their texts, which begin so."""
        lengths, starts, ends = (np.frombuffer(each, np.int64) for each in (self._lengths, self._starts, self._ends))
        offsets = _counted(lengths[numbers])
        return (
            offsets[low] - offsets[begins] + starts[numbers[low]],
            offsets[high - 1] - offsets[begins] + ends[numbers[high - 1]],
        )

    def _show(self, at: int, one: int, other: int) -> bool:
        """Whether two pieces show more than nothing at one of them."""
        return self._sight(self._of((one, other)), at) != NOTHING

    def _of(self, numbers: Sequence[int]) -> list[str]:
        """The pieces with these numbers."""
        return list(map(self._pieces.__getitem__, numbers))

    def _places(self, numbers: np.ndarray, flags: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The places at which a phrase may be; and whether what their pieces show alone is all that is there."""
        shows = flags & (_WHOLE | _OPEN | _BEGUN)
        shows[starts[1:] - 1] &= _WHOLE | _BEGUN  # nothing follows
        shows[starts[:-1]] &= _WHOLE | _OPEN  # nothing is before it
        open_ = np.flatnonzero(shows & _OPEN)
        shows[open_[~self._may_go_on(numbers, open_)]] &= _WHOLE | _BEGUN
        for flag, after in ((_OPEN, 1), (_BEGUN, 0)):
            at = np.flatnonzero(shows == flag)
            pairs = (numbers[at + after - 1] << _HALF) + numbers[at + after]
            known = map(self._pairs[1 - after].__getitem__, pairs.tolist())
            shows[at[~np.fromiter(known, bool, len(pairs))]] = 0
        at = np.flatnonzero(shows)
        return at, shows[at] == _WHOLE

    def _may_go_on(self, numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Whether the pieces after those at these places have what these want."""
        one, other = numbers[at], numbers[at + 1]
        found = np.zeros(len(at), dtype=bool)
        for wants, has in zip(self._wants, self._has, strict=True):
            found |= np.frombuffer(wants, np.uint64)[one] & np.frombuffer(has, np.uint64)[other] > 0
        return found

    def _look(self, known: Sequence[int], at: int, start: int, end: int) -> tuple[int, int, Sight]:
        """What is at a place, seen with as many pieces of its text as it takes; from which to which."""
        low, high, sight = at, at + 1, self._alone[known[at]]
        while True:
            if sight.before and low > start:
                low -= 1
            elif sight.is_open and high < end:
                high += 1
            else:
                return low, high, sight
            together = at - low, *known[low:high]
            if together not in self._together:
                self._together[together] = self._sight(self._of(known[low:high]), at - low)
            sight = self._together[together]

    def _by_text(
        self, said: Iterable[_Said], known: Sequence[int], starts: Sequence[int], breaks: Sequence[int]
    ) -> list[Scanned | None]:
        """Sentences put together by their texts, which start so."""
        found: list[Scanned | None] = [None] * (len(starts) - 1)
        for each in said:
            scanned = found[each.text]
            if scanned is None:
                scanned = found[each.text] = Scanned()
            if each.is_sure:
                scanned.sentences.append((each.start, each.end, each.hits))
                continue
            start, end = starts[each.text : each.text + 2]
            if not scanned.unsure:
                scanned.pieces = self._of(known[start:end])
                scanned.breaks = [at - start for at in breaks[bisect_left(breaks, start) : bisect_left(breaks, end)]]
            scanned.unsure += [place - start for place in each.places]
            scanned.on_text = scanned.on_text or each.on_text
        return found


def _counted(there: np.ndarray) -> np.ndarray:
    """The sum of all before each place, and of all."""
    return np.concatenate([[0], np.cumsum(there, dtype=np.int64)])


def _sentences(
    flags: np.ndarray, breaks: np.ndarray, at: np.ndarray, begins: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the pieces at these places, in texts that begin and end so: the first piece of its sentence, the one after its
    last, and whether this is sure: the pieces that it lies between show it, and it is not all in capitals."""
    n = np.searchsorted(breaks, at)
    breaks = np.concatenate([[-1], breaks, [len(flags)]])
    low, high = np.maximum(breaks[n] + 1, begins), np.minimum(breaks[n + 1] + 1, ends)
    closes, leads = flags & _CLOSES > 0, flags & _LEADS > 0
    is_begun = (low == begins) | (closes[low - 1] & leads[low])
    is_ended = (high == ends) | leads[np.minimum(high, len(flags) - 1)]
    closed = closes[high - 1] | (flags[high - 1] & _BREAK == 0)
    lower = _counted(flags & _LOWER)
    return low, high, is_begun & is_ended & closed & (lower[low] < lower[high])
