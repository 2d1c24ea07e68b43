"""A study small enough to reckon by hand: three interviews, P1, P2 and P10, and a group discussion, W1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

import pandas as pd
import pytest

from lmep_consult.codebook import Code, Codebook
from lmep_consult.coding import Coder
from lmep_consult.plan import Plan
from lmep_consult.study_data import StudyData
from lmep_consult.transcripts import Transcript

SAID = {
    "P1": "Time is short here. Money is tight too.",
    "P2": "Time is what we lack. Skills are rare.",
    "P10": "Money would help us. Time would help more.",
    "W1": "Money is the worst of it. Skills come next.",
}
PLAN = {
    "study": {"title": "A study", "source": "A team"},
    "dates": {"fieldwork_start": "2026-01-01", "fieldwork_end": "2026-03-01", "delete_by": "2027-01-01"},
    "groups": [{"id": "A", "name": "Group A"}],
    "events": [{"id": "W1", "name": "Workshop", "date": "2026-02-01", "groups": ["A"]}],
}


def transcript(participant: str, text: str) -> Transcript:
    rows = pd.DataFrame([("", "What stops you?"), (participant, text)], columns=["participant", "text"])
    rows["role"] = ["interviewer", "participant"]
    return Transcript("", rows, (), "made-up", pd.DataFrame()).with_turns(rows)


@pytest.fixture
def study_data() -> Callable[..., StudyData]:
    """Study data of these transcripts (who says what, by source); register: more columns of it."""

    def make(said: Mapping[str, str] = SAID, **register: list[str]) -> StudyData:
        people = [source if source.startswith("P") else "P30" for source in said]
        frame = pd.DataFrame({"participant": people, "group": "A", **register})
        none = pd.DataFrame()
        talks = {source: transcript(who, text) for (source, text), who in zip(said.items(), people, strict=True)}
        return StudyData(frame, talks, {}, none, none, none, none, frozenset(), none, none, none)

    return make


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """study.toml with this under [coding]."""
    return lambda **coding: Plan.model_validate({**PLAN, "coding": coding})


@pytest.fixture
def codebook() -> Codebook:
    codes = [("time", "Time"), ("money", "Money"), ("skills", "Skills")]
    return Codebook("made-up", "1", "", tuple(Code(id_, name, definition=name, terms=(id_,)) for id_, name in codes))


@pytest.fixture
def coder() -> Callable[..., Coder]:
    """Coders whose clock is common."""
    seconds = count()

    def make(name: str, number: int = 1) -> Coder:
        def stamps() -> Iterator[tuple[str, str]]:
            for second in seconds:
                yield f"{name}-{second}", f"2026-02-10T09:{second // 60:02}:{second % 60:02}.000Z"

        ids = stamps()
        return Coder(name, "1", number, lambda: next(ids))

    return make
