"""The fewest people who meet the most criteria: searched in full, or chosen one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import scipy

from lmep_consult.coverage.criteria import Counted, Tally, tally
from lmep_consult.plan import Criterion

What = TypeVar("What")
_NODES = 20_000  # of the search tree; a bound on the clock would make results depend on the machine


@dataclass(frozen=True)
class Open:
    """A criterion that recruiting may change: what counts towards it by now, and what each candidate would count as."""

    criterion: Criterion
    now: set[Counted]
    candidates: dict[str, Counted]

    def with_people(self, people: Iterable[str]) -> Tally:
        return tally(self.criterion, self.now | {self.candidates[who] for who in people if who in self.candidates})


def met(open_: list[Open], people: list[str]) -> int:
    """How many criteria are met once `people` are recruited."""
    return sum(one.with_people(people).met for one in open_)


def optimal_recruits(open_: list[Open], candidates: list[str], reluctance: Mapping[str, int]) -> list[str] | None:
    """The people who meet the most criteria; of such choices the fewest people; of those the least reluctant.

    None where the search (branch and cut, HiGHS) was given up.
    """
    if not candidates:
        return []
    programme = _Programme(candidates)
    is_met = [programme.criterion(one) for one in open_]
    goals = [
        dict.fromkeys(is_met, -1.0),
        dict.fromkeys(programme.person.values(), 1.0),
        {column: float(reluctance[who]) for who, column in programme.person.items()},
    ]
    values: list[float] = []
    for goal in goals:
        found = programme.least(goal)
        if found is None:
            return None
        values = found
        programme.row(goal, most=round(sum(cost * values[column] for column, cost in goal.items())))
    chosen = [who for who, column in programme.person.items() if values[column] > 0.5]
    return chosen if met(open_, chosen) == sum(values[column] > 0.5 for column in is_met) else None


class _Programme:
    """A mixed-integer programme that grows by rows: a column a person, and others as criteria ask for them."""

    def __init__(self, candidates: list[str]) -> None:
        self.person = {who: column for column, who in enumerate(candidates)}
        self.columns = len(candidates)
        self.rows: list[tuple[dict[int, float], float]] = []

    def column(self) -> int:
        """A new one, which is 0 or 1."""
        self.columns += 1
        return self.columns - 1

    def row(self, terms: Mapping[int, float], most: float) -> None:
        """What the terms add up to is `most` at most."""
        self.rows.append((dict(terms), most))

    def criterion(self, one: Open) -> int:
        """Rows for a criterion; the column that may only be 1 where it is met."""
        is_met = self.column()
        if one.criterion.at_most_share is None:
            self._at_least(one, is_met)
        else:
            self._at_most(one, is_met, one.criterion.at_most_share)
        return is_met

    def _at_least(self, one: Open, is_met: int) -> None:
        place = 1 if one.criterion.across else 0  # of what is counted: the value, or the person or organisation
        already = {pair[place] for pair in one.now}
        new = {who: pair[place] for who, pair in one.candidates.items() if pair[place] not in already}
        gained = self._gained(new)
        self.row({is_met: one.criterion.at_least - len(already), **dict.fromkeys(gained.values(), -1.0)}, 0)

    def _at_most(self, one: Open, is_met: int, share: float) -> None:
        gained = self._gained({who: pair for who, pair in one.candidates.items() if pair not in one.now})
        for who, pair in one.candidates.items():
            if pair in gained and who in self.person:
                self.row({self.person[who]: 1, gained[pair]: -1}, 0)
        all_there = len(one.now) + len(gained)
        for value in {value for _, value in [*one.now, *gained]}:
            terms = {column: (pair[1] == value) - share for pair, column in gained.items()}
            now = sum(pair[1] == value for pair in one.now) - share * len(one.now)
            self.row({**terms, is_met: all_there}, all_there - now)
        self.row({is_met: 1, **dict.fromkeys(gained.values(), -1.0)}, len(one.now))

    def _gained(self, brings: Mapping[str, What]) -> dict[What, int]:
        """By what the candidates bring, a column that is 1 only if one of those who bring it is recruited."""
        who_brings: dict[What, list[int]] = {}
        for who, what in brings.items():
            if who in self.person:
                who_brings.setdefault(what, []).append(self.person[who])
        gained = {what: self.column() for what in who_brings}
        for what, people in who_brings.items():
            self.row({gained[what]: 1, **dict.fromkeys(people, -1.0)}, 0)
        return gained

    def least(self, goal: Mapping[int, float]) -> list[float] | None:
        """The columns' values where the goal's terms add up to least; None where that was not found."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load

        costs = np.zeros(self.columns)
        costs[list(goal)] = list(goal.values())
        at = [(row, column, value) for row, (terms, _) in enumerate(self.rows) for column, value in terms.items()]
        row, column, value = zip(*at, strict=True)
        matrix = scipy.sparse.coo_array((value, (row, column)), shape=(len(self.rows), self.columns)).tocsr()
        found = milp(
            costs,
            integrality=np.ones(self.columns),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, ub=np.array([most for _, most in self.rows])),
            options={"node_limit": _NODES, "mip_rel_gap": 0},
        )
        return list(found.x) if found.status == 0 else None


def one_at_a_time(open_: list[Open], candidates: list[str]) -> list[str]:
    """Those taken one at a time, who brings criteria nearest to being met first, less those not needed in the end."""
    chosen: list[str] = []
    left = list(candidates)
    while left:
        there = [one.now | {one.candidates[who] for who in chosen if who in one.candidates} for one in open_]
        steps = [_nearer(one, counts) for one, counts in zip(open_, there, strict=True)]
        gains = [
            sum(
                step[one.candidates[who][1]]
                for one, counts, step in zip(open_, there, steps, strict=True)
                if who in one.candidates and one.candidates[who] not in counts
            )
            for who in left
        ]
        if max(gains) <= 0:
            break
        chosen.append(left.pop(gains.index(max(gains))))
    for who in list(reversed(chosen)):
        without = [other for other in chosen if other != who]
        if met(open_, without) >= met(open_, chosen):
            chosen = without
    return chosen


def _nearer(one: Open, there: set[Counted]) -> dict[str, int]:
    """How much nearer to being met one more person or organisation brings the criterion, by its value in `across`."""
    short = tally(one.criterion, there).short
    values = {value for _, value in one.candidates.values()}
    return {value: short - tally(one.criterion, there | {("", value)}).short for value in values}
