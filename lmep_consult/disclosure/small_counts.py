"""Which cells of a row of counts to withhold."""

from __future__ import annotations

from collections.abc import Mapping

from lmep_consult.table import ALL_GROUPS


def groups_to_hide(bases: Mapping[str, int], minimum: int) -> set[str]:
    """The groups not to be shown alone: those under `minimum` and, since overall results less those of the groups
    shown are the results of the rest, further ones until the rest has `minimum` people.

    >>> sorted(groups_to_hide({"MSA": 11, "ICB": 2, "CtW": 21}, 3))
    ['ICB', 'MSA']
    """
    hidden = {group for group, base in bases.items() if base < minimum}
    by_size = sorted((group for group in bases if group not in hidden), key=lambda group: bases[group])
    while hidden and by_size and sum(bases[group] for group in hidden) < minimum:
        hidden.add(by_size.pop(0))
    if len(hidden) == 1 and by_size:  # a single hidden group is the total less the others
        hidden.add(by_size[0])
    return hidden


def counts_to_hide(counts: Mapping[str, int], bases: Mapping[str, int], minimum: int) -> set[str]:
    """The groups whose count to withhold, "All groups" among them where needed.

    Counts from 1 to `minimum` - 1 are withheld. Where the total then tells a withheld count, the smallest count
    shown that is not 0 goes too, and so on; where none is left, the total goes. A reader is taken to know that
    withheld counts are from 1 to their base and that one of them at least is below `minimum`.

    >>> bases = {"MSA": 10, "ICB": 3, "CtW": 7}
    >>> sorted(counts_to_hide({"MSA": 8, "ICB": 1, "CtW": 5, "All groups": 14}, bases, 3))
    ['CtW', 'ICB']
    """
    cells = {group: count for group, count in counts.items() if group != ALL_GROUPS}
    hidden = {group for group, count in cells.items() if 0 < count < minimum}
    total = counts.get(ALL_GROUPS)
    if total is None:
        return hidden
    if 0 < total < minimum:
        return hidden | {ALL_GROUPS}
    shown = sorted((g for g, count in cells.items() if count and g not in hidden), key=lambda g: cells[g])
    while hidden and _is_told(cells, bases, hidden, minimum):
        if not shown:
            return hidden | {ALL_GROUPS}
        hidden.add(shown.pop(0))
    return hidden


def _is_told(cells: Mapping[str, int], bases: Mapping[str, int], hidden: set[str], minimum: int) -> bool:
    """Whether the total and the cells shown leave a hidden cell but one value."""
    rest = sum(cells[group] for group in hidden)
    for group in hidden:
        tops = [bases[other] for other in hidden - {group}]
        values = [v for v in range(1, bases[group] + 1) if _others_can_be(rest - v, tops, v < minimum, minimum)]
        if len(values) < 2:
            return True
    return False


def _others_can_be(rest: int, tops: list[int], one_is_small: bool, minimum: int) -> bool:
    """Whether counts from 1 to each of `tops` can add up to `rest`, one of them small if none is yet."""
    if one_is_small:
        return len(tops) <= rest <= sum(tops)
    return any(len(tops) <= rest <= sum(tops) - top + min(top, minimum - 1) for top in tops)
