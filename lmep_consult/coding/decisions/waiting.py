"""What a coder has still to decide on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

Place = tuple[str, str, int, int]  # source, code, start, end
_PLACE = ["source", "code", "start", "end"]


def waiting(suggestions: pd.DataFrame, decided: pd.DataFrame, coder: str) -> pd.DataFrame:
    """The suggestions that `coder` has not decided on, with the columns and index they have.

    suggestions: source, code, start, end. decided: source, code, start, end, coder, as `anchor` places what `fold`
    calls decided. A suggestion is decided on where a decision of theirs has its code and overlaps it.
    """
    theirs = decided.loc[decided["coder"] == coder, _PLACE]
    places = suggestions[_PLACE].itertuples(index=False, name=None)
    return suggestions[are_waiting(places, theirs.itertuples(index=False, name=None))]


def are_waiting(suggested: Iterable[Place], decided: Iterable[Place]) -> list[bool]:
    """Of each place, whether no decision of its source and code overlaps it."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for source, code, start, end in decided:
        spans[source, code].append((start, end))
    return [
        not any(start < until and since < end for since, until in spans.get((source, code), ()))
        for source, code, start, end in suggested
    ]
