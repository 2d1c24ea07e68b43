"""Asking a person about the names proposed, and what the answers mean."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from lmep_consult.pseudonyms.confirmed import Confirmed, Kind, decide
from lmep_consult.pseudonyms.identifiers import Identifier
from lmep_consult.pseudonyms.replacing import Pseudonymiser
from lmep_consult.pseudonyms.words import is_english, words_of

ANSWERS: dict[str, Kind] = {
    "p": "person",
    "o": "organisation",
    "l": "place",
    "g": "programme",
    "x": "other",
}
HELP = (
    "p person, o organisation, l place, g programme, x other; = NAME the same as NAME; k keep, s skip, u undo, q quit"
)


def question(proposal: Mapping[Hashable, Any]) -> str:
    """What is asked about one row of `proposals`; in capitals where the answer is for one place only."""
    if proposal["before"] or proposal["after"]:
        return f"{proposal['text']} (HERE ONLY, {proposal['reason']}; {proposal['kind']}?)\n  … {proposal['context']} …"
    times = "once" if proposal["count"] == 1 else f"{proposal['count']} times"
    return f"{proposal['text']} ({times}, {proposal['reason']}; {proposal['kind']}?)\n  … {proposal['context']} …"


def answered(
    reply: str, proposal: Mapping[Hashable, Any], decided: Collection[Confirmed], decided_by: str, when: str
) -> Confirmed | Literal["skip", "quit", "unclear"]:
    """What a reply to `question` means; an empty one skips, so that nothing is confirmed by mistake.

    Raises StudyError for "= NAME" where that name was not confirmed before.
    """
    reply = reply.strip()
    around = proposal["before"], proposal["after"]
    if reply.startswith("="):
        return decide(decided, proposal["text"], "other", decided_by, when, reply[1:].strip(), around)
    match reply.casefold():
        case "" | "s":
            return "skip"
        case "q":
            return "quit"
        case "k":
            return decide(decided, proposal["text"], None, decided_by, when, around=around)
        case letter if letter in ANSWERS:
            return decide(decided, proposal["text"], ANSWERS[letter], decided_by, when, around=around)
    return "unclear"


def still_open(found: pd.DataFrame, known: Sequence[Identifier], allow: Collection[str]) -> pd.DataFrame:
    """The rows of `proposals` that later answers have not settled: neither replaced, nor kept, as a part of others.
    What is asked about one place is settled by an answer about that place, which takes its row away."""
    names = Pseudonymiser(known, allow)
    asked = zip(found["text"], found["before"], found["after"], strict=True)
    waits = [bool(before or after) or not _is_settled(text, names) for text, before, after in asked]
    return found[pd.Series(waits, index=found.index, dtype=bool)]


def _is_settled(text: str, names: Pseudonymiser) -> bool:
    settled = [(span.start, span.end) for span in names.spans(text)] + names.allowed(text)
    words = words_of(text)
    telling = [word for word in words if not is_english(word.written)] or words
    return all(any(start <= word.start and word.end <= end for start, end in settled) for word in telling)
