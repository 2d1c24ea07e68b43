"""Which answers people code, so that the counts of all of them can be corrected."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

BATCH = 50  # answers that a coder reads as one source
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
_ROUNDING = 1e-9  # chances that add up to a whole number do so but for this
_WHOLE, _BY_CODE, _BY_GROUP = 0.5, 0.25, 0.25  # parts of the sample: of all alike, of each code's, of each group's


def chances(machine: pd.DataFrame, group: pd.Series, size: int) -> pd.Series:
    """The probability with which each answer comes into a sample of `size`, by response.

    machine: responses x codes, whether the machine gave the code. group: by response, the type of respondent.

    Half of the sample is shared out in proportion to numbers, a quarter equally between codes and a quarter equally
    between groups; an answer counts for the rarest code the machine gave it. So rare codes and small groups are read
    often enough, and no answer has less than half the chance that it would have in a simple random sample.
    """
    return pd.Series(_chances(*_strata(machine, group), size), index=group.index)


def half_width(machine: pd.DataFrame, group: pd.Series, size: int, level: float = 0.95) -> float:
    """Half the width of the interval, as a share, that a code carried by half of the answers has with a sample of
    `size`, where the machine says nothing about it. For any other code, and with the machine, it is smaller."""
    chance = chances(machine, group, size)
    variance = 0.25 * float((1 / chance - 1).sum()) / len(chance) ** 2
    return float(scipy.special.ndtri((1 + level) / 2) * variance**0.5)


def size_for(machine: pd.DataFrame, group: pd.Series, precision: float) -> int:
    """The smallest sample whose `half_width` is `precision` or less; all answers where no smaller one is."""
    low, high = 1, len(group)
    while low < high:
        size = (low + high) // 2
        low, high = (low, size) if half_width(machine, group, size) <= precision else (size + 1, high)
    return high


def draw(machine: pd.DataFrame, group: pd.Series, size: int, seed: int) -> pd.DataFrame:
    """A sample of `size` answers, stratified by the rarest code that the machine gave and by group.

    Returns a frame by response: chance (as `chances` gives it, exactly), batch (from 1: a random part of the sample,
    so that those of the batches that are finished are a smaller sample of the same kind).

    How many come from each stratum is what is expected, rounded up or down by one random number (systematic sampling
    of strata). Within a stratum answers are taken in an order that the seed and their ids give: the same for everybody,
    and a larger sample begins with the answers of a smaller one, but for rounding.
    """
    code, whose = _strata(machine, group)
    chance = _chances(code, whose, size)
    order = np.lexsort((shuffled(group.index, seed), whose, code))
    new = np.append(True, (np.diff(code[order]) != 0) | (np.diff(whose[order]) != 0))
    stratum, first = np.cumsum(new) - 1, np.flatnonzero(new)
    ends = np.cumsum(np.add.reduceat(chance[order], first)) + np.random.default_rng(seed).random()
    taken = np.diff(np.floor(ends + _ROUNDING), prepend=0.0)
    drawn = order[np.arange(len(order)) - first[stratum] < taken[stratum]]
    drawn = drawn[np.argsort(shuffled(group.index[drawn], seed + 1), kind="stable")]
    frame = pd.DataFrame({"chance": chance[drawn]}, index=group.index[drawn])
    return frame.assign(batch=np.arange(len(drawn)) // BATCH + 1)


def shuffled(responses: pd.Index, seed: int) -> npt.NDArray[np.uint64]:
    """Numbers by which to sort, at random but the same wherever the seed and the ids are."""
    key = f"{seed:016d}"[-16:]
    return pd.util.hash_array(responses.to_numpy(dtype=object), hash_key=key, categorize=False)


def _strata(machine: pd.DataFrame, group: pd.Series) -> tuple[Numbers, Numbers]:
    """The number of each answer's rarest code of those that the machine gave, and of its group; -1 for none."""
    flags = machine.to_numpy(dtype=bool)
    rarest_first = np.argsort(flags.sum(axis=0), kind="stable")
    given = flags[:, rarest_first]
    code = np.where(given.any(axis=1), rarest_first[given.argmax(axis=1)], -1) if flags.shape[1] else _none(len(group))
    number, names = pd.factorize(group.to_numpy(), sort=True)
    return code, np.where(names.astype(str)[number] == "", -1, number) if len(names) else number


def _none(answers: int) -> Numbers:
    return np.full(answers, -1)


def _chances(code: Numbers, group: Numbers, size: int) -> Floats:
    wanted = np.full(len(code), _WHOLE / len(code))
    for kind, part in ((code, _BY_CODE), (group, _BY_GROUP)):
        there = kind >= 0
        if there.any():
            sizes = np.bincount(kind[there])
            wanted[there] += part / np.count_nonzero(sizes) / sizes[kind[there]]
        else:
            wanted += part / len(code)
    return _scaled(wanted, min(size, len(code)))


def _scaled(wanted: Floats, size: int) -> Floats:
    """`wanted` in proportion, so that it adds up to `size` and is nowhere more than 1."""
    certain = np.zeros(len(wanted), dtype=bool)
    while not certain.all():
        chance = np.where(certain, 1.0, wanted * (size - certain.sum()) / wanted[~certain].sum())
        if (chance <= 1).all():
            return chance
        certain |= chance > 1
    return np.ones(len(wanted))
