"""What identifies by its form alone: addresses, numbers and codes, written or spelt out."""

from __future__ import annotations

import re

_DIGIT_WORD = r"(?:oh|zero|nought|nil|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = rf"(?:(?:double|treble|triple)[ -])?(?:{_DIGIT_WORD}|\d)"
_LABEL = r"[^\W_][\w'+-]{0,60}"
_JOIN = r"[ \t]{1,3}(?:dot|underscore|dash|hyphen)[ \t]{1,3}"
_AT_IN_BRACKETS = r"[ \t]{0,3}[\[(] ?at ?[\])][ \t]{0,3}"
_AT = rf"(?:{_AT_IN_BRACKETS}|[ \t]{{1,3}}at[ \t]{{1,3}})"
_ENDS = r"(?:uk|com|org|net|info|co|gov|scot|wales|cymru|example)"

# In the order in which they are looked for; where two overlap, the first to begin wins, then the longer.
_FORMS = {
    "email": [
        r"[\w.+'-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}",
        # jane dot doe at somewhere dot example; jane.doe (at) somewhere.example
        rf"(?i:\b{_LABEL}(?:(?:(?:{_JOIN}|\.){_LABEL}){{1,4}}{_AT}|{_AT_IN_BRACKETS})"
        rf"{_LABEL}(?:(?:{_JOIN}|\.){_LABEL}){{0,5}}(?:[ \t]{{1,3}}dot[ \t]{{1,3}}|\.){_ENDS}\b)",
    ],
    "link": [
        r"(?i:(?:https?://|www\.)[^\s,;]{0,2000}[\w/])",
        rf"(?i:\b(?:[a-z0-9-]{{1,63}}\.){{1,6}}{_ENDS}\b(?:/(?:[^\s,;]{{0,2000}}[\w/])?)?)",
        rf"(?i:\b{_LABEL}(?:{_JOIN}{_LABEL}){{0,5}}[ \t]{{1,3}}dot[ \t]{{1,3}}{_ENDS}\b"
        rf"(?:[ \t]{{1,3}}(?:forward )?slash[ \t]{{1,3}}{_LABEL}){{0,4}})",
    ],
    "handle": [r"(?<![\w@./])@[A-Za-z]\w{2,40}"],
    "phone": [
        r"(?<![\w£])(?:(?:\+|00)44\s?(?:\(0\)|0)?\s?\(?|\(?0)\d(?:[\s().-]{0,2}\d){7,9}(?!\w)",
        rf"(?i:(?<![\w-])(?:{_SPOKEN})(?:[ ,.-]{{1,3}}(?:{_SPOKEN})){{5,19}}(?![\w-]))",
        r"(?i:\bext(?:ension|n)?\b\.?[ ]?(?:number[ ])?\d{2,6}\b)",
    ],
    "NHS number": [r"(?<![\w£])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)"],
    "postcode": [
        r"(?i:\b[A-Z]{1,2}\d[A-Z\d]?\s?(?!(?-i:1st|2nd|3rd|\dth)\b)\d[A-Z]{2}\b)",
        # Q X seven, three N B
        rf"(?i:\b[A-Z][ ]?(?:[A-Z][ ]?)?(?:[, ]{{1,2}}{_DIGIT_WORD}){{2,3}}[, ]{{1,2}}[A-Z][ ]?[A-Z]\b)",
    ],
    "national insurance number": [r"(?i:\b[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D]\b)"],
}
_COMPILED = [(kind, re.compile(form)) for kind, forms in _FORMS.items() for form in forms]
_SPELT = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "at": "@"}


def forms_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and kind of every address, number and code; they may overlap.

    >>> forms_in("ring 01632 960001 or mail a dot b at c dot example")
    [(26, 50, 'email'), (37, 50, 'link'), (5, 17, 'phone')]
    """
    return [
        (match.start(), match.end(), kind)
        for kind, form in _COMPILED
        for match in form.finditer(text)
        if kind != "NHS number" or _is_nhs_number(match[0])
    ]


def plain_email(address: str) -> str:
    """The address as it is typed, in lower case.

    >>> plain_email("Jane dot Doe at some dash where dot example")
    'jane.doe@some-where.example'
    """
    words = re.split(r"[\s\[\]()]+", address.casefold())
    return "".join(_SPELT.get(word, word) for word in words)


def _is_nhs_number(text: str) -> bool:
    """Whether the tenth digit checks the nine before it (modulus 11)."""
    *digits, check = (int(digit) for digit in re.sub(r"[ -]", "", text))
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return remainder % 11 == check
