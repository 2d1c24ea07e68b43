"""Putting replacements in the place of identifiers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from lmep_consult.pseudonyms.forms import forms_in, plain_email
from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.matching import NameIndex, Span
from lmep_consult.pseudonyms.words import words_of

COLUMNS = ["start", "end", "text", "replacement", "kind", "reason", "new_start", "new_end"]
# Between the names of one person; a further name may stand there.
_BETWEEN_NAMES = re.compile(r"\s{1,3}|\s?[-‐‑]\s?|[^\S\n]([^\W\d_])[\w'’-]{0,40}\.?[^\S\n]")
_REST_OF_DOUBLE_NAME = re.compile(r"[-‐‑]([^\W\d_][\w'’]*)")


def pseudonymise(text: str, identifiers: Sequence[Identifier], allow: Collection[str] = ()) -> tuple[str, pd.DataFrame]:
    """The text with each identifier replaced, and what was replaced: start, end (in the original), text, replacement,
    kind, reason, new_start, new_end (in the new text).

    Names are found whatever their case (see Identifier), accents, apostrophes and hyphens; then capitalised words
    that look or sound like one name only; addresses, numbers and codes by their form. Phrases in `allow` stay, as
    written there, unless they are part of something longer. Where two overlap, the one that begins first wins, then
    the longer one.
    """
    parts, rows, at, length = [], [], 0, 0
    for span in spans_in(text, identifiers, allow):
        new_start = length + span.start - at
        parts += [text[at : span.start], span.replacement]
        at, length = span.end, new_start + len(span.replacement)
        original = text[span.start : span.end]
        rows.append((span.start, span.end, original, span.replacement, span.kind, span.reason, new_start, length))
    return "".join([*parts, text[at:]]), pd.DataFrame(rows, columns=COLUMNS)


def spans_in(text: str, identifiers: Sequence[Identifier], allow: Collection[str] = ()) -> list[Span]:
    """What `pseudonymise` replaces, in order."""
    addresses, names = _indexed(tuple(identifiers))
    words = words_of(text)
    allowed = allowed_in(text, allow)

    def not_allowed(spans: Iterable[Span]) -> Iterator[Span]:
        return (s for s in spans if not any(start <= s.start and s.end <= end for start, end in allowed))

    spans = _apart([*_by_form(text, addresses), *not_allowed(names.as_written(text, words))])
    free = [word for word in words if not any(s.start < word.end and word.start < s.end for s in spans)]
    return _whole_names(text, _apart([*spans, *not_allowed(names.as_misheard(text, free))]))


def allowed_in(text: str, allow: Collection[str]) -> list[tuple[int, int]]:
    """Start and end of the phrases of `allow`, as they are written there but for apostrophes and spaces."""
    phrases = _phrases(tuple(allow))
    return [match.span() for match in phrases.finditer(text)] if phrases else []


@lru_cache(maxsize=8)
def _indexed(identifiers: tuple[Identifier, ...]) -> tuple[dict[str, str], NameIndex]:
    addresses = {i.text.casefold(): i.replacement for i in identifiers if i.kind == "email"}
    return addresses, NameIndex([i for i in identifiers if i.kind != "email"])


@lru_cache(maxsize=8)
def _phrases(allow: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted((phrase for phrase in allow if phrase.strip()), key=len, reverse=True)
    patterns = [re.sub("['’]", "['’]", r"\s+".join(map(re.escape, phrase.split()))) for phrase in longest_first]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else None


def _by_form(text: str, addresses: dict[str, str]) -> Iterator[Span]:
    for start, end, kind in forms_in(text):
        known = addresses.get(plain_email(text[start:end]), "") if kind == "email" else ""
        yield Span(start, end, known or f"[{kind}]", kind, "register" if known else "form")


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Of those that overlap, the first to begin, then the longest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _whole_names(text: str, spans: list[Span]) -> list[Span]:
    """A person's names side by side as one, and the half of a double name with its other half."""
    starts = {span.start for span in spans}
    kept: list[Span] = []
    for span in spans:
        if span.kind == "person":
            rest = _REST_OF_DOUBLE_NAME.match(text, span.end)
            if rest and rest[1][0].isupper() and rest.start(1) not in starts:
                span = replace(span, end=rest.end())
            last = kept[-1] if kept else span
            same = (last.kind, last.replacement) == (span.kind, span.replacement)
            between = _BETWEEN_NAMES.fullmatch(text[last.end : span.start])
            if same and between and (between[1] is None or between[1].isupper()):
                kept[-1] = replace(last, end=span.end)
                continue
        kept.append(span)
    return kept
