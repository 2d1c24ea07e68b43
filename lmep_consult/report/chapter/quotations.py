"""The two or three quotations that a section shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import pandas as pd

from lmep_consult.report.chapter.section import Quotation

_MOST = 3
_Row = dict[Hashable, Any]
_SHORTEST, _LONGEST = 60, 330  # characters that are read best


def chosen(quotes: pd.DataFrame, codes: Sequence[str]) -> tuple[Quotation, ...]:
    """Up to three of the quotations of these codes, by different groups as far as there are.

    Those that somebody signed off go first, then those in which nothing was replaced, which are read without brackets,
    then those neither very short nor long; then the codes' order.
    """
    own = quotes[quotes["code"].isin(list(codes))].drop_duplicates("quote")
    order = {code: place for place, code in enumerate(codes)}
    ranked = sorted(
        own.to_dict("records"), key=lambda row: (*_worse(str(row["quote"]), str(row["sign_off"])), order[row["code"]])
    )
    picked: list[_Row] = []
    for fresh in (_of_new_group, _of_new_code, _any):
        for row in ranked:
            if len(picked) < _MOST and row not in picked and fresh(row, picked):
                picked.append(row)
    return tuple(Quotation(str(row["quote"]), str(row["attribution"]), str(row["sign_off"])) for row in picked)


def _worse(words: str, state: str) -> tuple[bool, bool, bool]:
    return state.startswith("draft"), "[" in words, not _SHORTEST <= len(words) <= _LONGEST


def _of_new_group(row: _Row, picked: Iterable[_Row]) -> bool:
    return all(row["group"] != other["group"] for other in picked)


def _of_new_code(row: _Row, picked: Iterable[_Row]) -> bool:
    return all(row["code"] != other["code"] for other in picked)


def _any(row: _Row, picked: Iterable[_Row]) -> bool:
    return True
