"""How often the intervals of coefficients of agreement hold the true value, beside the plain percentile bootstrap's.

Run as `python tests/benchmarks/simulate_agreement_intervals.py`. A code is truly in a unit with some prevalence; each
of the coders sees what is true with some accuracy and otherwise guesses with that prevalence. The truth is the
coefficient in 2,000,000 units.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lmep_consult.coding.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha
from lmep_consult.coding.agreement.result import Agreement, coefficient

REPEATS, LEVEL = 500, 0.95


def ratings(random: np.random.Generator, units: int, coders: int, prevalence: float, accuracy: float) -> pd.DataFrame:
    true = random.random(units) < prevalence
    return pd.DataFrame(
        {
            coder: np.where(random.random(units) < accuracy, true, random.random(units) < prevalence)
            for coder in "ABCDEF"[:coders]
        }
    )


def plain(result: Agreement, seed: int) -> tuple[float, float]:
    """The percentile bootstrap, in which a sample of one category counts as perfect agreement."""
    drawn = next(result._sample.draws(seed, 1000))
    values = coefficient(*result._statistic.disagreement(result._sample.weights(drawn)), 1.0)
    lower, upper = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(lower), float(upper)


def main() -> None:
    random = np.random.default_rng(1)
    print(f"{'units':>5} {'coders':>6} {'prevalence':>10} {'':20} {'truth':>6} {'held':>6} {'plain':>6} {'width':>6}")
    for coders in (2, 3):
        for prevalence in (0.5, 0.1, 0.03):
            crowd = ratings(random, 2_000_000, coders, prevalence, 0.85)
            for measure in (krippendorff_alpha, cohen_kappa, gwet_ac1):
                truth = measure(crowd).value
                for units in (12, 30, 100, 300):
                    held = plainly = width = 0.0
                    for repeat in range(REPEATS):
                        result = measure(ratings(random, units, coders, prevalence, 0.85))
                        lower, upper = result.interval(LEVEL, seed=repeat)
                        held += lower <= truth <= upper
                        width += upper - lower
                        lower, upper = plain(result, repeat)
                        plainly += lower <= truth <= upper
                    figures = f"{held / REPEATS:6.3f} {plainly / REPEATS:6.3f} {width / REPEATS:6.3f}"
                    which = f"{units:5} {coders:6} {prevalence:10} {measure.__name__:20}"
                    print(f"{which} {truth:6.3f} {figures}", flush=True)


if __name__ == "__main__":
    main()
