"""Texts as runs of words, hashed: what two texts have in common shows in how many runs they share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

LONG, SHORT = 8, 3  # words to a run: long ones are seldom the same by chance, short ones outlive edits
_ONE_IN = 4  # of the long runs, how many are kept
_WORD = re.compile(r"\w+")
_MOST_WORDS = 500_000  # kept by their hash
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_hashes: dict[str, int] = {}


def _hash_of(word: str) -> int:
    """The same whether the word has capitals or not."""
    if len(_hashes) > _MOST_WORDS:
        _hashes.clear()
    found = int.from_bytes(hashlib.blake2b(word.lower().encode("utf-8", "replace"), digest_size=8).digest())
    _hashes[word] = found
    return found


class Runs:
    """The words of texts, hashed, one text after another. starts: where each text begins, and where the last ends."""

    def __init__(self, texts: Sequence[str]) -> None:
        known, hashes, starts = _hashes, [], [0]
        for text in texts:
            hashes += [known.get(word) or _hash_of(word) for word in _WORD.findall(text)]
            starts.append(len(hashes))
        self.words = np.array(hashes, dtype=np.uint64)
        self.starts = np.array(starts, dtype=np.int64)

    def of(self, length: int) -> tuple[np.ndarray, np.ndarray]:
        """The hash of each run of so many words, and the number of its text; runs end within their text."""
        count = len(self.words) - length + 1
        if count <= 0:
            return np.empty(0, np.uint64), np.empty(0, np.int64)
        hashes = np.zeros(count, dtype=np.uint64)
        for n in range(length):
            hashes = hashes * _PRIME + self.words[n : n + count]
        hashes ^= hashes >> np.uint64(29)
        hashes *= _PRIME
        hashes ^= hashes >> np.uint64(32)
        text = np.searchsorted(self.starts, np.arange(count), side="right") - 1
        whole = np.arange(count) + length <= self.starts[text + 1]
        return hashes[whole], text[whole]

    @property
    def counts(self) -> np.ndarray:
        """How many words each text has."""
        return np.diff(self.starts)


def sketched(found: pa.Table) -> pa.Table:
    """The table with, of each text, `words` (how many), `whole` (a hash of all of it, the same for the same words) and
    `runs` (one in four of its long runs, as hashes of four bytes, the same ones of every text)."""
    import pyarrow as pa

    runs = Runs(found["text"].to_pylist())
    hashes, text = runs.of(LONG)
    whole = np.zeros(found.num_rows, dtype=np.uint64)
    short, of = runs.of(SHORT)
    np.add.at(whole, of, short)
    kept = hashes % np.uint64(_ONE_IN) == 0
    offsets = np.searchsorted(text[kept], np.arange(found.num_rows + 1))
    values = (hashes[kept] >> np.uint64(32)).astype(np.uint32)
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(values))
    return (
        found.append_column("words", pa.array(runs.counts, pa.int32()))
        .append_column("whole", pa.array(whole))
        .append_column("runs", lists)
    )


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where each of a text's words begins and ends."""
    return [match.span() for match in _WORD.finditer(text)]
