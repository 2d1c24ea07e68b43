"""Which of many texts hold nothing to replace: each word is looked at once, however many texts have it, and all words
of many texts are gone through together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from lmep_consult.pieces import pieces_of
from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.forms import NATO, NUMBER_WORDS, may_hold_forms, shows_form
from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.known_words import ALWAYS, NO_NAMES
from lmep_consult.pseudonyms.matching import NameIndex
from lmep_consult.pseudonyms.spelling import spelt_out
from lmep_consult.pseudonyms.words import is_english, is_short_title, is_stop_word, words_of

_MOST = 500_000  # words kept
_AT_ONCE = 1_000  # texts looked at together: more need memory that does not stay close to the processor
# What a word, with the marks at it, may be: a name; a word of one; a form; a number; part of a form with
# numbers; a single letter; one that may be of a name spelt out; with a capital; a name that is not known.
_NAME, _OF_NAME, _FORM, _NUMBER, _COUNTED, _SINGLE, _SPELT, _CAPITAL, _UNKNOWN = (1 << n for n in range(9))
_LEAST = 20  # words to a capital, from which on a text may have been typed without them
_LABELS = frozenset("registration reg plate plates ext extn extension nhs".split())  # with a number anywhere after
_AMOUNT = re.compile(r"\W*\d[\d.,]{0,5}(?:st|nd|rd|th|s|am|pm|k|m|p)?\W*", re.IGNORECASE)
_FEW_DIGITS = 5


class Looked(NamedTuple):
    """Of each of some texts: holds, whether something in it may have to be replaced; lacks_capitals, whether it or a
    part of it may have been typed without them; names, whether a word in it may be a name that is not known."""

    holds: list[bool]
    lacks_capitals: list[bool]
    names: list[bool]


_NONE = Looked([], [], [])


class Screen:
    """Tells texts that hold nothing a Pseudonymiser of the same identifiers and places replaces. It may take a text for
    one that does, and never the other way round, but where a text lacks capitals."""

    def __init__(self, known: Sequence[Identifier], places: Collection[Confirmed] = ()) -> None:
        self._index = NameIndex([identifier for identifier in known if identifier.kind != "email"])
        self._decided = {word.key for place in places for word in words_of(place.text) if place.replacement}
        self._several: dict[str, set[frozenset[str]]] = defaultdict(set)  # names of several words, by the most telling
        for keys in self._index.of_several_words():
            self._several[max(keys, key=_telling)].add(frozenset(keys))
        self._kinds = _Kinds(self._kind)
        self._keys: dict[str, tuple[str, ...]] = {}
        self._pairs: dict[tuple[str, str], bool] = {}

    def look(self, texts: Sequence[str]) -> Looked:
        """What each text shows."""
        if len(self._kinds) > _MOST:
            self._kinds.clear()
            self._keys.clear()
        parts = [self._looked(texts[n : n + _AT_ONCE]) for n in range(0, len(texts), _AT_ONCE)]
        return Looked(*(list(chain.from_iterable(column)) for column in zip(*parts, strict=True))) if parts else _NONE

    def _looked(self, texts: Sequence[str]) -> Looked:
        pieces = pieces_of(texts)
        holds = pieces.each(lambda piece: not piece.isspace() and piece != "", np.bool_)
        of = np.repeat(np.arange(len(texts)), np.diff(pieces.starts))[holds]
        which, kinds = pieces.which[holds], pieces.each(self._kinds.__getitem__, np.uint16)[holds]
        lengths = np.bincount(of, minlength=len(texts))
        there = np.zeros(len(texts), np.uint16)
        there[lengths > 0] = (
            np.bitwise_or.reduceat(kinds, (np.cumsum(lengths) - lengths)[lengths > 0]) if len(of) else 0
        )
        # A number alone is none: another is next to it, or single letters are next to one another, or nearly so, as
        # in "two, er, three".
        several = np.zeros(len(texts), dtype=bool)
        for kind in (_NUMBER, _SINGLE):
            several[_side_by_side(kinds & kind, of, 2)[1]] = True
        forms = (there & _FORM > 0) | ((there & _NUMBER > 0) & (several | (there & _COUNTED > 0)))
        held = there & _NAME > 0
        at, named = _side_by_side(kinds & _CAPITAL, of, 1)
        for one, other, text in zip(which[at].tolist(), which[at + 1].tolist(), named.tolist(), strict=True):
            held[text] = held[text] or self._is_misheard(pieces.different[one], pieces.different[other])
        for n in np.flatnonzero(~held & (forms | (there & (_OF_NAME | _SPELT) > 0))).tolist():
            held[n] = (
                (there[n] & _OF_NAME and self._has_whole_name(texts[n]))
                or (there[n] & _SPELT and any(spelt_out(texts[n])))
                or (forms[n] and may_hold_forms(texts[n]))
            )
        capitals = np.bincount(of[kinds & _CAPITAL > 0], minlength=len(texts))
        return Looked(held.tolist(), (capitals * _LEAST < lengths).tolist(), (there & _UNKNOWN > 0).tolist())

    def _kind(self, part: str) -> int:
        words = words_of(part)
        self._keys[part] = tuple(word.key for word in words)
        kind = _FORM if shows_form(part) else 0
        for word in words:
            kind |= _OF_NAME if word.key in self._several else 0
            kind |= _NAME if self._index.may_be(word) or word.key in self._decided or is_short_title(word.key) else 0
            kind |= _NUMBER if word.key in NUMBER_WORDS else 0
            kind |= _COUNTED if word.key in _LABELS or any(each in word.key for each in NATO) else 0
            kind |= _SINGLE if len(word.key) == 1 else 0
            kind |= _SPELT if len(word.key) == 1 and word.key not in "ai" and word.key.isalpha() else 0
            kind |= _CAPITAL if word.is_capitalised else 0
        kind |= _UNKNOWN if any(map(may_be_unknown, part.split())) else 0
        if digits := sum(map(str.isdigit, part)):
            kind |= _NUMBER
            kind |= 0 if digits <= _FEW_DIGITS and _AMOUNT.fullmatch(part) else _COUNTED
        if len(words) > 1 and kind & (_NUMBER | _SINGLE):
            kind |= _COUNTED
        return kind | (_NAME if any(self._index.as_misheard(part, words, lower=False)) else 0)

    def _has_whole_name(self, text: str) -> bool:
        """Whether all words are there of a name of several."""
        keys: set[str] = set().union(*(self._keys[piece] for piece in text.split(" ") if piece))
        return any(name <= keys for key in keys & self._several.keys() for name in self._several[key])

    def _is_misheard(self, one: str, other: str) -> bool:
        """Whether two words side by side look or sound like one name."""
        pair = one, other
        if pair not in self._pairs:
            if len(self._pairs) > _MOST:
                self._pairs.clear()
            text = f"{one} {other}"
            self._pairs[pair] = any(self._index.as_misheard(text, words_of(text), lower=False))
        return self._pairs[pair]


def may_be_unknown(part: str) -> bool:
    """Whether a word, with the marks at it, may be a name: a capital, and no English word or abbreviation."""
    return not part.startswith("[") and any(
        word.is_capitalised
        and len(word.key) > 2
        and word.key.isalpha()
        and not word.is_upper
        and word.written not in ALWAYS
        and word.written not in NO_NAMES
        and not is_english(word.written)
        for word in words_of(part)
    )


def _telling(key: str) -> tuple[bool, bool, int]:
    """How much a word of a name tells."""
    return not is_stop_word(key), not is_english(key), len(key)


def _side_by_side(there: np.ndarray, of: np.ndarray, within: int) -> tuple[np.ndarray, np.ndarray]:
    """Of the words that are there, those after which another comes so soon in the same text: where, and in which."""
    at = np.flatnonzero(there)
    near = (np.diff(at) <= within) & (of[at[:-1]] == of[at[1:]])
    return at[:-1][near], of[at[:-1][near]]


class _Kinds(dict[str, int]):
    """What each word met so far may be."""

    def __init__(self, kind: Callable[[str], int]) -> None:
        self._kind = kind

    def __missing__(self, part: str) -> int:
        self[part] = kind = self._kind(part)
        return kind
