"""The sentences round some places of a text, without taking the rest of it apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lmep_consult.codebook.tokens import Spoken, piece_of


@dataclass(frozen=True, slots=True)
class Passage:
    """said: a part of a text, which begins at `offset` in it. first, last: which of its sentences are to be looked at;
    those before and after may be cut short, or have been looked at before."""

    said: Spoken
    offset: int
    first: int
    last: int


def passages(pieces: Sequence[str], places: Sequence[int], whole: bool) -> Iterator[Passage]:
    """Passages of a text's `pieces` (what is between two spaces) that have each sentence round one of the `places` just
    once. whole: whether what is looked at must have the whole text round it."""
    done = 0  # where in the text the sentences begin that no passage has had
    for at in places:
        start = sum(map(len, pieces[:at])) + at
        end = start + len(pieces[at])
        if end <= done:
            continue
        passage = None if whole else _round(pieces, at, start, end)
        if passage is None:
            said = Spoken(" ".join(pieces))
            passage = Passage(said, 0, 0, len(said.sentences) - 1)
        sentences, first = passage.said.sentences, passage.first
        while passage.offset + sentences[first][0] < done:
            first += 1
        yield Passage(passage.said, passage.offset, first, passage.last)
        if passage.last + 1 == len(sentences):
            return
        done = passage.offset + sentences[passage.last + 1][0]


def _round(pieces: Sequence[str], at: int, start: int, end: int) -> Passage | None:
    """The sentences round a piece that lies from `start` to `end`: from the piece before them that ends a sentence to
    the one after the piece that ends them. None where this does not show where they begin and end."""
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
    offset = sum(map(len, pieces[:low])) + low
    begins_before = low == 0 or offset + said.sentences[0][1] <= start
    ends_after = high == len(pieces) or offset + said.sentences[-1][0] >= end
    if not begins_before or not ends_after:
        return None
    return Passage(said, offset, int(low > 0), len(said.sentences) - 1 - int(high < len(pieces)))
