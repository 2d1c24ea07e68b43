"""Where identifiers are in a text, as written there or as misheard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.lookalikes import Lookalikes
from lmep_consult.pseudonyms.words import (
    Word,
    is_english,
    is_short_title,
    is_stop_word,
    starts_sentence,
    title_before,
    words_of,
)

_JOINERS = "-‐‑‒–—−_"
_POSSESSIVE = re.compile(r"^['’][sS](?!\w)")
_WIDEST_GAP = 4  # characters between two words of one name
_SMALL = frozenset("a and at de for in of on the to".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
# Before a month, where a person's name would need another word.
_BEFORE_MONTHS = frozenset(
    "a after and before between by during each early every from his her in into last late mid my next now of or our "
    "since that the their this through till to until your".split()
)
# After "may" and "will", they show that it is the verb.
_ASKED_OF = frozenset("any anybody anyone he i it she somebody someone that the there they this we you".split())
# What people do; after a word that opens a sentence, they show that it is a name.
VERBS = frozenset(
    "added agreed argued asked asks believes bought brought called came did does drove explained felt found gave gets "
    "gives goes got had has heard held helped is keeps kept knew knows leads left likes looked lost made makes manages "
    "mentioned met moved needed needs paid ran rang replied runs said sat saw says sent spoke started stayed stood "
    "suggested takes talked taught tells thinks thought told took tried used wanted wants was went won worked works "
    "wrote".split()
)


@dataclass(frozen=True)
class Span:
    """What is replaced: from `start` to `end`, exclusive."""

    start: int
    end: int
    replacement: str
    kind: str
    reason: str


class NameIndex:
    """Identifiers by the words they are made of."""

    def __init__(self, identifiers: Sequence[Identifier]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Identifier]]] = defaultdict(list)
        self._unmistakable: dict[str, Identifier] = {}
        for identifier in identifiers:
            for keys in _spellings(identifier):
                self._by_first[keys[0]].append((keys, identifier))
                if len(keys) == 1 and identifier.case == "any":
                    self._unmistakable.setdefault(keys[0], identifier)
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        self._lookalikes = Lookalikes(self._unmistakable)

    def as_written(self, text: str, words: Sequence[Word], lower: bool) -> Iterator[Span]:
        """The longest identifier at each word, if there is one. lower: whether the text has no capitals."""
        person_ends = -1
        for at, word in enumerate(words):
            after_person = at > 0 and words[at - 1].end <= person_ends and _hangs_together(text, words[at - 1 : at + 1])
            next_to_person = after_person or self._before_person(text, words[at : at + 2])
            span = self._longest(text, words, at, next_to_person, lower) or self._several(word)
            if span and not (span.kind == "person" and _is_saint(text, words[at - 1 : at + 1])):
                yield span
                if span.kind == "person":
                    person_ends = max(person_ends, span.end)

    def _longest(self, text: str, words: Sequence[Word], at: int, next_to_person: bool, lower: bool) -> Span | None:
        for keys, identifier in self._by_first.get(words[at].key, ()):
            run = words[at : at + len(keys)]
            if tuple(word.key for word in run) != keys or not _hangs_together(text, run, identifier.text):
                continue
            if _counts(identifier, text, words, at, run, next_to_person, lower):
                end = run[-1].end
                if identifier.text.endswith(".") and text[end : end + 1] == ".":
                    end += 1
                return _span(run[0].start, end, identifier)
        return None

    def _before_person(self, text: str, run: Sequence[Word]) -> bool:
        """Whether a person's name follows, as in "Rose Hothersall" but not in "Will Hothersall come?"."""
        known = self._unmistakable.get(run[-1].key) if len(run) == 2 and run[1].is_capitalised else None
        is_person = known is not None and known.kind == "person"
        return is_person and not is_stop_word(run[0].key) and _hangs_together(text, run)

    def _several(self, word: Word) -> Span | None:
        """Several of a name, or a possessive without its apostrophe: the Hothersalls."""
        one = self._unmistakable.get(word.key.removesuffix("s")) if word.is_capitalised else None
        return _span(word.start, word.end, one) if one and not is_english(word.written) else None

    def as_misheard(self, text: str, words: Sequence[Word], lower: bool) -> Iterator[Span]:
        """Capitalised words, alone or two together, that are no English and look or sound like one name only; in a text
        without capitals, any such word alone."""
        for at, word in enumerate(words):
            if not (word.is_capitalised or lower) or _is_saint(text, words[at - 1 : at + 1]):
                continue
            run = words[at : at + 2]
            parted = len(run) == 2 and run[1].is_capitalised and _hangs_together(text, run)
            if parted and not any(is_stop_word(word.key) for word in run):
                span = self._misheard(run, "".join(word.key for word in run))
            else:
                span = None
            if span is None and not is_english(word.written):
                span = self._misheard([word], word.key)
            if span:
                yield span

    def of_several_words(self) -> Iterator[tuple[str, ...]]:
        """The keys of each identifier of more than one word."""
        for candidates in self._by_first.values():
            yield from (keys for keys, _ in candidates if len(keys) > 1)

    def may_be(self, word: Word) -> bool:
        """Whether the word alone may be an identifier in a text with capitals."""
        alone = (it for keys, it in self._by_first.get(word.key, ()) if len(keys) == 1)
        return any(it.case == "any" or word.is_capitalised for it in alone) or self._several(word) is not None

    def _misheard(self, run: Sequence[Word], key: str) -> Span | None:
        alike = [] if is_english(key) else self._lookalikes.of(key, sounds=3 if len(run) == 1 else 4)
        meant = [self._unmistakable[name] for name in alike]
        if len({identifier.replacement for identifier in meant}) != 1:
            return None
        return Span(run[0].start, run[-1].end, meant[0].replacement, meant[0].kind, f"looks like {meant[0].text}")


