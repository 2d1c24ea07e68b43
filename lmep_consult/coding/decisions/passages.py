"""A passage of a transcript, held so that it can be found again when the transcript changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import pandas as pd

from lmep_consult.errors import CodingError

CONTEXT = 32  # characters kept either side


class Spoken(Protocol):
    """What passages are of; a Transcript is one."""

    @property
    def text(self) -> str: ...
    @property
    def turns(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Passage:
    """The fields of a Decision that say which passage it is of."""

    source: str
    participant: str
    transcript: str
    start: int
    end: int
    quote: str
    before: str
    after: str


def passage(source: str, transcript: Spoken, start: int, end: int, quote: str | None = None) -> Passage:
    """The passage from `start` to `end` (code points, end exclusive) of the transcript named `source`.

    quote: what whoever chose the passage saw there; None where nobody looked, and what is there is taken.
    Its context stays within the turns it is in: what others said must not outlive their own words.

    Raises CodingError where the quote is not what is there, or there are no words, or those of two participants.
    """
    text, turns = transcript.text, transcript.turns
    where = f"{source}, {start} to {end}"
    there = text[start:end]
    if not 0 <= start < end <= len(text) or not there.strip():
        raise CodingError(f"{where}: there are no words; the transcript has {len(text)} characters.")
    if quote is not None and quote != there:
        raise CodingError(
            f"{where}: the transcript says {_short(there)} there, and not {_short(quote)}; load the page again."
        )
    touched = turns[(turns["start_char"] < end) & (turns["end_char"] > start)]
    people = sorted(set(touched["participant"]) - {""})
    if len(people) > 1:
        raise CodingError(f"{where}: words of {' and '.join(people)}; code what each of them says by itself.")
    first, last = int(touched["start_char"].iloc[0]), int(touched["end_char"].iloc[-1])
    before, after = text[max(first, start - CONTEXT) : start], text[end : max(end, min(last, end + CONTEXT))]
    return Passage(source, "".join(people), text_hash(text), start, end, there, before, after)


@lru_cache(maxsize=512)  # asked of the same few texts at every decision
def text_hash(text: str) -> str:
    """The SHA-256, in hexadecimal, of a transcript's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
