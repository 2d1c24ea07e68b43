"""A campaign's letter parted from what people wrote round it, and each of the two coded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lmep_consult.codebook import Codebook
from lmep_consult.responses import store
from lmep_consult.responses.campaigns import Letters
from lmep_consult.responses.shingles import SHORT, Runs

if TYPE_CHECKING:
    pass

TEXTS, CODED = "texts", "coded"
_TEXT_COLUMNS = ("response", "question", "text", "campaign", "own")


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
        found = store.read(store.part(self.found, number), ("response", "question", "text"))
        columns = found.to_pydict()
        campaigns, own = self._parted(columns["question"], columns["text"])
        kinds = store.texts(*_TEXT_COLUMNS)
        rows = list(zip(*columns.values(), campaigns, own, strict=True))
        store.write(store.part(self.folder / TEXTS, number), store.table(kinds, rows))

    def _parted(self, questions: Sequence[str], texts: Sequence[str]) -> tuple[list[str | None], list[str]]:
        """Of each text, the campaign it is of, and what is its own."""
        campaigns: list[str | None] = [None] * len(texts)
        own = list(texts)
        if not self.letters.of:
            return campaigns, own
        hashes, text = Runs(texts).of(SHORT)
        starts = np.searchsorted(text, np.arange(len(texts) + 1))
        for at in self.letters.may_be(hashes, text, len(texts)):
            runs = hashes[starts[at] : starts[at + 1]].tolist()
            number = self.letters.of_text(questions[at], runs)
            if number is not None:
                campaigns[at] = campaign_id(number)
                own[at] = self.letters.round_letter(number, texts[at], runs)
        return campaigns, own


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
            rows += [
                (response, question, each.code, each.start, each.end, each.rule) for each in sorted(first.values())
            ]
        kinds = {**store.texts("response", "question", "code"), **store.numbers("start", "end"), **store.texts("rule")}
        store.write(store.part(self.folder / CODED, number), store.table(kinds, rows))
