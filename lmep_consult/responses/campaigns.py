"""Campaigns: letters that many people send, as they are or edited, and what they write round them.

Candidates are texts that share long runs of words with several others; a table of fixed size counts the runs. Among
the candidates, MinHash (Broder 1997, doi 10.1109/SEQUEN.1997.666900) groups texts that are near one another: a group is
a campaign, and the text of it that is nearest to the others is its letter. A text then belongs to the campaign whose
letter it holds for the most part, whatever else it says.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lmep_consult.responses.shingles import SHORT, Runs, spans_of

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 5  # texts of a campaign
_SHORTEST = 12  # words of a letter
_SHARED = 2  # long runs that several others have too, at least
_SHARE = 0.2  # of a text's long runs, how many others have too, at least
_CELLS = 2**26  # of the table that counts runs
_POOL = 30_000  # texts compared at a time
_NEAR = 0.4  # Jaccard similarity of two texts of one campaign, in runs of three words
_ALIKE = 0.7  # of two texts of which only one is compared further
_HELD = 0.4  # of a letter, how much a text of its campaign holds; or of the text, how much is of the letter
_LEAST_HELD = 6  # runs
_HASHES = 64
_OWN = 4  # words in a row that are not the letter's: fewer are a change of its wording


@dataclass(frozen=True)
class Candidate:
    """A text that shares words with others. copies: how many are the same to the word."""

    question: str
    whole: int
    text: str
    copies: int = 1


class Counts:
    """How often each run of words occurs, at least; in a table of fixed size, so that a few are taken for more."""

    def __init__(self) -> None:
        self._table = np.zeros(_CELLS, dtype=np.uint8)

    def add(self, found: pa.Table) -> None:
        """Count the runs of a part, and its texts."""
        for hashes in _hashes(found):
            cells, counts = np.unique(hashes % _CELLS, return_counts=True)
            self._table[cells] = np.minimum(self._table[cells].astype(np.int64) + counts, 255)

    def candidates(self, found: pa.Table) -> np.ndarray:
        """The places of a part's texts that share words with FEWEST others or more."""
        runs, whole = (self._table[hashes % _CELLS] >= FEWEST for hashes in _hashes(found))
        offsets = found["runs"].combine_chunks().offsets.to_numpy()
        before = np.concatenate([[0], np.cumsum(runs)])
        shared = before[offsets[1:]] - before[offsets[:-1]]
        enough = (shared >= _SHARED) & (shared >= _SHARE * np.diff(offsets))
        long_enough = found["words"].to_numpy() >= _SHORTEST
        return np.flatnonzero(long_enough & (enough | whole))


