"""How finely a quotation may be attributed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

ANYBODY = "Participant"


def attribution(register: pd.DataFrame, columns: Sequence[str], k: int) -> pd.DataFrame:
    """The finest label of each participant that fits at least `k` of those who took part.

    register: one row per person who took part, column participant and `columns`, of which the first are the last to be
    given up: ["group", "role"]. A label is the values of the first so many columns, "NHS, delivery", or, of none,
    "Participant". At least `k` people carry each label, not only fit it: where those of a group whose role is rare
    were alone in being called by their group only, the group's next rarest role is given up too. A blank cell is
    given up with those after it.

    Returns participant, label, people (how many carry the label), in the order of `register`; label is "" for
    everybody where fewer than `k` took part: then no quotation can be attributed to anybody.

    >>> people = {"participant": ["P1", "P2", "P3", "P4"], "group": ["NHS"] * 4, "role": ["policy"] * 2 + ["data"] * 2}
    >>> list(attribution(pd.DataFrame(people), ["group", "role"], k=2)["label"])
    ['NHS, policy', 'NHS, policy', 'NHS, data', 'NHS, data']
    >>> list(attribution(pd.DataFrame(people), ["group", "role"], k=3)["label"])
    ['NHS', 'NHS', 'NHS', 'NHS']
    """
    labels = pd.Series("", index=register.index, dtype=object)
    if len(register) >= k:
        for rows, values in _labelled(register, list(columns), (), k):
            labels[rows] = ", ".join(values) or ANYBODY
    people = labels.map(labels.value_counts()).astype(int)
    return pd.DataFrame({"participant": register["participant"], "label": labels, "people": people}).reset_index(
        drop=True
    )


def _labelled(
    people: pd.DataFrame, columns: list[str], values: tuple[str, ...], k: int
) -> Iterator[tuple[pd.Index, tuple[str, ...]]]:
    """`people`, at least `k` who share `values`, in parts with the values each may be called by."""
    if not columns:
        yield people.index, values
        return
    first, *others = columns
    parts = {str(value): rows for value, rows in people.groupby(first, sort=False)}
    kept = sorted(
        (value for value, rows in parts.items() if value and len(rows) >= k), key=lambda v: (len(parts[v]), v)
    )
    rest = len(people) - sum(len(parts[value]) for value in kept)
    while 0 < rest < k:
        rest += len(parts[kept.pop(0)])
    for value in kept:
        yield from _labelled(parts[value], others, (*values, value), k)
    named = [index for value in kept for index in parts[value].index]
    if rest:
        yield people.index.drop(named), values
