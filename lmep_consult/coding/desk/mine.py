"""What a person decided so far that is in force, with where its words are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.desk.parts import Part
from lmep_consult.coding.desk.rows import Mine, Row

UNDONE_HERE = ("add", "accept", "reject", "change", "merge", "memo", "star", "done", "adjudicate", "summarise")


def mine_of(part: Part) -> Iterator[tuple[Decision, Mine]]:
    """The decisions of a part that are in force and were not replaced, with where they are now."""
    there = [each for each in part.in_force if each.action in UNDONE_HERE]
    replaced = {old for each in there for old in each.supersedes}
    now = {row["id"]: row for row in part.placed(_passages(there))}
    for each in there:
        at: Row = now.get(each.id, {})
        if each.id not in replaced:
            said = (each.code, each.quote, each.memo, each.round)
            named = at.get("source", part.source or each.source)
            place = (at.get("turn"), at.get("start"), at.get("end"))
            yield each, Mine(each.id, each.time, each.action, named, *said, *place, each.verdict)


def _passages(decisions: Iterable[Decision]) -> pd.DataFrame:
    """Those of the decisions that are of passages, with what it takes to find these."""
    columns = ["id", "source", "participant", "start", "end", "quote", "transcript", "before", "after"]
    rows = [[getattr(each, column) for column in columns] for each in decisions if each.quote]
    return pd.DataFrame(rows, columns=columns)
