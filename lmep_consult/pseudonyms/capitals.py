"""Text that was written down without capitals, as automatic captions often are: there no capital shows a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_REPLACED = re.compile(r"\[[^\[\]\n]*\]")
_PRONOUNS = frozenset("I I'm I'd I've I'll".split())
_OPENS = re.compile(r"(?:\A|\n|[^\W\d_]{3}[.?!]) *\Z")  # what is before a sentence or a turn, abbreviations apart
_LONG = 30  # words: longer than most sentences
_WHOLE = 8  # words: a text as long as this without a capital has none


def without_capitals(text: str) -> list[tuple[int, int]]:
    """The stretches of a transcript's text, a turn a line, that were written down without capitals: start and end.

    The rule: thirty words or more in a row without a capital, in which sentences or turns begin in lower case, or "i"
    is said, at least twice. "I", abbreviations such as NHS and replacements in brackets do not count as capitals. Where
    most of a text's words are in such stretches, and where a text of eight words or more has no capital, all of it is
    one.
    """
    text = _REPLACED.sub(lambda match: "#" * len(match[0]), text).replace("’", "'")
    words = list(_WORD.finditer(text))
    capitals = [at for at, word in enumerate(words) if _is_capital(word[0])]
    if not capitals and len(words) >= _WHOLE:
        return [(0, len(text))]
    edges = [-1, *capitals, len(words)]
    found = []
    covered = 0
    for before, after in pairwise(edges):
        run = words[before + 1 : after]
        shows = [at for at, word in enumerate(run) if len(run) >= _LONG and _shows_it(text, word)]
        if len(shows) >= 2:
            found.append((run[shows[0]].start(), run[-1].end()))
            covered += len(run) - shows[0]
    return [(0, len(text))] if covered * 2 > len(words) else found


def lower_turns(texts: Sequence[str]) -> list[bool]:
    """Of each of a transcript's turns, whether it, or a part of it, was written down without capitals."""
    stretches = without_capitals("\n".join(texts))
    found, at = [], 0
    for text in texts:
        found.append(lacks_capitals(stretches, at, at + len(text)))
        at += len(text) + 1
    return found


def lacks_capitals(stretches: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a passage from `start` to `end` reaches into one of the stretches that `without_capitals` gives."""
    return any(start < stop and begin < end for begin, stop in stretches)


def _is_capital(word: str) -> bool:
    return word[0].isupper() and word not in _PRONOUNS and not (len(word) > 1 and word.isupper())


def _shows_it(text: str, word: re.Match[str]) -> bool:
    """Whether the word would have a capital in English as it is printed."""
    if not word[0][0].islower():
        return False
    if word[0].partition("'")[0] == "i":
        return text[word.end() : word.end() + 1] != "."
    return bool(_OPENS.search(text, max(0, word.start() - 8), word.start()))
