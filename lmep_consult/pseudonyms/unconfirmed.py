"""What may still name somebody after the register's names are out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from lmep_consult.pseudonyms.known_words import ALSO_NAMES, ALWAYS, NO_NAMES
from lmep_consult.pseudonyms.matching import VERBS
from lmep_consult.pseudonyms.variants import is_first_name
from lmep_consult.pseudonyms.words import TITLES, is_english, is_stop_word, starts_sentence

_WORD = re.compile(r"[^\W\d_][\w'’]*")
# What is between spaces and is an address or a link. It begins after a space, so that each place is tried once.
_ADDRESS = re.compile(r"(?<!\S)(?=\S+@\S|\S+\.\w+/)\S+|www\.\S+")
_DIGITS = re.compile(r"\d(?:[\s-]?\d){5,}")
_NUMBER = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_SPOKEN_DIGITS = re.compile(rf"\b{_NUMBER}(?:[\s,-]+{_NUMBER}){{4,}}\b", re.IGNORECASE)
REPLACED = re.compile(r"\[[^\[\]]*\d\]")  # [P07], [NHS 2]; those in words, such as [name], hold no capital


def ordinary_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that are no name where they open a sentence, by what the texts show.

    Those are the words that occur more often in lower case than with a capital inside a sentence; and, of those that
    only ever open a sentence, as "Honestly" may, the English ones: unless people or places are called so too, a title
    is before it, or what follows it is something that people do or have. Words inside email addresses and links do
    not count.
    """
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    opening: set[str] = set()
    named: set[str] = set()
    for text in texts:
        text = _ADDRESS.sub(" ", text.replace("’", "'"))
        before = ""
        for match in _WORD.finditer(text):
            word = match[0].removesuffix("'s")
            key = word.lower()
            if before in opening and word in VERBS:
                named.add(before)
            if word[0].islower():
                lower[word] += 1
            elif not starts_sentence(text, match.start()):
                capital[key] += 1
            else:
                opening.add(key)
                if word != match[0] or before in TITLES:
                    named.add(key)
            before = key
    shown = {word for word in lower if lower[word] > capital[word]}
    named -= {word for word in named if is_stop_word(word)}
    more = opening - lower.keys() - capital.keys() - named
    return frozenset(shown | {word for word in more if _is_no_name(word)})


def _is_no_name(word: str) -> bool:
    """Whether English has the word, and nobody and no place is called so."""
    return is_english(word) and not is_first_name(word) and word not in ALSO_NAMES


def unconfirmed(text: str, ordinary: Collection[str], allow: Collection[str]) -> list[str]:
    """The words of `text` that nobody has confirmed to identify no one, in their order.

    Those are capitalised words inside a sentence; at its start, capitalised words not in `ordinary`; long numbers, in
    digits or spoken. Words that say what somebody is and not who (`NO_NAMES`), phrases in `allow` (matched as written)
    and replacements in brackets pass.
    Names in lower case cannot be seen this way.

    >>> unconfirmed("Darren, in Ouseby, runs Warm Homes.", {"in", "runs"}, ["Warm Homes"])
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
        if not word[0].isupper() or word in ALWAYS or word in NO_NAMES:
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
