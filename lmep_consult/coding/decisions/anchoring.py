"""Codings put onto the transcripts as they are now, and offsets as a browser counts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pandas as pd

from lmep_consult.coding.decisions.passages import Spoken, text_hash
from lmep_consult.errors import CodingError

_KEPT_FOR_FINDING = ["transcript", "before", "after"]


def anchor(decided: pd.DataFrame, transcripts: Mapping[str, Spoken]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put rows of passages (codings, decided, adjudications ... of `fold`) onto `transcripts`, by name.

    Where the text is the one they were made on, they stay where they are. Else the quote is looked for among what
    the same participant says: where most of its context is too, then nearest to the old place.

    Returns the rows that could be placed and those that could not. The first have source, participant, start and end
    as they are now and, after the quote, turn (the first it touches) and said (the whole turn or turns); the columns
    transcript, before and after are gone. The second are as they were, with why.
    """
    texts = {name: _Text.of(transcript) for name, transcript in transcripts.items()}
    now = names_now({name: text.hash for name, text in texts.items()})
    placed: list[dict[str, Any]] = []
    lost: list[dict[str, Any]] = []
    rows: list[dict[Any, Any]] = decided.to_dict("records")
    for row in rows:
        source = now(row["source"], row["transcript"])
        text = texts.get(source)
        if text is None:
            lost.append({**row, "why": "no transcript has that name"})
            continue
        start = text.place_of(row)
        if start is None:
            why = f"{row['participant'] or 'nobody'} does not say it in the transcript as it is now"
            lost.append({**row, "why": why})
            continue
        placed.append({**row, "source": source, "start": start, **text.around(start, row)})
    columns = [column for column in decided.columns if column not in _KEPT_FOR_FINDING]
    columns[columns.index("quote") + 1 : columns.index("quote") + 1] = ["turn", "said"]
    types = {column: decided[column].dtype for column in columns if column in decided} | {
        "turn": "int64",
        "said": "str",
    }
    found = pd.DataFrame(placed, columns=columns).astype(types)
    missing = pd.DataFrame(lost, columns=[*decided.columns, "why"]).astype({**decided.dtypes, "why": "str"})
    return found, missing


def names_now(hashes: Mapping[str, str]) -> Callable[[str, str], str]:
    """What a source is called now, from what it was called and the hash of its text then: the transcript that has that
    text (its own name first, where several have), else the name it had. hashes: of the texts as they are now, by name.
    """
    by_hash = {text: name for name, text in hashes.items()}
    return lambda source, text: source if hashes.get(source) == text else by_hash.get(text, source)


@dataclass(frozen=True)
class _Text:
    """A transcript's text and, turn by turn, where it lies and who says it."""

    text: str
    hash: str
    starts: list[int]
    ends: list[int]
    numbers: list[int]
    participants: list[str]

    @classmethod
    def of(cls, spoken: Spoken) -> _Text:
        columns = (spoken.turns[column].tolist() for column in ("start_char", "end_char", "turn", "participant"))
        return cls(spoken.text, text_hash(spoken.text), *columns)

    def place_of(self, row: Mapping[str, Any]) -> int | None:
        quote, old = row["quote"], int(row["start"])
        if row["transcript"] == self.hash and self.text.startswith(quote, old) and self._touched(old, old + len(quote)):
            return old
        said = [start for start in self._occurrences(quote) if row["participant"] in self._speakers(start, quote)]
        return max(said, key=lambda start: (self._context(start, row), -abs(start - old), -start), default=None)

    def around(self, start: int, row: Mapping[str, Any]) -> dict[str, Any]:
        end = start + len(row["quote"])
        touched = self._touched(start, end)
        people = {self.participants[turn] for turn in touched} - {""}
        return {
            "participant": people.pop() if len(people) == 1 else row["participant"],
            "end": end,
            "turn": self.numbers[touched[0]],
            "said": self.text[self.starts[touched[0]] : self.ends[touched[-1]]],
        }

    def _occurrences(self, quote: str) -> Iterator[int]:
        at = self.text.find(quote)
        while at >= 0:
            yield at
            at = self.text.find(quote, at + 1)

    def _touched(self, start: int, end: int) -> range:
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def _speakers(self, start: int, quote: str) -> set[str]:
        return {self.participants[turn] for turn in self._touched(start, start + len(quote))}

    def _context(self, start: int, row: Mapping[str, Any]) -> int:
        """How many characters next to the quote are those that were there."""
        before, after = row["before"], row["after"]
        end = start + len(row["quote"])
        return _alike(reversed(before), reversed(self.text[max(0, start - len(before)) : start])) + _alike(
            after, self.text[end : end + len(after)]
        )


def _alike(a: Iterable[str], b: Iterable[str]) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def to_utf16(text: str, offset: int) -> int:
    """An offset in code points, as JavaScript counts it.

    >>> to_utf16("a 🙂 b", 4)
    5
    """
    return len(text[:offset].encode("utf-16-le")) // 2


def from_utf16(text: str, units: int) -> int:
    """An offset as JavaScript counts it, in code points. Raises CodingError where it falls within a character.

    >>> from_utf16("a 🙂 b", 5)
    4
    """
    whole = text.encode("utf-16-le")
    try:
        if not 0 <= 2 * units <= len(whole):
            raise ValueError
        return len(whole[: 2 * units].decode("utf-16-le"))
    except ValueError:
        raise CodingError(
            f"Offset {units} lies within a character or outside the text; choose the words again."
        ) from None
