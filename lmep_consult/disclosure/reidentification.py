"""Who could be found by putting attributes together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd


def reidentification_risks(register: pd.DataFrame, columns: Sequence[str], k: int) -> pd.DataFrame:
    """The combinations of attributes that fewer than `k` people hold.

    register: one row per person who took part; `columns`, the attributes an output shows, up to ten or so, since all
    their subsets are looked at. Only combinations none of whose parts is rare by itself are listed: who is the only
    "Wales" is also the only "Wales, rural". A blank cell is not an attribute.

    Returns columns, values (both joined by "; "), people (how many hold it), those with fewest attributes first, then
    those with fewest people. Which people they are is not said.

    >>> people = pd.DataFrame({"group": ["NHS", "NHS", "LA", "LA"], "role": ["data", "policy", "data", "data"]})
    >>> reidentification_risks(people, ["group", "role"], k=2).to_numpy().tolist()
    [['role', 'policy', 1], ['group; role', 'NHS; data', 1]]
    """
    codes, values = zip(*(pd.factorize(register[column].astype(str)) for column in columns), strict=True)
    filled = [(register[column].astype(str) != "").to_numpy() for column in columns]
    # By subset, the number of each person's combination.
    together: dict[tuple[int, ...], np.ndarray] = {(): np.zeros(len(register), dtype=np.int64)}
    rare: dict[tuple[int, ...], np.ndarray] = {}
    found = []
    for size in range(1, len(columns) + 1):
        for subset in combinations(range(len(columns)), size):
            held = np.logical_and.reduce([filled[at] for at in subset])
            *first, last = subset
            numbered = together[tuple(first)] * len(values[last]) + codes[last]
            _, which, people = np.unique(numbered, return_inverse=True, return_counts=True)
            together[subset] = which
            few = held & (people[which] < k)
            parts = [rare[subset[:at] + subset[at + 1 :]] for at in range(size)] if size > 1 else []
            rare[subset] = np.logical_or.reduce([few, *parts])
            minimal = few & ~np.logical_or.reduce([np.zeros(len(few), dtype=bool), *parts])
            for which_one in dict.fromkeys(which[minimal]):
                row = int(np.flatnonzero(which == which_one)[0])
                said = "; ".join(str(values[at][codes[at][row]]) for at in subset)
                found.append((size, "; ".join(columns[at] for at in subset), said, int(people[which_one])))
    risks = pd.DataFrame(found, columns=["size", "columns", "values", "people"])
    risks = risks.sort_values(["size", "people"], kind="stable", ignore_index=True)
    return risks.drop(columns="size")
