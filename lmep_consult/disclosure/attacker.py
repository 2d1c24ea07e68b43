"""What an attacker can work out about withheld counts, by integer programming."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from lmep_consult.disclosure.counts import Counts, Relation
from lmep_consult.disclosure.rules import Rules

NOT_MORE, ALL = 1, 2  # that a count is small; what it is
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


class Attacker:
    """What the withheld counts in `ranges` (each with its lowest and highest value) can be, all others being shown.

    Notes what each set of counts that fits shows to be possible, so that few have to be looked for.

    found: sets of counts looked for before, each as what differs from the true ones; this attacker adds its own. What
    fits when some counts are withheld still fits when more are.
    """

    def __init__(
        self,
        ranges: Mapping[int, tuple[float, float]],
        relations: Collection[Relation],
        counts: Counts,
        rules: Rules,
        found: list[dict[int, float]],
    ) -> None:
        self.rules, self.found = rules, found
        self.cells = list(ranges)
        self.lowest, self.highest = np.array(list(ranges.values())).T
        self.bases = [counts.bases[cell] for cell in self.cells]
        self.all_may_show = [cell in counts.all_may_show for cell in self.cells]
        place = {cell: at for at, cell in enumerate(self.cells)}
        self.rows = np.zeros((len(relations), len(self.cells)))
        shown = np.zeros(len(relations))
        for row, relation in enumerate(relations):
            for sign, cell in ((1, relation.whole), *((-1, part) for part in relation.parts)):
                if cell in place:
                    self.rows[row, place[cell]] += sign
                else:
                    shown[row] += sign * (counts.values[cell] or 0)
        self.least = np.array([relation.least for relation in relations]) - shown
        self.most = np.array([relation.most for relation in relations]) - shown
        self.sums = [row for row, relation in zip(self.rows, relations, strict=True) if relation.is_sum]
        self.sets = _joined(range(len(self.cells)), [list(row.nonzero()[0]) for row in self.sums])
        self.set_of = np.empty(len(self.cells), dtype=int)
        for number, together in enumerate(self.sets):
            self.set_of[together] = number
        self.groundless = np.zeros(len(self.sets), dtype=bool)  # which of those sets can hold nothing sensitive
        # The highest each count can be, and the lowest and highest with something sensitive in its set.
        self.top = np.full(len(self.cells), -np.inf)
        self.low, self.high = -self.top, self.top.copy()
        true = [counts.values[cell] for cell in self.cells]
        self.sensitive = self._sensitivity(max(self.bases + [count or 0 for count in true]))
        self.true = None if None in true else np.array(true, dtype=float)
        if self.true is not None:
            self._note(self.true)
            self._shift(self.true)
            for changed in found:
                if changed.keys() <= place.keys():
                    counted = self.true.copy()
                    counted[[place[cell] for cell in changed]] = list(changed.values())
                    if self._fits(counted):
                        self._note(counted)

    def disclosed(self) -> Iterator[tuple[int, int]]:
        """The counts that are disclosed, each with how much of it: NOT_MORE or ALL; see Audit."""
        fixed = self.lowest >= self.highest
        yield from ((cell, ALL) for at, cell in enumerate(self.cells) if fixed[at])
        for number, together in enumerate(self.sets):
            believed = together
            if self.low[together[0]] > self.high[together[0]] and not self._find(together[0], 1, together):
                self.groundless[number] = True
                believed = []
            for at in together:
                if not fixed[at] and (much := self._disclosed(at, believed)):
                    yield self.cells[at], much

    def _disclosed(self, at: int, believed: Sequence[int]) -> int:
        least, most = self._limits
        for direction, beyond in ((-1, most[at] > self.high[at]), (1, least[at] < self.low[at])):
            if beyond and not self.low[at] < self.high[at]:
                self._find(at, direction, believed)
        if not self.low[at] < self.high[at]:
            return ALL
        enough = min(self.rules.minimum_count, self.bases[at])
        if self.top[at] < min(enough, most[at]):
            self._find(at, -1, [])
        return NOT_MORE if self.top[at] < enough else 0

    def _find(self, at: int, direction: int, believed: Sequence[int]) -> bool:
        """Find and note counts that fit what is shown, one of `believed` sensitive, with the one at `at` as high (-1)
        or as low (1) as can be; False where there are none."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load

        reasons = self._reasons(believed)
        size, choices, given = len(self.cells), len(reasons), len(self.rows)
        rows = np.zeros((given + 2 * choices + bool(choices), size + choices))
        least, most = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
        rows[:given, :size], least[:given], most[:given] = self.rows, self.least, self.most
        for choice, (cell, lowest, highest) in enumerate(reasons):  # where chosen, lowest <= count <= highest
            above, below = given + 2 * choice, given + 2 * choice + 1
            rows[[above, below], cell] = 1
            rows[[above, below], size + choice] = -lowest, self.bases[cell] - highest
            least[above], most[below] = 0, self.bases[cell]
        if choices:
            rows[-1, size:], least[-1] = 1, 1
        programme = {
            "c": np.eye(size + choices)[at] * direction,
            "integrality": np.ones(size + choices),
            "bounds": Bounds(np.append(self.lowest, np.zeros(choices)), np.append(self.highest, np.ones(choices))),
            "constraints": LinearConstraint(rows, least, most) if len(rows) else None,
        }
        found = milp(**programme).x
        if found is None:  # presolving, which saves half the time, calls some infeasible that are not
            found = milp(**programme, options={"presolve": False}).x
        if found is None:
            return False
        counted = np.rint(found[:size])
        self._note(counted)
        if self.true is not None:
            changed = np.flatnonzero(counted != self.true)
            self.found.append({self.cells[cell]: counted[cell] for cell in changed})
        return True

    def _shift(self, counts: Numbers) -> None:
        """Note what moving people between two counts of a sum, or into and out of one that is in none, shows to be
        possible: nearly all, at little cost."""
        enough = np.minimum(self.rules.minimum_count, self.bases)
        for (at,) in (together for together in self.sets if len(together) == 1):
            for value in {self.lowest[at], self.lowest[at] + 1, self.highest[at]}:
                moved = counts.copy()
                moved[at] = value
                if self._fits(moved):
                    self._note(moved)
        for row in self.sums:
            members = row.nonzero()[0]
            for at, other in ((a, b) for a in members for b in members if a != b):
                for people in {1, -1, int(max(enough[at] - counts[at], 1))}:
                    moved = counts.copy()
                    moved[at] += people
                    moved[other] -= people * row[at] * row[other]
                    if self._fits(moved):
                        self._note(moved)

    def _fits(self, counts: Numbers) -> bool:
        sums = self.rows @ counts
        within = ((self.lowest <= counts) & (counts <= self.highest)).all()
        return bool(within and ((self.least <= sums) & (sums <= self.most)).all())

    @cached_property
    def _limits(self) -> tuple[Numbers, Numbers]:
        """Bounds of each count that follow from one relation after the other: never too narrow, and found at little
        cost (bounds propagation)."""
        plus, minus = self.rows > 0, self.rows < 0
        low, high = self.lowest, self.highest
        while len(self.rows):
            room = (self.most - (plus @ low - minus @ high))[:, np.newaxis]  # from the least of each sum up
            left = ((plus @ high - minus @ low) - self.least)[:, np.newaxis]  # from its most down
            rise = np.where(plus, room, np.where(minus, left, np.inf)).min(axis=0)
            fall = np.where(plus, left, np.where(minus, room, np.inf)).min(axis=0)
            lower, higher = np.maximum(low, high - fall), np.minimum(high, low + rise)
            if (lower > higher).any():  # counts withheld before, that do not fit together
                return self.lowest, self.highest
            if (lower == low).all() and (higher == high).all():
                break
            low, high = lower, higher
        return low, high

    def _note(self, counts: Numbers) -> None:
        """Take in that `counts` fit."""
        self.top = np.maximum(self.top, counts)
        grounds = self.groundless.copy()
        grounds[self.set_of[self.sensitive[np.arange(len(counts)), counts.astype(int)]]] = True
        believed = grounds[self.set_of]
        self.low = np.where(believed, np.minimum(self.low, counts), self.low)
        self.high = np.where(believed, np.maximum(self.high, counts), self.high)

    def _sensitivity(self, most: int) -> Flags:
        """Of each count whether it would be sensitive if it were 0, 1, ... `most`."""
        known: dict[tuple[int, bool], list[bool]] = {}
        for base, all_may_show in zip(self.bases, self.all_may_show, strict=True):
            if (base, all_may_show) not in known:
                small = self.rules.too_few(base)
                known[base, all_may_show] = [
                    small or self.rules.sensitive(count, base, all_may_show) for count in range(most + 1)
                ]
        return np.array([known[each] for each in zip(self.bases, self.all_may_show, strict=True)])

    def _reasons(self, believed: Sequence[int]) -> list[tuple[int, int, int]]:
        """Each way in which one of `believed` may be sensitive: the count, and from where to where it then lies; none
        where one of them is so whatever its value."""
        reasons: list[tuple[int, int, int]] = []
        for at in believed:
            base, few = self.bases[at], self.rules.minimum_count - 1
            if self.sensitive[at, int(self.lowest[at]) : base + 1].all():
                return []
            if few >= 1:
                reasons.append((at, 1, min(few, base)))
            if self.sensitive[at, base]:
                reasons.append((at, base, base))
        return reasons


def _joined(members: Sequence[int], ties: Sequence[Sequence[int]]) -> list[list[int]]:
    """`members` in sets that no tie crosses."""
    root = {member: member for member in members}
    for first, *others in ties:
        for other in others:
            old, new = root[other], root[first]
            root = {member: new if was == old else was for member, was in root.items()}
    sets: dict[int, list[int]] = {}
    for member in members:
        sets.setdefault(root[member], []).append(member)
    return list(sets.values())
