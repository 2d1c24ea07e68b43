"""Names spelt out letter by letter, as people do for the record: S-I-O-B-H-A-N, d double e for echo k."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lmep_consult.pseudonyms.words import key_of

_LETTER = r"(?:double )?[^\W\d_](?!\w)(?: (?:for|as in) [^\W\d_]{2,20}\b)?"
_NEXT = r"(?: ?[-‐‑–] ?|[,.]? )"
_NEW_WORD = r"(?:,? (?:new word|next word|space|(?:and )?then|dash|hyphen|apostrophe|capital),? )"
_VOWELS, _MARKS = set("aeiouy"), set("abcde")
_SPELT = re.compile(rf"(?i:(?<![\w'’-]){_LETTER}(?:(?:{_NEW_WORD}|{_NEXT}){_LETTER}){{2,40}}(?![\w'’]))")
_PART = re.compile(_NEW_WORD + r"|[,.] ", re.IGNORECASE)
_ONE = re.compile(r"(?i)(?P<double>double )?(?P<letter>[^\W\d_])(?!\w)(?: (?:for|as in) [^\W\d_]{2,20}\b)?")


def spelt_out(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Start, end and the names (see key_of) of each run of single letters; the last of the names is all run together.

    Three letters or more; that A, B, C and D are options and that N-H-S is an abbreviation is for others to know.

    >>> list(spelt_out("It's N-I, new word, D-H-O-M-H."))
    [(5, 29, ['ni', 'dhomh', 'nidhomh'])]
    >>> list(spelt_out("so j o double n e, yes"))
    [(3, 17, ['jonne'])]
    """
    for match in _SPELT.finditer(text):
        names = [name for part in _PART.split(match[0]) if (name := _joined(part))]
        yield match.start(), match.end(), list(dict.fromkeys([*names, "".join(names)]))


def may_be_a_name(key: str) -> bool:
    """Whether letters run together are more than an abbreviation or a list: four or more, three of them different, a
    vowel among them, and not a to e only, as options and marks are, nor one after another in the alphabet.

    >>> [may_be_a_name(key) for key in ("zofia", "nhs", "rspb", "abcd", "aabb", "fghij")]
    [True, False, False, False, False, False]
    """
    in_a_row = all(ord(other) - ord(one) == 1 for one, other in pairwise(key))
    return len(key) >= 4 and len(set(key)) >= 3 and bool(set(key) & _VOWELS) and not set(key) <= _MARKS and not in_a_row


def _joined(part: str) -> str:
    return key_of("".join(match["letter"] * (2 if match["double"] else 1) for match in _ONE.finditer(part)))
