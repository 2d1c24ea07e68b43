"""A campaign's letter parted from what people wrote round it, and each of the two coded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lmep_consult.codebook import Codebook
from lmep_consult.responses import store
from lmep_consult.responses.belonging import Letters

TEXTS, CODED = "texts", "coded"


def campaign_id(number: int) -> str:
    """What a campaign is called. No response is called so: portals' ids hold no space, and files' names may."""
    return f"campaign {number + 1}"


@dataclass(frozen=True)
class Parting:
    """What texts are compared with, and the folders that they come from and go to."""

    letters: Letters
    found: Path
    folder: Path

    def part(self, number: int) -> None:
        """Write the part of texts that a part of those found comes to."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = store.read(store.part(self.found, number), ("response", "question", "text", "runs")).combine_chunks()
        campaign = pa.nulls(found.num_rows, pa.string())
        own = found["text"].combine_chunks()
        at = self.letters.may_be(found)
        if len(at):
            some = found.take(at)
            # Each different text once: most of a campaign's are the same.
            same = pc.binary_join_element_wise(some["question"], some["text"], "\x1f").combine_chunks()
            texts = same.dictionary_encode().indices.to_numpy()
            _, first, place = np.unique(texts, return_index=True, return_inverse=True)
            once = some.take(first).combine_chunks()
            letter, round_it = self.letters.parted(once["question"].combine_chunks(), once["text"].combine_chunks())
            of_one = letter[place] >= 0
            is_of = np.zeros(found.num_rows, dtype=bool)
            is_of[at[of_one]] = True
            names = pa.array([campaign_id(n) for n in range(len(self.letters.of))], pa.string())
            campaign = pc.replace_with_mask(campaign, is_of, names.take(pa.array(letter[place][of_one])))
            own = pc.replace_with_mask(own, is_of, pa.array(round_it, pa.string()).take(pa.array(place[of_one])))
        made = found.select(("response", "question", "text")).append_column("campaign", campaign)
        store.write(store.part(self.folder / TEXTS, number), made.append_column("own", own))


@dataclass(frozen=True)
class Coding:
    """The codebook by whose terms texts are coded, and the folders that they come from and go to."""

    codebook: Codebook
    texts: Path
    folder: Path

    def code(self, number: int) -> None:
        """Write the part of what is coded in a part of texts."""
        columns = store.read(store.part(self.texts, number), ("response", "question", "own")).to_pydict()
        self.write(number, zip(*columns.values(), strict=True))

    def write(self, number: int, texts: Iterable[tuple[str, str, str]]) -> None:
        """Write what is coded in texts, given with their response and question, as a part."""
        said = [(response, question, own) for response, question, own in texts if own]
        rows = []
        for (response, question, _), found in zip(said, self.codebook.find_in(own for *_, own in said), strict=True):
            first = {each.code: each for each in reversed(found)}
            rows += [(response, question, *each) for each in sorted(first.values())]
        kinds = {**store.texts("response", "question", "code"), **store.numbers("start", "end"), **store.texts("rule")}
        store.write(store.part(self.folder / CODED, number), store.table(kinds, rows))
