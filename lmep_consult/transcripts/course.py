"""The course of an interview through its topic guide: which question each turn belongs to, given how its words fit.

A course is at one question of the guide or off it (opening, small talk, close), and remembers which questions have been
asked: interviewers swap neighbours and go back for what they left out, but seldom ask the same thing twice. Every
course is weighed, the least plausible are dropped turn by turn, and what remains is summed forwards and backwards, so
that later turns bear on earlier ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Costs are in natural logarithms: a course that pays 1 more is e times less plausible. They are round numbers from
# the middle of a flat range: halving or doubling any one of them moves accuracy by two points at most.
SKIP = 1.0  # for each unasked question passed over
LONGEST_SKIP = 4.0  # further ahead costs no more: whoever jumps, jumps anywhere
TURN_BACK = 1.5  # to a question passed over earlier
ASK_AGAIN = 5.0  # to one that has been asked
FOLLOW_UP = 2.0  # the interviewer asks something and yet stays at the question
ACKNOWLEDGE = 0.5  # the interviewer says something without a question mark, and stays
LEAVE = 4.5  # the guide for small talk, or, unprompted, the question for the next
SECOND = 1.0  # at least, for an answer to go on to another question the interviewer had put with the first
CLOSE = 1.0  # small talk after the last question of the guide
STAY_OFF = 0.2  # another turn of small talk
COURSES = 100  # kept at each turn; 30 lose a point of accuracy, 200 gain none

_Floats = NDArray[np.float64]
_Ints = NDArray[np.intp]
# Where a course stands after a turn is one number. Its bits are, from the highest: the question last asked (from 1; 0
# before the first), whether the turn is off the guide, and for each question, the last first, whether it was asked.
_Standings = NDArray[Any]


class _Steps(NamedTuple):
    """Where courses can go at a turn: from which of the standings before it (their numbers), to which standing, and at
    what cost."""

    source: _Ints
    standing: _Standings
    cost: _Floats


class _Turn(NamedTuple):
    """The standings kept after a turn with their log weights, and the steps to them: source and target are numbers of
    standings before and after, gain is what the step adds to a weight."""

    standings: _Standings
    weight: _Floats
    source: _Ints
    target: _Ints
    gain: _Floats


def follow(fit: _Floats, may_ask: NDArray[np.bool_], asks: NDArray[np.bool_]) -> _Floats:
    """The probability of each question, and of none, at every turn.

    fit: turns x (questions + 1), the log-likelihood of a turn's words under each question and, last, off the guide.
    may_ask: whether the turn is one that can change the question; asks: whether it is put as a question.
    Returns the shape of `fit`; rows sum to 1.
    """
    guide = _Guide(fit.shape[1] - 1)
    standings, weight = guide.start(), np.zeros(1)
    put = np.zeros(fit.shape[1])
    turns: list[_Turn] = []
    for row, may, ask in zip(fit, may_ask, asks, strict=True):
        put = row if may else put
        steps = guide.asked(standings, ask) if may else guide.answered(standings, put)
        turns.append(_arrive(steps, weight, row[guide.column(steps.standing)] - steps.cost))
        standings, weight = turns[-1].standings, turns[-1].weight
    return _smooth(fit.shape, turns, guide)


class _Guide:
    """The steps that a topic guide of so many questions allows."""

    def __init__(self, questions: int) -> None:
        self._off = 1 << questions
        self._shift = questions + 1
        highest = questions << self._shift | (self._off << 1) - 1
        # Python's integers are slow, but have no highest.
        self._type: Any = np.int64 if highest < 1 << 63 else object
        self._bits = np.array([1 << to for to in range(questions)], self._type)
        self._at = np.array([to + 1 << self._shift for to in range(questions)], self._type)

    def start(self) -> _Standings:
        """Off the guide, before the first question."""
        return np.array([self._off], self._type)

    def column(self, standings: _Standings) -> _Ints:
        """The question of each standing, -1 off the guide."""
        return np.where(self._is_off(standings), -1, self._question(standings))

    def asked(self, here: _Standings, ask: bool) -> _Steps:
        """Where a turn that may ask something can lead, and at what cost."""
        question, count = self._question(here)[:, None], len(self._bits)
        to = np.arange(count)
        unasked, ahead, passed = self._left(here)
        cost = np.where(unasked, TURN_BACK, ASK_AGAIN)
        cost = np.where(ahead, np.minimum(SKIP * passed, LONGEST_SKIP), cost)
        cost = np.where(to == question, FOLLOW_UP if ask else ACKNOWLEDGE, cost)
        leave = np.where(question == count - 1, CLOSE, LEAVE)
        leave = np.where(self._is_off(here)[:, None], STAY_OFF, leave)
        there = np.hstack([self._to(here[:, None], to), here[:, None] | self._off])
        return _Steps(np.repeat(np.arange(len(here)), count + 1), there.ravel(), np.hstack([cost, leave]).ravel())

    def answered(self, here: _Standings, put: _Floats) -> _Steps:
        """An answer stays, but may leave or find the thread, or go on by itself, the likelier where two were put at
        once.

        put: the fit of the turn that asked.
        """
        question = self._question(here)
        begun = np.flatnonzero(question >= 0)
        _, ahead, passed = self._left(here)
        source, to = np.nonzero(ahead & (passed < 2))
        # Words that speak for the second question, and no less than for the first, say that both were put.
        both = np.maximum(LEAVE, SECOND + put[question[source]]) - put[to]
        cost = np.maximum(both, SECOND) + SKIP * passed[source, to]
        return _Steps(
            np.concatenate([np.arange(len(here)), begun, source]),
            np.concatenate([here, here[begun] ^ self._off, self._to(here[source], to)]),
            np.concatenate([np.zeros(len(here)), np.full(len(begun), LEAVE), cost]),
        )

    def _left(self, here: _Standings) -> tuple[NDArray[np.bool_], NDArray[np.bool_], _Ints]:
        """Standings x questions: which are unasked, which of those lie ahead, and how many unasked are passed over on
        the way to them."""
        unasked = (here[:, None] & self._bits) == 0
        ahead = unasked & (np.arange(len(self._bits)) > self._question(here)[:, None])
        return unasked, ahead, ahead.cumsum(axis=1) - 1

    def _question(self, standings: _Standings) -> _Ints:
        return (standings >> self._shift).astype(np.intp) - 1

    def _is_off(self, standings: _Standings) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (standings & self._off) != 0
        return found

    def _to(self, here: _Standings, to: _Ints) -> _Standings:
        """At the question `to`, which has been asked then."""
        there: _Standings = here & (self._off - 1) | self._bits[to] | self._at[to]
        return there


def _arrive(steps: _Steps, weight: _Floats, gain: _Floats) -> _Turn:
    """The most plausible standings that the steps lead to, and the steps to them.

    weight: of the standings before.
    """
    order = np.argsort(steps.standing, kind="stable")
    ordered = steps.standing[order]
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    standings = ordered[first]
    arrived = np.logaddexp.reduceat((weight[steps.source] + gain)[order], np.flatnonzero(first))
    target = np.empty(len(order), dtype=np.intp)
    target[order] = first.cumsum() - 1
    # Ties are broken by the standing itself, so that the same interview always gives the same answer. Weights that
    # differ by no more than rounding are ties.
    kept = np.argsort(-arrived.round(9), kind="stable")[:COURSES]
    number = np.full(len(standings), -1)
    number[kept] = np.arange(len(kept))
    target = number[target]
    taken = target >= 0
    return _Turn(standings[kept], arrived[kept], steps.source[taken], target[taken], gain[taken])


def _smooth(shape: tuple[int, ...], turns: list[_Turn], guide: _Guide) -> _Floats:
    """The share of the surviving courses that stands at each question, turn by turn."""
    share = np.zeros(shape)
    after = np.zeros(len(turns[-1].weight)) if turns else np.zeros(0)
    for number, turn in reversed(list(enumerate(turns))):
        whole = turn.weight + after
        np.add.at(share[number], guide.column(turn.standings), np.exp(whole - whole.max()))
        source, onwards = _sum(turn.source, turn.gain + after[turn.target])
        # From where no step goes on, nothing survived.
        after = np.full(len(turns[number - 1].weight) if number else 1, -np.inf)
        after[source] = onwards
    share /= share.sum(axis=1, keepdims=True)
    return share


def _sum(groups: _Ints, weights: _Floats) -> tuple[_Ints, _Floats]:
    """The groups in order, and their weights added up, in logarithms."""
    order = np.argsort(groups, kind="stable")
    groups = groups[order]
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return groups[starts], np.logaddexp.reduceat(weights[order], starts)
