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
# Who stands for a text's runs (the first half of the hash), the text, and how many runs of how many.
_LINK = np.dtype([("first", np.uint32), ("text", np.uint64), ("shared", np.uint16), ("runs", np.uint16)])
_FEWEST = 3  # texts of a group
_MOST = 12  # texts of a group that are looked at
_MOST_GROUPS = 1_000
_OF_ANOTHER = 0.15  # of a text's runs, how many another stands for where that is nearer the middle of its group
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
    Nothing depends on the order."""

    def __init__(self) -> None:
        self._first = np.full(_CELLS, 2**32 - 1, dtype=np.uint32)  # by run: who stands for it
        self._copies = np.zeros(_CELLS // 2, dtype=np.uint8)  # by text: whether it is there once or more often
        self._links = [np.empty(0, dtype=_LINK)]
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
        self._links.append(_links(pairs[enough] & np.uint64(2**32 - 1), whole, shared[enough], counts, text[enough]))
        again = np.flatnonzero(self._copies[whole % np.uint64(len(self._copies))] > 1)
        self._links.append(_links(ranks[again], whole, counts[again], counts, again))
        self.some = np.unique(np.concatenate([self.some, whole]))[:_SOME]

    def groups(self) -> list[Group]:
        """The groups, those first whose texts share most; but last those whose first text is of another group, as where
        a campaign has been edited in several ways."""
        links = np.sort(np.concatenate(self._links), order=("first", "text"))
        new = np.ones(len(links), dtype=bool)
        new[1:] = (links["first"][1:] != links["first"][:-1]) | (links["text"][1:] != links["text"][:-1])
        copies = np.diff(np.append(np.flatnonzero(new), len(links)))
        links = links[new]
        firsts, starts = np.unique(links["first"], return_index=True)
        ends = np.append(starts[1:], len(links))
        sizes = np.add.reduceat(copies, starts) if len(starts) else starts
        ranks = (links["text"] >> _HALF).astype(np.uint32)
        of_another = ranks[(links["shared"] >= _OF_ANOTHER * links["runs"]) & (ranks != links["first"])]
        several = np.flatnonzero(sizes >= _FEWEST - 1)
        last = np.isin(firsts[several], of_another)
        found = []
        for at, is_last in zip(several.tolist(), last.tolist(), strict=True):
            of = slice(starts[at], ends[at])
            most = np.sort(np.repeat(links["shared"][of], np.minimum(copies[of], _TOP)))[-_TOP:].sum()
            # Some of a large group at random, by the number of copies (Efraimidis and Spirakis 2006).
            chance = -np.log((links["text"][of].astype(np.uint32) + 1.0) / 2**32) / copies[of]
            some = links["text"][of][np.argsort(chance, kind="stable")[:_MOST]]
            found.append((is_last, -int(most), int(firsts[at]), Group(int(firsts[at]), some, int(sizes[at]))))
        return [group for *_, group in sorted(found, key=lambda each: each[:3])[:_MOST_GROUPS]]


def _links(first: np.ndarray, whole: np.ndarray, shared: np.ndarray, counts: np.ndarray, text: np.ndarray) -> np.ndarray:
    made = np.empty(len(first), dtype=_LINK)
    made["first"], made["text"], made["shared"], made["runs"] = first, whole[text], shared, counts[text]
    return made


def _arrays(sketches: pa.Table) -> Sequence[np.ndarray]:
    """Of the texts that are long enough: their hashes, the first halves of these, all runs, how many each text has."""
    import pyarrow.compute as pc

    sketches = sketches.filter(pc.greater_equal(sketches["words"], SHORTEST))
    whole, lists = sketches["whole"].to_numpy(), sketches["runs"].combine_chunks()
    offsets = lists.offsets.to_numpy()
    runs = lists.values.to_numpy()[offsets[0] : offsets[-1]]
    return whole, (whole >> _HALF).astype(np.uint32), runs, np.diff(offsets)
