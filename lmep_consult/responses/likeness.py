"""Which of many texts share words with others, group by group, in time that grows as their number does.

Of all texts that hold a run of words, one represents it: that with the largest hash (as in MinHash: Broder 1997, doi
10.1109/SEQUEN.1997.666900). A text is grouped with each text that represents several of its runs. A table of fixed size
keeps which represents what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

SKETCH = ("words", "whole", "runs")
SHORTEST = 20  # words of a text that is compared
_CELLS = 2**14, 2**26  # of the table, at least and at most
_HALF = np.uint64(32)
_SHARED = 3  # runs that one text represents, at least
_SHARE = 0.07  # of a text's runs, how many, at least
# What represents a text's runs (the first half of its hash), the text, how many runs, and whether no other for more.
_LINK = np.dtype([("first", np.uint32), ("text", np.uint64), ("shared", np.uint16), ("most", np.bool_)])
_AGAIN = 5  # copies of a text that are a group without any other
_FEWEST = 3  # texts of a group
_MOST = 12  # texts of a group that are looked at
_MOST_GROUPS = 1_000
_MAIN = 0.25  # of a group's texts, how many share more with its first than with others, at least
_TOP = 4  # texts of a group that share most: by these groups are compared
_SOME = 2_000


@dataclass(frozen=True)
class Group:
    """Texts by the hashes of their words: of the first the first half is known, of some of the others the whole."""

    first: int
    others: np.ndarray
    size: int


class Likeness:
    """What is known of all texts, part by part: each part is added, then each is linked, then groups are asked for.
    Nothing depends on the order. words: how many all texts have, which says how large the table is."""

    def __init__(self, words: int) -> None:
        cells = min(max(1 << words.bit_length(), _CELLS[0]), _CELLS[1])
        self._first = np.zeros(cells, dtype=np.uint32)  # by run: what represents it
        self._copies = np.zeros(cells // 2, dtype=np.uint8)  # by text: how often it is there, up to _AGAIN
        self._links = [np.empty(0, dtype=_LINK)]
        self.some = np.empty(0, dtype=np.uint64)  # of all texts those with the smallest hashes

    def add(self, sketches: pa.Table) -> None:
        """Know the runs of a part."""
        whole, ranks, runs, counts = _arrays(sketches)
        np.maximum.at(self._first, runs % np.uint32(len(self._first)), np.repeat(ranks, counts))
        cells, times = np.unique(whole % np.uint64(len(self._copies)), return_counts=True)
        self._copies[cells] = np.minimum(self._copies[cells] + times, _AGAIN)

    def link(self, sketches: pa.Table) -> None:
        """Find what represents the runs of a part."""
        whole, ranks, runs, counts = _arrays(sketches)
        first = self._first[runs % np.uint32(len(self._first))]
        text = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        others = first != np.repeat(ranks, counts)
        pairs, shared = np.unique((text[others] << _HALF) | first[others], return_counts=True)
        text = (pairs >> _HALF).astype(np.int64)
        enough = shared >= np.maximum(_SHARED, _SHARE * counts[text])
        first, text, shared = pairs[enough] & np.uint64(2**32 - 1), text[enough], shared[enough]
        order = np.lexsort((-first.astype(np.int64), -shared, text))
        most = np.diff(text[order], prepend=-1) > 0
        again = np.flatnonzero(self._copies[whole % np.uint64(len(self._copies))] == _AGAIN)
        self._links += [
            _links(first[order], whole[text[order]], shared[order], most),
            _links(ranks[again], whole[again], counts[again], np.ones(len(again), dtype=bool)),
        ]
        self.some = np.unique(np.concatenate([self.some, whole]))[:_SOME]

    def groups(self) -> list[Group]:
        """The groups, those first whose texts share most with their first; last those of whose texts few share more
        with it than with others: a campaign that was edited in many ways has many of these."""
        links, copies = _counted(np.concatenate(self._links))
        firsts, starts = np.unique(links["first"], return_index=True)
        if not len(firsts):
            return []
        ends = np.append(starts[1:], len(links))
        before = np.cumsum(copies) - copies
        before -= np.repeat(before[starts], ends - starts)
        shared = np.add.reduceat(links["shared"] * np.clip(_TOP - before, 0, copies), starts)
        sizes = np.add.reduceat(copies, starts)
        most = np.add.reduceat(copies * links["most"], starts)
        several = np.flatnonzero(sizes >= _FEWEST - 1)
        order = np.lexsort((firsts[several], -shared[several], most[several] < _MAIN * sizes[several]))
        found = []
        for at in several[order[:_MOST_GROUPS]].tolist():
            text = links["text"][starts[at] : ends[at]]
            # Some of a large group at random, by the number of copies (Efraimidis and Spirakis 2006).
            chance = -np.log((text.astype(np.uint32) + 1.0) / 2**32) / copies[starts[at] : ends[at]]
            found.append(Group(int(firsts[at]), text[np.argsort(chance, kind="stable")[:_MOST]], int(sizes[at])))
        return found


def _counted(links: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The links, each once and how often it is there, ordered by what represents the text and by how many runs."""
    links = links[np.lexsort((links["text"], -links["shared"].astype(np.int32), links["first"]))]
    new = np.ones(len(links), dtype=bool)
    new[1:] = (links["first"][1:] != links["first"][:-1]) | (links["text"][1:] != links["text"][:-1])
    return links[new], np.diff(np.append(np.flatnonzero(new), len(links)))


def _links(first: np.ndarray, text: np.ndarray, shared: np.ndarray, most: np.ndarray) -> np.ndarray:
    made = np.empty(len(first), dtype=_LINK)
    made["first"], made["text"], made["shared"], made["most"] = first, text, shared, most
    return made


def _arrays(sketches: pa.Table) -> Sequence[np.ndarray]:
    """Of the texts that are long enough: their hashes, the first halves of these, all runs, how many each text has."""
    import pyarrow.compute as pc

    sketches = sketches.filter(pc.greater_equal(sketches["words"], SHORTEST))
    whole, lists = sketches["whole"].to_numpy(), sketches["runs"].combine_chunks()
    offsets = lists.offsets.to_numpy()
    runs = lists.values.to_numpy()[offsets[0] : offsets[-1]]
    return whole, (whole >> _HALF).astype(np.uint32), runs, np.diff(offsets)
