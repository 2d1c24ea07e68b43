"""How often the interval for Kendall's W holds the true value, beside the plain percentile bootstrap's.

Run as `python tests/benchmarks/bench_concordance.py`. Voters rank 8 options by Plackett-Luce with log worths evenly
spread from -spread to spread. The truth for m voters is 1 / m + (1 - 1 / m) * rho, rho the mean rank correlation of
two voters.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.ranking.concordance import kendalls_w

OPTIONS, REPEATS, LEVEL = 8, 1000, 0.95


def ballots(random: np.random.Generator, voters: int, spread: float) -> np.ndarray:
    utility = np.linspace(-spread, spread, OPTIONS) + random.gumbel(size=(voters, OPTIONS))
    return (-utility).argsort(axis=1).argsort(axis=1) + 1


def plain(ranks: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The percentile bootstrap with nothing done about copies."""
    voters = len(ranks)
    centred = ranks - (OPTIONS + 1) / 2
    drawn = random.multinomial(voters, np.full(voters, 1 / voters), size=2000) @ centred
    values = (drawn**2).sum(axis=1) / (voters**2 * (OPTIONS**3 - OPTIONS) / 12)
    return np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])


def main() -> None:
    random = np.random.default_rng(1)
    print(f"{'voters':>6} {'rho':>5} {'truth':>6} {'held':>6} {'plain':>6} {'width':>6}")
    for voters in (3, 5, 14, 43):
        for spread in (0, 0.3, 0.6, 1.2, 3):
            crowd = ballots(random, 500_000, spread)
            rho = (crowd.mean(axis=0) - (OPTIONS + 1) / 2) @ (crowd.mean(axis=0) - (OPTIONS + 1) / 2)
            rho /= (OPTIONS**3 - OPTIONS) / 12
            truth = 1 / voters + (1 - 1 / voters) * rho
            held = plainly = width = 0.0
            for repeat in range(REPEATS):
                ranks = ballots(random, voters, spread)
                lower, upper = kendalls_w(pd.DataFrame(ranks)).interval(LEVEL, seed=repeat)
                held += lower <= truth <= upper
                width += upper - lower
                lower, upper = plain(ranks, random)
                plainly += lower <= truth <= upper
            figures = f"{held / REPEATS:6.3f} {plainly / REPEATS:6.3f} {width / REPEATS:6.3f}"
            print(f"{voters:6} {rho:5.2f} {truth:6.3f} {figures}", flush=True)


if __name__ == "__main__":
    main()
