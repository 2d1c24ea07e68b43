"""How much may be shown of votes: of how many voters, and how exactly.

A ballot is known once what is shown of its voter's group leaves no other. So what is shown wants voters, and more of
them the more is shown; tests/disclosure/test_votes.py tries every set of ballots of small groups.
"""

from __future__ import annotations

from lmep_consult.disclosure.rules import Rules

_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0)


def voters_wanted(rules: Rules, options: int) -> int:
    """How many voters a group must have for its ranks to be shown, and the voters left when shown groups are taken from
    all: twice minimum_count, or three times where there are so few options that ranks nearly give the ballots.

    >>> [voters_wanted(Rules(minimum_count=3), options) for options in (3, 4, 8)]
    [9, 6, 6]
    """
    return max(rules.minimum_base, rules.minimum_count * (2 if options > 3 else 3))


def further_voters_wanted(rules: Rules, options: int) -> int:
    """How many voters there must be for what is shown of the same ballots besides their ranks (other methods, other
    weights, agreement): twice as many as for the ranks."""
    return 2 * voters_wanted(rules, options)


def step(weight: float, rules: Rules) -> float:
    """To what a mean of ranks or points is rounded: so coarsely that it does not show whether minimum_count - 1 voters
    put an option one place higher or lower.

    weight: the largest part that one voter has in the mean, 1 / n in that of n.

    >>> [step(1 / voters, Rules(minimum_count=3)) for voters in (6, 11, 21, 43)]
    [1.0, 0.5, 0.2, 0.1]
    """
    hidden = 2 * (rules.minimum_count - 1) * weight
    return next((step for step in _STEPS if step >= hidden - 1e-9), _STEPS[-1])
