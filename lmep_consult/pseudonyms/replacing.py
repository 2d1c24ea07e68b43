"""Putting replacements in the place of identifiers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.context import DecidedPlaces
from lmep_consult.pseudonyms.forms import forms_in, plain_email
from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.matching import NameIndex, Span
from lmep_consult.pseudonyms.spelling import may_be_a_name, spelt_out
from lmep_consult.pseudonyms.surnames import BETWEEN_NAMES, Surnames
from lmep_consult.pseudonyms.words import Word, key_of, touched, words_of

COLUMNS = ["start", "end", "text", "replacement", "kind", "reason", "new_start", "new_end"]
_REST_OF_DOUBLE_NAME = re.compile(r"[-‐‑]([^\W\d_][\w'’]*)")


class Pseudonymiser:
    """Replaces a study's identifiers in its texts; made once, for to sort the names takes longer than to read a turn.

    `places` are decisions about single places (confirmed.of_places): they go before everything else.
    Names are found whatever their case (see Identifier), accents, apostrophes and hyphens; then capitalised words
    that look or sound like one name only; names spelt out; addresses, numbers and codes by their form. Phrases in
    `allow` stay, as written there (apostrophes and spaces may differ), unless they are part of something longer. Where
    two overlap, the one that begins first wins, then the longer one.
    """

    def __init__(
        self, identifiers: Sequence[Identifier], allow: Collection[str] = (), places: Collection[Confirmed] = ()
    ) -> None:
        self._places = DecidedPlaces(places)
        self._addresses = {i.text.casefold(): i.replacement for i in identifiers if i.kind == "email"}
        self._names = NameIndex([i for i in identifiers if i.kind != "email"])
        longest_first = sorted((phrase for phrase in allow if phrase.strip()), key=len, reverse=True)
        phrases = [re.sub("['’]", "['’]", r"\s+".join(map(re.escape, phrase.split()))) for phrase in longest_first]
        self._surnames = Surnames(identifiers)
        self._kept = {key_of(phrase) for phrase in allow}
        self._spelt = {key_of(i.text): i for i in identifiers if i.kind != "email"}
        self._allowed = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)") if phrases else None

    def replace(self, text: str, lower: bool = False) -> tuple[str, list[Span]]:
        """The text with each identifier replaced, and where they were in the original. lower: whether it was written
        down without capitals (see capitals.py)."""
        spans = self.spans(text, lower)
        parts, at = [], 0
        for span in spans:
            parts += [text[at : span.start], span.replacement]
            at = span.end
        return "".join([*parts, text[at:]]), spans

    def spans(self, text: str, lower: bool = False) -> list[Span]:
        """What is replaced, in order."""
        words = words_of(text)
        allowed = self._allowed_phrases(text)
        decided = list(self._places.find(words))
        found = [*_by_form(text, self._addresses), *self._spelt_out(text), *self._names.as_written(text, words, lower)]
        spans = _apart(_as_decided(_not_within(allowed, found), words, decided))
        taken = touched(words, [(span.start, span.end) for span in spans])
        free = [word for word, is_taken in zip(words, taken, strict=True) if not is_taken]
        misheard = _as_decided(_not_within(allowed, self._names.as_misheard(text, free, lower)), words, decided)
        return _whole_names(text, self._surnames.settled(text, words, _apart([*spans, *misheard])))

    def _spelt_out(self, text: str) -> Iterator[Span]:
        """Names spelt out: whose they are where the register has them, else nobody's."""
        for start, end, names in spelt_out(text):
            known = {self._spelt[name] for name in names if len(name) > 2 and name in self._spelt}
            meant = known.pop() if len({identifier.replacement for identifier in known}) == 1 else None
            if meant is not None:
                yield Span(start, end, meant.replacement, meant.kind, f"spells {meant.text}")
            elif may_be_a_name(names[-1]) and names[-1] not in self._kept:
                yield Span(start, end, "[name]", "person", "spelt out")

    def allowed(self, text: str) -> list[tuple[int, int]]:
        """Start and end of what stays."""
        words = words_of(text)
        kept = [(words[at].start, words[end - 1].end) for at, end, it in self._places.find(words) if not it.replacement]
        return [*self._allowed_phrases(text), *kept]

    def _allowed_phrases(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._allowed.finditer(text)] if self._allowed else []


def pseudonymise(text: str, identifiers: Sequence[Identifier], allow: Collection[str] = ()) -> tuple[str, pd.DataFrame]:
    """One text as `Pseudonymiser` replaces it, and what was replaced: start, end (in the original), text, replacement,
    kind, reason, new_start, new_end (in the new text)."""
    new, spans = Pseudonymiser(identifiers, allow).replace(text)
    rows, longer = [], 0  # by how much the text so far
    for span in spans:
        new_start = span.start + longer
        new_end = new_start + len(span.replacement)
        longer = new_end - span.end
        original = text[span.start : span.end]
        rows.append((span.start, span.end, original, span.replacement, span.kind, span.reason, new_start, new_end))
    return new, pd.DataFrame(rows, columns=COLUMNS)


def _as_decided(
    spans: Iterable[Span], words: Sequence[Word], decided: Sequence[tuple[int, int, Confirmed]]
) -> Iterator[Span]:
    """The spans without those at places that somebody decided about, and what was decided to be replaced there."""
    given, kept = [], []
    for at, end, place in decided:
        start, stop = words[at].start, words[end - 1].end
        if place.replacement:
            given.append(Span(start, stop, place.replacement, place.kind, "decided for this place"))
        else:  # with the marks around the words, as in (0161)
            kept.append((words[at - 1].end if at else 0, words[end].start if end < len(words) else stop + 1))
    yield from given
    for span in spans:
        stays = any(start <= span.start and span.end <= stop for start, stop in kept)
        if not stays and not any(span.start < other.end and other.start < span.end for other in given):
            yield span


def _by_form(text: str, addresses: dict[str, str]) -> Iterator[Span]:
    for start, end, kind in forms_in(text):
        known = addresses.get(plain_email(text[start:end]), "") if kind == "email" else ""
        yield Span(start, end, known or f"[{kind}]", kind, "register" if known else "form")


def _not_within(allowed: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Iterator[Span]:
    """Those of the spans that are no part of an allowed phrase."""
    starts = [start for start, _ in allowed]
    for span in spans:
        last = bisect_right(starts, span.start) - 1
        if last < 0 or allowed[last][1] < span.end:
            yield span


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Of those that overlap, the first to begin, then the longest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _whole_names(text: str, spans: Iterable[Span]) -> list[Span]:
    """A person's names side by side as one, and the half of a double name with its other half."""
    spans = list(spans)
    starts = {span.start for span in spans}
    kept: list[Span] = []
    for span in spans:
        if span.kind == "person":
            rest = _REST_OF_DOUBLE_NAME.match(text, span.end)
            if rest and rest[1][0].isupper() and rest.start(1) not in starts:
                span = replace(span, end=rest.end())
            last = kept[-1] if kept else span
            same = (last.kind, last.replacement) == (span.kind, span.replacement)
            between = BETWEEN_NAMES.fullmatch(text[last.end : span.start])
            if same and between and (between[1] is None or between[1].isupper()):
                kept[-1] = replace(last, end=span.end)
                continue
        kept.append(span)
    return kept