def _span(start: int, end: int, identifier: Identifier) -> Span:
    return Span(start, end, identifier.replacement, identifier.kind, identifier.reason)


def _spellings(identifier: Identifier) -> Iterable[tuple[str, ...]]:
    """The words it is made of; parted at apostrophes; and, if it is unmistakable then, written as one word."""
    parted = re.sub("['’]", " ", identifier.text)
    found = {tuple(word.key for word in words_of(text)) for text in (identifier.text, parted)}
    for keys in tuple(found):
        joined = "".join(keys)
        if len(keys) > 1 and identifier.case == "any" and len(joined) >= 6 and not is_english(joined):
            found.add((joined,))
    return [keys for keys in found if keys]


def _hangs_together(text: str, run: Sequence[Word], written: str = "") -> bool:
    """Whether nothing parts the words but spaces, hyphens and the marks that are in `written`; and full stops after
    initials, which a name that is initials only (J.D.) must have."""
    for one, other in pairwise(run):
        gap = text[one.end : other.start]
        if len(one.key) == 1:
            if written.endswith(".") and "." not in gap:
                return False
            gap = gap.removeprefix(".")
        if "'s" in written or "’s" in written:
            gap = _POSSESSIVE.sub("", gap)
        if len(gap) > _WIDEST_GAP or gap.count("\n") > 1:
            return False
        if not all(mark.isspace() or mark in _JOINERS or (mark in written and not mark.isalnum()) for mark in gap):
            return False
    return True


def _is_saint(text: str, run: Sequence[Word]) -> bool:
    """Whether two words are a saint's name, which churches, schools and hospitals have: St Winifred, Saint Jude."""
    return len(run) == 2 and run[0].key in ("st", "saint") and text[run[0].end : run[1].start].isspace()


def _counts(
    identifier: Identifier,
    text: str,
    words: Sequence[Word],
    at: int,
    run: Sequence[Word],
    next_to_person: bool,
    lower: bool,
) -> bool:
    """Whether the words are written as the identifier's case asks."""
    if identifier.case == "any" or (lower and identifier.case == "phrase"):
        return True
    if identifier.case == "capital" and lower and len(run) == 1 and len(run[0].key) > 2:
        return not is_english(run[0].written)
    if identifier.case in ("capital", "phrase"):
        return all(word.is_capitalised or word.key in _SMALL for word in run)
    if identifier.case == "upper":
        return all(word.written.isupper() or word.key == "and" for word in run)
    return _is_name(text, words, at, next_to_person)


def _is_name(text: str, words: Sequence[Word], at: int, next_to_person: bool) -> bool:
    """Whether a word that English has too is a name here."""
    word = words[at]
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    title = title_before(text, before, word)
    if not word.is_capitalised:
        return is_short_title(title)
    if title or next_to_person:
        return True
    if word.key in ("may", "will") and after is not None and after.key in _ASKED_OF:
        return False  # "And I said, Will they come?"
    if word.key in _MONTHS and (before is None or before.key in _BEFORE_MONTHS or before.key[:1].isdigit()):
        return False
    if word.is_upper and any(other is not None and other.is_upper for other in (before, after)):
        return False  # among capitals they say nothing
    if not starts_sentence(text, word.start):
        return True
    follows = text[word.end : word.end + 2]
    return follows[:1] == "," or follows in ("'s", "’s") or (after is not None and after.key in VERBS)
