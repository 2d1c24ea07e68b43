"""Who codes and who adjudicates: a name is somebody's, however it is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.errors import CodingError
from lmep_consult.plan import CodingPlan


def who_decides(name: str, plan: CodingPlan, decisions: Iterable[Decision], adjudicates: bool = False) -> str:
    """What to ask before `name` decides for the first time; "" where nothing is to be asked.

    Known are the coders of study.toml's rounds and whoever has decided before. Somebody else is asked about, unless
    nobody is known yet or they are to adjudicate, which no round has a place for.

    Raises CodingError where the name differs from a known one only in case, accents or spaces.
    """
    assigned = {coder for coders in plan.assigned.values() for coder in coders}
    known = assigned | {decision.coder for decision in decisions}
    if name in known:
        return ""
    for other in sorted(known):
        if _plain(other) == _plain(name):
            raise CodingError(f"{name!r} and {other!r} differ only in how they are written; say --by {other!r}.")
    if not known or adjudicates:
        return ""
    there = f"the rounds of study.toml name {', '.join(sorted(assigned))}" if assigned else "no round names anybody"
    others = ", ".join(sorted(known - assigned))
    return (
        f"{name} has not coded here before: {there}{f'; {others} decided before' if others else ''}. Go on as {name}?"
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
