"""Descriptions that fit one person only, without a name: for a person to judge."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PERSON = (
    r"(?:woman|man|chap|fellow|lady|lad|lass|guy|bloke|girl|boy|person|councillor|mayor|mp|professor|lecturer|director|"
    r"nurse|midwife|doctor|surgeon|gp|consultant|teacher|head ?teacher|head|farmer|vicar|priest|imam|rabbi|porter|"
    r"caretaker|driver|officer|chief executive|chair|chairman|chairwoman|leader|solicitor|lawyer|barrister|magistrate|"
    r"judge|baker|butcher|widow|widower|mother|father|refugee|veteran|[^\W\d_]{3,30}(?:ologist|ographer|wright|ician|smith))"
)
_WORD = r" (?:[\w'’-]{1,40}|\[[^\[\]\n]{1,60}\])"
_DESCRIBED = [
    # the only professor of hydrology in the county
    rf"\b(?:the|our|my|their) (?:only|first|sole|youngest|oldest|eldest|longest[- ]serving)(?:{_WORD}){{0,4}}? "
    rf"{_PERSON},? (?:in|of|at|on|from|for|to|who|with)(?:{_WORD}){{1,8}}",
    # the woman who leads on falls at the hospital
    rf"\b(?:the|that|our) (?!person\b){_PERSON} (?:who|that)(?:{_WORD}){{2,10}}",
    # a retired trawlerman with one arm
    rf"\b(?:a|an|the|our|my) (?:retired|former|ex)[ -](?:[\w'’-]{{1,40}} ){{1,3}}?(?:with|from|who|in|on|of)"
    rf"(?:{_WORD}){{1,7}}",
    # the dean's wife, who is a magistrate
    rf"\b(?:the|our) [\w-]{{1,40}}['’]s (?:wife|husband|son|daughter|mother|father|brother|sister|partner|widow|twin)\b"
    rf"(?:,? who(?:{_WORD}){{2,8}})?",
]
_PATTERNS = [re.compile(pattern, re.IGNORECASE) for pattern in _DESCRIBED]


def descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what may describe one person and nobody else: the only, first or oldest of a kind; somebody who
    did this or that; a former or retired one; somebody's relative.

    >>> text = "I asked the only archaeologist in town. The people who work there knew the man who ran it."
    >>> [text[start:end] for start, end in descriptions(text)]
    ['the only archaeologist in town', 'the man who ran it']
    """
    for pattern in _PATTERNS:
        yield from (match.span() for match in pattern.finditer(text))
