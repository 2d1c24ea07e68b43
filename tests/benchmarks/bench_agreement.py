"""Coefficients with their intervals for three coders on 100,000 units and 1,000 draws, against peers in the same run.

Run as `python tests/benchmarks/bench_agreement.py`; needs krippendorff. The naive bootstrap draws rows of the frame
with pandas and computes each sample's value; it runs for a few draws and is scaled up to 1,000.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import krippendorff
import numpy as np
import pandas as pd

from lmep_consult.coding.agreement import (
    Agreement,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    scott_pi,
)

UNITS, DRAWS, NAIVE_DRAWS = 100_000, 1000, 10


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Of the fastest of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def coded(random: np.random.Generator) -> pd.DataFrame:
    true = random.integers(0, 4, UNITS)
    guess = random.integers(0, 4, (3, UNITS))
    ratings = np.where(random.random((3, UNITS)) < 0.8, true, guess).astype(float)
    ratings[random.random((3, UNITS)) < 0.05] = np.nan
    return pd.DataFrame(ratings.T, columns=list("ABC"))


def naive(ratings: pd.DataFrame, value: Callable[[pd.DataFrame], float]) -> None:
    for seed in range(NAIVE_DRAWS):
        value(ratings.sample(frac=1, replace=True, random_state=seed))


def peer(ratings: pd.DataFrame) -> float:
    return float(krippendorff.alpha(ratings.to_numpy().T, level_of_measurement="nominal"))


def main() -> None:
    ratings = coded(np.random.default_rng(1))

    def with_interval(coefficient: Callable[..., Agreement]) -> float:
        return seconds(lambda: coefficient(ratings).interval(draws=DRAWS))

    for coefficient in (krippendorff_alpha, cohen_kappa, scott_pi, fleiss_kappa, gwet_ac1, brennan_prediger):
        print(f"{coefficient.__name__:20} {with_interval(coefficient) * 1000:7.1f} ms with interval")
    ours = with_interval(krippendorff_alpha)
    theirs = seconds(lambda: naive(ratings, peer), 2) * DRAWS / NAIVE_DRAWS
    own = seconds(lambda: naive(ratings, lambda sample: krippendorff_alpha(sample).value), 2) * DRAWS / NAIVE_DRAWS
    print(f"naive bootstrap of krippendorff.alpha: {theirs:6.1f} s, {theirs / ours:6.0f} times ours")
    print(f"naive bootstrap of our own value:      {own:6.1f} s, {own / ours:6.0f} times ours")
    value, once = seconds(lambda: krippendorff_alpha(ratings)), seconds(lambda: peer(ratings))
    print(f"one value: krippendorff {once * 1000:.1f} ms, {once / value:.1f} times ours ({value * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
