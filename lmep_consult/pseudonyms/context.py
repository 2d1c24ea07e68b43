"""Decisions about one place: found again by the words around it, whatever else in the study changes."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.matching import Span
from lmep_consult.pseudonyms.words import Word, touched, words_of

_MOST = 6  # words either side


def around(words: Sequence[Word], taken: Sequence[bool], start: int, end: int) -> tuple[str, str]:
    """The words before and after a stretch of a text, six at most, up to where something is replaced.

    words, taken: the text's words, and of each whether it is part of something that is replaced.
    """
    at = bisect_left(words, start, key=_start)
    first = at
    while first > 0 and at - first < _MOST and not taken[first - 1]:
        first -= 1
    following = bisect_left(words, end, key=_start)
    last = following
    while last < len(words) and last - following < _MOST and not taken[last]:
        last += 1
    before, after = words[first:at], words[following:last]
    return " ".join(word.written for word in before), " ".join(word.written for word in after)


def _start(word: Word) -> int:
    return word.start


def rows_of(text: str, spans: Sequence[Span]) -> list[dict[str, Any]]:
    """One a span of a text: start, end, text, replacement, kind, reason, before and after (see `around`)."""
    words = words_of(text) if spans else []
    taken = touched(words, [(span.start, span.end) for span in spans])
    rows = []
    for span in spans:
        before, after = around(words, taken, span.start, span.end)
        rows.append(asdict(span) | {"text": text[span.start : span.end], "before": before, "after": after})
    return rows


class DecidedPlaces:
    """Where the places are that somebody decided about (Confirmed with `before` or `after`)."""

    def __init__(self, decided: Collection[Confirmed]) -> None:
        self._by_first: dict[str, list[tuple[list[str], int, int, Confirmed]]] = defaultdict(list)
        for place in decided:
            before, text, after = (
                [word.key for word in words_of(of)] for of in (place.before, place.text, place.after)
            )
            keys = [*before, *text, *after]
            self._by_first[keys[0]].append((keys, len(before), len(before) + len(text), place))

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Confirmed]]:
        """Each place in a text's words: the first and the last (exclusive) of them that it is about, and the
        decision."""
        for at, word in enumerate(words if self._by_first else ()):
            for keys, first, last, place in self._by_first.get(word.key, ()):
                if [word.key for word in words[at : at + len(keys)]] == keys:
                    yield at + first, at + last, place
