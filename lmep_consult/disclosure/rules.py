"""When a number of people says too much about each of them, by the study's settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """minimum_base: a group of fewer people is not shown alone. minimum_count: numbers of people below it are one band,
    zero included. allow: capitalised words that identify nobody. ordinary: words the study's transcripts hold in lower
    case. unanimous_base: in a group of fewer people, the minimum_count highest numbers are one band too.
    read: passages, as readers see them, that a person released: what may be a name in them is none."""

    minimum_base: int = 3
    minimum_count: int = 3
    allow: Collection[str] = ()
    ordinary: Collection[str] = ()
    unanimous_base: int = 10
    read: Collection[str] = ()

    @property
    def least_shown(self) -> int:
        """How many people a group must have for anything to be shown of what they said: in a smaller one the bands
        would overlap."""
        return max(self.minimum_base, 2 * self.minimum_count if self.minimum_count > 1 else 1)

    def too_small(self, base: int) -> bool:
        """Whether a group has fewer people than that; one without people has nothing to hide.

        >>> [base for base in range(9) if Rules().too_small(base)]
        [1, 2, 3, 4, 5]
        """
        return 0 < base < self.least_shown
