"""A reader at work on withheld counts, by integer programming."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from lmep_consult.disclosure.counts import Counts, Relation
from lmep_consult.disclosure.rules import Rules

NOT_MORE, ALL = 1, 2  # that a count is small; what it is
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


class Reader:
    """What the withheld counts in `ranges` (each with its lowest and highest value) can be, all others being shown.

    Notes what each set of counts that fits shows to be possible, so that few have to be looked for.
    """

    def __init__(
        self,
        ranges: Mapping[int, tuple[float, float]],
        relations: Collection[Relation],
        counts: Counts,
        rules: Rules,
    ) -> None:
        self.rules = rules
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
        self.groundless: set[int] = set()  # of those sets, which can hold nothing sensitive
        # The highest each count can be, and the lowest and highest with something sensitive in its set.
        self.top = np.full(len(self.cells), -np.inf)
        self.low, self.high = -self.top, self.top.copy()
        true = [counts.values[cell] for cell in self.cells]
        if None not in true:
            self._note(np.array(true, dtype=float))
            self._shift(np.array(true, dtype=float))

    def told(self) -> Iterator[tuple[int, int]]:
        """The counts given away, with how much of them: NOT_MORE or ALL; see Audit."""
        fixed = self.lowest >= self.highest
        yield from ((cell, ALL) for at, cell in enumerate(self.cells) if fixed[at])
        for number, together in enumerate(self.sets):
            believed = together
            if self.low[together[0]] > self.high[together[0]] and not self._find(together[0], 1, together):
                self.groundless.add(number)
                believed = []
            for at in together:
                if not fixed[at] and (told := self._told(at, believed)):
                    yield self.cells[at], told

    def _told(self, at: int, believed: Sequence[int]) -> int:
        for direction in (-1, 1):
            if not self.low[at] < self.high[at]:
                self._find(at, direction, believed)
        if not self.low[at] < self.high[at]:
            return ALL
        enough = min(self.rules.minimum_count, self.bases[at])
        if self.top[at] < enough:
            self._find(at, -1, [])
        return NOT_MORE if self.top[at] < enough else 0

    def _find(self, at: int, direction: int, believed: Sequence[int]) -> bool:
        """Find and note counts that fit what is shown, one of `believed` sensitive, with the one at `at` as high (-1)
        or as low (1) as can be; False where there are none."""
        reasons = self._reasons(believed)
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load

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
        found = milp(
            np.eye(size + choices)[at] * direction,
            integrality=np.ones(size + choices),
            bounds=Bounds(np.append(self.lowest, np.zeros(choices)), np.append(self.highest, np.ones(choices))),
            constraints=LinearConstraint(rows, least, most) if len(rows) else None,
        ).x
        if found is not None:
            self._note(np.rint(found[:size]))
        return found is not None

    def _shift(self, counts: Numbers) -> None:
        """Note what moving people between two counts of a sum shows to be possible: nearly all, at little cost."""
        enough = np.minimum(self.rules.minimum_count, self.bases)
        for row in self.sums:
            members = row.nonzero()[0]
            for at, other in ((a, b) for a in members for b in members if a != b):
                for people in {1, -1, int(max(enough[at] - counts[at], 1))}:
                    moved = counts.copy()
                    moved[at] += people
                    moved[other] -= people * row[at] * row[other]
                    sums = self.rows @ moved
                    fits = (self.lowest <= moved) & (moved <= self.highest)
                    if fits.all() and ((self.least <= sums) & (sums <= self.most)).all():
                        self._note(moved)

    def _note(self, counts: Numbers) -> None:
        """Take in that `counts` fit."""
        self.top = np.maximum(self.top, counts)
        for number, together in enumerate(self.sets):
            if number in self.groundless or any(self._sensitive(at, counts[at]) for at in together):
                self.low[together] = np.minimum(self.low[together], counts[together])
                self.high[together] = np.maximum(self.high[together], counts[together])

    def _sensitive(self, at: int, count: float) -> bool:
        base = self.bases[at]
        return self.rules.too_few(base) or self.rules.sensitive(int(count), base, self.all_may_show[at])

    def _reasons(self, believed: Sequence[int]) -> list[tuple[int, int, int]]:
        """Each way in which one of `believed` may be sensitive: the count, and from where to where it then lies; none
        where one of them is so whatever its value."""
        reasons: list[tuple[int, int, int]] = []
        for at in believed:
            base, few = self.bases[at], self.rules.minimum_count - 1
            if all(self._sensitive(at, count) for count in range(int(self.lowest[at]), base + 1)):
                return []
            if few >= 1:
                reasons.append((at, 1, min(few, base)))
            if self._sensitive(at, base):
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
