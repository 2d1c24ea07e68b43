"""Who has finished which transcript, as it is now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from lmep_consult.coding.decisions.anchoring import names_now
from lmep_consult.coding.decisions.passages import Spoken, text_hash

CHANGED = "said of an earlier text, whose words have changed since; look at it again and say once more that it is done"
SEVERAL = "said of a name that several transcripts share; say once more of which of them it is done"
GONE = "no transcript has that name"


def finished(done: pd.DataFrame, transcripts: Mapping[str, Spoken]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put marks of being done (`Folded.done`) onto `transcripts`, by name.

    A mark is of a text: it goes where that text is now, under whatever name, and counts no longer once its words have
    changed. One of an older log, which names no text, goes by the name, where no other transcript shares it: a name and
    the same with a number after it ("W1", "W1 2") are files of one event, and change places when one is added.

    Returns the marks that count, source as it is called now, and those that do not, with why.
    """
    hashes = {name: text_hash(transcript.text) for name, transcript in transcripts.items()}
    now = names_now(hashes)
    rows: list[dict[Any, Any]] = done.to_dict("records")
    counting, stale = [], []
    for row in rows:
        source = now(row["source"], row["transcript"])
        why = _why_not(source, row["transcript"], hashes)
        if why:
            stale.append({**row, "why": why})
        else:
            counting.append({**row, "source": source})
    return (
        pd.DataFrame(counting, columns=done.columns).astype(done.dtypes),
        pd.DataFrame(stale, columns=[*done.columns, "why"]).astype({**done.dtypes, "why": "str"}),
    )


def _why_not(source: str, text: str, hashes: Mapping[str, str]) -> str:
    if source not in hashes:
        return GONE
    if text:
        return "" if hashes[source] == text else CHANGED
    return SEVERAL if any(re.fullmatch(rf"{re.escape(source)} [0-9]+", name) for name in hashes) else ""
