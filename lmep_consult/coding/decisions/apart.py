"""Decisions about some of the sources, apart from those about others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lmep_consult.coding.decisions.decision import Decision


def apart(decisions: Iterable[Decision], is_there: Callable[[str], bool]) -> tuple[list[Decision], list[Decision]]:
    """The decisions about sources of which `is_there`, and those about all others. An undo is about what it undoes;
    what became of a code is in both."""
    every = list(decisions)
    by_id = {decision.id: decision for decision in every}

    def source(decision: Decision) -> str:
        seen = set()
        while not decision.source and decision.supersedes and decision.id not in seen:
            seen.add(decision.id)
            decision = by_id.get(decision.supersedes[0], decision)
        return decision.source

    there, others = [], []
    for decision in every:
        of = is_there(source(decision))
        if of or decision.action == "migrate":
            there.append(decision)
        if not of:
            others.append(decision)
    return there, others
