"""The words of a text as names are compared: where they are, how they are written, whether they are English."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # accents written apart, and what prints nothing
_APOSTROPHES = "'’‘ʼ`´"
_WORD = re.compile(rf"&|[^\W_](?:[^\W_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W_]))*")
_ENDING = re.compile(rf"[{_APOSTROPHES}](?:s|d|ll|re|ve|m)$", re.IGNORECASE)  # Rosalind's, Rosalind'll
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_SHORT_TITLES = frozenset("mr mrs ms dr prof cllr rev".split())
TITLES = _SHORT_TITLES | frozenset("miss mx professor sir dame lord lady baroness reverend councillor mayor".split())


@dataclass(frozen=True)
class Word:
    """A word of a text: where it is (without 's, 'll and their like), as written and as compared (`key`)."""

    start: int
    end: int
    written: str
    key: str

    @property
    def is_capitalised(self) -> bool:
        return self.written[0].isupper()

    @property
    def is_upper(self) -> bool:
        return len(self.key) > 1 and self.written.isupper()


def words_of(text: str) -> list[Word]:
    """The words in their order; hyphens part words, apostrophes do not, "&" is a word whose key is "and"."""
    found = []
    for match in _WORD.finditer(text):
        written = _ENDING.sub("", match[0])
        found.append(Word(match.start(), match.start() + len(written), written, key_of(written)))
    return found


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """The word without case, accents and apostrophes.

    >>> key_of("D’Árcy"), key_of("ŁÓDŹ"), key_of("&")
    ('darcy', 'lodz', 'and')
    """
    if word == "&":
        return "and"
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isalnum())


@lru_cache(maxsize=65536)
def is_english(word: str) -> bool:
    """Whether English has the word in lower case, so that it need not be a name.

    >>> [is_english(word) for word in ("Rose", "Hill", "don't", "Patrick", "Achterberg")]
    [True, True, True, False, False]
    """
    plain = _ENDING.sub("", word.casefold()).replace("’", "'").removesuffix("n't")
    return plain in _stop_words() or plain in _dictionary()


def is_stop_word(key: str) -> bool:
    """Whether a word (see key_of) is one of the few that make up sentences, such as "the" and "will"."""
    return key in _stop_words()


@cache
def _stop_words() -> Set[str]:
    from spacy.lang.en.stop_words import STOP_WORDS  # spaCy is slow to load, and texts are seldom imported

    words: Set[str] = STOP_WORDS
    return words


def _dictionary() -> Mapping[str, str]:
    """English words; those that are only ever names have a capital in it."""
    from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY  # slow to load too

    words: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary("en")
    return words


def touched(words: Iterable[Word], stretches: Iterable[tuple[int, int]]) -> list[bool]:
    """Of each of a text's words, in their order, whether it lies in one of the stretches (start, end) or reaches into
    it."""
    waiting = deque(sorted(stretches))
    end = 0  # of those that began so far
    found = []
    for word in words:
        while waiting and waiting[0][0] < word.end:
            end = max(end, waiting.popleft()[1])
        found.append(word.start < end)
    return found


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a line or what is quoted begins at `at`, so that a capital there says nothing."""
    before = text[max(0, at - 200) : at].rstrip(" \t-–—'\"‘“(")
    return not before or before.rstrip("'\"’”)")[-1:] in ("", ".", "?", "!", "…", "\n")


def title_before(text: str, before: Word | None, word: Word) -> str:
    """The title that is right before a word, as it is compared; "" if there is none."""
    if before is None or before.key not in TITLES:
        return ""
    gap = text[before.end : word.start]
    return before.key if gap.isspace() or (before.key in _SHORT_TITLES and gap.strip() == ".") else ""


def is_short_title(title: str) -> bool:
    """Whether a title is never another word, as "Mr" is not and "Lady" is."""
    return title in _SHORT_TITLES
