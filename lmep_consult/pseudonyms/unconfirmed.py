"""What may still name somebody after the register's names are out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from lmep_consult.pseudonyms.words import starts_sentence

_WORD = re.compile(r"[^\W\d_][\w'’]*")
# What is between spaces and is an address or a link. It begins after a space, so that each place is tried once.
_ADDRESS = re.compile(r"(?<!\S)(?=\S+@\S|\S+\.\w+/)\S+|www\.\S+")
_DIGITS = re.compile(r"\d(?:[\s-]?\d){5,}")
_NUMBER = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_SPOKEN_DIGITS = re.compile(rf"\b{_NUMBER}(?:[\s,-]+{_NUMBER}){{4,}}\b", re.IGNORECASE)
REPLACED = re.compile(r"\[[^\[\]]*\d\]")  # [P07], [ICB 2]; those in words, such as [name], hold no capital
# Capitalised by English spelling, whoever is meant.
ALWAYS = frozenset(
    "I I'm I'd I've I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
    "May June July August September October November December Christmas Easter English OK Ok".split()
)


def ordinary_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that occur more often in lower case than with a capital inside a sentence.

    A capital at a sentence's start does not make these a name. Words inside email addresses and links do not count.
    """
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        text = _ADDRESS.sub(" ", text.replace("’", "'"))
        for match in _WORD.finditer(text):
            word = match[0].removesuffix("'s")
            if word[0].islower():
                lower[word] += 1
            elif not starts_sentence(text, match.start()):
                capital[word.lower()] += 1
    return frozenset(word for word in lower if lower[word] > capital[word])


def unconfirmed(text: str, ordinary: Collection[str], allow: Collection[str]) -> list[str]:
    """The words of `text` that nobody has confirmed to identify no one, in their order.

    Those are capitalised words inside a sentence; at its start, capitalised words not in `ordinary`; long
    numbers, in digits or spoken. Phrases in `allow` (matched as written) and replacements in brackets pass.
    Names in lower case cannot be seen this way.

    >>> unconfirmed("Darren, in Ouseby, runs Connect to Work.", {"in", "runs"}, ["Connect to Work"])
    ['Darren', 'Ouseby']
    """
    return list(_unconfirmed(text, frozenset(ordinary), tuple(allow)))


@lru_cache(maxsize=4096)  # a run asks of most quotations several times
def _unconfirmed(text: str, ordinary: frozenset[str], allow: tuple[str, ...]) -> tuple[str, ...]:
    blanked = REPLACED.sub(_blank, text.replace("’", "'"))
    for phrase, pattern in _patterns(allow):
        if phrase in blanked:  # far quicker than the pattern, and seldom so
            blanked = pattern.sub(_blank, blanked)
    found = []
    for match in _WORD.finditer(blanked):
        word = match[0].removesuffix("'s")
        if not word[0].isupper() or word in ALWAYS:
            continue
        if not (word.lower() in ordinary and starts_sentence(blanked, match.start())):
            found.append((match.start(), word))
    for numbers in (_DIGITS, _SPOKEN_DIGITS):
        found += [(match.start(), match[0]) for match in numbers.finditer(blanked)]
    return tuple(word for _, word in sorted(found))


@lru_cache(maxsize=8)
def _patterns(allow: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Each phrase and its pattern, the longest first."""
    phrases = sorted((phrase.replace("’", "'") for phrase in allow), key=len, reverse=True)
    return [(phrase, re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")) for phrase in phrases]


def _blank(match: re.Match[str]) -> str:
    return "#" * len(match[0])
