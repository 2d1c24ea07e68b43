"""What several coders did in the same round, as it was when the last of them had finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from lmep_consult.coding.decisions.anchoring import anchor, names_now
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.folding import fold, in_force
from lmep_consult.coding.decisions.passages import Spoken, text_hash

Work = tuple[str, int]  # a source and a round


@dataclass(frozen=True)
class Together:
    """Sources that the same coders finished in the same round.

    blind: whether none of them had seen another's codings of these sources: it is the first round that several coders
    finished them in. codings: as `anchor` places them, of everybody in these sources, as they were when the last of
    the coders had finished: what is decided after that, in whatever round, is not of this round.
    """

    round: int
    blind: bool
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    codings: pd.DataFrame


def coded_together(
    decisions: Iterable[Decision], done: pd.DataFrame, transcripts: Mapping[str, Spoken]
) -> list[Together]:
    """The rounds in which several coders finished the same sources, in order; the blind part of a round first, then by
    number of sources.

    done: the marks that count, as `finished` places them. "When" goes by the clocks of the coders' machines; from the
    moment at which all were done, each could see what the others did.
    """
    who: dict[Work, set[str]] = defaultdict(set)
    for source, number, coder in done[["source", "round", "coder"]].itertuples(index=False, name=None):
        who[source, number].add(coder)
    coders_of = {work: tuple(sorted(coders)) for work, coders in who.items() if len(coders) > 1}
    if not coders_of:
        return []
    firsts: dict[str, int] = {}
    for source, number in sorted(coders_of, key=lambda work: work[1]):
        firsts.setdefault(source, number)
    parts: dict[tuple[int, bool, tuple[str, ...]], list[str]] = defaultdict(list)
    for (source, number), coders in coders_of.items():
        parts[number, firsts[source] == number, coders].append(source)

    log = _Log(decisions, transcripts)
    found = []
    for (number, blind, coders), sources in parts.items():
        ended = {source: log.all_done((source, number), coders) for source in sources}
        placed, _ = anchor(fold(log.until(ended)).codings, transcripts)
        codings = placed[placed["source"].isin(sources)].reset_index(drop=True)
        found.append(Together(number, blind, coders, tuple(sources), codings))
    return sorted(found, key=lambda part: (part.round, not part.blind, -len(part.sources), part.coders))


class _Log:
    """The decisions, each with the source it is about as that is called now; an undo is about what it undoes."""

    def __init__(self, decisions: Iterable[Decision], transcripts: Mapping[str, Spoken]) -> None:
        self.decisions = list(decisions)
        self._by_id = {decision.id: decision for decision in self.decisions}
        now = names_now({name: text_hash(transcript.text) for name, transcript in transcripts.items()})
        about = [self._undone_by(decision) for decision in self.decisions]
        self._work = [(now(of.source, of.transcript), of.round) for of in about]
        self._marks = [of.action == "done" for of in about]

    def all_done(self, work: Work, coders: tuple[str, ...]) -> str:
        """The earliest time at which all of the coders were done with the source in the round."""
        rows = zip(self.decisions, self._work, self._marks, strict=True)
        marks = [decision for decision, on, mark in rows if mark and on == work]
        times = sorted({decision.time for decision in marks})
        for time in times:
            there = in_force(decision for decision in marks if decision.time <= time)
            if {decision.coder for decision in there if decision.action == "done"} >= set(coders):
                return time
        return times[-1]

    def until(self, ended: Mapping[str, str]) -> list[Decision]:
        """What was decided about each source up to its time, and what became of codes, whenever that was decided."""
        return [
            decision
            for decision, (source, _) in zip(self.decisions, self._work, strict=True)
            if decision.action == "migrate" or decision.time <= ended.get(source, "")
        ]

    def _undone_by(self, decision: Decision) -> Decision:
        seen = set()
        while decision.action == "undo" and decision.id not in seen and decision.supersedes[0] in self._by_id:
            seen.add(decision.id)
            decision = self._by_id[decision.supersedes[0]]
        return decision
