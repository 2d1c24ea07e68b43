"""When a count says too much about people, by the study's settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """minimum_base: a group of fewer people is not shown alone. minimum_count: a number of people from 1 to one
    below it is withheld. allow: capitalised words that identify nobody. ordinary: words the study's transcripts
    hold in lower case. unanimous_base: that all of a group of fewer people said a thing is withheld.
    read: passages, as readers see them, that a person released: what may be a name in them is none."""

    minimum_base: int = 3
    minimum_count: int = 3
    allow: Collection[str] = ()
    ordinary: Collection[str] = ()
    unanimous_base: int = 5
    read: Collection[str] = ()

    def sensitive(self, count: int, base: int, all_may_show: bool = False) -> bool:
        """Whether a number of people says too much about each of them: few did, or all of a small group did (unless
        that all did may show).

        >>> [count for count in range(5) if Rules().sensitive(count, base=4)]
        [1, 2, 4]
        """
        few = 0 < count < self.minimum_count
        return few or (not all_may_show and 0 < count == base < self.unanimous_base)

    def too_few(self, base: int) -> bool:
        """Whether a group is so small that even its zeros are withheld.

        A reader who knows that withheld counts are not zero would know that a group of one has a count of 1.
        """
        return 0 < base < max(self.minimum_base, 2 if self.minimum_count > 1 else 1)
