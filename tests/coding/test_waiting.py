"""What a coder has still to decide on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from lmep_consult.coding import Coder, Decision, Passage, anchor, fold, passage, waiting
from lmep_consult.transcripts import Transcript

Coders = Callable[..., Coder]
Spoken = Callable[..., Transcript]

TEXT = "Time is short, and money is tight."
SUGGESTED = pd.DataFrame(
    [("P07", "time", 0, 13), ("P07", "money", 19, 33), ("P07", "time", 19, 33), ("P08", "time", 0, 13)],
    columns=["source", "code", "start", "end"],
    index=[3, 5, 7, 9],
)


def left(talk: Transcript, decisions: list[Decision], who: str = "IF") -> list[int]:
    decided, _ = anchor(fold(decisions).decided, {"P07": talk})
    return waiting(SUGGESTED, decided, who).index.tolist()


def at(talk: Transcript, start: int, end: int) -> Passage:
    return passage("P07", talk, start, end)


def test_a_decision_covers_suggestions_of_its_code_that_it_overlaps(spoken: Spoken, coder: Coders) -> None:
    talk, who = spoken(("P07", TEXT)), coder("IF")
    assert left(talk, []) == [3, 5, 7, 9]
    assert left(talk, [who.accept(at(talk, 0, 13), "time")]) == [5, 7, 9]
    assert left(talk, [who.reject(at(talk, 5, 7), "time")]) == [5, 7, 9]
    assert left(talk, [who.add(at(talk, 13, 19), "time")]) == [3, 5, 7, 9]
    assert left(talk, [who.add(at(talk, 12, 20), "time")]) == [5, 9]
    assert left(talk, [who.accept(at(talk, 0, 13), "time")], "AB") == [3, 5, 7, 9]


def test_taken_otherwise_it_is_decided_on_and_undone_it_waits_again(spoken: Spoken, coder: Coders) -> None:
    talk, who = spoken(("P07", TEXT)), coder("IF")
    otherwise = who.accept_changed(at(talk, 0, 4), "pace", was="time")
    assert left(talk, [otherwise]) == [5, 7, 9]
    assert left(talk, [otherwise, who.undo(otherwise)]) == [3, 5, 7, 9]
    taken = who.accept(at(talk, 0, 13), "time")
    assert left(talk, [taken, who.change(taken, at(talk, 0, 4), "pace")]) == [5, 7, 9]


def test_what_was_decided_on_the_transcript_as_it_was_is_decided_still(spoken: Spoken, coder: Coders) -> None:
    before, now = spoken(("P07", "Well. " + TEXT)), spoken(("P07", TEXT))
    assert left(now, [coder("IF").reject(at(before, 6, 19), "time")]) == [5, 7, 9]
