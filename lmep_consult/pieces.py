"""Many texts as the pieces between their spaces, so that each different piece need be looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np


class Pieces(NamedTuple):
    """different: the pieces of some texts, each once or more often. which: of each piece of the texts, one text after
    another, its place in `different`. starts: where each text starts in `which`, and where the last ends."""

    different: Sequence[str]
    which: np.ndarray
    starts: np.ndarray

    def each(self, look: Callable[[str], int | bool], kind: type) -> np.ndarray:
        """What `look` gives for each piece of the texts; it is asked once for each that is different."""
        looked: np.ndarray = np.fromiter(map(look, self.different), kind, len(self.different))[self.which]
        return looked


def pieces_of(texts: Sequence[str]) -> Pieces:
    """The pieces of texts, as `text.split(" ")` gives them; pyarrow, where it is there, tells them apart first.

    >>> different, which, starts = pieces_of(["to be or", "not to be"])
    >>> [different[at] for at in which], starts.tolist()
    (['to', 'be', 'or', 'not', 'to', 'be'], [0, 3, 6])
    """
    try:
        import pyarrow as pa
        import pyarrow.compute as pc
    except ImportError:
        pieces = " ".join(texts).split(" ") if texts else []
        starts = np.cumsum([0, *(text.count(" ") + 1 for text in texts)])
        return Pieces(pieces, np.arange(len(pieces)), starts)
    parted = pc.split_pattern(pa.array(texts, pa.large_string()), " ")
    encoded = parted.flatten().dictionary_encode()
    return Pieces(encoded.dictionary.to_pylist(), encoded.indices.to_numpy(), parted.offsets.to_numpy())
