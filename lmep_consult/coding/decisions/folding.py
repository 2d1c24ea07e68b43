"""From the decisions in the logs to the codings that count, in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np
import pandas as pd
import scipy

from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.decisions.migrating import Migrations

CODED = [
    "id", "source", "participant", "coder", "code", "start", "end", "quote", "origin", "memo", "round", "time",
    "codebook", "rule", "transcript", "before", "after",
]  # fmt: skip
MEMOS = [
    "id", "source", "participant", "coder", "code", "start", "end", "quote", "memo", "round", "time", "transcript",
    "before", "after",
]  # fmt: skip
DONE = ["id", "coder", "source", "round", "time", "transcript"]
SUMMARIES = ["id", "participant", "code", "coder", "memo", "time"]
CONFLICTS = ["what", "ids", "coders", "source", "code"]
_PEOPLE_CODE = ("add", "accept", "change", "merge")

Edges = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Folded:
    """What the decisions come to. Rows are in order of source, place, code, coder and time.

    codings: one row per coding that counts: id, source, participant, coder, code (as it is called now), start, end,
        quote, origin, memo, round, time, codebook (the version it was made under), rule, transcript, before, after.
    decided: passages and codes on which a coder has decided in any way: the codings' columns. A coding that was changed
        and a suggestion that was turned down are in it; what was undone is not.
    rejections: the suggestions turned down; the codings' columns.
    undecided: codings of a code that was split, or that nothing came of, which a person must change: the codings'
        columns and choices (tuple of codes). They are in `codings` under the code they had.
    adjudications: the codings' columns, about (tuple of ids), verdict; the reason is the memo.
    memos: id, source, participant, coder, code, start, end, quote, memo, round, time, transcript, before, after.
    stars: passages that the report should quote, or must not; the codings' columns and verdict ("" or "drop").
    done: id, coder, source, round, time, transcript ("" in an older log): see `finished`.
    summaries: id, participant, code, coder, memo (the text), time.
    conflicts: what, ids (tuple), coders (joined by ", "), source, code: where people must look; nothing is left out of
        the frames above for it.
    """

    codings: pd.DataFrame
    decided: pd.DataFrame
    rejections: pd.DataFrame
    undecided: pd.DataFrame
    adjudications: pd.DataFrame
    memos: pd.DataFrame
    stars: pd.DataFrame
    done: pd.DataFrame
    summaries: pd.DataFrame
    conflicts: pd.DataFrame


def fold(decisions: Iterable[Decision]) -> Folded:
    """What all decisions, from whichever logs and in whatever order, come to.

    Equal decisions count once. One that an undo points at is as if never made, unless that undo is itself undone; one
    that a change, a merge or a later version points at is replaced, unless that is undone.
    """
    conflicts = _Conflicts()
    known = _once(decisions, conflicts)
    edges = _without_circles(known, conflicts)
    undone = _undone(known, edges)
    made = {key: decision for key, decision in known.items() if key not in undone}
    replaced = {old for key in made for old in edges[key]}
    counting = [decision for key, decision in made.items() if key not in replaced]
    _rival_successors(known, edges, undone, conflicts)

    migrations = Migrations(decision for decision in counting if decision.action == "migrate")
    for steps in migrations.rivals:
        conflicts.add("several migrations from one version of the codebook; the earliest counts", steps)
    if migrations.circular:
        conflicts.add("migrations that lead back to the version they came from; none counts", migrations.circular)
    _rival_adjudications(counting, conflicts)

    def named_now(decision: Decision) -> Decision:
        now = migrations.now(decision.codebook, decision.code)
        return replace(decision, code=now[0]) if len(now) == 1 and now[0] != decision.code else decision

    def of(*actions: str) -> list[Decision]:
        return [named_now(decision) for decision in counting if decision.action in actions]

    codings = of(*_PEOPLE_CODE)
    decided = [named_now(decision) for decision in made.values() if decision.action in (*_PEOPLE_CODE, "reject")]
    suggested = [named_now(replace(decision, code=decision.was)) for decision in made.values() if decision.was]
    choices = {decision.id: migrations.now(decision.codebook, known[decision.id].code) for decision in codings}
    open_ = [decision for decision in codings if len(choices[decision.id]) != 1]
    undecided = _frame(open_, CODED)
    return Folded(
        codings=_frame(codings, CODED),
        decided=_frame([*decided, *suggested], CODED),
        rejections=_frame(of("reject"), CODED),
        undecided=undecided.assign(choices=pd.Series([choices[key] for key in undecided["id"]], dtype=object)),
        adjudications=_frame(of("adjudicate"), [*CODED, "about", "verdict"]),
        memos=_frame(of("memo"), MEMOS),
        stars=_frame(of("star"), [*CODED, "verdict"]),
        done=_frame(of("done"), DONE),
        summaries=_frame(of("summarise"), SUMMARIES),
        conflicts=conflicts.frame(),
    )


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that no other of them undoes; one that another replaces is among them."""
    conflicts = _Conflicts()
    known = _once(decisions, conflicts)
    undone = _undone(known, _without_circles(known, conflicts))
    return [decision for key, decision in known.items() if key not in undone]


