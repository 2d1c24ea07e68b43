"""The course of an interview, against every course written out and weighed one by one."""

from __future__ import annotations

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