def _hashes(found: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """The hashes of a part's runs, and of its whole texts."""
    runs = found["runs"].combine_chunks()
    values = runs.values.to_numpy()[runs.offsets[0].as_py() : runs.offsets[-1].as_py()]
    return values.astype(np.int64), (found["whole"].to_numpy() >> np.uint64(8)).astype(np.int64)


class Letters:
    """The letters known so far, by their runs of words, to tell whose a text is."""

    def __init__(self) -> None:
        self.of: list[tuple[str, str]] = []  # the question and the text of each
        self._telling: list[int] = []  # how many telling runs each has
        self._by_run: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._whole: list[frozenset[int]] = []

    def add(self, question: str, text: str, runs: Collection[int], telling: Collection[int]) -> None:
        """telling: those of its runs that few texts but its campaign's have."""
        self.of.append((question, text))
        self._whole.append(frozenset(runs))
        self._telling.append(len(telling))
        for run in telling:
            self._by_run[question, run].append(len(self.of) - 1)

    def of_text(self, question: str, runs: Iterable[int]) -> int | None:
        """The number of the letter that a text of these short runs holds; None where it holds none."""
        held = Counter(number for run in set(runs) for number in self._by_run.get((question, run), ()))
        for number, count in sorted(held.items(), key=lambda item: (-item[1], item[0])):
            if count >= _LEAST_HELD and count >= _HELD * self._telling[number]:
                return number
        return None

    def may_be(self, hashes: np.ndarray, text: np.ndarray, count: int) -> np.ndarray:
        """Which of so many texts, of which these are the short runs, share enough with any letters to be one."""
        known = np.array(sorted({run for _, run in self._by_run}), dtype=np.uint64)
        shared = np.bincount(text[np.isin(hashes, known)], minlength=count)
        return np.flatnonzero(shared >= _LEAST_HELD)

    def round_letter(self, number: int, text: str, runs: Sequence[int]) -> str:
        """What the text says besides the letter: words in a row that are not the letter's, each stretch on a line."""
        spans = spans_of(text)
        is_letter = np.zeros(len(spans), dtype=bool)
        for at, run in enumerate(runs):
            if run in self._whole[number]:
                is_letter[at : at + SHORT] = True
        edges = np.flatnonzero(np.diff(np.concatenate([[True], is_letter, [True]]).astype(np.int8)))
        stretches = zip(edges[::2], edges[1::2], strict=True)
        return "\n".join(_stretch(text, spans, start, end) for start, end in stretches if end - start >= _OWN)


def _stretch(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """From the first word to the last, with the marks that end it."""
    stop = spans[end][0] if end < len(spans) else len(text)
    return text[spans[start][0] : stop].strip()


def find_letters(candidates: Iterable[Sequence[Candidate]]) -> Letters:
    """The letters among the candidates, which may be gone through several times, a part at a time.

    A pool of candidates of no letter known is compared, and its letters are known then, until one holds all that are
    left or nothing new is found. Which texts are in a pool goes by their hash, so that it is the same whatever the
    order.
    """
    letters = Letters()
    while True:
        pool, is_all = _pool(candidates, letters)
        found = _found_in(pool)
        for question, text, runs, telling in found:
            if letters.of_text(question, telling) is None:
                letters.add(question, text, runs, telling)
        if is_all or not found:
            return letters


def _pool(candidates: Iterable[Sequence[Candidate]], letters: Letters) -> tuple[list[Candidate], bool]:
    """The texts, each once, of no letter known that have the smallest hashes; and whether there are no more."""
    held: dict[tuple[int, str], Candidate] = {}
    heap: list[tuple[int, str]] = []
    is_all = True
    for part in candidates:
        starts, runs = _runs_of([each.text for each in part]) if letters.of else (np.zeros(len(part) + 1, int), [])
        for n, each in enumerate(part):
            key = (-each.whole, each.question)
            if known := held.get(key):
                held[key] = Candidate(known.question, known.whole, min(known.text, each.text), known.copies + 1)
            elif len(heap) == _POOL and key <= heap[0]:
                is_all = False
            elif letters.of_text(each.question, runs[starts[n] : starts[n + 1]]) is None:
                held[key] = each
                heapq.heappush(heap, key)
                if len(heap) > _POOL:
                    del held[heapq.heappop(heap)]
                    is_all = False
    return [held[key] for key in sorted(held, reverse=True)], is_all


def _runs_of(texts: Sequence[str]) -> tuple[np.ndarray, list[int]]:
    """The short runs of texts, and where those of each begin."""
    runs, text = Runs(texts).of(SHORT)
    return np.searchsorted(text, np.arange(len(texts) + 1)), runs.tolist()


def _found_in(pool: Sequence[Candidate]) -> list[tuple[str, str, set[int], set[int]]]:
    """The letters of a pool, that of the largest group first: question, text, runs and telling runs."""
    starts, flat = _runs_of([each.text for each in pool])
    runs = [set(flat[starts[n] : starts[n + 1]]) for n in range(len(pool))]
    times = Counter(run for each in runs for run in each)
    found = []
    for group in _groups(pool, runs):
        inside = Counter(run for n in group for run in runs[n])
        shared = {run for run, count in inside.items() if 2 * count >= len(group)}
        letter = max(group, key=lambda n: (len(runs[n] & shared) / len(runs[n] | shared), pool[n].copies, pool[n].text))
        telling = {run for run in runs[letter] if 2 * inside[run] >= times[run] and (2 * inside[run] >= len(group))}
        if len(telling) >= _LEAST_HELD:
            found.append((pool[letter].question, pool[letter].text, runs[letter], telling))
    return found


def _groups(pool: Sequence[Candidate], runs: Sequence[set[int]]) -> list[list[int]]:
    """The places of texts near one another, the largest group first; of fewer texts than FEWEST there is none."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_NEAR, num_perm=_HASHES)
    first = MinHash(num_perm=_HASHES, seed=1, hashfunc=_as_it_is)
    above = list(range(len(pool)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for n, each in enumerate(pool):
        sketch = first.copy()
        sketch.update_batch(runs[n])
        nearest = 0.0
        for other in index.query(sketch):
            if each.question == pool[other].question and (near := _jaccard(runs[n], runs[other])) >= _NEAR:
                above[max(top(other), top(n))] = min(top(other), top(n))
                nearest = max(near, nearest)
        if nearest < _ALIKE:  # else what is near this text is near the other
            index.insert(n, sketch)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(pool)):
        groups[top(n)].append(n)
    sizes = {at: sum(pool[n].copies for n in group) for at, group in groups.items()}
    return [groups[at] for at in sorted(groups, key=lambda at: (-sizes[at], at)) if sizes[at] >= FEWEST]


def _jaccard(one: set[int], other: set[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both or 1)


def _as_it_is(run: int) -> int:
    """A hash of four bytes, as MinHash takes it, of one of eight."""
    return run >> 32
