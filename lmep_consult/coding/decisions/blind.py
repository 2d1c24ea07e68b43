"""Blind double coding: what a coder may see of the others' decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.folding import fold

_CODING = ("add", "accept", "reject", "change", "merge", "done")
Work = tuple[str, int]  # a source and a round


def visible(
    decisions: Iterable[Decision], coder: str, assigned: Mapping[Work, Collection[str]] | None = None
) -> list[Decision]:
    """Those decisions that `coder` may see: their own, and another's on a source once everybody assigned to it is done.

    assigned: who codes which source in which round. A source that is in none of it, or all where None is given, is
    assigned to those who have coded in it and to `coder`, who would not be blind if they saw it before they began.

    Decisions about no source (notes on codes, versions of the codebook) are everybody's to see.
    """
    everything = list(decisions)
    marks = fold(decision for decision in everything if decision.action in ("done", "undo")).done
    done = {
        (source, number, who) for source, number, who in marks[["source", "round", "coder"]].itertuples(index=False)
    }
    working: dict[Work, set[str]] = defaultdict(lambda: {coder})
    for decision in everything:
        if decision.action in _CODING:
            working[_work(decision)].add(decision.coder)

    def is_open(work: Work) -> bool:
        return all((*work, who) in done for who in (assigned or {}).get(work, working[work]))

    by_id = {decision.id: decision for decision in everything}

    def may_see(decision: Decision) -> bool:
        on = {_work(d) for d in (decision, *(by_id[key] for key in decision.supersedes if key in by_id))}
        return decision.coder == coder or all(is_open(work) for work in on if work[0])

    return [decision for decision in everything if may_see(decision)]


def _work(decision: Decision) -> Work:
    """A summary of what a participant says is about their interview."""
    return decision.source or decision.participant, decision.round
