"""Texts and labels as they are given, checked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmep_consult.coding.suggest.encoders import Floats
from lmep_consult.errors import SuggestionError


@dataclass(frozen=True)
class CodedTexts:
    """Texts that people coded. labels: texts x codes, 1, 0 or NaN. names: what each text is called in a reason."""

    texts: list[str]
    labels: Floats
    names: list[str]


def checked_texts(texts: Sequence[str]) -> list[str]:
    """As a list. Raises SuggestionError where one is not text."""
    if isinstance(texts, str):
        raise SuggestionError("texts is one text; give a list of texts.")
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            raise SuggestionError(f"texts, number {at + 1}: {text!r} is not text; leave out rows that have none.")
    return list(texts)


def checked_labels(labels: pd.DataFrame, texts: int, codes: Sequence[str]) -> Floats:
    """texts x codes, 1, 0 or NaN. Raises SuggestionError where it is not that."""
    if len(labels) != texts:
        raise SuggestionError(f"{texts} texts but {len(labels)} rows of labels; give one row for each text.")
    unknown = [column for column in labels.columns if column not in codes]
    if unknown:
        raise SuggestionError(
            f"labels, column {unknown[0]!r}: the codebook has no such code; columns are ids of codes."
        )
    if labels.columns.has_duplicates:
        twice = labels.columns[labels.columns.duplicated()][0]
        raise SuggestionError(f"labels, column {twice!r} is there twice; give each code one column.")
    for column in labels:
        wrong = ~(labels[column].isin([0, 1]) | labels[column].isna())
        if wrong.any():
            at = int(np.argmax(wrong))
            raise SuggestionError(
                f"labels, row {labels.index[at]}, {column!r}: {labels[column].iloc[at]!r} is not 1, 0 or empty."
            )
    values: Floats = labels.reindex(columns=list(codes)).astype("Float32").to_numpy(dtype=np.float32, na_value=np.nan)
    return values


def drawn(texts: Sequence[str], most: int, without: Collection[str] = ()) -> list[int]:
    """The places of at most so many texts, in order; which, hangs on what they say alone."""
    excluded = frozenset(without)
    places = [at for at, text in enumerate(texts) if text not in excluded]
    if len(places) > most:
        places.sort(key=lambda at: hashlib.sha256(texts[at].encode("utf-8", "surrogatepass")).digest())
    return sorted(places[:most])
