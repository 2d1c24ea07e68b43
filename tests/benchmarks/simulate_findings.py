"""How often a finding says "clear" or "likely" where nothing is true.

    python tests/benchmarks/simulate_findings.py [replications]

First places: voters of one group rank by Plackett-Luce worths that leave the first place truly tied, between all
options or between the best two, each five times the worth of every other. Whatever is called clearly or likely first
is false.
Small groups, of 6 to 12 voters, are those of which findings are told by themselves.

Differences: three groups of 6 to 12 voters rank alike, who met in two workshops or never, or two of whom met. Every
difference that is claimed is false. Workshops do not differ here; `simulate_group_differences.py` has what comes of it
when they do.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmep_consult.ranking.compare_groups import compare_groups
from lmep_consult.ranking.priorities import priorities
from lmep_consult.report.findings.certainty import Certainty, differences, firsts

VOTERS, OPTIONS = (6, 8, 10, 12, 21, 43), (3, 5, 8)
SAID = [Certainty.CLEAR, Certainty.LIKELY]
DESIGNS = {
    "met in two workshops": [
        ("A", "W1", 6), ("B", "W1", 5), ("C", "W1", 4), ("A", "W2", 6), ("B", "W2", 5), ("C", "W2", 4),
    ],
    "never met": [("A", "W1", 12), ("B", "W2", 10), ("C", "W3", 8)],
    "never met, two workshops each": [
        ("A", "W1", 6), ("A", "W2", 6), ("B", "W3", 5), ("B", "W4", 5), ("C", "W5", 4), ("C", "W6", 4),
    ],
    "two met, the third elsewhere": [
        ("A", "W1", 6), ("B", "W1", 6), ("A", "W2", 6), ("B", "W2", 6), ("C", "W3", 6), ("C", "W4", 6),
    ],
}  # fmt: skip


def ballots(worth: npt.NDArray[np.float64], voters: int, draw: np.random.Generator) -> pd.DataFrame:
    liking = np.log(worth) + draw.gumbel(size=(voters, len(worth)))
    return pd.DataFrame((-liking).argsort(axis=1).argsort(axis=1) + 1.0)


def first_place(worth: npt.NDArray[np.float64], voters: int, draw: np.random.Generator, seed: int) -> Certainty:
    table = priorities(ballots(worth, voters, draw), pd.Series(np.nan, index=range(voters), dtype=object), seed)
    (found,) = firsts(table.assign(poll="", question="", question_title=""))
    return found.certainty


def claimed(design: list[tuple[str, str, int]], options: int, draw: np.random.Generator, seed: int) -> list[Certainty]:
    group, workshop = (pd.Series([each[at] for each in design for _ in range(each[2])]) for at in (0, 1))
    table = compare_groups(ballots(np.ones(options), len(group), draw), group, workshop, seed=seed, draws=999)
    table = table.rename(columns={"clusters_a": "workshops_a", "clusters_b": "workshops_b"})
    table["apart"] = np.where(table["needed_effect"].isna() & table["difference"].notna(), "no", "yes")
    return [each.certainty for each in differences(table.assign(poll="", question="", question_title=""))]


def main(times: int = 1000) -> None:
    print(f"{times:,} data sets each; shares in which a false claim is made\n")
    print(f"{'first place':<34}{'options':>8}{'voters':>8}{'clear':>8}{'likely':>8}")
    for options in OPTIONS:
        tied = {"all options tied": np.ones(options), "two tied, far above the rest": np.ones(options)}
        tied["two tied, far above the rest"][:2] = 5
        for name, worth in tied.items():
            for voters in VOTERS:
                draw = np.random.default_rng(voters)
                said = [first_place(worth, voters, draw, seed) for seed in range(times)]
                shares = "".join(f"{said.count(each) / times:>8.3f}" for each in SAID)
                print(f"{name:<34}{options:>8}{voters:>8}{shares}", flush=True)
    print(f"\n{'difference between groups':<34}{'options':>8}{'clear':>8}{'likely':>8}{'either':>8}")
    for name, design in DESIGNS.items():
        for options in OPTIONS:
            draw = np.random.default_rng(options)
            made = [claimed(design, options, draw, seed) for seed in range(times)]
            shares = "".join(f"{sum(each in those for those in made) / times:>8.3f}" for each in SAID)
            print(f"{name:<34}{options:>8}{shares}{sum(map(bool, made)) / times:>8.3f}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
