"""Names out of many responses, by the same rules as out of interviews; and what may name somebody besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lmep_consult.pseudonyms import Confirmed, Identifier, Pseudonymiser, Screen, kind_of_name, without_capitals
from lmep_consult.pseudonyms.screening import may_be_unknown
from lmep_consult.pseudonyms.words import words_of

_RUN = re.compile(r"(?<![\w\[])[^\W\d_a-z][\w'’]+(?:[ -][^\W\d_a-z][\w'’]+)*")
_CONTEXT = 60  # characters either side of what may be a name


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
        for text, holds, lacks_capitals, names_some in zip(given, *screen.look(given), strict=True):
            lower = lacks_capitals and bool(without_capitals(text))
            if lower or holds:
                text, spans = pseudonymiser.replace(text, lower)
                counts.update({(span.kind, "") for span in spans if span.reason == "form"})
            if names_some:
                runs = {run for run in _RUN.findall(text) if any(map(may_be_unknown, run.split()))}
                counts.update((_kind(run), run) for run in runs)
                for run in runs - first.keys():
                    first[run] = _around(text, run)
            new.append(text)
        return new, [(kind, text, count, first.get(text, "")) for (kind, text), count in sorted(counts.items())]


def _around(text: str, run: str) -> str:
    at = text.index(run)
    return " ".join(text[max(0, at - _CONTEXT) : at + len(run) + _CONTEXT].split())


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
