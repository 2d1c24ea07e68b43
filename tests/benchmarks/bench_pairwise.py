"""Borda, Copeland and Schulze on 10,000 ballots of 10 options, against pref_voting's three in the same run.

Run as `python tests/benchmarks/bench_pairwise.py`; needs pref_voting. pref_voting counts pairs when a profile is made
and keeps them; here each method counts them itself. So its time is given without that count and with it. For full
ballots the count is all that making a profile from an array does. Writing our frame as its rankings is counted nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from pref_voting.c1_methods import copeland as peer_copeland
from pref_voting.margin_based_methods import beat_path as peer_schulze
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

from lmep_consult.ranking.borda import borda
from lmep_consult.ranking.copeland import copeland
from lmep_consult.ranking.kemeny import kemeny
from lmep_consult.ranking.schulze import schulze

VOTERS, OPTIONS = 10_000, 10


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def ours(ranks: pd.DataFrame) -> None:
    borda(ranks), copeland(ranks), schulze(ranks)


def theirs(profile: Profile | ProfileWithTies) -> None:
    profile.borda_scores(), peer_copeland(profile), peer_schulze(profile)


def report(name: str, mine: float, methods: float, count: float) -> None:
    both = methods + count
    print(f"{name}: ours {mine * 1000:.1f} ms")
    print(f"  pref_voting's three methods       {methods * 1000:9.1f} ms, {methods / mine:7.2f} times ours")
    print(f"  ... with its count of the pairs   {both * 1000:9.1f} ms, {both / mine:7.2f} times ours")


def main() -> None:
    random = np.random.default_rng(1)
    tied = random.integers(1, OPTIONS + 1, (VOTERS, OPTIONS)).astype(float)
    tied[random.random(tied.shape) < 0.2] = np.nan
    ranks = pd.DataFrame(tied)
    rankings = [{o: int(r) for o, r in enumerate(ballot) if r == r} for ballot in tied.tolist()]
    profile = ProfileWithTies(rankings, candidates=list(range(OPTIONS)))
    profile.use_extended_strict_preference()  # as here, an option ranked is before one that is not
    report(
        "Ties and partial ballots",
        best_of(7, lambda: ours(ranks)),
        best_of(2, lambda: theirs(profile)),
        best_of(2, profile.use_extended_strict_preference),
    )

    orders = random.permuted(np.tile(np.arange(OPTIONS), (VOTERS, 1)), axis=1)
    full = pd.DataFrame(orders.argsort(axis=1) + 1)
    linear = Profile(orders)
    theirs(linear)  # compiles
    report(
        "Full ballots without ties",
        best_of(7, lambda: ours(full)),
        best_of(5, lambda: theirs(linear)),
        best_of(3, lambda: Profile(orders)),
    )

    fifteen = pd.DataFrame(random.permuted(np.tile(np.arange(1, 16), (43, 1)), axis=1))
    print(f"Exact Kemeny ranking, 43 ballots of 15 options: {best_of(3, lambda: kemeny(fifteen)) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
