"""The sentences round some places of a text, without taking the rest of it apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lmep_consult.codebook.tokens import Spoken, piece_of


@dataclass(frozen=True, slots=True)
class Passage:
    """said: a part of a text, which begins at `offset` in it. words: those of its words at which to look, in order."""

    said: Spoken
    offset: int
    words: list[int]


def passages(pieces: Sequence[str], places: Sequence[int], breaks: Sequence[int], whole: bool) -> Iterator[Passage]:
    """Passages of a text's `pieces` (what is between two spaces) that have each word of those at the `places` just
    once, with the sentence round it. breaks: the places of pieces with which a sentence may begin or end. whole:
    whether what is looked at must have the whole text round it."""
    done = 0  # where in the text the sentences begin that no passage has had
    before = start = 0
    for at in places:
        start += sum(map(len, pieces[before:at])) + at - before
        before = at
        if start + len(pieces[at]) <= done:
            continue
        part = None if whole else _sentence(pieces, at, breaks) or _round(pieces, at, start)
        low, said, first, last = part or _all_of(pieces)
        offset = start - sum(map(len, pieces[low:at])) - (at - low)
        sentences = said.sentences
        while offset + sentences[first][0] < done:
            first += 1
        here = places[bisect_left(places, low) : bisect_left(places, low + said.size)]
        begin, end = said.first[first], said.last[last]
        words = [word for at in here for word in said.words_in(at - low) if begin <= word < end]
        yield Passage(said, offset, words)
        done = offset + (sentences[last + 1][0] if last + 1 < len(sentences) else len(said.text) + 1)


_Part = tuple[int, Spoken, int, int]  # of a text: its first piece; itself; first and last of its sentences to look at


def _all_of(pieces: Sequence[str]) -> _Part:
    said = Spoken(" ".join(pieces))
    return 0, said, 0, len(said.sentences) - 1


def _sentence(pieces: Sequence[str], at: int, breaks: Sequence[int]) -> _Part | None:
    """The sentence of a piece, where the pieces that it lies between show it by themselves."""
    n = bisect_left(breaks, at)
    low = breaks[n - 1] + 1 if n else 0
    high = breaks[n] + 1 if n < len(breaks) else len(pieces)
    begins = not low or (piece_of(pieces[low - 1]).closes and piece_of(pieces[low]).leads)
    ends = high == len(pieces) or piece_of(pieces[high]).leads
    if not begins or not ends or (n < len(breaks) and not piece_of(pieces[high - 1]).closes):
        return None
    return low, Spoken(" ".join(pieces[low:high]), is_sentence=True), 0, 0


def _round(pieces: Sequence[str], at: int, start: int) -> _Part | None:
    """The sentences round a piece that begins at `start`: from the piece before them that ends a sentence to the one
    after the piece that ends them. None where this does not show where they begin and end."""
    low, high = at, at
    while low and not piece_of(pieces[low - 1]).ends:
        low -= 1
    while high < len(pieces) and not piece_of(pieces[high]).ends:
        high += 1
    high += 1
    while high < len(pieces) and not pieces[high]:
        high += 1
    low, high = max(low - 1, 0), min(high + 1, len(pieces))
    said = Spoken(" ".join(pieces[low:high]))
    offset = start - sum(map(len, pieces[low:at])) - (at - low)
    begins_before = low == 0 or offset + said.sentences[0][1] <= start
    ends_after = high == len(pieces) or offset + said.sentences[-1][0] >= start + len(pieces[at])
    if not begins_before or not ends_after:
        return None
    return low, said, int(low > 0), len(said.sentences) - 1 - int(high < len(pieces))
