"""How many answers carry each code: what the machine found, corrected by the sample that people coded.

The machine's count by itself is wrong by what it finds wrongly and by what it misses. Both are estimated from the
sample: of the answers in which the machine found a code, the share that has it by a person's reading; and of all
others, the share that has it too. For a code that is there or not, this is prediction-powered inference with the best
weight for the machine (A. N. Angelopoulos and others, Science 382 (2023), doi 10.1126/science.adi6000, and
arXiv:2311.01453), which survey statisticians know as the post-stratified estimator.

The normal intervals that are usual for both do not cover where errors are few, as those of a good machine are. So each
share has an exact binomial interval (C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), doi
10.1093/biomet/26.4.404) for the number of answers that a simple random sample of the same precision would have (E. L.
Korn and B. I. Graubard, Survey Methodology 24 (1998), 193-201), and the intervals of the two shares are put together by
the method of variance estimates recovery (G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), doi
10.1002/sim.3095).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from lmep_consult.table import ALL_GROUPS

COUNTS = ["code", "group", "responses", "lower", "upper", "base", "sample", "carry"]
LEVEL = 0.95
UNKNOWN = 0.5  # the share where nothing was read: the middle of what it may be

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shares:
    """The share of answers with the code, by code: the best value, and the ends of its interval."""

    value: Floats
    low: Floats
    high: Floats

    def of(self, answers: Floats) -> Shares:
        """How many of `answers` these are."""
        return Shares(self.value * answers, self.low * answers, self.high * answers)


def estimated_counts(
    machine: pd.DataFrame, person: pd.DataFrame, chance: pd.Series, group: pd.Series, level: float = LEVEL
) -> pd.DataFrame:
    """How many answers carry each code, overall and by group.

    machine: all answers, by response x codes, whether the machine found the code. person: the answers that people
    coded, likewise, with the same codes. chance: by response of `person`, the probability of being in the sample.
    group: by response of `machine`, the group; "" for none, and then it counts in all groups alone.

    Returns a row for each code and group (`ALL_GROUPS` first, then the largest): code, group, responses (estimated),
    lower, upper (the ends of the interval), base (all answers of the group), sample (those of them that people coded),
    carry (those of the sample with the code).
    """
    found, read, weight = _aligned(machine, person, chance)
    number, names = pd.factorize(group.to_numpy())
    number_read = number[group.index.get_indexer(person.index)]
    overall = [_shares(read, weight, found.sampled == cell, None, level) for cell in (True, False)]
    rows = []
    sizes = np.bincount(number, minlength=len(names))
    largest_first = [str(names[at]) for at in np.argsort(-sizes, kind="stable") if names[at]]
    for name in [ALL_GROUPS, *largest_first]:
        here, there = (
            np.full(len(who), True) if name == ALL_GROUPS else who == list(names).index(name)
            for who in (number, number_read)
        )
        machines = found.all[here].sum(axis=0)
        totals = machines, here.sum() - machines
        cells = [
            _shares(read[there], weight[there], found.sampled[there] == cell, whole, level).of(total)
            for cell, whole, total in zip((True, False), overall, totals, strict=True)
        ]
        both = _added(*cells)
        seen = read[there].sum(axis=0)  # those read are known
        unseen = here.sum() - (~read[there]).sum(axis=0)
        known = [np.clip(each, seen, unseen) for each in (both.value, both.low, both.high)]
        rows += [
            (at, code, name, *numbers, int(here.sum()), int(there.sum()), int(carry))
            for at, (code, *numbers, carry) in enumerate(zip(machine.columns, *known, seen, strict=True))
        ]
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame([row[1:] for row in rows], columns=COUNTS)


def accuracy(machine: pd.DataFrame, person: pd.DataFrame, chance: pd.Series, level: float = LEVEL) -> pd.DataFrame:
    """How far the machine can be trusted, code by code, compared with what people coded. Arguments as in
    `estimated_counts`.

    Returns code, precision (the share of what the machine found that is right), precision_lower, precision_upper,
    found (answers of the sample in which the machine found the code), recall (the share of the answers with the code
    that the machine found), recall_lower, recall_upper, carry (answers of the sample with the code). A share that
    nothing is known of is NaN: nothing found, or nothing there to find.
    """
    found, read, weight = _aligned(machine, person, chance)
    machines = found.all.sum(axis=0)
    right, missed = (_shares(read, weight, found.sampled == cell, None, level) for cell in (True, False))
    recall = _part_of_sum(right.of(machines), missed.of(len(machine) - machines))
    nothing = ~found.sampled.any(axis=0)
    none_there = ~read.any(axis=0)
    return pd.DataFrame(
        {
            "code": machine.columns,
            "precision": np.where(nothing, np.nan, right.value),
            "precision_lower": np.where(nothing, np.nan, right.low),
            "precision_upper": np.where(nothing, np.nan, right.high),
            "found": found.sampled.sum(axis=0),
            "recall": np.where(none_there, np.nan, recall.value),
            "recall_lower": np.where(none_there, np.nan, recall.low),
            "recall_upper": np.where(none_there, np.nan, recall.high),
            "carry": read.sum(axis=0),
        }
    )


@dataclass(frozen=True)
class _Found:
    all: Flags
    sampled: Flags


def _aligned(machine: pd.DataFrame, person: pd.DataFrame, chance: pd.Series) -> tuple[_Found, Flags, Floats]:
    """What the machine found, what people found in the sample, and how many answers each of the sample represents."""
    every = machine.to_numpy(dtype=bool)
    sampled = every[machine.index.get_indexer(person.index)]
    read = person[list(machine.columns)].to_numpy(dtype=bool)
    return _Found(every, sampled), read, 1 / chance.loc[person.index].to_numpy(dtype=float)


def _shares(read: Flags, weight: Floats, there: Flags, otherwise: Shares | None, level: float) -> Shares:
    """The share of answers that carry each code, among those of the sample that are `there` (answers x codes).

    An answer that represents w of them adds w (w - 1) to the variance of a total (Poisson sampling), so the sample is
    worth as many answers of a simple random sample as would have the variance that this comes to. One answer more of
    either kind, of the largest weight, is reckoned with: what was not seen may be of those that stand for many (as M.
    P. Fay and E. J. Feuer do, Statistics in Medicine 16 (1997), 791-801). Half an answer more either way, as the number
    of answers is whole: where most of few answers were read, the interval would be too narrow without it. otherwise:
    the best value where no answer is there.
    """
    weights = there * weight[:, None]
    total = weights.sum(axis=0)
    largest = weights.max(axis=0, initial=1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (weights * read).sum(axis=0) / total
        spread = []
        for kind in (read, ~read):
            of_kind = weights * kind
            squares = (of_kind * (weight - 1)[:, None]).sum(axis=0) + largest * (largest - 1)
            spread.append(squares / (of_kind.sum(axis=0) + largest))
        worth = total / ((1 - share) * spread[0] + share * spread[1])
        carry, others, half = worth * share, worth * (1 - share), worth / total / 2
        tail = (1 - level) / 2
        low = np.where(share > 0, scipy.special.betaincinv(carry - half, others + half + 1, tail), 0.0)
        high = np.where(share < 1, scipy.special.betaincinv(carry + half + 1, others - half, 1 - tail), 1.0)
    everything = np.isinf(worth)  # each answer represents itself alone
    low, high = np.where(everything, share, low), np.where(everything, share, high)
    nothing = total == 0
    best = np.where(nothing, UNKNOWN if otherwise is None else otherwise.value, share)
    return Shares(best, np.where(nothing, 0.0, low), np.where(nothing, 1.0, high))


def _added(a: Shares, b: Shares) -> Shares:
    """The sum of two independent estimates with its interval (Zou and Donner 2008)."""
    value = a.value + b.value
    below = np.hypot(a.value - a.low, b.value - b.low)
    above = np.hypot(a.high - a.value, b.high - b.value)
    return Shares(value, value - below, value + above)


def _part_of_sum(a: Shares, b: Shares) -> Shares:
    """a / (a + b) of two independent estimates, by the interval of b / a (A. Donner and G. Y. Zou, Statistical Methods
    in Medical Research 21 (2012), doi 10.1177/0962280210383082)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        product = a.value * b.value
        below = product**2 - b.low * a.high * (2 * b.value - b.low) * (2 * a.value - a.high)
        low = b.low * (2 * b.value - b.low) / (product + np.sqrt(np.maximum(below, 0)))
        above = product**2 - b.high * a.low * (2 * b.value - b.high) * (2 * a.value - a.low)
        high = (product + np.sqrt(np.maximum(above, 0))) / (a.low * (2 * a.value - a.low))
        value = a.value / (a.value + b.value)
    low, high = np.where(b.low > 0, low, 0.0), np.where(a.low > 0, high, np.inf)
    return Shares(value, 1 / (1 + high), 1 / (1 + low))
