"""What coders wrote down while they coded."""

from __future__ import annotations

import pandas as pd

from lmep_consult.coding.decisions.folding import Folded

COLUMNS = ["time", "coder", "on", "source", "participant", "code", "quote", "memo"]


def memo_list(folded: Folded) -> pd.DataFrame:
    """Every note that counts, oldest first: time, coder, on, source, participant, code, quote, memo.

    on: "coding", "rejection" or "adjudication" where it came with one, else what it is on: "passage", "source", "code",
    or "study" where it is on none of them.
    """
    notes = folded.memos
    on = pd.Series("study", index=notes.index)
    for column, what in (("code", "code"), ("source", "source"), ("quote", "passage")):
        on = on.mask(notes[column] != "", what)
    parts = [
        notes.assign(on=on),
        folded.codings.assign(on="coding"),
        folded.rejections.assign(on="rejection"),
        folded.adjudications.assign(on="adjudication"),
    ]
    every = pd.concat([part[[*COLUMNS, "id"]] for part in parts])
    return every[every["memo"] != ""].sort_values(["time", "id"], ignore_index=True)[COLUMNS]
