"""Plackett-Luce on 5,000 full rankings of 10 options, against choix's ilsr in the same run; then larger ballots.

Run as `python tests/benchmarks/bench_plackett_luce.py`; needs choix. Ours also works out standard errors and
quasi-standard errors, choix does not. Writing our frame as its lists is counted in neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import choix
import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ranking.plackett_luce import plackett_luce


def drawn(voters: int, options: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Full rankings from a Plackett-Luce model with standard normal log worths."""
    appeal = random.normal(size=options) + random.gumbel(size=(voters, options))
    return (-appeal).argsort(axis=1).argsort(axis=1) + 1.0


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Of the fastest of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def against_choix(random: np.random.Generator) -> None:
    places = drawn(5_000, 10, random)
    ranks, lists = pd.DataFrame(places), places.argsort(axis=1).tolist()
    theirs = choix.ilsr_rankings(10, lists)
    apart = np.abs(plackett_luce(ranks, 0).log_worth.to_numpy() - (theirs - theirs[0])).max()
    mine = seconds(lambda: plackett_luce(ranks, 0), times=7)
    peer = seconds(lambda: choix.ilsr_rankings(10, lists), times=2)
    print(f"5,000 full rankings of 10: ours {mine * 1000:.0f} ms, choix's ilsr {peer * 1000:.0f} ms", end="")
    print(f", {peer / mine:.0f} times ours; log worths differ by at most {apart:.1e}")


def races(random: np.random.Generator) -> npt.NDArray[np.float64]:
    """36 rankings of 42 or 43 of 83."""
    places = drawn(36, 83, random)
    for race, place in enumerate(places):
        place[random.permutation(83)[42 + race % 2 :]] = np.nan
    return places


def main() -> None:
    random = np.random.default_rng(1)
    against_choix(random)
    full = drawn(20_000, 100, random)
    partial = np.where(random.random(full.shape) < 0.2, np.nan, np.ceil(full / random.choice([1, 2], (len(full), 1))))
    top = np.minimum(drawn(40_000, 12, random), random.integers(2, 13, (40_000, 1)))
    for name, places, times in [
        ("43 full rankings of 8", drawn(43, 8, random), 7),
        ("36 rankings of 42 or 43 of 83", races(random), 7),
        ("40,000 rankings of 12, tied from some place on", top, 1),
        ("20,000 full rankings of 100", full, 1),
        ("20,000 rankings of about 80 of 100, half of them in ties of two", partial, 1),
    ]:
        ranks = pd.DataFrame(places)
        print(f"{name}: {seconds(lambda ranks=ranks: plackett_luce(ranks), times):.3f} s")


if __name__ == "__main__":
    main()
