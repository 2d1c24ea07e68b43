"""How sure it is that a suggestion is right, from what the coder made of earlier ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from lmep_consult.coding.decisions.decision import Decision
from lmep_consult.coding.desk.rows import Suggested

_TERM = re.compile(r"term “(.+?)” in “")
_SURE = re.compile(r"(\d+)% sure")


@lru_cache(maxsize=20_000)
def terms_of(why: str) -> frozenset[str]:
    """The codebook's terms that a rule's reason names.

    >>> sorted(terms_of("term “fare” in “fares”; term “ticket” in “ticket”"))
    ['fare', 'ticket']
    """
    return frozenset(_TERM.findall(why))


def certainty(decided: Iterable[Decision]) -> Callable[[Suggested], float]:
    """How likely each suggestion is to be accepted, from 0 to 1.

    A model says so itself. Of a rule it is the share of its term's suggestions that the coder accepted so far, each
    term beginning with one accepted and one rejected (the rule of succession); of several terms the best.
    """
    accepted: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for decision in decided:
        if decision.rule:
            keys = [(decision.was or decision.code, term) for term in terms_of(decision.rule)]
            all_.update(keys)
            if decision.action == "accept":
                accepted.update(keys)

    def sure(suggested: Suggested) -> float:
        said = _SURE.match(suggested.why) if suggested.origin != "rule" else None
        if said:
            return int(said[1]) / 100
        keys = [(suggested.code, term) for term in terms_of(suggested.why)]
        return max(((accepted[key] + 1) / (all_[key] + 2) for key in keys), default=0.5)

    return sure
