"""Campaigns: the letters that many people send, as they are or edited.

Of the texts grouped because they share words, one is the letter: that which is nearest to the others, without what its
own sender wrote round it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from lmep_consult.responses.belonging import LEAST_HELD, Letter, Letters, holds, own_stretches, said
from lmep_consult.responses.likeness import SKETCH, Group, Likeness
from lmep_consult.responses.shingles import SHORT, Runs, is_among, sketched

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 5  # texts of a campaign
_FEWEST_NEAR = 3  # of them near its letter: the others show when it is known
_NEAR = 0.25  # of the runs of the shorter of two texts of one campaign, how many are in both, at least
_MOSTLY = 0.5  # of the runs of a text that is for the most part the letter, how many are the campaign's, at least;
_SO = 0.4  # and of a campaign's texts, how many are so, at least
_WORDING = 0.2  # of the texts near a letter, how many have a run that is the campaign's, at least
_COMMON = 0.01  # of other texts, how many have a run that tells nothing, at least
_OF_OTHERS = 0.3  # of a letter's runs, how many a text may have that shows what is common;
_SENTENCE = 20  # or so many runs, as a sentence in common has, but not
_OF_SHORT = 0.75  # so many of a short letter's
_AT_A_TIME = 200  # groups of which the texts are read
_IN_VAIN = 100  # groups without a letter, one after another, after which no more are read

# Gives the columns of all parts, one part after another, as often as it is asked.
Read = Callable[[Sequence[str]], Iterable["pa.Table"]]


def find_letters(read: Read) -> Letters:
    """The letters among all texts, that of the largest group first. read: gives question, text, and the columns that
    `sketched` makes of them.

    What is found is the same whatever the parts and the order of texts.
    """
    likeness = Likeness(sum(int(part["words"].to_numpy().sum()) for part in read(("words",))))
    for sketches in read(SKETCH):
        likeness.add(sketches)
    for sketches in read(SKETCH):
        likeness.link(sketches)
    groups, found, in_vain = likeness.groups(), list[tuple[int, Letter]](), 0
    while groups and in_vain < _IN_VAIN:
        some, groups = groups[:_AT_A_TIME], groups[_AT_A_TIME:]
        pool = _pooled(read, some, likeness.some)
        for _, known in found:
            pool.know(known)
        for group in some:
            members = pool.members(group)
            if not len(members):
                continue
            letter = pool.letter_of(members)
            in_vain = 0 if letter else in_vain + 1
            if letter:
                pool.know(letter)
                found.append((group.size, letter))
    return Letters(tuple(letter for _, letter in sorted(found, key=lambda each: (-each[0], each[1].text))))


def _pooled(read: Read, groups: Sequence[Group], some: np.ndarray) -> _Pool:
    """The texts of the groups, and some others, each once."""
    import pyarrow as pa

    wanted = np.unique(np.concatenate([some, *(group.others for group in groups)]))
    firsts = np.unique(np.array([group.first for group in groups], dtype=np.uint64))
    parts = []
    for part in read(("question", "text", "whole")):
        whole = part["whole"].to_numpy()
        found = part.filter(pa.array(is_among(whole, wanted) | is_among(whole >> np.uint64(32), firsts)))
        parts.append(_once(found.append_column("copies", pa.array(np.ones(found.num_rows, dtype=np.int64)))))
    return _Pool(sketched(_once(pa.concat_tables(parts)).drop_columns("whole")), some)


def _once(table: pa.Table) -> pa.Table:
    """Texts of the same words once, by their hashes, with the number of copies."""
    import pyarrow as pa

    table = table.sort_by([("whole", "ascending"), ("text", "ascending")])
    _, first = np.unique(table["whole"].to_numpy(), return_index=True)
    copies = np.add.reduceat(table["copies"].to_numpy(), first) if len(first) else first
    return table.drop_columns("copies").take(first).append_column("copies", pa.array(copies))


class _Pool:
    """Texts that are compared, each once, in the order of their hashes. Runs are those of few words, by number."""

    def __init__(self, table: pa.Table, some: np.ndarray) -> None:
        self._texts = table["text"].combine_chunks()
        self._questions, self._long_runs = table["question"].to_numpy(), table["runs"].combine_chunks()
        self._whole, self._copies = table["whole"].to_numpy(), table["copies"].to_numpy()
        self._others = is_among(self._whole, some)
        self._known = np.zeros(len(self._whole), dtype=bool)  # texts of campaigns found
        hashes, starts = Runs(self._texts).of(SHORT)
        self._hashes, runs = np.unique(hashes, return_inverse=True)
        text = np.repeat(np.arange(len(self._whole)), np.diff(starts))
        once = np.sort(text * len(self._hashes) + runs)
        once = once[np.diff(once, prepend=-1) > 0]
        self._text, self._run = np.divmod(once, len(self._hashes))
        self._starts = np.searchsorted(self._text, np.arange(len(self._whole) + 1))
        self._sizes = np.diff(self._starts)
        self._by_run = np.argsort(self._run, kind="stable")
        self._run_starts = np.searchsorted(self._run[self._by_run], np.arange(len(self._hashes) + 1))

    def letter_of(self, members: np.ndarray) -> Letter | None:
        """The letter of the texts at these places; None where the texts are too few or
        too far from one another, or few of them are for the most part the letter."""
        weights, sizes = self._copies[members], self._sizes[members]
        if weights.sum() < _FEWEST_NEAR:
            return None
        runs, column = np.unique(
            np.concatenate([self._run[self._starts[n] : self._starts[n + 1]] for n in members]), return_inverse=True
        )
        has = np.zeros((len(members), len(runs)), dtype=np.float32)
        has[np.repeat(np.arange(len(members)), sizes), column] = 1
        shared = has @ has.T
        first = int(np.argmax((shared / np.maximum(sizes[:, None] + sizes - shared, 1)) @ weights))
        near = shared[first] >= np.maximum(LEAST_HELD, _NEAR * np.minimum(sizes, sizes[first]))
        if weights[near].sum() < _FEWEST_NEAR:
            return None
        often = weights[near] @ has[near] >= max(2, _WORDING * weights[near].sum())
        of_letter = (has[first] > 0)[often]
        often = runs[often]
        count = of_letter.sum()
        most = max(_OF_OTHERS * count, min(_SENTENCE, _OF_SHORT * count))
        others = self._others & (self._held(often[of_letter]) < most)
        rare = self._texts_with(often, others) < max(3, _COMMON * others.sum())
        telling, wording = often[of_letter & rare], often[of_letter | rare]
        at = int(members[first])
        of_it = self._of(telling, self._questions[at]) & ~self._known
        mostly = of_it & (self._held(wording) >= _MOSTLY * self._sizes)
        if (sent := self._copies[of_it].sum()) < FEWEST or self._copies[mostly].sum() < _SO * sent:
            return None
        sketch = self._long_runs.take(members[near].repeat(np.minimum(weights[near], 2))).flatten().to_numpy()
        long, times = np.unique(sketch, return_counts=True)
        text = self._without_own(at, self._hashes[wording])
        return Letter(self._questions[at], text, self._hashes[telling], self._hashes[wording], long[times > 1])

    def know(self, letter: Letter) -> None:
        """What is of the letter's campaign is of no other."""
        runs = np.minimum(np.searchsorted(self._hashes, letter.telling), len(self._hashes) - 1)
        self._known |= self._of(runs[self._hashes[runs] == letter.telling], letter.question, len(letter.telling))

    def _of(self, telling: np.ndarray, question: str, of: int = 0) -> np.ndarray:
        """Of each text, whether it is of the campaign whose letter has these telling runs, or so many."""
        of_it: np.ndarray = self._questions == question
        of_it &= holds(self._held(telling), of or len(telling), self._sizes)
        return of_it

    def members(self, group: Group) -> np.ndarray:
        """The places of a group's texts that are of no campaign found before."""
        first = np.uint64(group.first) << np.uint64(32)
        start, end = np.searchsorted(self._whole, [first, first + np.uint64(2**32 - 1)])
        places: np.ndarray = np.union1d(np.searchsorted(self._whole, group.others), np.arange(start, end))
        return np.compress(~self._known[places], places)

    def _places(self, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where these runs are: the texts, and which of the runs."""
        times = self._run_starts[runs + 1] - self._run_starts[runs]
        which = np.repeat(np.arange(len(runs)), times)
        at = np.arange(len(which)) + np.repeat(self._run_starts[runs] - np.cumsum(times) + times, times)
        return self._text[self._by_run[at]], which

    def _held(self, runs: np.ndarray) -> np.ndarray:
        """Of each text, how many of these runs it has."""
        held: np.ndarray = np.bincount(self._places(runs)[0], minlength=len(self._whole))
        return held

    def _texts_with(self, runs: np.ndarray, texts: np.ndarray) -> np.ndarray:
        """Of each of these runs, how many of the texts have it."""
        text, which = self._places(runs)
        found: np.ndarray = np.bincount(which[texts[text]], minlength=len(runs))
        return found

    def _without_own(self, at: int, wording: np.ndarray) -> str:
        """A text without what is not the campaign's wording."""
        runs = Runs(self._texts.slice(at, 1))
        words = int(runs.counts[0])
        own = own_stretches(np.isin(runs.of(SHORT)[0], wording), words)
        edges = [0, *(edge for stretch in own for edge in stretch), words]
        kept = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
        return said(self._texts[at].as_py(), runs.spans(0), kept)
