"""The course of an interview through its topic guide: which question each turn belongs to, given how its words fit.

A course is at one question of the guide or off it (opening, small talk, close), and remembers which questions have been
asked: interviewers swap neighbours and go back for what they left out, but seldom ask the same thing twice. Every
course is weighed, the least plausible are dropped turn by turn, and what remains is summed forwards and backwards, so
that later turns bear on earlier ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

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


class Standing(NamedTuple):
    """Where a course stands after a turn. question: the last asked, -1 before the first; asked: one bit a question."""

    question: int
    off: bool
    asked: int


_Weights = dict[Standing, float]
_Steps = list[tuple[Standing, Standing, float]]


def follow(fit: NDArray[np.float64], may_ask: NDArray[np.bool_], asks: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The probability of each question, and of none, at every turn.

    fit: turns x (questions + 1), the log-likelihood of a turn's words under each question and, last, off the guide.
    may_ask: whether the turn is one that can change the question; asks: whether it is put as a question.
    Returns the shape of `fit`; rows sum to 1.
    """
    last = fit.shape[1] - 2
    before: _Weights = {Standing(-1, True, 0): 0.0}
    put = [0.0] * (last + 2)
    forward: list[_Weights] = []
    steps: list[_Steps] = []
    for row, may, ask in zip(fit.tolist(), may_ask, asks, strict=True):
        put = row if may else put
        taken = [
            (here, there, row[-1 if there.off else there.question] - cost)
            for here in before
            for there, cost in (_asked(here, last, ask) if may else _answered(here, put))
        ]
        arrived = _sum((there, before[here] + gain) for here, there, gain in taken)
        # Ties are broken by the standing itself, so that the same interview always gives the same answer.
        kept = sorted(arrived, key=lambda there: (-arrived[there], there))[:COURSES]
        before = {there: arrived[there] for there in kept}
        forward.append(before)
        steps.append([step for step in taken if step[1] in before])
    return _smooth(fit.shape, forward, steps)


def _asked(here: Standing, last: int, ask: bool) -> Iterator[tuple[Standing, float]]:
    """Where a turn that may ask something can lead, and at what cost."""
    at, off, asked = here
    if at >= 0:
        yield Standing(at, False, asked), FOLLOW_UP if ask else ACKNOWLEDGE
    yield Standing(at, True, asked), STAY_OFF if off else CLOSE if at == last else LEAVE
    passed = 0
    for to in range(last + 1):
        if to == at:
            continue
        if asked >> to & 1:
            yield Standing(to, False, asked), ASK_AGAIN
        elif to < at:
            yield Standing(to, False, asked | 1 << to), TURN_BACK
        else:
            yield Standing(to, False, asked | 1 << to), min(SKIP * passed, LONGEST_SKIP)
            passed += 1


def _answered(here: Standing, put: list[float]) -> Iterator[tuple[Standing, float]]:
    """An answer stays, but may leave or find the thread, or go on by itself, the likelier where two were put at once.

    put: the fit of the turn that asked.
    """
    at, off, asked = here
    yield here, 0.0
    if at >= 0:
        yield Standing(at, not off, asked), LEAVE
    ahead = [to for to in range(at + 1, len(put) - 1) if not asked >> to & 1][:2]
    for passed, to in enumerate(ahead):
        # Words that speak for the second question, and no less than for the first, say that both were put.
        cost = max(LEAVE - put[to], SECOND + put[at] - put[to], SECOND)
        yield Standing(to, False, asked | 1 << to), cost + SKIP * passed


def _smooth(shape: tuple[int, ...], forward: list[_Weights], steps: list[_Steps]) -> NDArray[np.float64]:
    """The share of the surviving courses that stands at each question, turn by turn."""
    share = np.zeros(shape)
    after = dict.fromkeys(forward[-1], 0.0) if forward else {}
    for turn in reversed(range(len(forward))):
        whole = {here: forward[turn][here] + weight for here, weight in after.items()}
        highest = max(whole.values())
        for here, weight in whole.items():
            share[turn, -1 if here.off else here.question] += math.exp(weight - highest)
        after = _sum((here, gain + after[there]) for here, there, gain in steps[turn] if there in after)
    share /= share.sum(axis=1, keepdims=True)
    return share


def _sum(weights: Iterable[tuple[Standing, float]]) -> _Weights:
    """Add up, in logarithms, what arrives at each standing."""
    total: _Weights = {}
    for standing, weight in weights:
        high, low = weight, total.get(standing, -math.inf)
        if low > high:
            high, low = low, high
        total[standing] = high + math.log1p(math.exp(low - high))
    return total
