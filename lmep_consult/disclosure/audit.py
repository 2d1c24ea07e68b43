"""Which withheld counts are disclosed by those that are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lmep_consult.disclosure.attacker import Attacker
from lmep_consult.disclosure.counts import Counts, Relation
from lmep_consult.disclosure.rules import Rules

Range = tuple[float, float]


@dataclass(frozen=True)
class Linked:
    """Withheld counts that bound each other: each one's range as far as the counts shown give it by themselves,
    and the relations between them."""

    ranges: dict[int, Range]
    relations: tuple[Relation, ...]


class Audit:
    """Finds which withheld counts of `counts` those shown disclose.

    The attacker is taken to know every relation, and that a withheld count is a whole number from 1 (from 0 in a
    group too small to be shown alone, and among `zeros`) to its base. A withheld count is disclosed unless both hold:

    - it could be minimum_count or more, or, of fewer people, all of them;
    - it could have two values or more, even if one of the counts withheld along with it (in the sums it is part of,
      those they share cells with, and so on) must be one that `Rules.sensitive` names.

    Not promised: that somebody who was interviewed learns nothing by subtracting themselves.
    """

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self.counts, self.rules = counts, rules
        self.zeros: frozenset[int] = frozenset()
        self._of: list[list[Relation]] = [[] for _ in counts.values]
        for relation in dict.fromkeys(counts.relations):
            for cell in relation.cells:
                self._of[cell].append(relation)
        self._known: dict[frozenset[int], dict[int, int]] = {}
        self._found: list[dict[int, float]] = []

    def relations_of(self, cell: int) -> Sequence[Relation]:
        return self._of[cell]

    def disclosed(self, linked: Linked) -> dict[int, int]:
        """The counts in `linked` that an attacker who sees all others can work out, each with NOT_MORE or ALL."""
        cells = frozenset(linked.ranges)
        if cells not in self._known:
            self._known[cells] = dict(self._attacker(linked).disclosed())
        return self._known[cells]

    def discloses_more(self, linked: Linked, than: Mapping[int, int]) -> bool:
        """Whether a count in `linked` is disclosed that is not in `than`, or more of it."""
        cells = frozenset(linked.ranges)
        disclosed = self._known[cells].items() if cells in self._known else self._attacker(linked).disclosed()
        return any(much > than.get(cell, 0) for cell, much in disclosed)

    def withhold_zeros(self, among: Collection[int]) -> None:
        """From now on, withheld counts `among` these may be zeros."""
        self.zeros |= frozenset(among)
        self._known.clear()

    def _attacker(self, linked: Linked) -> Attacker:
        return Attacker(linked.ranges, linked.relations, self.counts, self.rules, self._found)

    def linked(self, hidden: AbstractSet[int], near: Collection[int] | None = None) -> Iterator[Linked]:
        """`hidden` in sets that do not bound each other; if `near` is given, only the sets with one of them."""
        ranges: dict[int, Range] = {}
        left = sorted(hidden if near is None else hidden & set(near), reverse=True)
        done: set[int] = set()
        while left:
            found: dict[int, Range] = {}
            relations: dict[Relation, None] = {}
            reached = [left.pop()]
            while reached:
                cell = reached.pop()
                if cell in done:
                    continue
                done.add(cell)
                found[cell] = self._range(cell, hidden, ranges)
                for relation in self._of[cell]:
                    others = [other for other in relation.cells if other != cell and other in hidden]
                    if others and relation not in relations and self._binds(relation, hidden, ranges):
                        relations[relation] = None
                        reached += others
            if found:
                yield Linked({cell: found[cell] for cell in sorted(found)}, tuple(relations))

    def _range(self, cell: int, hidden: AbstractSet[int], ranges: dict[int, Range]) -> Range:
        """What a count can be by its base and by relations all of whose other counts are shown."""
        if cell not in ranges:
            base = self.counts.bases[cell]
            zero = cell in self.zeros or self.rules.too_few(base)
            low, high = float(not zero), float(base)
            for relation in self._of[cell]:
                if all(other == cell or other not in hidden for other in relation.cells):
                    rest = sum(self._shown(part) for part in relation.parts if part != cell)
                    if relation.whole == cell:
                        low, high = max(low, rest + relation.least), min(high, rest + relation.most)
                    else:
                        rest = self._shown(relation.whole) - rest
                        low, high = max(low, rest - relation.most), min(high, rest - relation.least)
            ranges[cell] = (low, high)
        return ranges[cell]

    def _binds(self, relation: Relation, hidden: AbstractSet[int], ranges: dict[int, Range]) -> bool:
        """Whether a relation says more than the ranges of its counts do; a sum always counts as one that does."""
        if relation.is_sum:
            return True
        lows, highs = zip(
            *(
                self._range(cell, hidden, ranges) if cell in hidden else (self._shown(cell), self._shown(cell))
                for cell in relation.cells
            ),
            strict=True,
        )
        return bool(lows[0] - sum(highs[1:]) < relation.least or highs[0] - sum(lows[1:]) > relation.most)

    def _shown(self, cell: int) -> int:
        return self.counts.values[cell] or 0
