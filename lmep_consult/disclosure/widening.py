"""Which further counts are published as ranges, so that none tells more of another than its band."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import product

import numpy as np
import scipy

from lmep_consult.cache import Cache
from lmep_consult.disclosure.attacker import Attacker, Numbers, solved
from lmep_consult.disclosure.bands import Interval, band
from lmep_consult.disclosure.counts import Counts, Relation
from lmep_consult.disclosure.rounding import alike
from lmep_consult.disclosure.rules import Rules
from lmep_consult.fingerprint import key_of, toolkit

_MOST_TRIED = 1000  # combinations of ranges of one relation; of larger ones a programme chooses
_OF_TOTALS = 4  # how many times as dear as another it is to leave a count of all groups to the others


def published(counts: Counts, rules: Rules, cache: Cache | None = None) -> list[Interval]:
    """What each of `counts` is published as: the lowest and the highest number it is to be thought possible.

    A count is published as its band (`bands.band`), a rounded one as the counts that are rounded alike
    (`rounding.alike`). Where all that is published would rule out a number in the band of
    some count, further counts are left to the others: of such a count is published what everything else leaves
    possible, which a reader could work out anyway. This goes on until every whole number in every band is possible to
    an `Attacker` who knows all relations and everything that is published.

    Which are left to the others: for one number of a band after another that is not yet possible, those that cost a
    reader least, counts of all groups together last; then those that prove not to be needed are published again. The
    choice is the same every time. Counts that no relation ties, however far around, have no effect on each other.

    The method is partial cell suppression (Fischetti and Salazar 2003, Statistics and Computing 13, 13-21), with bands
    to be kept instead of distances, and whole numbers.

    Not promised: that an attacker learns nothing who also retraces how the ranges were chosen, or who was interviewed
    and subtracts themselves.

    cache: where what was found for each set of tied counts is kept; it is found anew where one of them changed.
    """
    found: list[Interval] = [(0, 0)] * len(counts.values)
    for cells, part in counts.apart():
        for cell, interval in zip(cells, _kept(part, rules, cache), strict=True):
            found[cell] = interval
    return found


def _kept(counts: Counts, rules: Rules, cache: Cache | None) -> Sequence[Interval]:
    widening = _Widening(counts, rules)
    if counts.fixed and not widening.truth_fits():  # people's words were coded anew
        widening = _Widening(counts.by_themselves(), rules)
    if cache is None or not counts.relations or not widening.bands:
        return widening.found()
    relations = [(relation.whole, relation.parts, relation.least, relation.most) for relation in counts.relations]
    what = [counts.values, counts.bases, relations]
    what += [sorted(counts.fixed.items()), sorted(counts.unnamed.items(), key=str)]
    sets = counts.totals, counts.open, counts.unpublished, counts.all_may_show, counts.rounded
    what += [sorted(each) for each in sets]
    by = [rules.minimum_base, rules.minimum_count, rules.unanimous_base]
    key = key_of("counts as ranges", toolkit(), what, by)
    kept: list[Interval] = json.loads(cache.kept(key, lambda: json.dumps(widening.found()).encode("ascii")))
    return [(low, high) for low, high in kept]


class _Widening:
    """Counts that relations tie, each with what it may be published as (`choices`) and which of these it is (`at`).

    bands: by count, the numbers that must stay possible. fitting: sets of counts found to fit, which show each number
    in them to be possible as long as they lie within what is published.
    """

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self.counts = counts
        self.choices: list[list[Interval]] = []
        self.bands: dict[int, Interval] = {}
        for cell, (value, base) in enumerate(zip(counts.values, counts.bases, strict=True)):
            may_show = cell in counts.all_may_show
            must = counts.unnamed[cell] if cell in counts.unnamed else band(value, base, rules, may_show)
            if cell in counts.open:
                self.choices.append([(value, value)])
            elif cell in counts.fixed:
                self.choices.append([counts.fixed[cell]])
            else:
                every = (0, base)
                first = alike(value, base, rules) if cell in counts.rounded else band(value, base, rules, may_show)
                own = [] if cell in counts.unpublished else [first]
                self.choices.append([*own, every] if own != [every] else own)
            if must and must[0] < must[1] and cell not in counts.open:
                self.bands[cell] = must
        self.at = [0] * len(self.choices)
        self.of: list[list[Relation]] = [[] for _ in self.choices]
        for relation in counts.relations:
            for cell in relation.cells:
                self.of[cell].append(relation)
        self.true = np.array(counts.values, dtype=float)
        self.fitting = [] if counts.unnamed else [self.true]
        self.impossible: set[tuple[int, int]] = set()  # whatever is published
        self.why: dict[int, tuple[int, int]] = {}  # by count widened, the number that was not possible before

    @cached_property
    def attacker(self) -> Attacker:
        return Attacker(self.counts.relations, len(self.choices))

    def truth_fits(self) -> bool:
        """Whether what is true now can be, with all that was published before."""
        low, high = self._published()
        for cell, value in enumerate(self.counts.values):
            if cell not in self.counts.unnamed:
                if not low[cell] <= value <= high[cell] and cell in self.counts.fixed:
                    return False
                low[cell] = high[cell] = value
        return self.attacker.counts_that_fit(low, high, np.zeros(len(self.at))) is not None

    def found(self) -> list[Interval]:
        if self.counts.relations and self.bands:
            self._widen()
            self._narrow()
        return [self._shown(cell) for cell in range(len(self.choices))]

    def _widen(self) -> None:
        while unseen := self._unseen(self.fitting):
            cell, number = unseen[0]
            fits = self._with(cell, number, unseen)
            if fits is None:
                before = self.at.copy()
                for each, at in self._widened_next_to(cell, number).items():
                    self._take(each, at, (cell, number))
                fits = self._with(cell, number, unseen) if self.at != before else None
            if fits is None:
                fits = self._widened_for(cell, number)
            if fits is None:
                self.impossible.add((cell, number))
            else:
                self.fitting.append(fits)

    def _take(self, cell: int, at: int, why: tuple[int, int]) -> None:
        self.at[cell] = at
        self.why.setdefault(cell, why)

    def _widened_next_to(self, cell: int, number: int) -> dict[int, int]:
        """The wider ranges, of least cost, that each relation of `cell` by itself needs to allow the number: which
        range by count. Nearly always that is enough, and it is found at little cost."""
        found: dict[int, int] = {}
        for relation in self.of[cell]:
            others = [each for each in relation.cells if each != cell]
            ways = [range(found.get(each, self.at[each]), len(self.choices[each])) for each in others]
            if math.prod(map(len, ways)) > _MOST_TRIED:
                continue
            costs: dict[tuple[int, ...], float] = {
                taken: sum(self._paid(each, at) for each, at in zip(others, taken, strict=True))
                for taken in product(*ways)
                if self._allows(relation, dict(zip(others, taken, strict=True)), cell, number)
            }
            if costs:
                _, cheapest = min((cost, taken) for taken, cost in costs.items())
                found |= dict(zip(others, cheapest, strict=True))
        return {each: at for each, at in found.items() if at > self.at[each]}

    def _allows(self, relation: Relation, at: dict[int, int], cell: int, number: int) -> bool:
        """Whether a relation leaves the number possible, were the other counts published as `at` says."""
        ends = {each: self.choices[each][choice] for each, choice in at.items()} | {cell: (number, number)}
        low, high = ends[relation.whole]
        parts = [ends[part] for part in relation.parts]
        return bool(
            low - sum(p[1] for p in parts) <= relation.most and high - sum(p[0] for p in parts) >= relation.least
        )

    def _narrow(self) -> None:
        """Narrow again what was not needed, the dearest first."""
        paid = {cell: sum(self._cost(cell, at) for at in range(1, self.at[cell] + 1)) for cell in self.why}
        for cell in sorted(paid, key=lambda cell: (-paid[cell], cell)):
            while self.at[cell]:
                self.at[cell] -= 1
                if not self._all_possible(first=self.why[cell]):
                    self.at[cell] += 1
                    break

    def _all_possible(self, first: tuple[int, int]) -> bool:
        fitting, found = self._still_fitting(), []
        while unseen := self._unseen(fitting):
            cell, number = first if first in unseen else unseen[0]
            fits = self._with(cell, number, unseen)
            if fits is None:
                break
            fitting.append(fits)
            found.append(fits)
        self.fitting += found  # what fits as it is narrowed fits all the more as it was
        return not unseen

    def _unseen(self, fitting: Sequence[Numbers]) -> list[tuple[int, int]]:
        """The numbers in bands, each with its count, that none of `fitting` shows to be possible."""
        seen = [set(column) for column in zip(*(fits.astype(int).tolist() for fits in fitting), strict=True)]
        seen = seen or [set()] * len(self.at)
        return [
            (cell, number)
            for cell, (low, high) in self.bands.items()
            for number in range(low, high + 1)
            if number not in seen[cell] and (cell, number) not in self.impossible
        ]

    def _published(self) -> tuple[Numbers, Numbers]:
        low, high = np.array([choices[at] for choices, at in zip(self.choices, self.at, strict=True)], dtype=float).T
        return low, high

    def _with(self, cell: int, number: int, unseen: Collection[tuple[int, int]]) -> Numbers | None:
        """Counts that fit what is published, `cell` being `number` and others near numbers still unseen."""
        low, high = self._published()
        low[cell] = high[cell] = number
        return self.attacker.counts_that_fit(low, high, self._towards(unseen))

    def _towards(self, unseen: Iterable[tuple[int, int]]) -> Numbers:
        towards = np.zeros(len(self.choices))
        for cell, number in unseen:
            towards[cell] += np.sign(number - self.true[cell])
        return towards

    def _widened_for(self, cell: int, number: int) -> Numbers | None:
        """Counts that fit, `cell` being `number`, once others are published as wider ranges: those are chosen that cost
        least. None, and nothing is widened, where no choice makes the number possible.

        A programme of the counts and, for each wider range that one of them may be published as, whether it is.
        """
        steps = [(each, at) for each in range(len(self.at)) for at in range(self.at[each] + 1, len(self.choices[each]))]
        size, more = len(self.at), len(steps)
        lower, higher = scipy.sparse.lil_array((size, more)), scipy.sparse.lil_array((size, more))
        order = scipy.sparse.lil_array((more, more))  # a step needs the one before it
        for step, (each, at) in enumerate(steps):
            lower[each, step] = self.choices[each][at - 1][0] - self.choices[each][at][0]
            higher[each, step] = self.choices[each][at][1] - self.choices[each][at - 1][1]
            if at > self.at[each] + 1:
                order[step, [step - 1, step]] = 1, -1
        one = scipy.sparse.eye_array(size)
        rows = scipy.sparse.block_array(
            [[self.attacker.rows, None], [one, lower], [one, -higher], [None, order]], format="csr"
        )
        low, high = self._published()
        free = np.full(size, np.inf)
        least = np.concatenate([self.attacker.least, low, -free, np.zeros(more)])
        most = np.concatenate([self.attacker.most, free, high, np.ones(more)])
        lowest, highest = np.array([choices[-1] for choices in self.choices], dtype=float).T.copy()
        lowest[cell] = highest[cell] = number
        costs = np.concatenate([np.zeros(size), [self._cost(*step) for step in steps]])
        bounds = np.concatenate([lowest, np.zeros(more)]), np.concatenate([highest, np.ones(more)])
        found = solved(costs, *bounds, rows, least, most)
        if found is None:
            found = solved(costs, *bounds, rows, least, most, presolve=False)
        if found is None:
            return None
        for (each, at), taken in zip(steps, found[size:], strict=True):
            if taken:
                self._take(each, at, (cell, number))
        return found[:size]

    def _paid(self, cell: int, at: int) -> float:
        return sum(self._cost(cell, step) for step in range(self.at[cell] + 1, at + 1))

    def _cost(self, cell: int, at: int) -> float:
        """What a reader loses by one step from a range to the next, whatever the count is."""
        (low, high), (lower, higher) = self.choices[cell][at - 1 : at + 1]
        return (_OF_TOTALS if cell in self.counts.totals else 1) * float(1 + low - lower + higher - high)

    def _shown(self, cell: int) -> Interval:
        """What a reader would make of a count anyway: of a wider range, what all that is published leaves possible."""
        low, high = self.choices[cell][self.at[cell]]
        if self.at[cell]:
            seen = [fits[cell] for fits in self._still_fitting()]
            low = low if low in seen else self._end(cell, -1)
            high = high if high in seen else self._end(cell, 1)
        return low, high

    def _end(self, cell: int, towards: int) -> int:
        """The lowest (-1) or highest (1) that a count can be."""
        found = self.attacker.counts_that_fit(*self._published(), towards * np.eye(len(self.at))[cell])
        return self.choices[cell][self.at[cell]][towards > 0] if found is None else int(found[cell])

    def _still_fitting(self) -> list[Numbers]:
        low, high = self._published()
        return [fits for fits in self.fitting if (low <= fits).all() and (fits <= high).all()]
