"""Which question of the topic guide each turn of the interviews belongs to, found once for the same words and guide."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import nan

import numpy as np

from lmep_consult.cache import Cache
from lmep_consult.fingerprint import key_of, toolkit
from lmep_consult.plan import TopicQuestion
from lmep_consult.transcripts import Transcript, align_interviews

MOST_TURNS = 2_000  # several times those of an interview; a longer one would take minutes
_FOUND = ["section", "question", "confidence"]


def with_questions(
    transcripts: Mapping[str, Transcript],
    people: Collection[str],
    questions: Sequence[TopicQuestion],
    cache: Cache | None = None,
) -> dict[str, Transcript]:
    """The transcripts, each turn with columns section, question and confidence (see transcripts.align_interviews).

    people: those whose transcripts are interviews. The guide is for these: the turns of group discussions, and of
    interviews longer than MOST_TURNS, belong to no question.
    """
    blank = {name: t.turns.assign(section="", question="", confidence=nan) for name, t in transcripts.items()}
    interviews = [name for name, t in transcripts.items() if name in people and len(t.turns) <= MOST_TURNS]
    # What one interview says under a question shows where others are: all of them, and the guide, decide together.
    said = [transcripts[name].turns[["role", "text"]].to_numpy().tolist() for name in interviews]
    key = key_of("questions", toolkit(), said, [question.model_dump() for question in questions])

    def align() -> bytes:
        aligned = align_interviews([transcripts[name].turns for name in interviews], questions)
        return json.dumps([[frame[column].tolist() for column in _FOUND] for frame in aligned]).encode()

    found = json.loads(cache.kept(key, align) if cache else align())
    for name, (sections, asked, confidence) in zip(interviews, found, strict=True):
        sure = np.array(confidence, dtype=float)
        blank[name] = transcripts[name].turns.assign(section=sections, question=asked, confidence=sure)
    return {name: replace(transcript, turns=blank[name]) for name, transcript in transcripts.items()}
