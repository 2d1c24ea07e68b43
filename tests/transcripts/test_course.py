"""The course of an interview, against every course written out and weighed one by one, and against the same recursion
written plainly, one standing at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.transcripts import course

OFF = 3  # the guide has questions 0, 1, 2


def price(steps: tuple[tuple[int, bool], ...], fit: np.ndarray, may: list[bool], ask: list[bool]) -> float:
    """The log weight of one course, each step a (question, off) pair, as the module's docstring and constants say."""
    at, off, asked, total, put = -1, True, set(), 0.0, np.zeros(4)
    for turn, (to, leaves) in enumerate(steps):
        put = fit[turn] if may[turn] else put
        ahead = [q for q in range(at + 1, 3) if q not in asked]
        if (leaves and to != at) or (to == -1 and not leaves):  # off the guide, a course remembers where it was
            return -np.inf
        if leaves:
            asking, answering = (0.2, 0.0) if off else (1.0 if at == 2 else 4.5, 4.5)
        elif to == at:
            asking, answering = 2.0 if ask[turn] else 0.5, 4.5 if off else 0.0
        elif to in ahead:
            passed = float(ahead.index(to))
            both_put = max(1.0, 4.5 - put[to], 1 + put[OFF if at < 0 else at] - put[to])
            asking, answering = min(passed, 4.0), both_put + passed if passed < 2 else np.inf
        else:
            asking, answering = 5.0 if to in asked else 1.5, np.inf
        cost = asking if may[turn] else answering
        asked = asked if leaves else asked | {to}
        total += fit[turn, OFF if leaves else to] - cost
        at, off = to, leaves
    return total


def every_course(fit: np.ndarray, may: list[bool], ask: list[bool]) -> np.ndarray:
    shares = np.zeros(fit.shape)
    for steps in product(product((-1, 0, 1, 2), (True, False)), repeat=len(fit)):
        weight = np.exp(price(steps, fit, may, ask))
        for turn, (to, leaves) in enumerate(steps):
            shares[turn, OFF if leaves else to] += weight
    return shares / shares.sum(axis=1, keepdims=True)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(-3, 3), min_size=4, max_size=4), st.booleans(), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=40)
def test_probabilities_are_those_of_all_courses_weighed_one_by_one(turns: list) -> None:
    fit = np.array([row for row, _, _ in turns], float)
    may, ask = [may for _, may, _ in turns], [ask for _, _, ask in turns]
    found = course.follow(fit, np.array(may), np.array(ask))
    assert found == pytest.approx(every_course(fit, may, ask), abs=1e-9)


Standing = tuple[int, bool, int]  # question, off the guide, the questions asked as bits


def next_standings(here: Standing, put: list[float] | None, ask: bool, last: int) -> Iterator[tuple[Standing, float]]:
    """Where a turn leads and at what cost. put: the fit of the turn that asked, for an answer; None for a question."""
    at, off, asked = here
    ahead = [to for to in range(at + 1, last + 1) if not asked >> to & 1]
    if put is not None:
        yield here, 0.0
        if at >= 0:
            yield (at, not off, asked), course.LEAVE
        for passed, to in enumerate(ahead[:2]):
            cost = max(course.LEAVE - put[to], course.SECOND + put[at] - put[to], course.SECOND)
            yield (to, False, asked | 1 << to), cost + course.SKIP * passed
        return
    if at >= 0:
        yield (at, False, asked), course.FOLLOW_UP if ask else course.ACKNOWLEDGE
    yield (at, True, asked), course.STAY_OFF if off else course.CLOSE if at == last else course.LEAVE
    for to in set(range(last + 1)) - {at}:
        cost = min(course.SKIP * ahead.index(to), course.LONGEST_SKIP) if to in ahead else course.TURN_BACK
        yield (to, False, asked | 1 << to), course.ASK_AGAIN if asked >> to & 1 else cost


def added(weights: list[tuple[Standing, float]]) -> dict[Standing, float]:
    total: dict[Standing, float] = {}
    for standing, weight in weights:
        total[standing] = float(np.logaddexp(weight, total.get(standing, -math.inf)))
    return total


def plainly(fit: np.ndarray, may_ask: np.ndarray, asks: np.ndarray) -> np.ndarray:
    before: dict[Standing, float] = {(-1, True, 0): 0.0}
    put = [0.0] * fit.shape[1]
    forward, steps = [], []
    for row, may, ask in zip(fit.tolist(), may_ask, asks, strict=True):
        put = row if may else put
        taken = [
            (here, there, row[-1 if there[1] else there[0]] - cost)
            for here in before
            for there, cost in next_standings(here, None if may else put, ask, fit.shape[1] - 2)
        ]
        arrived = added([(there, before[here] + gain) for here, there, gain in taken])
        kept = sorted(arrived, key=lambda there: (-round(arrived[there], 9), there))[: course.COURSES]
        before = {there: arrived[there] for there in kept}
        forward.append(before)
        steps.append([step for step in taken if step[1] in before])
    share = np.zeros(fit.shape)
    after = dict.fromkeys(before, 0.0)
    for turn in reversed(range(len(forward))):
        whole = {here: forward[turn][here] + weight for here, weight in after.items()}
        for (question, off, _), weight in whole.items():
            share[turn, -1 if off else question] += math.exp(weight - max(whole.values()))
        after = added([(here, gain + after[there]) for here, there, gain in steps[turn] if there in after])
    return share / share.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("questions, turns, courses", [(1, 6, 3), (4, 12, 5), (7, 15, 20), (70, 5, 10)])
@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=12)
def test_the_courses_kept_and_their_shares_are_those_of_the_plain_recursion(
    questions: int, turns: int, courses: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    fit = random.normal(scale=random.choice([0.5, 3, 30]), size=(turns, questions + 1))
    may, ask = random.random((2, turns)) < 0.5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course, "COURSES", courses)
        assert course.follow(fit, may, ask) == pytest.approx(plainly(fit, may, ask), abs=1e-9)


def test_ties_are_kept_in_order_of_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that say nothing leave many courses equally plausible; which are kept must not hang on rounding."""
    fit, may = np.zeros((9, 6)), np.ones(9, bool)
    for kept in (2, 7, 23):
        monkeypatch.setattr(course, "COURSES", kept)
        assert course.follow(fit, may, may) == pytest.approx(plainly(fit, may, may), abs=1e-9)


def test_a_turn_whose_words_say_nothing_is_placed_by_the_order_of_the_guide() -> None:
    fit = np.zeros((3, 6))
    fit[0, 1] = fit[2, 3] = 20
    assert course.follow(fit, np.ones(3, bool), np.ones(3, bool)).argmax(axis=1).tolist() == [1, 2, 3]


def test_an_interview_of_no_turns_has_no_probabilities() -> None:
    assert course.follow(np.zeros((0, 3)), np.zeros(0, bool), np.zeros(0, bool)).shape == (0, 3)


def test_words_far_apart_in_plausibility_neither_overflow_nor_vanish() -> None:
    fit = np.array([[5000.0, -5000, 0], [-5000, 5000, 0], [0, 0, 5000]])
    found = course.follow(fit, np.ones(3, bool), np.ones(3, bool))
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    assert np.isfinite(found).all()
