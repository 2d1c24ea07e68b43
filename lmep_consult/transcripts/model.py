"""What every layout is read into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lmep_consult.errors import Problem


@dataclass(frozen=True)
class Transcript:
    """Who said what.

    text: the spoken text of all turns, joined by line feeds.
    turns: one row a turn, in order of time, with columns turn (int, from 1), speaker (the label put as
        "First Last"), label (the speaker as the file writes it), role ("interviewer", "participant" or
        "unknown"), participant (the register's id, "" until speakers are identified), start_s, end_s (float
        seconds, NaN if unknown), text, start_char, end_char (code points into `text`, end exclusive), where (the
        line or paragraph of the file it begins in).
    problems: what could not be placed, and what a person should look at.
    layout: which layout the file was read as.
    account: one row a stretch of the file's text, in the file's order, with columns where, kind ("speech",
        "furniture", "problem"), start, end (code points of the file's text, <NA> for headers and footers), text.
        Together they hold every visible character of the file.
    source: the file's name.
    """

    text: str
    turns: pd.DataFrame
    problems: tuple[Problem, ...]
    layout: str
    account: pd.DataFrame
    source: str = ""

    def with_turns(self, turns: pd.DataFrame, problems: Iterable[Problem] = ()) -> Transcript:
        """The same transcript with other turns: `text` and the offsets are made anew from their texts."""
        turns = turns.reset_index(drop=True)
        lengths = np.array([len(text) for text in turns["text"]], dtype=np.int64)
        end = (lengths + 1).cumsum() - 1  # a line end is between two
        turns = turns.assign(turn=range(1, len(turns) + 1), start_char=end - lengths, end_char=end)
        return replace(self, text="\n".join(turns["text"]), turns=turns, problems=(*self.problems, *problems))
