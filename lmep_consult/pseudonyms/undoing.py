"""Taking a wrong replacement back: what was replaced, and the decision that it stays, at one place or everywhere."""

from __future__ import annotations

import pandas as pd

from lmep_consult.errors import StudyError
from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.words import key_of

_MOST = 5  # places named


def what_was_replaced(replaced: pd.DataFrame) -> pd.DataFrame:
    """One row for each text, replacement and reason, in the order of the text: text, replacement, reason, count, places
    (as in "P04:12", the turn of a source; the first five).

    replaced: as study_data.StudyData has it.
    """
    places = replaced.assign(places=replaced["source"].astype(str) + ":" + replaced["turn"].astype(str))
    groups = places.groupby(["text", "replacement", "reason"])["places"]
    found = groups.agg(count="size", places=lambda of: ", ".join(dict.fromkeys(of.head(_MOST)))).reset_index()
    return found.sort_values("text", key=lambda text: text.str.casefold(), kind="stable", ignore_index=True)


def undone(replaced: pd.DataFrame, text: str, place: str, decided_by: str, when: str) -> list[Confirmed]:
    """The decisions by which a text that was replaced stays: wherever it is, as it is written there, or at one place
    ("P04:12") only.

    Raises StudyError where it was not replaced there, or nothing around it tells the place from others.
    """
    same = replaced[replaced["text"].map(key_of) == key_of(text)]
    if same.empty:
        raise StudyError(f"{text!r} is not among what was replaced; `lmep-consult pseudonymise --replaced` lists that.")
    if not place:
        return [Confirmed(written, "", "", decided_by, when) for written in dict.fromkeys(same["text"])]
    here = same[same["source"].astype(str) + ":" + same["turn"].astype(str) == place]
    if here.empty:
        raise StudyError(
            f"{text!r} was not replaced at {place}; `lmep-consult pseudonymise --replaced` says where it was."
        )
    if (here["before"].eq("") & here["after"].eq("")).any():
        raise StudyError(
            f"{text!r} at {place} has no words around it to know the place by; undo it everywhere, without --at."
        )
    return [
        Confirmed(row["text"], "", "", decided_by, when, row["before"], row["after"]) for row in here.to_dict("records")
    ]
