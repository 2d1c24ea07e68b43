"""How often the intervals of corrected counts hold the true count, next to those that are usual.

Run as `python tests/benchmarks/simulate_corrected_counts.py [REPEATS]`. Answers of four types of respondent, of very
different numbers, carry eight codes, from .5 to 50 % of answers; some people say much, so codes go together. Machines
of eight kinds find them. A row is a machine and a size of sample: by prevalence, in percent, how often the interval
held the true count, with `.` where fewer than 10 answers of the sample are expected to carry the code; then the lowest
of those shown, overall, among the groups, and of precision and recall (of codes with 10 answers of the sample expected
that the machine found, and that carry it); and how wide intervals are, as a ratio to the normal intervals of
prediction-powered inference (ppi-python, where it is installed) for a simple random sample, and how often those hold.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from lmep_consult.responses.estimating import accuracy, estimated_counts
from lmep_consult.responses.sampling import chances, draw
from lmep_consult.table import ALL_GROUPS

try:
    from ppi_py import ppi_mean_ci
except ImportError:
    ppi_mean_ci = None

ANSWERS, SIZES, LEAST = 5000, (100, 300, 1000), 10
PREVALENCE = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
TYPES = {"individual": (0.6, 0.9), "business": (0.25, 1.1), "charity": (0.1, 1.2), "council": (0.05, 1.3)}
MACHINES = ((1.0, 0.99), (0.95, 0.95), (0.99, 0.7), (0.8, 0.8), (0.6, 0.9), (0.9, 0.5), (0.5, 0.5), (0.3, 0.3))


def population(
    random: np.random.Generator, precision: float, recall: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """What the machine found and what is true, answers x codes, and the type of each respondent."""
    parts, lifts = zip(*TYPES.values(), strict=True)
    kind = random.choice(len(TYPES), ANSWERS, p=parts)
    talk = random.gamma(2, 0.5, ANSWERS) * np.array(lifts)[kind]
    true, found = np.zeros((2, ANSWERS, len(PREVALENCE)), dtype=bool)
    for code, prevalence in enumerate(PREVALENCE):
        has = random.random(ANSWERS) < np.clip(prevalence * talk / talk.mean(), 0, 0.95)
        right = round(recall * has.sum())
        wrong = min(round(right * (1 - precision) / precision), (~has).sum())
        found[random.choice(np.flatnonzero(has), right, replace=False), code] = True
        found[random.choice(np.flatnonzero(~has), wrong, replace=False), code] = True
        true[:, code] = has
    index = pd.Index([f"R{number}" for number in range(ANSWERS)])
    return pd.DataFrame(found, index), pd.DataFrame(true, index), pd.Series(np.array(list(TYPES))[kind], index)


def usual(
    random: np.random.Generator, machine: np.ndarray, true: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Whether the normal intervals of prediction-powered inference hold the true share, and their width, by code."""
    read = np.zeros(ANSWERS, dtype=bool)
    read[random.choice(ANSWERS, size, replace=False)] = True
    parts = [part.astype(float).T for part in (true[read], machine[read], machine[~read])]
    ends = [ppi_mean_ci(*of_code, alpha=0.05) for of_code in zip(*parts, strict=True)]
    low, high = np.array([[np.ravel(end)[0] for end in both] for both in ends]).T
    share = true.mean(axis=0)
    return (low <= share) & (share <= high), high - low


def main(repeats: int) -> None:
    random = np.random.default_rng(1)
    heads = " ".join(f"{100 * prevalence:>5g}" for prevalence in PREVALENCE)
    print(f"precision recall sample  {heads}  lowest groups precision recall  width  usual: lowest")
    for precision, recall in MACHINES:
        machine, true, kind = population(random, precision, recall)
        groups = [ALL_GROUPS, *TYPES]
        members = {name: (kind == name).to_numpy() | (name == ALL_GROUPS) for name in groups}
        truth = {name: true[here].sum().to_numpy() for name, here in members.items()}
        right = (machine & true).sum()
        shares = {"precision": (right / machine.sum()).to_numpy(), "recall": (right / true.sum()).to_numpy()}
        for size in SIZES:
            chance = chances(machine, kind, size)
            carried = true.mul(chance, axis=0)
            enough = {name: carried[here].sum().to_numpy() >= LEAST for name, here in members.items()}
            for measure, of in (("precision", machine), ("recall", true)):
                enough[measure] = of.mul(chance, axis=0).sum().to_numpy() >= LEAST
            held = {name: np.zeros(len(PREVALENCE)) for name in enough}
            width, usually, usual_width = np.zeros((3, len(PREVALENCE)))
            for seed in range(repeats):
                sample = draw(machine, kind, size, seed)
                counts = estimated_counts(machine, true.loc[sample.index], sample["chance"], kind)
                for name, rows in counts.groupby("group"):
                    low, high = rows["lower"].to_numpy() - 1e-6, rows["upper"].to_numpy() + 1e-6
                    held[name] += (low <= truth[name]) & (truth[name] <= high)
                    width += (high - low) / ANSWERS * (name == ALL_GROUPS)
                trusted = accuracy(machine, true.loc[sample.index], sample["chance"])
                for measure, share in shares.items():
                    low, high = (trusted[f"{measure}_{end}"].to_numpy() for end in ("lower", "upper"))
                    held[measure] += (low - 1e-9 <= share) & (share <= high + 1e-9)
                if ppi_mean_ci is not None:
                    there, wide = usual(random, machine.to_numpy(), true.to_numpy(), size)
                    usually, usual_width = usually + there, usual_width + wide
            percent = {name: 100 * there / repeats for name, there in held.items()}
            shown = zip(percent[ALL_GROUPS], enough[ALL_GROUPS], strict=True)
            cells = " ".join(f"{each:5.1f}" if there else "    ." for each, there in shown)
            least = _lowest(percent[ALL_GROUPS], enough[ALL_GROUPS])
            of_groups = min(_lowest(percent[name], enough[name]) for name in TYPES)
            of_machine = "  ".join(f"{_lowest(percent[measure], enough[measure]):7.1f}" for measure in shares)
            peer = ""
            if ppi_mean_ci is not None:
                ratio = (width / usual_width)[enough[ALL_GROUPS]].mean()
                peer = f"{ratio:5.2f}   {_lowest(100 * usually / repeats, enough[ALL_GROUPS]):5.1f}"
            print(
                f"{precision:9} {recall:6} {size:6}  {cells}   {least:5.1f}  {of_groups:5.1f} {of_machine}  {peer}",
                flush=True,
            )


def _lowest(percent: np.ndarray, enough: np.ndarray) -> float:
    return float(percent[enough].min(initial=100.0))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
