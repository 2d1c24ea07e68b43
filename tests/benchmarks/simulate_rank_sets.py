"""How often rank sets hold the true ranks, beside the percentile bootstrap of `stability`.

    python tests/benchmarks/simulate_rank_sets.py [replications]

Voters rank by Plackett-Luce worths. A true rank is 1 + the number of options truly better, so truly tied options share
the best rank of their tier ("rank"). The stricter reading asks for every place that the tie allows ("all places").
For sets of all options together the share is of replications in which all options are held; for sets of each option by
itself it is the share of the option held least often, the mean of an option and those truly tied with it.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ranking.rank_sets import rank_sets
from lmep_consult.ranking.stability import stability

OPTIONS = 8
LEVEL = 0.95
TOGETHER, SINGLE, PERCENTILE = "all together", "each by itself", "percentile bootstrap"
WORTHS = {
    "close worths, each 1.1 times the next": 1.1 ** -np.arange(OPTIONS),
    "steep worths, each 2 times the next": 2.0 ** -np.arange(OPTIONS),
    "two tied tiers, 2 to 1": np.repeat([2.0, 1.0], OPTIONS // 2),
    "two tied tiers, 5 to 1": np.repeat([5.0, 1.0], OPTIONS // 2),
    "two tied tiers, 5 to 1, top three": np.repeat([5.0, 1.0], OPTIONS // 2),
    "all equal": np.ones(OPTIONS),
    "all equal, top three": np.ones(OPTIONS),
}


def ballots(worth: npt.NDArray[np.float64], voters: int, ranked: int, draw: np.random.Generator) -> pd.DataFrame:
    """Plackett-Luce ballots (the order of Gumbel noise added to log worths), of which the first `ranked` are given."""
    liking = np.log(worth) + draw.gumbel(size=(voters, OPTIONS))
    ranks = (-liking).argsort(axis=1).argsort(axis=1) + 1.0
    return pd.DataFrame(np.where(ranks <= ranked, ranks, np.nan))


def held(worth: npt.NDArray[np.float64], lower: pd.Series, upper: pd.Series) -> npt.NDArray[np.bool_]:
    """Per option, whether its rank is held, and whether all places its tie allows are: 2 x options.

    An option that nobody ranked has no set, claims nothing and takes no place.
    """
    result = np.ones((2, OPTIONS), dtype=bool)
    placed = lower.notna().to_numpy()
    low, high, worth = lower[placed].to_numpy(dtype=int), upper[placed].to_numpy(dtype=int), worth[placed]
    best = 1 + (worth[None, :] > worth[:, None]).sum(axis=1)
    last = len(worth) - (worth[None, :] < worth[:, None]).sum(axis=1)
    result[:, placed] = (low <= best) & (best <= high), (low <= best) & (last <= high)
    return result


def replicate(
    worth: npt.NDArray[np.float64], voters: int, ranked: int, times: int, seed: int
) -> dict[str, list[float]]:
    """Per method: coverage of ranks, of all places, and the mean number of places in a set."""
    draw = np.random.default_rng(seed)
    hits: dict[str, list[npt.NDArray[np.bool_]]] = {TOGETHER: [], SINGLE: [], PERCENTILE: []}
    sizes: dict[str, list[float]] = {method: [] for method in hits}
    for turn in range(times):
        votes = ballots(worth, voters, ranked, draw)
        percentile = stability(votes, seed=turn, level=LEVEL, draws=400)
        for method, sets in {
            TOGETHER: rank_sets(votes, LEVEL, seed=turn, draws=1000),
            SINGLE: rank_sets(votes, LEVEL, simultaneous=False, seed=turn, draws=1000),
            PERCENTILE: percentile.rename(columns={"rank_lower": "lower", "rank_upper": "upper"}),
        }.items():
            hits[method].append(held(worth, sets["lower"], sets["upper"]))
            sizes[method].append(float((sets["upper"] - sets["lower"] + 1).mean()))
    figures = {}
    for method, found in hits.items():
        stacked = np.array(found)  # replications x readings x options
        if method == SINGLE:
            tiers = [stacked[:, :, worth == tier].mean(axis=(0, 2)) for tier in np.unique(worth)]
            shares = np.min(tiers, axis=0)
        else:
            shares = stacked.all(axis=2).mean(axis=0)
        figures[method] = [*shares, float(np.mean(sizes[method]))]
    return figures


def main(times: int = 2000) -> None:
    print(f"{OPTIONS} options, level {LEVEL}, {times:,} replications; +- is 1.96 simulation standard errors\n")
    print(f"{'truth':<40}{'voters':>7}  {'sets':<22}{'rank':>13}{'all places':>16}{'places':>8}")
    for name, worth in WORTHS.items():
        ranked = 3 if name.endswith("top three") else OPTIONS
        for voters in (3, 5, 14, 43):
            figures = replicate(worth, voters, ranked, times, seed=voters)
            for method, (rank, places, size) in figures.items():
                errors = [1.96 * np.sqrt(share * (1 - share) / times) for share in (rank, places)]
                print(
                    f"{name:<40}{voters:>7}  {method:<22}"
                    f"{rank:>7.3f} +-{errors[0]:.3f}{places:>9.3f} +-{errors[1]:.3f}{size:>8.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
