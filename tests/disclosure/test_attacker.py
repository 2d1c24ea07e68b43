"""An attacker calls a number possible exactly where some set of counts with it fits."""

from __future__ import annotations

import math

import numpy as np
from every_table import Tie, possible
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure.attacker import Attacker
from lmep_consult.disclosure.counts import Relation

Tied = tuple[list[Relation], list[tuple[int, int]]]


@st.composite
def tied_counts(draw: st.DrawFn) -> Tied:
    """A few counts in sums and parts of one another, each with the lowest and highest that was published."""
    size = draw(st.integers(3, 6))
    true = [draw(st.integers(0, 5)) for _ in range(size)]
    relations = []
    for _ in range(draw(st.integers(1, 3))):
        whole, *parts = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=size, unique=True))
        more = true[whole] - sum(true[part] for part in parts)
        least, most = draw(st.sampled_from([(more, more), (more, math.inf), (-math.inf, more)]))
        relations.append(Relation(whole, tuple(parts), least, most))
    published = [(max(count - draw(st.integers(0, 3)), 0), count + draw(st.integers(0, 3))) for count in true]
    return relations, published


@settings(max_examples=60, deadline=None)
@given(tied=tied_counts())
def test_a_number_is_possible_where_listing_all_that_fits_finds_it(tied: Tied) -> None:
    relations, published = tied
    ties: list[Tie] = [({r.whole: 1, **dict.fromkeys(r.parts, -1)}, r.least, r.most) for r in relations]
    listed = possible({cell: range(low, high + 1) for cell, (low, high) in enumerate(published)}, ties)
    attacker = Attacker(relations, len(published))
    for cell, (lowest, highest) in enumerate(published):
        for number in range(lowest, highest + 1):
            low, high = np.array(published, dtype=float).T
            low[cell] = high[cell] = number
            found = attacker.counts_that_fit(low, high, np.zeros(len(published)))
            assert (found is not None) == (number in listed[cell])
            if found is not None:
                sums = [found[r.whole] - sum(found[part] for part in r.parts) for r in relations]
                assert all(r.least <= total <= r.most for r, total in zip(relations, sums, strict=True))
                assert found[cell] == number
                assert (low <= found).all()
                assert (found <= high).all()


def test_it_finds_the_counts_furthest_in_the_direction_asked_for() -> None:
    attacker = Attacker([Relation(2, (0, 1), 0, 0)], 3)
    low, high = np.array([0.0, 3, 8]), np.array([9.0, 5, 8])
    assert attacker.counts_that_fit(low, high, np.array([1.0, 0, 0])).tolist() == [5, 3, 8]
    assert attacker.counts_that_fit(low, high, np.array([-1.0, 0, 0])).tolist() == [3, 5, 8]
    assert attacker.counts_that_fit(low, np.array([2.0, 5, 8]), np.zeros(3)) is None
