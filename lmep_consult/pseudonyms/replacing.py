"""Putting replacements in the place of identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from lmep_consult.pseudonyms.identifiers import Identifier

# What identifies by its form alone, in the order in which it is looked for.
_FORMS = {
    "email": r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+",
    "link": r"(?i:(?:https?://|www\.)[^\s,;]*[\w/]"
    r"|\b(?:[a-z0-9-]+\.)+(?:uk|com|org|net|info|example)\b(?:/(?:[^\s,;]*[\w/])?)?)",
    "phone": r"(?<![\w£])(?:(?:\+|00)44\s?(?:\(0\)|0)?\s?\(?|\(?0)\d(?:[\s().-]{0,2}\d){7,9}(?!\w)",
    "postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
    "national insurance number": r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",
}
COLUMNS = ["start", "end", "text", "replacement", "kind"]


def pseudonymise(text: str, identifiers: Sequence[Identifier]) -> tuple[str, pd.DataFrame]:
    """The text with each identifier replaced, and what was replaced: start, end (in the original), text,
    replacement, kind.

    Emails, links, phone numbers, postcodes and National Insurance numbers are found by their form; the rest
    are those given. Where two overlap, the one that begins first wins, then the longer one.
    """
    spans = [
        (match.start(), match.end(), f"[{kind}]", kind)
        for kind, form in _FORMS.items()
        for match in re.finditer(form, text)
    ]
    for any_case in (True, False):
        longest_first = sorted((i for i in identifiers if i.any_case is any_case), key=lambda i: -len(i.text))
        wanted = {_key(i.text, any_case): i for i in longest_first}
        if wanted:
            alternatives = "|".join(_pattern(i.text) for i in longest_first)
            flags = re.IGNORECASE if any_case else re.NOFLAG
            for match in re.finditer(rf"(?<!\w)(?:{alternatives})(?!\w)", text, flags):
                identifier = wanted[_key(match[0], any_case)]
                spans.append((match.start(), match.end(), identifier.replacement, identifier.kind))
    parts, rows, at = [], [], 0
    for start, end, replacement, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        rows.append((start, end, text[start:end], replacement, kind))
        parts += [text[at:start], replacement]
        at = end
    return "".join([*parts, text[at:]]), pd.DataFrame(rows, columns=COLUMNS)


def _pattern(text: str) -> str:
    return re.sub("['’]", "['’]", r"\s+".join(re.escape(word) for word in text.split()))


def _key(text: str, any_case: bool) -> str:
    key = " ".join(text.split()).replace("’", "'")
    return key.casefold() if any_case else key
