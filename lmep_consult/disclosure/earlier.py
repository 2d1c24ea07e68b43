"""What an earlier release and this one together tell of the few people who came or went in between.

A reader who holds both knows how many people of each group came and went, and that those who stayed said what they
said: of each count, what was published then is those who stayed and those who went, and what is published now those who
stayed and those who came. How many of a few who came or went are counted must stay as open as of any group too small to
be shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lmep_consult.disclosure.bands import Interval, band
from lmep_consult.disclosure.counts import Counts, Name, Relation
from lmep_consult.disclosure.rules import Rules
from lmep_consult.fingerprint import key_of
from lmep_consult.table import ALL_GROUPS

People = Mapping[tuple[str, ...], Mapping[str, str | tuple[str, ...]]]
"""Everybody who could be counted, each with their group or groups: those interviewed by (), those who voted by poll and
question, respondents whose answers people read by question."""

Hashed = dict[tuple[str, ...], dict[str, frozenset[str]]]
"""The same the other way round, without ids: by who could be counted and group, a hash of each person."""


@dataclass(frozen=True)
class Earlier:
    """A release as the next one has to know it: nothing that was not published, and who could be counted.

    names, bases, published: of each count. relations: what ties them. people: who could be counted.
    """

    names: list[Name] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    published: list[Interval] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    people: Hashed = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Counts, published: list[Interval], people: Hashed) -> Earlier:
        names = list(counts.number)
        size = len(names)
        relations = [each for each in counts.relations if max(each.cells) < size]
        return cls(names, counts.bases[:size], published[:size], relations, people)

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": [
                [*name[:1], list(name[1]), name[2], base, *ends]
                for name, base, ends in zip(self.names, self.bases, self.published, strict=True)
            ],
            "relations": [
                [each.whole, list(each.parts), *(None if math.isinf(end) else end for end in (each.least, each.most))]
                for each in self.relations
            ],
            "people": [
                [list(among), group, sorted(who)]
                for among, groups in self.people.items()
                for group, who in groups.items()
            ],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Earlier:
        people: Hashed = {}
        for among, group, who in kept["people"]:
            people.setdefault(tuple(among), {})[group] = frozenset(who)
        return cls(
            [(of, tuple(key), group) for of, key, group, *_ in kept["counts"]],
            [base for *_, base, _, _ in kept["counts"]],
            [(low, high) for *_, low, high in kept["counts"]],
            [
                Relation(whole, tuple(parts), -math.inf if least is None else least, math.inf if most is None else most)
                for whole, parts, least, most in kept["relations"]
            ],
            people,
        )


def hashed(people: People) -> Hashed:
    """Each group's people, and all of them, by a hash instead of their id."""
    found: Hashed = {}
    for among, group_of in people.items():
        own = {who: key_of("a person", list(among), who) for who in group_of}
        groups: dict[str, set[str]] = {ALL_GROUPS: set(own.values())}
        for who, those in group_of.items():
            for group in (those,) if isinstance(those, str) else those:
                groups.setdefault(group, set()).add(own[who])
        found[among] = {group: frozenset(whose) for group, whose in groups.items()}
    return found


def few_changed(earlier: Earlier, now: Hashed, among: tuple[str, ...], group: str, rules: Rules) -> bool:
    """Whether so few people came to a group or went from it since the earlier release that the difference of two
    results would be theirs."""
    then, now_in = (each.get(among, {}).get(group, frozenset()) for each in (earlier.people, now))
    return bool(then) and 0 < len(then ^ now_in) < rules.minimum_count


def tie_earlier(counts: Counts, earlier: Earlier, among: Mapping[str, int], now: Hashed, rules: Rules) -> None:
    """Take into `counts` what was published of them before, and how many of those who came and went are counted.

    among: by "table.column", how many of the first columns of its key say who could be counted (a key of `now`).

    A count of the same people, if it may be the same, is published as it was. One that cannot be what it was, whoever
    came and went, was counted anew, and is tied to nothing.
    """
    cell_of: dict[int, int] = {}  # of each count published before, where it is in `counts`
    relations = list(counts.relations)
    went: dict[int, int] = {}
    came: dict[int, int] = {}
    for old, name in enumerate(earlier.names):
        cell, ends, base = counts.number.get(name), earlier.published[old], earlier.bases[old]
        who = name[1][: among.get(name[0], 0)]
        then_in, now_in = (each.get(who, {}).get(name[2], frozenset()) for each in (earlier.people, now))
        if cell is None or not then_in or not now_in:
            continue
        times = base // len(then_in)  # of several places of each voter
        if (times * len(then_in), times * len(now_in)) != (base, counts.bases[cell]):
            continue
        left, joined = times * len(then_in - now_in), times * len(now_in - then_in)
        if not ends[0] - left <= counts.values[cell] <= ends[1] + joined:
            continue
        if not left and not joined:
            counts.fixed[cell] = ends
            cell_of[old] = cell
            continue
        known = cell in counts.open
        cell_of[old] = counts.further(base, ends, _open_still(ends, base, rules, rounded=cell in counts.rounded))
        stayed = counts.further(times * len(then_in & now_in), (0, times * len(then_in & now_in)))
        for of, whole, number in ((went, cell_of[old], left), (came, cell, joined)):
            parts = [stayed]
            if number:
                every = (number if known else 0, number)
                of[cell] = counts.further(number, every, every if rules.too_small(number) else None)
                parts.append(of[cell])
            counts.relations.append(Relation(whole, tuple(parts), 0, 0))
    tied = {*cell_of.values(), *went, *came}
    for relation in relations:
        for of in (went, came):
            if relation.whole in of and tied.issuperset(relation.parts):
                some = tuple(of[part] for part in relation.parts if part in of)
                counts.relations.append(Relation(of[relation.whole], some, relation.least, relation.most))
    for relation in earlier.relations:
        if all(cell in cell_of for cell in relation.cells):
            moved = tuple(cell_of[part] for part in relation.parts)
            counts.relations.append(Relation(cell_of[relation.whole], moved, relation.least, relation.most))
    counts.relations = list(dict.fromkeys(counts.relations))


def _open_still(ends: Interval, base: int, rules: Rules, rounded: bool) -> Interval | None:
    """The band, all of which must stay possible: what was published, or of a rounded count a part of it."""
    for low, high in (band(end, base, rules) for end in ends):
        if low < high and ((low, high) == ends or (rounded and ends[0] <= low and high <= ends[1])):
            return low, high
    return None
