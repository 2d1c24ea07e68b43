"""Quotations from which words are left out. The words that stay are the speaker's own, in their order, with "[…]" where
some are missing: nobody can put other words in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lmep_consult.errors import StudyError

LEFT_OUT = "[…]"
Cut = tuple[int, int]
"""Characters of a quotation, from and to, that are left out."""

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]*\]")
_WRITTEN = re.compile(r"(?:\d{1,7}-\d{1,7}(?: \d{1,7}-\d{1,7})*)?")


def cuts_of(quote: str, phrases: Iterable[str]) -> tuple[Cut, ...]:
    """Where the words to leave out stand in the quotation, in its order. A phrase is given as it stands there, with
    whatever is in brackets for a name.

    Raises StudyError where a phrase is not there, is there several times or in the middle of a word, or nothing stays.
    """
    found = []
    for phrase in (phrase.strip() for phrase in phrases):
        if not phrase:
            continue
        words = _PLACEHOLDER.pattern.join(map(_words, _PLACEHOLDER.split(phrase)))
        before, after = (r"(?<!\w)" if phrase[0].isalnum() else ""), (r"(?!\w)" if phrase[-1].isalnum() else "")
        places = [match.span() for match in re.finditer(before + words + after, quote)]
        if len(places) != 1:
            what = "not in the quotation as whole words" if not places else "there several times; give more words"
            raise StudyError(f"{phrase[:60]!r} is {what}.")
        found += places
    cuts = _joined(found)
    if not _parts(quote, cuts):
        raise StudyError("Nothing would be left of the quotation; refuse it, or leave less out.")
    return cuts


def shortened(quote: str, cuts: Iterable[Cut], readable: Callable[[str], str] = str) -> str:
    """The quotation with "[…]" for what is left out. readable: puts replaced names into words.

    >>> shortened("We lost time, as I said, and money.", [(14, 24)])
    'We lost time, […] and money.'
    """
    cuts = _joined(cuts)
    if not cuts:
        return readable(quote)
    said = f" {LEFT_OUT} ".join(map(readable, _parts(quote, cuts)))
    if not quote[: cuts[0][0]].strip():
        said = f"{LEFT_OUT} {said}"
    if not quote[cuts[-1][1] :].strip():
        said = f"{said} {LEFT_OUT}"
    return re.sub(rf"({re.escape(LEFT_OUT)}) (?=[,.;:!?])", r"\1", said)


def cuts_written(cuts: Iterable[Cut]) -> str:
    """Cuts as the record of sign-offs has them: "14-24 40-52", "" for none."""
    return " ".join(f"{start}-{end}" for start, end in cuts)


def cuts_read(text: str) -> tuple[Cut, ...]:
    """What `cuts_written` wrote. Raises ValueError for anything else."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError(text)
    pairs = [each.split("-") for each in text.split()]
    cuts = tuple((int(start), int(end)) for start, end in pairs)
    if any(start >= end for start, end in cuts):
        raise ValueError(text)
    return cuts


def _words(text: str) -> str:
    """A pattern for words with any space between them."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


def _joined(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """In order, and those that touch as one."""
    joined: list[Cut] = []
    for start, end in sorted(cuts):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _parts(quote: str, cuts: tuple[Cut, ...]) -> list[str]:
    ends = [0, *(end for _, end in cuts)]
    starts = [*(start for start, _ in cuts), len(quote)]
    parts = [quote[end:start].strip() for end, start in zip(ends, starts, strict=True)]
    return [part for part in parts if any(letter.isalnum() for letter in part)]
