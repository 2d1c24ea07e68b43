"""Campaigns: the letters that many people send, as they are or edited.

Of the texts grouped because they share words, one is the letter: that which is nearest to the others, without what its
own sender wrote round it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lmep_consult.responses.belonging import LEAST_HELD, Letter, Letters, holds, own_stretches, said
from lmep_consult.responses.likeness import SHORTEST, SKETCH, Group, Likeness
from lmep_consult.responses.shingles import SHORT, Runs, sketched

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 5  # texts of a campaign
_FEWEST_NEAR = 3  # of them near its letter: the others show when it is known
_NEAR = 0.25  # of the runs of the shorter of two texts of one campaign, how many are in both, at least
_MOSTLY = 0.5  # of the runs of a text that is for the most part the letter, how many are the campaign's, at least
_WORDING = 0.2  # of the texts near a letter, how many have a run that is the campaign's, at least
_COMMON = 0.01  # of other texts, how many have a run that tells nothing, at least
_OF_OTHERS = 0.3  # of a letter's runs, how many a text has that says nothing about what is common

# Gives the columns of all parts, one part after another, as often as it is asked.
Read = Callable[[Sequence[str]], Iterable["pa.Table"]]


def find_letters(read: Read) -> Letters:
    """The letters among all texts, that of the largest group first. read: gives the columns that `sketched` makes, and
    question and text.

    What is found is the same whatever the parts and the order of texts.
    """
    likeness = Likeness()
    for sketches in read(SKETCH):
        likeness.add(sketches)
    for sketches in read(SKETCH):
        likeness.link(sketches)
    groups = likeness.groups()
    if not groups:
        return Letters(())
    pool = _pooled(read, groups, likeness.some)
    letters, known = [], np.zeros(pool.table.num_rows, dtype=bool)
    for group in groups:
        members = pool.members(group)
        if letter := pool.letter_of(members[~known[members]]):
            letters.append(letter)
            known |= pool.of(letter)
    return Letters(tuple(letters))


def _pooled(read: Read, groups: Sequence[Group], some: np.ndarray) -> _Pool:
    """The texts of the groups, and some others, each once."""
    import pyarrow as pa

    firsts = np.array([group.first for group in groups], dtype=np.uint32)
    wanted = np.unique(np.concatenate([some, *(group.others for group in groups)]))
    parts = []
    for part in read(("question", "text", "whole")):
        whole = part["whole"].to_numpy()
        there = np.isin(whole, wanted) | np.isin((whole >> np.uint64(32)).astype(np.uint32), firsts)
        found = part.filter(pa.array(there))
        parts.append(found.append_column("copies", pa.array(np.ones(found.num_rows, dtype=np.int64))))
    each = pa.concat_tables(parts).group_by("whole").aggregate([("question", "min"), ("text", "min"), ("copies", "sum")])
    each = each.sort_by("whole").select(["question_min", "text_min", "copies_sum"])
    return _Pool(sketched(each.rename_columns(["question", "text", "copies"])), some)


class _Pool:
    """Texts that are compared, each once, as a sparse matrix of texts by short runs."""

    def __init__(self, table: pa.Table, some: np.ndarray) -> None:
        from scipy.sparse import csr_array

        hashes, starts = Runs(table["text"].combine_chunks()).of(SHORT)
        self.runs, columns = np.unique(hashes, return_inverse=True)
        matrix = csr_array((np.ones(len(columns), np.int32), columns, starts), shape=(table.num_rows, len(self.runs)))
        matrix.sum_duplicates()
        matrix.data[:] = 1
        self.table, self._by_text, self._by_run = table, matrix, matrix.tocsc()
        self._sizes, self._copies = np.diff(matrix.indptr), table["copies"].to_numpy()
        self._whole = table["whole"].to_numpy()
        self._questions = table["question"].to_numpy()
        self._others = np.isin(self._whole, some)

    def members(self, group: Group) -> np.ndarray:
        """The places of a group's texts."""
        is_first = (self._whole >> np.uint64(32)).astype(np.uint32) == group.first
        return np.flatnonzero(is_first | np.isin(self._whole, group.others))

    def letter_of(self, members: np.ndarray) -> Letter | None:
        """The letter of texts that may be a campaign's; None where they are too few, or too far from one another."""
        weights, sizes = self._copies[members], self._sizes[members]
        if weights.sum() < _FEWEST_NEAR:
            return None
        rows = self._by_text[members]
        shared = (rows @ rows.T).toarray()
        first = int(np.argmax((shared / (sizes[:, None] + sizes - shared)) @ weights))
        near = shared[first] >= np.maximum(LEAST_HELD, _NEAR * np.minimum(sizes, sizes[first]))
        if weights[near].sum() < _FEWEST_NEAR:
            return None
        letter = self._letter(int(members[first]), rows[near], weights[near], members[near])
        return letter if letter and self._is_sent(letter) else None

    def _letter(self, at: int, near: Any, weights: np.ndarray, members: np.ndarray) -> Letter | None:
        """The letter that a text holds. near: the runs of texts near it."""
        often = weights @ near >= max(2, _WORDING * weights.sum())
        runs = self._by_text[[at]].indices
        shared = runs[often[runs]]
        held = self._by_run[:, shared]
        others = held[self._others & (held.sum(axis=1) < _OF_OTHERS * len(shared))]
        rare = others.sum(axis=0) < max(3, _COMMON * others.shape[0])
        telling = np.sort(self.runs[shared[rare]])
        if len(telling) < LEAST_HELD:
            return None
        row = self.table.slice(at, 1).to_pylist()[0]
        text = Runs(self.table["text"].combine_chunks().slice(at, 1))
        wording = self.runs[often]
        own = own_stretches(np.isin(text.of(SHORT)[0], wording), int(text.counts[0]))
        edges = [0, *(edge for stretch in own for edge in stretch), int(text.counts[0])]
        its = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
        if sum(end - start for start, end in its) < SHORTEST:
            return None
        sketch = self.table["runs"].combine_chunks().take(members).flatten().to_numpy()
        return Letter(row["question"], said(row["text"], text.spans(0), its), telling, wording, np.unique(sketch))

    def _is_sent(self, letter: Letter) -> bool:
        """Whether enough texts are of the campaign, and for the most part nothing else."""
        wording = self._by_run[:, np.isin(self.runs, letter.wording)].sum(axis=1)
        mostly = self.of(letter) & (wording >= _MOSTLY * self._sizes)
        return bool(self._copies[mostly].sum() >= FEWEST)

    def of(self, letter: Letter) -> np.ndarray:
        """Of each text, whether it is of the letter's campaign."""
        held = self._by_run[:, np.searchsorted(self.runs, letter.telling)].sum(axis=1)
        return holds(held, len(letter.telling), self._sizes) & (self._questions == letter.question)
