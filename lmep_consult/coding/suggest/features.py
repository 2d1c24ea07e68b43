"""What texts are compared by: their meaning, their words, their letters, and the codebook's terms in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lmep_consult.coding.suggest.encoders import Floats
from lmep_consult.coding.suggest.models import Model

Rows = npt.NDArray[np.int64]
_TERMS = 0.25  # what likeness by the codebook's terms counts, each other kind counting 1
_COMMON = 0.1  # words and letters in more than this share of the texts say nothing about a code


@dataclass(frozen=True)
class Features:
    """A row a text. The product of two rows is how alike the texts are, 1 for a text and itself.

    meaning: dense. signs: sparse, the words first, then letters and terms. words: which words.
    """

    meaning: Floats
    signs: Any
    words: Sequence[str]

    def likeness(self, rows: Rows) -> Floats:
        """How alike each two of these texts are."""
        meaning, signs = self.meaning[rows], self.signs[rows]
        product: Floats = meaning @ meaning.T + (signs @ signs.T).toarray()
        return product

    def alike(self, row: int, rows: Rows) -> Floats:
        """How alike one text is to others."""
        product: Floats = (
            self.meaning[rows] @ self.meaning[row] + (self.signs[rows] @ self.signs[row].T).toarray().ravel()
        )
        return product

    def weighed(self, rows: Rows, weights: Floats) -> Floats:
        """For each text its likeness to `rows`, times their weights (rows x codes), summed: texts x codes."""
        product: Floats = self.meaning @ (self.meaning[rows].T @ weights) + self.signs @ (self.signs[rows].T @ weights)
        return product

    def word_weights(self, rows: Rows, weights: Floats) -> Floats:
        """What each word adds to that sum: words x codes."""
        product: Floats = self.signs[rows][:, : len(self.words)].T @ weights
        return product


def features(texts: Sequence[str], known: Rows, model: Model, hits: Floats | None) -> Features:
    """known: the texts that say which words there are, how common they are, and which meaning is the middle one.
    hits: texts x codes, 1 where the codebook's terms suggest the code; None where it has no terms."""
    meaning = model.embed(texts)
    meaning = meaning - meaning[known].mean(axis=0)
    words, names = _counted(texts, known, "word", (1, 2))
    letters, _ = _counted(texts, known, "char_wb", (4, 5))
    signs, kinds = [words, letters], 3.0
    if hits is not None:
        signs.append(sparse.csr_matrix(_unit(hits)) * np.float32(_TERMS**0.5))
        kinds += _TERMS
    scale = np.float32(kinds**-0.5)
    return Features(_unit(meaning) * scale, sparse.hstack(signs, format="csr", dtype=np.float32) * scale, names)


def _counted(texts: Sequence[str], known: Rows, analyzer: str, lengths: tuple[int, int]) -> tuple[Any, Sequence[str]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=lengths,
        sublinear_tf=True,
        max_df=max(5, int(_COMMON * len(known))),
        dtype=np.float32,
    )
    try:
        counter.fit([texts[at] for at in known])
    except ValueError:  # not one word in them
        return sparse.csr_matrix((len(texts), 0), dtype=np.float32), []
    return counter.transform(texts), counter.get_feature_names_out()


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled
