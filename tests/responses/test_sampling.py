"""Which answers people code: every answer's chance is known, and the draw keeps to it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.responses.sampling import BATCH, chances, draw, half_width, size_for


def answers(number: int, seed: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    random = np.random.default_rng(seed)
    index = pd.Index([f"R{each}" for each in range(number)])
    machine = pd.DataFrame(
        {"common": random.random(number) < 0.4, "rare": random.random(number) < 0.02, "never": False}, index
    )
    return machine, pd.Series(random.choice(["many", "few", ""], number, p=[0.9, 0.05, 0.05]), index)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 300), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_a_sample_has_the_size_asked_for_and_nobody_twice(number: int, size: int, seed: int) -> None:
    machine, group = answers(number, seed % 7)
    sample = draw(machine, group, size, seed)
    chance = chances(machine, group, size)
    assert len(sample) == min(size, number) == round(chance.sum())
    assert sample.index.is_unique
    assert set(sample.index) <= set(machine.index)
    assert ((chance > 0) & (chance <= 1)).all()
    assert (sample["chance"] == chance[sample.index]).all()
    assert sample["batch"].value_counts().max() <= BATCH


def test_each_answer_is_drawn_as_often_as_its_chance_says() -> None:
    machine, group = answers(60)
    drawn = pd.Series(0, machine.index)
    for seed in range(1000):
        drawn[draw(machine, group, 12, seed).index] += 1
    chance = chances(machine, group, 12)
    error = np.sqrt(1000 * chance * (1 - chance))
    assert (np.abs(drawn - 1000 * chance) <= 4 * error + 1e-9).all()


def test_rare_codes_and_small_groups_are_read_more_often_and_nobody_too_seldom() -> None:
    machine, group = answers(2000)
    chance = chances(machine, group, 200)
    assert chance[machine["rare"]].mean() > 3 * chance[machine["common"] & ~machine["rare"]].mean()
    assert chance[group == "few"].mean() > 2 * chance[group == "many"].mean()
    assert chance.min() >= 0.5 * 200 / 2000


def test_each_stratum_gives_what_is_expected_of_it_to_the_next_whole_number() -> None:
    machine, group = answers(2000)
    stratum = (
        machine["rare"].map({True: "rare", False: ""}).where(machine["rare"], machine["common"].astype(str)) + group
    )
    chance = chances(machine, group, 200)
    for seed in range(5):
        got = stratum[draw(machine, group, 200, seed).index].value_counts()
        for name, expected in chance.groupby(stratum).sum().items():
            assert abs(got.get(name, 0) - expected) < 1 + 1e-6


def test_the_same_seed_draws_the_same_whatever_the_order_of_answers() -> None:
    machine, group = answers(500)
    mixed = machine.index[np.random.default_rng(3).permutation(500)]
    one, other = draw(machine, group, 50, 7), draw(machine.loc[mixed], group.loc[mixed], 50, 7)
    pd.testing.assert_frame_equal(one, other)
    assert set(one.index) != set(draw(machine, group, 50, 8).index)


def test_a_larger_sample_holds_nearly_all_of_a_smaller_one() -> None:
    machine, group = answers(3000)
    small, large = (set(draw(machine, group, size, 7).index) for size in (200, 400))
    assert len(small & large) > 190


def test_the_size_is_the_smallest_that_gives_the_precision() -> None:
    machine, group = answers(4000)
    size = size_for(machine, group, 0.05)
    assert half_width(machine, group, size) <= 0.05 < half_width(machine, group, size - 1)


def test_the_size_of_a_simple_random_sample_is_that_of_the_textbook() -> None:
    # W. G. Cochran, Sampling Techniques (1977), section 4.4: n0 = 1.96^2 / 4 d^2 = 384.1, n = n0 / (1 + (n0 - 1) / N),
    # where the variance has N - 1; Poisson's, of an unknown size, has N.
    index = pd.Index([f"R{each}" for each in range(10_000)])
    machine, group = pd.DataFrame(index=index), pd.Series("", index)
    assert size_for(machine, group, 0.05) == pytest.approx(384.1 / (1 + 384.1 / 10_000), abs=1)


def test_all_are_read_where_there_are_few() -> None:
    machine, group = answers(20)
    assert size_for(machine, group, 0.01) == 20
    assert (draw(machine, group, 20, 1)["chance"] == 1).all()
