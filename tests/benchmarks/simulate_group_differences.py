"""How often groups that do not differ are said to differ, where groups and workshops coincide or not.

    python tests/benchmarks/simulate_group_differences.py [replications]

The published design: 43 voters of three groups in five workshops, no workshop with voters of two groups, 8 options. No
group differs from another. A voter's liking of an option is the workshop's effect (normal) plus Gumbel noise; ballots
are its order. The effect's standard deviation is 0, or such that the mean place of an option differs between
workshops with one of half a place, or of one. Printed per design and effect:

- permuted over all: studies in which voters permuted over all workshops give some p_adjusted of .05 or below;
- p_adjusted: studies in which `compare_groups` with workshops does (none where no test is possible);
- needed effect: studies in which some needed effect is larger than the workshops' true one, in places.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import bisect

from lmep_consult.ranking.compare_groups import compare_groups

OPTIONS, DRAWS = 8, 999
EFFECTS = (0.0, 0.5, 1.0)  # standard deviations, in places
# (group, workshop, voters)
DESIGNS = {
    "published, apart": [("CtW", 1, 12), ("CtW", 2, 9), ("ICB", 3, 6), ("MSA", 4, 11), ("ICB", 5, 5)],
    "apart, five workshops each": [("A", at, 3 + at) for at in range(1, 6)]
    + [("B", at, at - 1) for at in range(6, 11)],
    "apart, four small and eight large": [("A", at, 4) for at in range(4)] + [("B", at, 12) for at in range(4, 12)],
    "two mixed workshops": [("A", 1, 9), ("B", 1, 4), ("A", 2, 3), ("B", 2, 10)],
    "one of three mixed": [("A", 1, 9), ("B", 1, 6), ("B", 2, 10), ("C", 3, 12)],
}
COLUMNS = ("permuted over all", "p_adjusted", "needed effect")


def ballots(workshops: npt.NDArray[np.int64], effect: float, draw: np.random.Generator) -> pd.DataFrame:
    moved = effect * draw.normal(size=(workshops.max() + 1, OPTIONS))
    liking = moved[workshops] + draw.gumbel(size=(len(workshops), OPTIONS))
    return pd.DataFrame((-liking).argsort(axis=1).argsort(axis=1) + 1.0)


def in_places(liking: float) -> float:
    """The standard deviation of mean places between workshops whose effects on liking have the one given."""
    draw = np.random.default_rng(0)
    workshops, each = np.repeat(np.arange(200), 200), 200
    means = ballots(workshops, liking, draw).groupby(workshops).mean().to_numpy()
    by_chance = (OPTIONS**2 - 1) / 12 / each  # at most: voters of one workshop rank more alike
    return float(np.sqrt(max(0.0, means.var() - by_chance)))


def liking_for(effect: float) -> float:
    """The effect on liking that gives this one in places."""
    return float(bisect(lambda liking: in_places(liking) - effect, 0.01, 3, xtol=0.005)) if effect else 0.0


def main(times: int = 1000) -> None:
    print(f"{OPTIONS} options, no group differs, {times:,} replications, {DRAWS} permutations\n")
    print(f"{'design':<40}{'effect':>7}" + "".join(f"{column:>19}" for column in COLUMNS))
    for name, design in DESIGNS.items():
        group = pd.Series([of for of, _, n in design for _ in range(n)])
        workshop = pd.Series([at for _, at, n in design for _ in range(n)])
        for effect in EFFECTS:
            liking = liking_for(effect)
            draw = np.random.default_rng(1)
            found = np.zeros((times, 3), dtype=bool)
            for turn in range(times):
                votes = ballots(workshop.to_numpy(), liking, draw)
                plain = compare_groups(votes, group, seed=turn, draws=DRAWS)
                table = compare_groups(votes, group, workshop, seed=turn, draws=DRAWS)
                found[turn] = (
                    (plain["p_adjusted"] <= 0.05).any(),
                    (table["p_adjusted"] <= 0.05).any(),
                    (table["needed_effect"] > effect).any(),
                )
            shares = found.mean(axis=0)
            print(f"{name:<40}{effect:>7}" + "".join(f"{share:>19.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
