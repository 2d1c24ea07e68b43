"""The exact test against published and independent ones, and the error rate that is stated."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import binomtest, fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from lmep_consult.waves.exact import Counted, Stratum, adjusted, change, p_values


def test_pairs_alone_are_mcnemars_exact_test() -> None:
    p, least, direction = p_values(Counted(came=9, left=2))
    assert p == pytest.approx(binomtest(9, 11).pvalue)
    assert least == pytest.approx(2 * 0.5**11)
    assert direction == 1


def test_one_group_without_pairs_is_fishers_exact_test() -> None:
    table = Counted(others=(Stratum(3, 20, 14, 22),))
    more = fisher_exact([[14, 8], [3, 17]], alternative="greater").pvalue
    assert p_values(table)[0] == pytest.approx(2 * more)


def test_strata_and_pairs_together_against_every_answer_there_could_be() -> None:
    counted = Counted(came=2, left=1, others=(Stratum(1, 3, 2, 2), Stratum(0, 2, 1, 3)))
    tally: dict[int, int] = {}
    first = [set(c) for c in itertools.combinations(range(5), 3)]  # which of five people said it; the last two are now
    second = [set(c) for c in itertools.combinations(range(5), 1)]  # the last three are now
    for pairs in itertools.product((0, 1), repeat=3):
        for one, two in itertools.product(first, second):
            now = sum(pairs) + len(one & {3, 4}) + len(two & {2, 3, 4})
            tally[now] = tally.get(now, 0) + 1
    seen, whole = 2 + 2 + 1, sum(tally.values())
    upper = sum(times for now, times in tally.items() if now >= seen) / whole
    lower = sum(times for now, times in tally.items() if now <= seen) / whole
    assert p_values(counted)[0] == pytest.approx(min(1, 2 * min(upper, lower)))


def test_a_group_that_grew_is_no_change() -> None:
    """Half as many of the one group came later; each group says what it said. The crude shares differ widely."""
    same = Counted(others=(Stratum(18, 20, 9, 10), Stratum(1, 10, 2, 20)))
    assert p_values(same)[0] > 0.9
    assert change(19, 30, 11, 30)[0] < -0.25


def test_what_could_not_have_been_found_takes_no_part() -> None:
    few = p_values(Counted(others=(Stratum(0, 20, 2, 20),)))
    many = p_values(Counted(others=(Stratum(2, 20, 12, 20),)))
    found = adjusted([few[0]] * 30 + [many[0]], [few[1]] * 30 + [many[1]])
    assert all(math.isnan(each) for each in found[:30])
    assert found[30] == pytest.approx(many[0])


def test_holm_is_that_of_another_library() -> None:
    p = [0.001, 0.04, 0.012, 0.03, 0.5]
    assert adjusted(p, [0.0] * 5) == pytest.approx(list(multipletests(p, method="holm")[1]))
    assert adjusted([], []) == []


def test_the_interval_is_newcombes() -> None:
    moved, lower, upper = change(3, 20, 14, 22)
    known = confint_proportions_2indep(14, 22, 3, 20, method="newcomb", compare="diff")
    assert (lower, upper) == pytest.approx(known, abs=1e-6)
    assert moved == pytest.approx(14 / 22 - 3 / 20)


def test_p_is_no_smaller_than_chance_makes_it() -> None:
    """Of all the answers that are as likely as one another, no more than 5% give p of .05 or less."""
    for others in ((Stratum(4, 9, 5, 11),), (Stratum(2, 6, 2, 6), Stratum(1, 5, 3, 4))):
        sizes = [(o.then + o.now, o.of_then, o.of_now) for o in others]
        spans = [range(max(0, said - then), min(said, now) + 1) for said, then, now in sizes]
        wrong = whole = 0
        for nows in itertools.product(*spans):
            ways = math.prod(
                math.comb(now, k) * math.comb(then, said - k) for k, (said, then, now) in zip(nows, sizes, strict=True)
            )
            counted = Counted(
                others=tuple(Stratum(said - k, then, k, now) for k, (said, then, now) in zip(nows, sizes, strict=True))
            )
            whole += ways
            wrong += ways * (p_values(counted)[0] <= 0.05)
        assert wrong / whole <= 0.05
    assert np.isfinite(wrong)
