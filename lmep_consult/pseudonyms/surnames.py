"""A surname after initials or a first name: these go with it, and say whether it can be the person it looks like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.lookalikes import Lookalikes
from lmep_consult.pseudonyms.matching import Span
from lmep_consult.pseudonyms.variants import is_first_name
from lmep_consult.pseudonyms.words import TITLES, Word, is_english, is_stop_word, starts_sentence, words_of

# One letter or more; not "I", as in "aren't I. Ada kicked me", and not "a" with a capital.
_INITIALS = re.compile(r"(?<![\w'’.-])(?:[A-HJ-Z]\.[ ]?|(?:[A-Z]\.[ ]?){2,3}|(?:[A-Z][ ]){2,3}|[B-HJ-Z][ ])\Z")
# Between the names of one person; a further name may be there.
BETWEEN_NAMES = re.compile(r"\s{1,3}|\s?[-‐‑]\s?|[^\S\n]([^\W\d_])[\w'’-]{0,40}\.?[^\S\n]")


def initials_before(text: str, end: int, start: int = 0) -> re.Match[str] | None:
    """Initials that a name at `end` follows, none of them before `start`."""
    return _INITIALS.search(text, max(start, end - 9), end)


class Surnames:
    """Tells people of one surname apart."""

    def __init__(self, identifiers: Sequence[Identifier]) -> None:
        self._names_of: dict[str, set[str]] = defaultdict(set)
        for identifier in identifiers:
            if identifier.kind == "person":
                names = (word.key for word in words_of(identifier.text))
                self._names_of[identifier.replacement].update(name for name in names if len(name) > 1)

    def settled(self, text: str, words: Sequence[Word], spans: Sequence[Span]) -> Iterator[Span]:
        """The spans of a text, in their order; where a single name of a person follows initials or a first name that
        are not theirs, it is somebody else's, as Alan Quill is not Ada Quill, and becomes [name]."""
        last, whose = 0, ""  # where the name before ends, and whose it is
        for span in spans:
            at = bisect_left(words, span.start, key=lambda word: word.start) if span.kind == "person" else 0
            adjoins = whose == span.replacement and BETWEEN_NAMES.fullmatch(text[last : span.start])
            if at and words[at].end == span.end and not adjoins:
                span = self._with_first_name(text, last, words[at - 1], words[at], span)
            last, whose = span.end, span.replacement
            yield span

    def _with_first_name(self, text: str, last: int, before: Word, word: Word, span: Span) -> Span:
        names = self._names_of[span.replacement]
        known = names > {word.key}  # more than a surname that somebody confirmed
        initials = initials_before(text, span.start, last)
        if initials:
            letters = {letter.casefold() for letter in initials[0] if letter.isalpha()}
            theirs = not known or letters <= {name[0] for name in names}
            return replace(span, start=initials.start(), replacement=span.replacement if theirs else "[name]")
        adjoins = before.start >= last and text[before.end : span.start] == " "
        if not (known and adjoins and before.is_capitalised) or before.key in TITLES | names or len(before.key) < 3:
            return span
        if Lookalikes(names).of(before.key):
            return replace(span, start=before.start)  # theirs, misheard
        verb = is_stop_word(before.key) and starts_sentence(text, before.start)  # "Will Quill come?"
        if verb or (is_english(before.written) and not is_first_name(before.key)):
            return span
        return replace(span, start=before.start, replacement="[name]", reason="shares a name")