class _Conflicts:
    def __init__(self) -> None:
        self._rows: list[tuple[str, tuple[str, ...], str, str, str]] = []

    def add(self, what: str, decisions: Sequence[Decision]) -> None:
        def joined(values: Iterable[str]) -> str:
            return ", ".join(sorted(set(values) - {""}))

        self._rows.append(
            (
                what,
                tuple(sorted({decision.id for decision in decisions})),
                joined(decision.coder for decision in decisions),
                joined(decision.source for decision in decisions),
                joined(decision.code for decision in decisions),
            )
        )

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(sorted(self._rows), columns=CONFLICTS)


def _once(decisions: Iterable[Decision], conflicts: _Conflicts) -> dict[str, Decision]:
    """Each id's decision; of several that differ, the earliest."""
    by_id: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision not in by_id[decision.id]:
            by_id[decision.id].append(decision)
    for copies in by_id.values():
        if len(copies) > 1:
            copies.sort(key=lambda decision: (decision.time, repr(decision)))
            conflicts.add("one id, different decisions; the earliest counts", copies)
    return {key: copies[0] for key, copies in by_id.items()}


def _without_circles(known: Mapping[str, Decision], conflicts: _Conflicts) -> Edges:
    """What each decision supersedes, of what is known; decisions that supersede one another in a circle do not."""
    edges = {key: {old for old in decision.supersedes if old in known} for key, decision in known.items()}
    for decision in known.values():
        for missing in sorted({key for key in (*decision.supersedes, *decision.about) if key not in known}):
            conflicts.add(f"points at {missing}, which no log holds", [decision])
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        _part_circles(known, edges, conflicts)
    return edges


def _part_circles(known: Mapping[str, Decision], edges: dict[str, set[str]], conflicts: _Conflicts) -> None:
    """Take what leads round in a circle out of `edges`."""
    place = {key: number for number, key in enumerate(known)}
    pairs = np.array([(place[key], place[old]) for key in known for old in edges[key]], dtype=int).reshape(-1, 2)
    graph = scipy.sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(known), len(known)))
    _, component = scipy.sparse.csgraph.connected_components(graph, connection="strong")
    circles: dict[int, set[str]] = defaultdict(set)
    for key, olds in edges.items():
        for old in {old for old in olds if component[place[key]] == component[place[old]]}:
            circles[int(component[place[key]])] |= {key, old}
            olds.remove(old)
    for circle in circles.values():
        conflicts.add("supersede one another in a circle; all count", [known[key] for key in circle])


def _undone(known: Mapping[str, Decision], edges: Edges) -> set[str]:
    undos: dict[str, set[str]] = defaultdict(set)
    for key, decision in known.items():
        if decision.action == "undo":
            for old in edges[key]:
                undos[old].add(key)
    undone: set[str] = set()
    for key in TopologicalSorter(undos).static_order():  # each after the undos that point at it
        if undos.get(key, set()) - undone:
            undone.add(key)
    return undone


def _rival_successors(
    known: Mapping[str, Decision], edges: Edges, undone: Collection[str], conflicts: _Conflicts
) -> None:
    """Several decisions in the place of one, none of which is in the place of another of them."""
    successors: dict[str, list[str]] = defaultdict(list)
    for key, olds in edges.items():
        if key not in undone:
            for old in olds:
                successors[old].append(key)
    for old, keys in successors.items():
        last = [key for key in keys if not any(key in edges[other] for other in keys)]
        if len(last) > 1:
            conflicts.add("one decision superseded by several", [known[key] for key in (old, *last)])


def _rival_adjudications(counting: Iterable[Decision], conflicts: _Conflicts) -> None:
    about: dict[str, list[Decision]] = defaultdict(list)
    for decision in counting:
        if decision.action == "adjudicate":
            for key in decision.about:
                about[key].append(decision)
    rivals = {tuple(sorted(d.id for d in several)): several for several in about.values() if len(several) > 1}
    for several in rivals.values():
        conflicts.add("one coding adjudicated several times", several)


def _frame(decisions: Iterable[Decision], columns: list[str]) -> pd.DataFrame:
    rows = sorted(decisions, key=_in_order)
    return _columns(rows, columns) if rows else _empty(tuple(columns)).copy()


@cache
def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return _columns([], columns)


def _columns(rows: Sequence[Decision], columns: Sequence[str]) -> pd.DataFrame:
    """A column at a time, each of its type from the start: a frame is made at every decision."""
    place = "Int64" if list(columns) == MEMOS else "int64"
    types = {"start": place, "end": place, "round": "int64", "about": "object"}
    series = {c: pd.Series([getattr(row, c) for row in rows], dtype=types.get(c, "str")) for c in columns}
    return pd.DataFrame(series)


def _in_order(d: Decision) -> tuple[Any, ...]:
    return d.source, d.start or 0, d.end or 0, d.code, d.coder, d.time, d.id, d.action
