"""Krippendorff's alpha for coders who each mark their own spans on a text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.coding.agreement.result import Agreement, Array, Sample, Statistic, measured, share
from lmep_consult.errors import CodingError

Ints = npt.NDArray[np.int64]


def unitised_alpha(spans: pd.DataFrame, length: int, coders: Sequence[str] | None = None) -> Agreement:
    """Krippendorff's alpha for unitising, nominal: do coders mark the same stretches, and give them the same code?

    spans: one row per span, columns coder, start, end (end exclusive) and code; without code, all spans are alike and
        only where they lie counts. Spans of one coder and code that overlap are taken as one, those that touch are two.
    length: of the whole text, in the same units as start and end.
    coders: all who looked at the text, also those who marked nothing; where it is left out, those in `spans`.

    Observed disagreement is the share of the text, over every two coders, to which they gave different codes; no code
    counts as one. Expected is what spans would give that lie anywhere, each meeting all others but itself. So unlike
    `krippendorff_alpha` on characters it knows that a span was marked as a whole.

    `n_units`, standard error and interval are of stretches of the text: it is parted wherever no span of any coder
    reaches across. `prevalence` is the share of the text, with "" for no code.

    Source: K. Krippendorff, Content Analysis: An Introduction to Its Methodology (4th edition, 2019), section 12.6,
    equations 32 to 34, after K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher, On the reliability of unitizing
    textual continua, Quality and Quantity 50 (2016), doi:10.1007/s11135-015-0266-1. The book's example (figure 12.11),
    three coders and a text of 60, has .510, and .413 where codes do not count (.4136 to one more place):

    >>> spans = pd.DataFrame([
    ...     ("Alex", 0, 7, 1), ("Alex", 7, 13, 2), ("Alex", 30, 32, 5), ("Alex", 32, 37, 6), ("Alex", 37, 44, 6),
    ...     ("Alex", 44, 60, 7), ("Paul", 0, 7, 1), ("Paul", 7, 13, 3), ("Paul", 13, 21, 5), ("Paul", 32, 44, 6),
    ...     ("Suzan", 0, 7, 1), ("Suzan", 7, 13, 4), ("Suzan", 13, 21, 5), ("Suzan", 32, 37, 6), ("Suzan", 37, 41, 6),
    ...     ("Suzan", 41, 44, 6),
    ... ], columns=["coder", "start", "end", "code"])
    >>> round(unitised_alpha(spans, 60).value, 3), round(unitised_alpha(spans.drop(columns="code"), 60).value, 3)
    (0.51, 0.414)

    Raises CodingError where there are no two coders or one is named twice, a span has no whole places or leaves the
    text, or spans of one coder with different codes overlap (measure such codes one at a time).
    """
    names = _checked(spans, length, coders)
    units = _units(spans, length, names)
    codes = sorted(set(units["code"]), key=str)
    edges = np.unique([0, length, *units["start"], *units["end"]])
    long = np.diff(edges)
    first, last = np.searchsorted(edges, units["start"]), np.searchsorted(edges, units["end"])
    block = _blocks(first, last, len(long))
    given = np.zeros((len(names), len(long)), dtype=np.int64)  # 0 = no code
    for coder, code, start, end in zip(units["coder"], units["code"], first, last, strict=True):
        given[names.index(coder), start:end] = codes.index(code) + 1

    blocks = block[-1] + 1
    used = np.zeros((blocks, len(codes) + 1))
    np.add.at(used, (np.tile(block, len(names)), given.ravel()), np.tile(long, len(names)))
    # A span never meets itself; of what has no code every point stands for itself.
    itself = used[:, 0] + np.bincount(block[first], weights=(units["end"] - units["start"]) ** 2, minlength=blocks)
    differ = np.zeros(blocks)
    for one, other in combinations(given, 2):
        differ += np.bincount(block, weights=long * (one != other), minlength=blocks) * 2 / (len(names) - 1)

    def disagreement(weights: Array) -> tuple[Array, Array]:
        totals = weights @ used
        n = totals.sum(axis=1)
        expected = share(n**2 - (totals**2).sum(axis=1), n**2 - weights @ itself)
        return share(weights @ differ, n)[:, None], expected[:, None]

    shares = np.array([np.bincount(row, weights=long, minlength=len(codes) + 1) for row in given]).T / length
    prevalence = pd.DataFrame(shares, index=pd.Index(["", *codes], name="category", tupleize_cols=False), columns=names)
    agreement = float(1 - differ.sum() / (length * len(names)))
    sample = Sample(np.ones(blocks, dtype=np.int64), int(blocks))
    return measured(Statistic(disagreement), sample, agreement, int(blocks), prevalence)


def _checked(spans: pd.DataFrame, length: int, coders: Sequence[str] | None) -> list[Any]:
    """The coders; CodingError where spans, length or coders are not what they must be."""
    for column in ("coder", "start", "end"):
        if column not in spans:
            raise CodingError(f"The spans have no column {column!r}; they need coder, start and end.")
        if spans[column].isna().any():
            raise CodingError(f"A span has no {column}; fill it in.")
    for number in (length, *spans["start"], *spans["end"]):
        if not isinstance(number, float | int | np.integer) or not np.isfinite(number) or number % 1:
            raise CodingError(f"{number!r} is no place in a text; places and lengths are whole numbers.")
    if length < 1:
        raise CodingError(f"A text of length {length} holds nothing to code.")
    names = list(dict.fromkeys(spans["coder"])) if coders is None else list(coders)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise CodingError(f"Coder {twice[0]} is named twice; name each coder once.")
    if len(names) < 2:
        raise CodingError("Agreement needs at least two coders; name those who marked nothing in `coders`.")
    return names


def _units(spans: pd.DataFrame, length: int, coders: list[Any]) -> pd.DataFrame:
    """The spans in order, those of one coder and code that overlap as one."""
    kept: list[dict[str, Any]] = []
    columns = ["coder", "start", "end", "code"]
    rows = (spans if "code" in spans else spans.assign(code="coded"))[columns].sort_values(["coder", "start", "end"])
    for row in rows.to_dict("records"):
        coder, start, end = row["coder"], row["start"], row["end"]
        if coder not in coders:
            raise CodingError(f"Coder {coder}: has spans, but is not one of {', '.join(map(str, coders))}.")
        if not 0 <= start < end <= length:
            raise CodingError(f"Coder {coder}, span {start} to {end}: not a stretch of a text of length {length}.")
        if kept and kept[-1]["coder"] == coder and start < kept[-1]["end"]:
            if kept[-1]["code"] != row["code"]:
                raise CodingError(
                    f"Coder {coder}, span {start} to {end}: overlaps another with a different code "
                    f"({kept[-1]['code']}, {row['code']}); measure one code at a time."
                )
            kept[-1]["end"] = max(kept[-1]["end"], end)
        else:
            kept.append({column: row[column] for column in columns})
    return pd.DataFrame(kept, columns=columns).astype({"start": "int64", "end": "int64"})


def _blocks(first: Ints, last: Ints, pieces: int) -> Ints:
    """Which stretch each piece of the text lies in; a stretch ends where no span reaches across."""
    across = np.zeros(pieces + 1, dtype=np.int64)
    np.add.at(across, first + 1, 1)
    np.add.at(across, last, -1)
    return np.asarray(np.cumsum(across.cumsum()[:pieces] == 0) - 1)
