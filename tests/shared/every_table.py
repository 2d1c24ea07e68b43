"""What a reader with all the time in the world can work out: every set of whole numbers that fits, by trying them.

It knows nothing of how the toolkit chooses ranges. A test says what is published of each number and what ties them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from lmep_consult.table import Range

Tie = tuple[Mapping[Hashable, int], float, float]
"""By number, how often it counts in a sum; the least and the most that sum can be."""


def said(cell: object, base: int) -> range:
    """The numbers that a published cell leaves possible by itself; None for a number that is not published."""
    if isinstance(cell, Range):
        return range(cell.low, min(cell.high, base) + 1)
    if cell is None or cell == "[c]":
        return range(base + 1)
    return range(int(cell), int(cell) + 1)  # type: ignore[call-overload]


def banded(count: int, base: int, few: int, small: int, all_may_show: bool = False) -> range:
    """The band that a count is in, by the promise: none or a few; nearly all of a small group; anything at all where a
    group is so small that the two would meet."""
    if few == 1 or base == 0:
        return range(count, count + 1)
    if all_may_show:
        return range(min(few, base + 1)) if count < few else range(count, count + 1)
    if base < 2 * few:
        return range(base + 1)
    if count < few:
        return range(few)
    if base < small and count > base - few:
        return range(base - few + 1, base + 1)
    return range(count, count + 1)


def possible(published: Mapping[Hashable, range], ties: Sequence[Tie]) -> dict[Hashable, set[int]]:
    """Of each number, every value it has in some set of values that fits what is published and all ties."""
    seen: dict[Hashable, set[int]] = {name: set() for name in published}
    for name, values in published.items():
        for value in values:
            if value not in seen[name]:
                fits = next(every_set(dict(published) | {name: range(value, value + 1)}, ties), None)
                for each, found in (fits or {}).items():
                    seen[each].add(found)
    return seen


def every_set(published: Mapping[Hashable, range], ties: Sequence[Tie]) -> Iterator[dict[Hashable, int]]:
    """Every set of values that fits."""
    left = _narrowed(dict(published), ties)
    if left is None:
        return
    open_ones = [name for name, values in left.items() if len(values) > 1]
    if not open_ones:
        yield {name: values[0] for name, values in left.items()}
        return
    name = min(open_ones, key=lambda each: len(left[each]))
    for value in left[name]:
        yield from every_set(left | {name: range(value, value + 1)}, ties)


def _narrowed(left: dict[Hashable, range], ties: Sequence[Tie]) -> dict[Hashable, range] | None:
    """Without values that one tie by itself rules out; None where nothing is left of some number."""
    changed = True
    while changed:
        changed = False
        for parts, least, most in ties:
            ends = {n: sorted((sign * left[n][0], sign * left[n][-1])) for n, sign in parts.items()}
            low, high = (sum(end[at] for end in ends.values()) for at in (0, 1))
            for name, sign in parts.items():
                down, up = least - (high - ends[name][1]), most - (low - ends[name][0])
                kept = [value for value in left[name] if down <= sign * value <= up]
                if not kept:
                    return None
                if len(kept) < len(left[name]):
                    left[name] = range(kept[0], kept[-1] + 1)
                    changed = True
    return left
