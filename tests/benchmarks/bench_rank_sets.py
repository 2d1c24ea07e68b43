"""How fast bootstrap draws and rank sets are beside a loop over pandas frames; run as a script.

    python tests/benchmarks/bench_rank_sets.py

The peer resamples the voters' frame with pandas and takes `borda` of it, which is what a notebook would do.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.compare_groups import compare_groups
from lmep_consult.ranking.rank_sets import rank_sets
from lmep_consult.ranking.stability import stability

DRAWS = 10_000


def ballots(voters: int, options: int) -> pd.DataFrame:
    liking = np.linspace(1, 0, options) + np.random.default_rng(1).gumbel(size=(voters, options))
    return pd.DataFrame((-liking).argsort(axis=1).argsort(axis=1) + 1)


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of so many runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def pandas_loop(votes: pd.DataFrame, draws: int) -> pd.DataFrame:
    return pd.DataFrame([borda(votes.sample(frac=1, replace=True, random_state=turn)) for turn in range(draws)])


def main() -> None:
    votes = ballots(43, 8)
    peer = best_of(1, lambda: pandas_loop(votes, DRAWS))
    print(f"43 voters x 8 options, {DRAWS:,} draws")
    print(f"  {'pandas loop':<30} {peer * 1000:8.1f} ms")
    for name, work in {
        "stability": lambda: stability(votes, seed=1, draws=DRAWS),
        "rank_sets": lambda: rank_sets(votes, draws=DRAWS),
        "rank_sets, each by itself": lambda: rank_sets(votes, simultaneous=False, draws=DRAWS),
        "compare_groups, two groups": lambda: compare_groups(votes, pd.Series([0] * 22 + [1] * 21), draws=DRAWS),
    }.items():
        taken = best_of(10, work)
        print(f"  {name:<30} {taken * 1000:8.1f} ms, {peer / taken:,.0f} times faster")
    many = ballots(20_000, 100)
    print("20,000 voters x 100 options, 10,000 draws")
    for simultaneous in (True, False):
        taken = best_of(1, lambda simultaneous=simultaneous: rank_sets(many, simultaneous=simultaneous))
        print(f"  rank_sets, simultaneous={simultaneous!s:<6} {taken:8.2f} s")
    print(f"  most memory held so far        {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
