"""Which groups are too small to be shown alone."""

from __future__ import annotations

from collections.abc import Mapping


def groups_to_hide(bases: Mapping[str, int], minimum: int) -> set[str]:
    """The groups not to be shown alone: those under `minimum` and, since overall results less those of the groups
    shown are the results of the rest, further ones until the rest has `minimum` people.

    >>> sorted(groups_to_hide({"LA": 11, "NHS": 2, "VCS": 21}, 3))
    ['LA', 'NHS']
    """
    hidden = {group for group, base in bases.items() if base < minimum}
    by_size = sorted((group for group in bases if group not in hidden), key=lambda group: bases[group])
    while hidden and by_size and sum(bases[group] for group in hidden) < minimum:
        hidden.add(by_size.pop(0))
    if len(hidden) == 1 and by_size:  # a single hidden group is the total less the others
        hidden.add(by_size[0])
    return hidden
