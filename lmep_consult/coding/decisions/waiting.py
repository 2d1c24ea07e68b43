"""What a coder has still to decide on."""

from __future__ import annotations

import pandas as pd


def waiting(suggestions: pd.DataFrame, decided: pd.DataFrame, coder: str) -> pd.DataFrame:
    """The suggestions that `coder` has not decided on, with the columns and index they have.

    suggestions: source, code, start, end. decided: source, code, start, end, coder, as `anchor` places what `fold`
    calls decided. A suggestion is decided on where a decision of theirs has its code and overlaps it.
    """
    theirs = decided.loc[decided["coder"] == coder, ["source", "code", "start", "end"]]
    place = suggestions[["source", "code", "start", "end"]].assign(row=range(len(suggestions)))
    pairs = place.merge(theirs, on=["source", "code"], suffixes=("", "_decided"))
    covered = pairs[(pairs["start"] < pairs["end_decided"]) & (pairs["start_decided"] < pairs["end"])]["row"]
    return suggestions[~place["row"].isin(covered)]
