"""One person's decisions, source by source: one decision more costs what one source costs, however much is coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import pandas as pd

from lmep_consult.coding.decisions.anchoring import anchor, names_now
from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.finished import finished
from lmep_consult.coding.decisions.folding import Folded, fold, in_force
from lmep_consult.coding.decisions.passages import text_hash
from lmep_consult.coding.desk.rows import Row
from lmep_consult.transcripts import Transcript

_PLACE = ("source", "participant", "start", "end", "turn", "said")
Places = dict[str, Row | None]  # of a decision, by id: where its words are now, None where they are gone


class Part:
    """Decisions about one source as it is called now, or about none (""), in the order of the log, with what became of
    codes. places: of decisions, by id, which a part made earlier has found."""

    def __init__(
        self, source: str, decisions: Iterable[Decision], transcripts: Mapping[str, Transcript], places: Places
    ) -> None:
        self.source, self.decisions, self._transcripts, self._places = source, list(decisions), transcripts, places

    def may_have(self, quote: str) -> bool:
        """Whether any decision, in force or not, is on these words: far quicker to say than what is in force."""
        return any(decision.quote == quote for decision in self.decisions)

    @cached_property
    def folded(self) -> Folded:
        return fold(self.decisions)

    @cached_property
    def decided(self) -> list[Row]:
        return self.placed(self.folded.decided) if self.decisions else []

    @cached_property
    def codings(self) -> list[Row]:
        return self.placed(self.folded.codings) if self.decisions else []

    @cached_property
    def to_choose(self) -> list[Row]:
        """Codings of a code that was split, with the choices."""
        return self.placed(self.folded.undecided) if self.decisions else []

    @cached_property
    def marks(self) -> pd.DataFrame:
        """Of being done."""
        done = self.folded.done
        return finished(done, self._transcripts)[0] if len(done) else done

    @cached_property
    def in_force(self) -> list[Decision]:
        return in_force(self.decisions)

    def placed(self, passages: pd.DataFrame) -> list[Row]:
        """The passages as `anchor` puts them onto the source as it is now, without those whose words are gone."""
        new = passages[[id_ not in self._places for id_ in passages["id"]]]
        if len(new):
            there = {self.source: self._transcripts[self.source]} if self.source in self._transcripts else {}
            found, lost = anchor(new, there)
            rows: list[Row] = found.to_dict("records")
            self._places.update({row["id"]: {name: row[name] for name in _PLACE} for row in rows})
            self._places.update(dict.fromkeys(lost["id"]))
        rows = passages.to_dict("records")
        return [{**row, **place} for row in rows if (place := self._places[row["id"]]) is not None]


class Parts:
    """The parts of what one person decided, by source; `add` makes anew what it touches and nothing else."""

    def __init__(self, decisions: Iterable[Decision], transcripts: Mapping[str, Transcript]) -> None:
        self._transcripts = transcripts
        self._now = names_now({name: text_hash(transcript.text) for name, transcript in transcripts.items()})
        self._by_id: dict[str, Decision] = {}
        self._place: dict[str, int] = {}
        self._of_all: list[Decision] = []  # what became of codes, which every part has to know
        self._own: dict[str, list[Decision]] = defaultdict(list)
        self._made: dict[str, Part] = {}
        self._places: Places = {}
        decisions = list(decisions)
        for decision in decisions:
            self._by_id.setdefault(decision.id, decision)
        for decision in decisions:
            self._put(decision)

    def __iter__(self) -> Iterator[Part]:
        for source in list(self._own):
            yield self.of(source)

    def of(self, source: str) -> Part:
        if source not in self._made:
            own = self._own.get(source, [])
            whole = [*self._of_all, *own] if own else []
            self._made[source] = Part(source, whole, self._transcripts, self._places)
        return self._made[source]

    def add(self, decision: Decision) -> None:
        self._by_id.setdefault(decision.id, decision)
        self._put(decision)

    def place(self, decision: Decision) -> int:
        """Where the decision is among all of theirs, in the order of the log."""
        return self._place[decision.id]

    def source_of(self, decision: str) -> str:
        """What the source of a decision of theirs is called now, by the decision's id; "" where that is of none."""
        root = self._root(self._by_id[decision]) if decision in self._by_id else None
        return self._now(root.source, root.transcript) if root and root.source else ""

    def _put(self, decision: Decision) -> None:
        self._place.setdefault(decision.id, len(self._place))
        root = self._root(decision)
        if root.action == "migrate":
            self._of_all.append(decision)
            self._made.clear()
            return
        source = self._now(root.source, root.transcript) if root.source else ""
        self._own[source].append(decision)
        self._made.pop(source, None)

    def _root(self, decision: Decision) -> Decision:
        """What an undo or a replacement is of, in the end."""
        seen = {decision.id}
        while decision.supersedes and decision.supersedes[0] in self._by_id:
            decision = self._by_id[decision.supersedes[0]]
            if decision.id in seen:
                break
            seen.add(decision.id)
        return decision
