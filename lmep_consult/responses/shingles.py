"""Texts as runs of words, hashed: what two texts have in common shows in how many runs they share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

LONG, SHORT = 8, 3  # words to a run: long ones are seldom the same by chance, short ones outlive edits
_ONE_IN = 2  # of the long runs, how many are kept
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MARKS = r"[^\p{L}\p{N}]+"  # no word, nor part of one


class Runs:
    """The words of texts, hashed, one text after another. starts: where each text begins, and where the last ends.

    A word is what is between spaces, without marks and capitals.
    """

    def __init__(self, texts: pa.Array) -> None:
        import pyarrow.compute as pc

        self._texts, parted = texts, pc.utf8_split_whitespace(texts)
        encoded = parted.flatten().dictionary_encode()
        known = pc.replace_substring_regex(pc.utf8_lower(encoded.dictionary), _MARKS, "").to_numpy(zero_copy_only=False)
        hashes = pd.util.hash_array(known.astype(object), categorize=False)
        at = encoded.indices.to_numpy()
        self._is_word = (known != "").astype(bool)[at]
        before = np.concatenate([[0], np.cumsum(self._is_word)])
        self._offsets = parted.offsets.to_numpy() - parted.offsets[0].as_py()
        self.words: np.ndarray = hashes[at[self._is_word]]
        self.starts: np.ndarray = before[self._offsets]

    def of(self, length: int) -> tuple[np.ndarray, np.ndarray]:
        """The hash of each run of so many words, and where those of each text begin; runs end within their text."""
        count = max(len(self.words) - length + 1, 0)
        hashes = np.zeros(count, dtype=np.uint64)
        for n in range(length):
            hashes *= _PRIME
            hashes += self.words[n : n + count]
        hashes ^= hashes >> np.uint64(29)
        hashes *= _PRIME
        hashes ^= hashes >> np.uint64(32)
        runs = np.maximum(self.counts - length + 1, 0)
        over = np.zeros(len(self.words) + 1, dtype=np.int8)  # +1 from the first word that begins no run to the last
        np.add.at(over, self.starts[:-1] + runs, 1)
        np.add.at(over, self.starts[1:], -1)
        return hashes[np.cumsum(over)[:count] == 0], np.concatenate([[0], np.cumsum(runs)])

    @property
    def counts(self) -> np.ndarray:
        """How many words each text has."""
        return np.diff(self.starts)

    def spans(self, number: int) -> list[tuple[int, int]]:
        """Where each word of a text begins and ends, with the marks at it."""
        text = self._texts[number].as_py()
        first, last = (self._offsets[number : number + 2] + text[:1].isspace()).tolist()
        words = zip(re.finditer(r"\S+", text), self._is_word[first:last].tolist(), strict=False)
        return [match.span() for match, is_word in words if is_word]


def sketched(found: pa.Table) -> pa.Table:
    """The table of texts and their `question` with, of each, `words` (how many), `whole` (a hash of all of it, the same
    for the same words in any order of sentences) and `runs` (one in four of its long runs, as hashes of four bytes, the
    same ones of every text). Hashes of texts of different questions differ."""
    import pyarrow as pa

    runs = Runs(found["text"].combine_chunks())
    encoded = found["question"].combine_chunks().dictionary_encode()
    questions = pd.util.hash_array(encoded.dictionary.to_numpy(zero_copy_only=False).astype(object), categorize=False)
    question = questions[encoded.indices.to_numpy()]
    short, starts = runs.of(SHORT)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(short)])
    whole = (sums[starts[1:]] - sums[starts[:-1]] + question) * _PRIME
    long, starts = runs.of(LONG)
    kept = long % np.uint64(_ONE_IN) == 0
    offsets = np.concatenate([[0], np.cumsum(kept)])[starts]
    values = ((long[kept] >> np.uint64(32)) ^ np.repeat(question, np.diff(offsets))).astype(np.uint32)
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(values))
    return (
        found.append_column("words", pa.array(runs.counts, pa.int32()))
        .append_column("whole", pa.array(whole))
        .append_column("runs", lists)
    )


def is_among(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each is one of those known, which are in order."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    found: np.ndarray = known[np.minimum(np.searchsorted(known, hashes), len(known) - 1)] == hashes
    return found
