"""What people wrote, as texts to code like those of interviews."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import pandas as pd

from lmep_consult.transcripts.model import Transcript

LAYOUT = "open answers"


def written_down(source: str, asked: str, answers: Sequence[str], whose: Sequence[str]) -> Transcript:
    """The question, as an interviewer's turn, then each answer as a turn of whoever wrote it."""
    turns = pd.DataFrame(
        {
            "speaker": ["question", *whose],
            "label": ["", *whose],
            "role": ["interviewer", *("participant" for _ in whose)],
            "participant": ["", *whose],
            "start_s": nan,
            "end_s": nan,
            "text": [asked, *answers],
            "section": "",
            "question": "",
            "confidence": nan,
        }
    )
    return Transcript("", turns, (), LAYOUT, pd.DataFrame(), source).with_turns(turns)
