"""Which campaign's letter a text holds, and what its sender wrote round it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lmep_consult.responses.shingles import SHORT, Runs, is_among

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_HELD = 8  # runs
_HELD = 0.35  # of a letter's telling runs, how many a text of its campaign holds, at least;
_OF_IT = 0.8  # or of the text's runs, how many are telling ones of the letter
_OWN = 4  # words in a row that are not the letter's: fewer are a change of its wording
_ITS = 6  # words in a row that are the letter's: fewer, within what is not, are so by chance
_CELLS = 2**20


@dataclass(frozen=True)
class Letter:
    """A campaign's letter. telling: those short runs of its words that few other texts have. wording: short runs that
    texts of the campaign share. sketch: long runs of such texts, as `sketched` gives them."""

    question: str
    text: str
    telling: np.ndarray
    wording: np.ndarray
    sketch: np.ndarray


def holds(held: np.ndarray, telling: np.ndarray | int, runs: np.ndarray) -> np.ndarray:
    """Whether texts are of a campaign. held: how many telling runs of its letter they hold, of how many; runs: how many
    they have in all."""
    return (held >= LEAST_HELD) & ((held >= _HELD * telling) | (held >= _OF_IT * runs))


def own_stretches(is_letter: np.ndarray, words: int) -> list[tuple[int, int]]:
    """From which word to which a text of so many words is not the letter's. is_letter: of each short run, whether it is
    of the campaign's wording."""
    of_letter = np.zeros(words + 2, dtype=bool)
    of_letter[[0, -1]] = True
    for n in range(SHORT):
        of_letter[1 + n : 1 + n + len(is_letter)] |= is_letter
    stretches: list[tuple[int, int]] = []
    edges = np.flatnonzero(of_letter[1:] != of_letter[:-1]).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < _OWN:
            continue
        if stretches and start - stretches[-1][1] < _ITS:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def said(text: str, spans: Sequence[tuple[int, int]], stretches: Sequence[tuple[int, int]]) -> str:
    """The stretches of a text, each on a line, from its first word to the marks that end it."""
    ends = [*(start for start, _ in spans), len(text)]
    return "\n".join(text[spans[start][0] : ends[end]].strip() for start, end in stretches)


@dataclass(frozen=True)
class Letters:
    """The letters of campaigns, to tell whose a text is."""

    of: tuple[Letter, ...]

    def parted(self, questions: pa.Array, texts: pa.Array) -> tuple[np.ndarray, list[str | None]]:
        """Of each text, the number of the letter it holds, -1 where it holds none; and what its sender wrote round it,
        None where it holds none."""
        runs = Runs(texts)
        hashes, starts = runs.of(SHORT)
        text = np.repeat(np.arange(len(texts)), np.diff(starts))
        number = self._numbers(questions, hashes, text, np.diff(starts))
        own: list[str | None] = [None] * len(texts)
        for at in np.flatnonzero(number >= 0).tolist():
            wording = self.of[number[at]].wording
            of_text = hashes[starts[at] : starts[at + 1]]
            is_letter = is_among(of_text, wording)
            stretches = own_stretches(is_letter, int(runs.counts[at]))
            own[at] = said(texts[at].as_py(), runs.spans(at), stretches) if stretches else ""
        return number, own

    def _numbers(self, questions: pa.Array, hashes: np.ndarray, text: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Of each text, the number of the letter of which it holds most, or -1."""
        known, letter, telling = self._telling
        hit = is_among(hashes, known)
        hashes, text = hashes[hit], text[hit]
        first = np.searchsorted(known, hashes)
        times = np.searchsorted(known, hashes, side="right") - first
        entry = np.repeat(first, times) + np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        entries = np.sort(np.repeat(text, times) * len(known) + entry)
        at, entry = np.divmod(entries[np.diff(entries, prepend=-1) > 0], len(known))
        pairs, held = np.unique(at * len(telling) + letter[entry], return_counts=True)
        at, number = np.divmod(pairs, len(telling))
        asked = np.array([each.question for each in self.of], dtype=object)
        same = asked[number] == questions.to_numpy(zero_copy_only=False)[at]
        is_of = holds(held, telling[number], counts[at]) & same
        at, number, held = at[is_of], number[is_of], held[is_of]
        best = np.full(len(counts), -1)
        order = np.lexsort((-number, held))
        best[at[order]] = number[order]
        return best

    @cached_property
    def _telling(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The telling runs of all letters, in order, and the letter of each; and how many each letter has."""
        telling = np.array([len(each.telling) for each in self.of])
        runs = np.concatenate([np.empty(0, np.uint64), *(each.telling for each in self.of)])
        order = np.argsort(runs, kind="stable")
        return runs[order], np.repeat(np.arange(len(telling)), telling)[order], telling

    def may_be(self, sketches: pa.Table) -> np.ndarray:
        """The places of texts that share any long run with a letter. sketches: `whole` and `runs` of a part."""
        lists = sketches["runs"].combine_chunks()
        offsets = lists.offsets.to_numpy()
        cells = lists.values.to_numpy()[offsets[0] : offsets[-1]] % _CELLS
        hits = np.flatnonzero(self._cells[cells])
        return np.unique(np.searchsorted(offsets - offsets[0], hits, side="right") - 1)

    @cached_property
    def _cells(self) -> np.ndarray:
        cells = np.zeros(_CELLS, dtype=bool)
        for each in self.of:
            cells[each.sketch % _CELLS] = True
        return cells
