"""Names out of many responses, by the same rules as out of interviews; and what may name somebody besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lmep_consult.pseudonyms import Confirmed, Identifier, Pseudonymiser, Screen, kind_of_name, without_capitals
from lmep_consult.pseudonyms.known_words import ALWAYS, NO_NAMES
from lmep_consult.pseudonyms.words import is_english, words_of

_RUN = re.compile(r"(?<![\w\[])[^\W\d_a-z][\w'’]+(?:[ -][^\W\d_a-z][\w'’]+)*")
_CAPITAL = re.compile("[A-ZÀ-ÖØ-Þ]")
_LEAST = 20  # words to a capital, from which on a text may have been typed without them
_MOST = 500_000  # words kept
_CONTEXT = 60  # characters either side of what may be a name
_plain: set[str] = set()  # words, with the marks at them, that are no strange names


@dataclass(frozen=True)
class Names:
    """The register's names and those confirmed, and what people decided that stays (see Pseudonymiser)."""

    known: tuple[Identifier, ...]
    allow: tuple[str, ...]
    places: tuple[Confirmed, ...]

    @cached_property
    def _tools(self) -> tuple[Pseudonymiser, Screen]:
        return Pseudonymiser(self.known, self.allow, self.places), Screen(self.known, self.places)

    def replaced(
        self, texts: Sequence[str], names: Sequence[Sequence[str]]
    ) -> tuple[list[str], list[tuple[str, str, int, str]]]:
        """The texts without names; and, of what was replaced by its form and of what may be a name besides, the kind,
        the words ("" of what was replaced), in how many texts, and what is around it in the first of these.

        names: of each text, what names its respondent. What may be a name is what is no English word and has a capital.
        """
        first: dict[str, str] = {}
        pseudonymiser, screen = self._tools
        counts: Counter[tuple[str, str]] = Counter()
        given = [_without(text, own) if own else text for text, own in zip(texts, names, strict=True)]
        new = []
        for text, may_hold in zip(given, screen.may_hold(given), strict=True):
            lower = _lacks_capitals(text)
            if lower or may_hold:
                text, spans = pseudonymiser.replace(text, lower)
                counts.update({(span.kind, "") for span in spans if span.reason == "form"})
            if any(map(_is_strange, set(text.split()) - _plain)):
                runs = {run for run in _RUN.findall(text) if any(map(_is_strange, run.split()))}
                counts.update((_kind(run), run) for run in runs)
                for run in runs - first.keys():
                    first[run] = _around(text, run)
            new.append(text)
        return new, [(kind, text, count, first.get(text, "")) for (kind, text), count in sorted(counts.items())]


def _around(text: str, run: str) -> str:
    at = text.index(run)
    return " ".join(text[max(0, at - _CONTEXT) : at + len(run) + _CONTEXT].split())


def _lacks_capitals(text: str) -> bool:
    """Whether a text, or a part of it, was typed without capitals."""
    capitals = len(_CAPITAL.findall(text))
    return capitals * _LEAST < text.count(" ") and bool(without_capitals(text))


def _is_strange(part: str) -> bool:
    """Whether a word, with the marks at it, may be a name: a capital, and no English word or abbreviation."""
    if part in _plain:
        return False
    if not part.startswith("[") and any(
        word.is_capitalised
        and len(word.key) > 2
        and word.key.isalpha()
        and not word.is_upper
        and word.written not in ALWAYS
        and word.written not in NO_NAMES
        and not is_english(word.written)
        for word in words_of(part)
    ):
        return True
    if len(_plain) > _MOST:
        _plain.clear()
    _plain.add(part)
    return False


@lru_cache(maxsize=100_000)
def _kind(run: str) -> str:
    return kind_of_name(None, words_of(run), None)


def _without(text: str, names: Sequence[str]) -> str:
    """The text without its respondent's name and address: the whole name, and each part of it that has a capital."""
    for name in names:
        for part in [name.strip(), *(word.written for word in words_of(name) if len(word.key) > 2)]:
            if len(part) > 2 and part in text:
                replacement = "[email]" if "@" in part else "[name]"
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", replacement, text)
    return text
