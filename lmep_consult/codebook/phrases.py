"""A term's phrase, and where it is in what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from zlib import crc32

from lmep_consult.codebook.spelling import bare, spelt
from lmep_consult.codebook.tokens import HYPHENS, Spoken, may_be_one, words_of
from lmep_consult.codebook.words import plain, wanted

NOWHERE, OPEN = -1, -2  # in place of a phrase's last word
ANYTHING = 2**64 - 1  # of bits: all
_ANY = "*"
_KEY_BITS = 40  # of 64; the others say how a word begins
_FIRST_LETTERS = {"e": "eao", "i": "ie"}  # which spelling may change
_POSSESSIVES = (wanted("'s"), wanted("'"))

Word = frozenset[str] | re.Pattern[str]  # the keys of which a word must have one, or what it must be like


@dataclass(frozen=True, slots=True)
class Phrase:
    """words: of each, how it is known. joint: of each, how it is known when it and the one after it are written as one
    word; empty where they never are."""

    words: tuple[Word, ...]
    joint: tuple[frozenset[str], ...]


@cache
def phrase_of(text: str) -> Phrase:
    """The phrase that a term's words make. A word with an asterisk stays as it is written, without its hyphens."""
    words: list[str] = []
    joins: list[bool] = []  # whether the word may be one with the word after it
    for part in text.replace("’", "'").split():
        own = [part] if _ANY in part else words_of(part)
        if own:
            hyphenated = own[0] != part
            joins += [hyphenated] * (len(own) - 1) + [False]
            words += own
    joint = [
        wanted(one + other, alone=len(words) == 2) if hyphenated or may_be_one(one, other) else frozenset[str]()
        for one, other, hyphenated in zip(words, words[1:], joins, strict=False)
    ]
    known = tuple(_pattern(word) if _ANY in word else wanted(word, alone=len(words) == 1) for word in words)
    return Phrase(known, (*joint, frozenset()))


def _pattern(word: str) -> re.Pattern[str]:
    """What a word with asterisks is like, in the spelling it has and in the one that all spellings share."""
    parts = [plain(part) for part in re.sub(f"[{HYPHENS}]", "", word).split(_ANY)]
    ways = {".*".join(map(re.escape, each)) for each in (parts, [spelt(parts[0]), *parts[1:]])}
    return re.compile("|".join(sorted(ways)))


def places_of(phrases: tuple[str, ...], said: Spoken) -> Iterator[tuple[int, int]]:
    """Where one of the phrases is: its first word and its last."""
    for words in phrases:
        phrase = phrase_of(words)
        for at in range(len(said.keys)):
            last = end_of(phrase, said, at)
            if last >= 0:
                yield at, last


def end_of(phrase: Phrase, said: Spoken, at: int) -> int:
    """The last word of the phrase where it begins at `at`; NOWHERE where it does not, OPEN where what is said ends
    before the phrase does. It lies within a sentence; two of its words may be written as one, or one as two; and a
    possessive 's after a word may be there or not."""
    limit, n = said.last[said.sentence_of(at)], 0
    while n < len(phrase.words):
        word, own = phrase.words[n], said.keys[at] if at < limit else ()
        if own and _fits(word, said.said[at], own):
            n, at = n + 1, at + 1
        elif n and word in _POSSESSIVES:
            n += 1
        elif not own:
            return OPEN if at == len(said.keys) else NOWHERE
        elif not phrase.joint[n].isdisjoint(own):
            n, at = n + 2, at + 1
        elif n and own[0] in ("'s", "'"):
            at += 1
        elif at + 1 < limit and _fits(word, said.said[at] + said.said[at + 1], said.joined(at)) and said.are_one(at):
            n, at = n + 1, at + 2
        else:
            return OPEN if at + 1 == len(said.keys) and _may_begin(own[0], word) else NOWHERE
    return at - 1


def _may_begin(said: str, word: Word) -> bool:
    """Whether what was said may be the first part of a word; spelling may yet change its first letter to an e or i."""
    return isinstance(word, re.Pattern) or any(key.startswith((said[:1], "e", "i")) for key in word)


def _fits(word: Word, said: str, known_by: tuple[str, ...]) -> bool:
    if isinstance(word, frozenset):
        return not word.isdisjoint(known_by)
    return bool(known_by) and any(map(word.fullmatch, (said, *known_by)))


def following(phrase: Phrase) -> int:
    """What a word must have that may go on with the phrase after its first word, as bits."""
    wants = 0
    for word in (*phrase.words[1:], *phrase.joint):
        if isinstance(word, re.Pattern):
            return ANYTHING
        for key in word:
            wants |= _key_bit(key)
            for letter in _FIRST_LETTERS.get(key[:1], key[:1]):  # of a word that is written as two
                wants |= _letter_bit(letter)
    return wants


def has_bits(known_by: tuple[str, ...]) -> tuple[int, int]:
    """What a word has for the one before it, as bits: as a word of a phrase or part of one; and as the rest of one."""
    if known_by[0] in ("", "'", "'s"):
        return ANYTHING, ANYTHING
    as_rest = reduce(or_, (rest_bit(bare(key)) for key in known_by))
    return reduce(or_, map(_key_bit, known_by), _letter_bit(known_by[0][0])), as_rest


def _key_bit(key: str) -> int:
    return 1 << crc32(key.encode()) % _KEY_BITS


def _letter_bit(letter: str) -> int:
    return 1 << _KEY_BITS + crc32(letter.encode()) % (64 - _KEY_BITS)


def rest_bit(rest: str) -> int:
    """What a word has, or must have, that is the rest of one, as a bit."""
    return 1 << crc32(rest.encode()) % 64
