"""Names as a transcription misheard them: close in spelling, or alike in sound."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_SHORTEST, _LONGEST = 5, 40  # letters
_SOUNDS = [
    (r"[^a-z]", ""),
    (r"tch", "ch"),
    (r"sch|sh|sio|tio|cz|sz", "s"),
    (r"ph|bh|mh", "f"),
    (r"gh(?=[^aeiouy]|$)|^k(?=n)|^w(?=r)|(?<=m)b$", ""),
    (r"^x|z", "s"),
    (r"c(?=[eiy])", "s"),
    (r"qu|kw", "kw"),
    (r"ch|ck|c|q|g", "k"),
    (r"x", "ks"),
    (r"th|dh|d", "t"),
    (r"v", "f"),
    (r"j", "y"),
    (r"b", "p"),
    (r"(?<=.)[aeiouyh]+", ""),
    (r"^[aeiou]+", "a"),
    (r"(.)\1+", r"\1"),
]
_STEPS = [(re.compile(pattern), sound) for pattern, sound in _SOUNDS]


@lru_cache(maxsize=65536)
def sound_of(key: str) -> str:
    """The consonants of a word in lower case without accents, alike where English hears them alike.

    >>> sound_of("tresilian") == sound_of("trezillion"), sound_of("quennell") == sound_of("kwennel")
    (True, True)
    """
    sound = key[:_LONGEST]
    for pattern, replacement in _STEPS:
        sound = pattern.sub(replacement, sound)
    return sound


class Lookalikes:
    """The names something may be a mishearing of; `names` are in lower case without accents (see key_of)."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names)):
            if _SHORTEST <= len(name) <= _LONGEST and name.isalpha():
                self._by_sound[sound_of(name)].append(name)
                self._by_start[name[0]].append(name)

    def of(self, word: str, sounds: int = 3) -> list[str]:
        """The names `word` (in lower case without accents) looks or sounds like.

        Alike is one letter changed, left out or added in six or more, two in nine or more; or the same
        consonants in turn, `sounds` or more of them, and half of the letters in common.
        """
        if not _SHORTEST <= len(word) <= _LONGEST:
            return []
        spelt = [name for name in self._by_start.get(word[:1], ()) if _is_near(word, name)]
        sound = sound_of(word)
        heard = [
            name for name in self._by_sound.get(sound, ()) if len(sound) >= sounds and _in_common(word, name) >= 0.5
        ]
        return sorted({*spelt, *heard})


def _in_common(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_near(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    allowed = 2 if shorter >= 9 else 1 if shorter >= 6 else 0
    return abs(len(one) - len(other)) <= allowed and _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """How many letters must be changed, left out or added (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, against in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (letter != against))
    return row[-1]
