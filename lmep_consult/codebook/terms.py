"""The words and phrases that suggest a code, and the conditions under which they do.

A term is one line, in YAML and in Excel alike: words, then conditions in square brackets, in any order.

    commission                        any word form: commissioned, commissioning
    fund*                             any ending: funds, funder, funding
    cost [near 5: programme, scheme]  no more than 5 words from one of these, in the same turn
    bus [turn: work, job*]            only where one of these is in the same turn
    evidence [not: evidence base]     but not as part of one of these

Phrases within a condition are parted by commas and take word forms and asterisks too. In YAML a term with a condition
is in quotation marks, since a colon means something there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

_CONDITION = re.compile(r"\[([^\[\]]*)\]")
_KIND = re.compile(r"(near) +(\d+)|(turn)|(not)")
_NEAREST, _FARTHEST = 1, 50


class CodeTerms(NamedTuple):
    """A code's terms, and whether the code passes over what is denied and what only repeats the question."""

    code: str
    terms: tuple[str, ...]
    skips_denied: bool
    skips_echo: bool


@dataclass(frozen=True)
class Term:
    """words: as written. near: phrases of which one is no more than `within` words away. turn: phrases of which one
    is in the same turn. not_in: phrases of which the words must be no part."""

    words: str
    near: tuple[str, ...] = ()
    within: int = 0
    turn: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


@cache
def parsed(text: str) -> Term:
    """The term that a line of text says.

    Raises ValueError, saying what is wrong, where it says none.

    >>> parsed("cost [near 5: programme, scheme*] [not: cost of living]")
    Term(words='cost', near=('programme', 'scheme*'), within=5, turn=(), not_in=('cost of living',))
    >>> parsed("cost [nearby: programme]")
    Traceback (most recent call last):
    ValueError: “nearby” is no condition; there are near N, turn and not
    """
    words, bracket, _ = text.partition("[")
    words = words.strip()
    if not _says_something(words):
        raise ValueError("it has no words; a term begins with words")
    rest = text[len(text.partition("[")[0]) :]
    if bracket and _CONDITION.sub("", rest).strip():
        raise ValueError(
            "something is outside the brackets that follow the words, or a bracket is opened or closed only once"
        )
    if "]" in words:
        raise ValueError("a bracket is opened or closed only once")
    found: dict[str, tuple[str, ...]] = {}
    within = 0
    for condition in _CONDITION.findall(rest):
        head, colon, tail = condition.partition(":")
        kind = _KIND.fullmatch(head.strip())
        if not kind:
            raise ValueError(f"“{head.strip()}” is no condition; there are near N, turn and not")
        name = next(part for part in kind.group(1, 3, 4) if part)
        phrases = tuple(phrase.strip() for phrase in tail.split(","))
        if not colon or not all(map(_says_something, phrases)):
            raise ValueError(f"after “{head.strip()}” there must be a colon and words, with commas between them")
        if name in found:
            raise ValueError(f"“{name}” is there twice; put its phrases together")
        if name == "near":
            within = int(kind[2])
            if not _NEAREST <= within <= _FARTHEST:
                raise ValueError(f"near {within} is not from {_NEAREST} to {_FARTHEST} words")
        found[name] = phrases
    return Term(words, found.get("near", ()), within, found.get("turn", ()), found.get("not", ()))


def _says_something(words: str) -> bool:
    return bool(re.search(r"\w", words))
