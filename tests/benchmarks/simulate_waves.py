"""A second wave in which two themes moved and the rest did not: how often these are found, and any other claimed.

    python tests/benchmarks/simulate_waves.py [seeds]

43 people then and 40 now, of three groups; 24 themes that 5% to 70% of people speak of; one rises from 15% to 75%, one
falls from 75% to 15%. The themes of one person hang together, and so does what somebody found in both waves says then
and now. Printed for other people, for half of them the same and for the same people: seeds in which both changes are
found, with the right direction; seeds in which anything is claimed besides; and the same where nothing moved. Then the
share to which one must rise to be found eight times in ten, by number of people and of themes, where nobody is in both
waves and where all are.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.special import ndtri
from scipy.stats import binom, multivariate_normal

from lmep_consult.waves.comparing import Said, in_full
from lmep_consult.waves.exact import ERROR_RATE, Counted, findable, p_values

GROUPS = ("A",) * 20 + ("B",) * 12 + ("C",) * 11
SHARES = np.linspace(0.05, 0.7, 22)
MOVED = {"theme 22": 1, "theme 23": -1}
LINKED = {"other people": 0.0, "half the same": 0.5, "the same people": 1.0}


def study(
    draw: np.random.Generator, linked: float, moved: bool = True, before: int = 43, after: int = 40
) -> tuple[Said, Said, dict[str, str]]:
    """The two waves, and who is in both. linked: the share of the later wave's people who are in the earlier one."""
    shares = [np.append(SHARES, ends) for ends in ((0.15, 0.75), (0.75, 0.15) if moved else (0.15, 0.75))]
    same = round(linked * min(before, after))
    people = before + after - same
    person, theme = draw.normal(size=(people, 1)), draw.normal(size=(people, len(shares[0])))
    waves = []
    for at, (which, first, size) in enumerate((("E", 0, before), ("L", before - same, after))):
        own = slice(first, first + size)
        liking = 0.3 * person[own] + 0.6 * theme[own]
        liking = liking + np.sqrt(1 - 0.3**2 - 0.6**2) * draw.normal(size=liking.shape)
        says = liking < ndtri(shares[at])
        ids = [f"{which}{number}" for number in range(first, first + size)]
        heard = {who: GROUPS[number % len(GROUPS)] for number, who in enumerate(ids, start=first)}
        by = {
            f"theme {k}": {who for who, yes in zip(ids, says[:, k], strict=True) if yes} for k in range(says.shape[1])
        }
        waves.append(Said(heard, by))
    pairs = {f"L{number}": f"E{number}" for number in range(before - same, before)}
    return waves[0], waves[1], pairs


def findable_again(people: int, share: float, rate: float) -> float:
    """What `findable` gives, where all people are in both waves; what they say hangs together as in `study`."""
    found = np.zeros((people + 1, people + 1))  # by how many came and left
    for once in range(people + 1):
        for came in range(once + 1):
            p, _, way = p_values(Counted(came, once - came))
            found[came, once - came] = p <= rate and way == 1
    hangs_together = 0.3**2 + 0.6**2
    for percent in range(round(share * 100) + 1, 100):
        ends = [ndtri(share), ndtri(percent / 100)]
        both = multivariate_normal([0, 0], [[1, hangs_together], [hangs_together, 1]]).cdf(ends)
        came, left = percent / 100 - both, share - both
        chance = sum(
            binom.pmf(once, people, came + left)
            * (binom.pmf(k := np.arange(once + 1), once, came / (came + left)) @ found[k, once - k])
            for once in range(people + 1)
        )
        if chance >= 0.8:
            return percent / 100
    return float("nan")


def main(seeds: int = 200) -> None:
    print(
        f"{len(SHARES) + 2} themes, 43 people then and 40 now, {seeds} seeds, "
        f"error rate {ERROR_RATE:.0%} (family-wise)\n"
    )
    print(f"{'':<18}{'both found':>12}{'other claims':>14}{'any, none moved':>17}")
    for name, linked in LINKED.items():
        both = others = none = 0
        for seed in range(seeds):
            full = in_full(*study(np.random.default_rng(seed), linked))
            claimed = full[full["p_adjusted"] <= ERROR_RATE]
            ways = dict(zip(claimed["item"], claimed["direction"], strict=True))
            both += all(ways.get(item) == way for item, way in MOVED.items())
            others += bool(ways.keys() - MOVED.keys())
            still = in_full(*study(np.random.default_rng(10_000 + seed), linked, moved=False))
            none += bool((still["p_adjusted"] <= ERROR_RATE).any())
        print(f"{name:<18}{both:>12}{others:>14}{none:>17}", flush=True)
    print("\nto be found 8 times in 10, a share must rise to")
    print(
        f"{'people, each wave':<20}{'themes':>8}"
        + "".join(f"{f'from {share:.0%}':>12}" for share in 2 * (0.1, 0.3, 0.5))
        + "  (others; the same)"
    )
    for people in (20, 30, 43):
        for themes in (1, 8, 24):
            rate = ERROR_RATE / themes
            ends = [findable(people, people, share, rate) for share in (0.1, 0.3, 0.5)]
            ends += [findable_again(people, share, rate) for share in (0.1, 0.3, 0.5)]
            print(
                f"{people:<20}{themes:>8}"
                + "".join(f"{'never' if np.isnan(end) else f'{end:.0%}':>12}" for end in ends)
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
