"""Which of many texts share words with others, group by group, in time that grows as their number does.

Of all texts that hold a run of words, one stands for it: that with the smallest hash (as MinHash has it: Broder 1997, doi
10.1109/SEQUEN.1997.666900). A text is grouped with each text that stands for several of its runs. A table of fixed size
keeps who stands for what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

SKETCH = ("words", "whole", "runs")
SHORTEST = 12  # words of a text that is compared
_CELLS = 2**26  # of the table
_HALF = np.uint64(32)
_SHARED = 3  # runs that one text stands for, at least
_SHARE = 0.07  # of a text's runs, how many, at least
_FEWEST = 3  # texts of a group
_MOST = 20  # texts of a group that are looked at
_MOST_GROUPS = 3_000
_SOME = 2_000


@dataclass(frozen=True)
class Group:
    """Texts by the hashes of their words: of the first the first half is known, of some of the others the whole."""

    first: int
    others: np.ndarray
    size: int


class Likeness:
    """What is known of all texts, part by part: each part is added, then each is linked, then groups are asked for.
    Nothing depends on the order."""

    def __init__(self) -> None:
        self._first = np.full(_CELLS, 2**32 - 1, dtype=np.uint32)  # by run: who stands for it
        self._copies = np.zeros(_CELLS // 2, dtype=np.uint8)  # by text: whether it is there once or more often
        self._links: list[np.ndarray] = []  # who stands for a text's runs, the text, how many runs
        self.some = np.empty(0, dtype=np.uint64)  # of all texts those with the smallest hashes

    def add(self, sketches: pa.Table) -> None:
        """Know the runs of a part."""
        whole, ranks, runs, counts = _arrays(sketches)
        np.minimum.at(self._first, runs % _CELLS, np.repeat(ranks, counts))
        cells, times = np.unique(whole % np.uint64(len(self._copies)), return_counts=True)
        self._copies[cells] = np.minimum(self._copies[cells] + times, 2)

    def link(self, sketches: pa.Table) -> None:
        """Find who stands for the runs of a part."""
        whole, ranks, runs, counts = _arrays(sketches)
        first = self._first[runs % _CELLS]
        text = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        others = first != np.repeat(ranks, counts)
        pairs, shared = np.unique((text[others] << _HALF) | first[others], return_counts=True)
        text = (pairs >> _HALF).astype(np.int64)
        enough = shared >= np.maximum(_SHARED, _SHARE * counts[text])
        self.some = np.unique(np.concatenate([self.some, whole]))[:_SOME]
        again = self._copies[whole % np.uint64(len(self._copies))] > 1
        self._links += [
            np.stack([pairs[enough] & np.uint64(2**32 - 1), whole[text[enough]], shared[enough].astype(np.uint64)]),
            np.stack([ranks[again].astype(np.uint64), whole[again], counts[again].astype(np.uint64)]),
        ]

    def groups(self) -> list[Group]:
        """The groups, the largest first; where there are very many, those whose texts share most."""
        links = np.concatenate([np.empty((3, 0), np.uint64), *self._links], axis=1)
        links, copies = np.unique(links, axis=1, return_counts=True)
        if not links.size:
            return []
        leaders, starts = np.unique(links[0], return_index=True)
        sizes = np.add.reduceat(copies, starts)
        shared = np.add.reduceat(copies * links[2].astype(np.int64), starts)
        several = np.flatnonzero(sizes >= _FEWEST - 1)
        chosen = several[np.lexsort((leaders[several], -shared[several]))[:_MOST_GROUPS]]
        # Some of a large group at random, by the number of copies (Efraimidis and Spirakis 2006).
        keys = -np.log((links[1].astype(np.uint32) + 1.0) / 2**32) / copies
        ends = [*starts[1:], links.shape[1]]
        found = []
        for at in chosen[np.lexsort((leaders[chosen], -sizes[chosen]))]:
            some = np.argsort(keys[starts[at] : ends[at]], kind="stable")[:_MOST]
            found.append(Group(int(leaders[at]), links[1, starts[at] + some], int(sizes[at])))
        return found


def _arrays(sketches: pa.Table) -> Sequence[np.ndarray]:
    """Of the texts that are long enough: their hashes, the first halves of these, all runs, how many each text has."""
    import pyarrow.compute as pc

    sketches = sketches.filter(pc.greater_equal(sketches["words"], SHORTEST))
    whole, lists = sketches["whole"].to_numpy(), sketches["runs"].combine_chunks()
    offsets = lists.offsets.to_numpy()
    runs = lists.values.to_numpy()[offsets[0] : offsets[-1]]
    return whole, (whole >> _HALF).astype(np.uint32), runs, np.diff(offsets)
