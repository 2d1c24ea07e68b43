"""Words that are said only to deny them, or only to repeat the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NEGATORS = frozenset("not n't never no nor neither without hardly scarcely barely none nobody nothing".split())
# After these a negator denies nothing: "not enough time", "not only money", "no matter".
_NO_DENIAL = frozenset(
    "enough only just always all necessarily least matter doubt wonder more less longer idea".split()
)
_LINKS = frozenset(
    "is are was were am be been being do does did has have had can could will would should 's 're".split()
)
_BREAKS = frozenset(",;:.!?–—()").union({"but", "although", "though", "whereas", "because", "except", "however"})
_BEFORE, _AFTER = 4, 3  # words before and after in which a negator counts
_ECHO = re.compile(
    r"\byou (?:mentioned|said|asked|were asking|talked|spoke|brought up|raised|called)\b|\bas you (?:say|put it)\b"
    r"|\byour (?:question|point)\b|\byou 're asking\b|\byou are asking\b"
)


def is_denied(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` are denied within their clause. words: a sentence's, in lower case.

    A negator in the few words before them counts, and one that follows a verb after them, as in "time is not our
    trouble" (after NegEx: Chapman et al. 2001, doi:10.1006/jbin.2001.1029). So does none that belongs to the words.

    >>> is_denied("time is not our trouble".split(), 0, 0), is_denied("we do n't lack data".split(), 4, 4)
    (True, True)
    >>> is_denied("there is not enough time".split(), 4, 4), is_denied("no , time is short".split(), 2, 2)
    (False, False)
    """
    for at in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if words[at] in _BREAKS:
            break
        if words[at] in _NEGATORS and words[at + 1] not in _NO_DENIAL:
            return True
    for at in range(last + 1, min(last + 1 + _AFTER, len(words))):
        if words[at] in _BREAKS:
            break
        after = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in _NEGATORS - {"no"} and words[at - 1] in _LINKS and after not in _NO_DENIAL:
            return True
    return False


def is_echo(before: str) -> bool:
    """Whether what stands before some words in their sentence hands them back to the interviewer.

    >>> is_echo("you mentioned "), is_echo("you could say that ")
    (True, False)
    """
    return bool(_ECHO.search(before.casefold().replace("’", "'").replace("'re", " 're")))
