"""Transcripts and coders to decide with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pandas as pd
import pytest

from lmep_consult.coding import Coder
from lmep_consult.transcripts import Transcript

Spoken = Callable[..., Transcript]


@pytest.fixture(scope="session")
def spoken() -> Spoken:
    """A transcript of (participant, text) turns, "" for the interviewer."""

    def make(*turns: tuple[str, str], questions: tuple[str, ...] = ()) -> Transcript:
        rows = pd.DataFrame(list(turns), columns=["participant", "text"])
        rows["role"] = ["participant" if who else "interviewer" for who in rows["participant"]]
        if questions:
            rows["question"] = list(questions)
        return Transcript("", rows, (), "made-up", pd.DataFrame()).with_turns(rows)

    return make


@pytest.fixture
def coder() -> Callable[[str], Coder]:
    """Coders whose ids are "IF1", "IF2" ... and whose clock is common."""
    seconds = count()

    def make(name: str, codebook: str = "1", number: int = 1) -> Coder:
        def stamps() -> Iterator[tuple[str, str]]:
            for second in seconds:
                yield f"{name}-{second}", f"2026-02-10T09:{second // 60:02}:{second % 60:02}.000Z"

        ids = stamps()
        return Coder(name, codebook, number, lambda: next(ids))

    return make
