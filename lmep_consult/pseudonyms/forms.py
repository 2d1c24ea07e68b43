"""What identifies by its form alone: addresses, numbers and codes, written or spelt out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

_DIGIT_WORD = r"(?:oh|zero|nought|nil|one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TEN = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SPOKEN = rf"(?:(?:double|treble|triple)[ -])?(?:{_DIGIT_WORD}|\d)"
_TWO_DIGITS = (
    rf"(?:\d\d|{_TEEN}|{_TEN}(?:[ -]{_DIGIT_WORD})?|(?:{_DIGIT_WORD}|\d)[ ,-]{{1,2}}(?:{_DIGIT_WORD}|\d)|"
    rf"double {_DIGIT_WORD})"
)
_PAUSE = r"[ ,.-]{1,3}(?:(?:er|erm|um|uh|then)[ ,]{1,3})?"
_LETTER = (
    r"(?:[a-z]|alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|"
    r"quebec|romeo|sierra|tango|uniform|victor|whisk(?:e)?y|x-?ray|yankee|zulu|zed|double ?u)"
)

_LABEL = r"[^\W_][\w'+-]{0,60}"
_JOIN = r"[ \t]{1,3}(?:dot|underscore|dash|hyphen)[ \t]{1,3}"
_AT_IN_BRACKETS = r"[ \t]{0,3}[\[(] ?at ?[\])][ \t]{0,3}"
_AT = rf"(?:{_AT_IN_BRACKETS}|[ \t]{{1,3}}at[ \t]{{1,3}})"
_ENDS = r"(?:uk|com|org|net|info|co|gov|scot|wales|cymru|example)"
_DOT = r"(?:[ \t]{1,3}dot[ \t]{1,3}|\.)"
_ADDRESS = rf"{_LABEL}(?:(?:{_JOIN}|\.){_LABEL}){{0,5}}{_DOT}{_ENDS}\b"
# What is before "at" where it says where, not whose address it is: look at gov dot uk.
_NOT_AT = (
    r"(?!(?:look(?:s|ed|ing)?|find|found|see|seen|is|are|was|be|it|it's|them|this|that|there|here|available|online|up|"
    r"based|works?|worked|me|us|you|him|her|and|or|page|site|website|link|form|details)[ \t])"
)
_WWW = (
    r"(?:w[ .]{0,2}w[ .]{0,2}w|(?:triple|treble|three) w(?:'s)?|double ?u double ?u double ?u)[ \t]{1,3}dot[ \t]{1,3}"
)
_SMALL = (
    "(?:a|an|and|at|but|for|he|i|if|in|is|it|it's|on|or|she|so|that|the|there|they|this|to|was|we|when|where|which|with|"
    "you|slash|forward|all|least|my|our|home|school|work|college|university|uni|night|lunch|last|first)"
)
# After a spoken slash, two words: where a path ends cannot be heard.
_PATH = (
    rf"(?:,?[ \t]{{1,3}}(?:forward |back ?)?slash,?[ \t]{{1,3}}{_LABEL}(?:{_JOIN}{_LABEL}){{0,5}}"
    rf"(?:[ \t](?!{_SMALL}\b){_LABEL})?){{0,4}}"
)
_MEDIA = r"(?:twitter|instagram|insta|facebook|tik ?tok|linked ?in|snapchat|threads|bluesky|mastodon|youtube)"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR = (
    rf"(?:(?:19|20)\d\d|'?\d\d|(?:nineteen|twenty)[ -](?:hundred[ -](?:and )?)?{_TWO_DIGITS}|"
    rf"two thousand(?: and)?(?: {_TEEN}| {_DIGIT_WORD})?|{_TEN}(?:[ -]{_DIGIT_WORD})?|{_TEEN})"
)
_DATE = (
    rf"(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|(?:{_ORDINAL}|\d{{1,2}})(?: of)?(?: the)?,? (?:{_MONTH}|{_ORDINAL})\b"
    rf"(?:,? {_YEAR}\b)?|{_MONTH},? (?:the )?(?:{_ORDINAL}|\d{{1,2}})\b(?:,? {_YEAR}\b)?)"
)


# Day, month and year in turn: five eleven sixty two, the third of the eleventh forty-eight.
_NUMBER = rf"(?:{_ORDINAL}|{_TEEN}|(?:twenty|thirty)(?:[ -]{_DIGIT_WORD})?|{_DIGIT_WORD}|\d{{1,2}})"
_IN_TURN = rf"{_NUMBER}(?:,? (?:of )?(?:the )?| )(?:{_ORDINAL}|ten|eleven|twelve|{_DIGIT_WORD}|\d{{1,2}}),? {_YEAR}\b"
_ANY_FULL_DATE = re.compile(
    rf"(?i:\b(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|(?:{_ORDINAL}|\d{{1,2}})(?: of)?(?: the)?,? "
    rf"(?:{_MONTH}|{_ORDINAL}),? {_YEAR}\b|{_MONTH},? (?:the )?(?:{_ORDINAL}|\d{{1,2}})\b,? {_YEAR}\b)\b)"
)


def _after(label: str, form: str, within: int = 40) -> str:
    """The form, where the label is before it, so many characters away at most and no number between."""
    return rf"(?i:\b(?:{label})(?!\w)[^\n\d]{{0,{within}}}?(?<!\w)(?P<it>{form})(?!\w))"


# What a text must hold for a form to be in it, which is quicker to see than the form: any of these words or marks.
NUMBER_WORDS = frozenset(
    "oh zero nought nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "double treble triple".split()
)
_NUMERAL = rf"(?:\d+|{_TEEN}|{_TEN}|hundred|thousand|{_DIGIT_WORD})"
_MEDIA_WORDS = "twitter insta facebook tik linked snapchat threads bluesky mastodon youtube handle username".split()
NATO = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec "
    "romeo sierra tango uniform victor whisk yankee zulu zed ray double"
).split()
_TWO_LETTERS = re.compile(rf"(?<!\w)[a-z]{_PAUSE}[a-z](?!\w)")
_SIGNS: dict[str, Callable[[str], object]] = {
    "@": lambda text: "@" in text,
    "end": re.compile(rf"\.{_ENDS}\b|\bdot\b").search,
    "dot": re.compile(r"\bdot\b").search,
    "web": lambda text: "http" in text or "www." in text,
    "path": lambda text: "/" in text,
    "underscore": lambda text: "underscore" in text,
    "handle": lambda text: "handle" in text or "username" in text,
    "media": lambda text: any(word in text for word in _MEDIA_WORDS),
    "digit": re.compile(r"\d").search,
    "digits": re.compile(r"\d(?:\D{0,3}\d){5}").search,
    "letter and digit": re.compile(r"[a-z]\d|\d[a-z]").search,
    "single signs": re.compile(r"(?<!\w)\w(?:[ -]\w){3}(?!\w)").search,
    "number word": lambda text: not NUMBER_WORDS.isdisjoint(re.findall("[a-z]+", text)),
    "letters": lambda text: _TWO_LETTERS.search(text) or any(word in text for word in NATO),
    "numerals": re.compile(rf"(?<!\w){_NUMERAL}{_PAUSE}(?:(?:double|treble|triple)[ -])?{_NUMERAL}").search,
    "nhs n": lambda text: "nhs n" in text,
    "ext": lambda text: "ext" in text,
    "reg": lambda text: "reg" in text or "plate" in text,
    "birth": lambda text: any(word in text for word in ("born", "birth", "dob", "d.ob", "do.b", "d.o.b")),
}

# In the order in which they are looked for; where two overlap, the first to begin wins, then the longer. Before each,
# the signs without which it is not there; with "|", one of several.
_FORMS: dict[str, list[tuple[str, str]]] = {
    "email": [
        ("@", r"[\w.+'-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}"),
        # jane dot doe at somewhere dot example; jane.doe (at) somewhere.example
        ("end", rf"(?i:\b{_LABEL}(?:(?:(?:{_JOIN}|\.){_LABEL}){{1,4}}{_AT}|{_AT_IN_BRACKETS}){_ADDRESS})"),
        ("end", _after(r"e-?mail(?:ed)?|mail|address|contact|write to", rf"{_LABEL} at {_ADDRESS}")),
        # jane at some where dot example
        (
            "dot",
            rf"(?i:(?<![\w'’.]){_NOT_AT}{_LABEL} at (?:(?!at\b){_LABEL} ){{0,4}}?{_LABEL} dot "
            rf"(?:{_LABEL} dot ){{0,3}}{_ENDS}\b)",
        ),
    ],
    "link": [
        ("web", r"(?i:(?:https?://|www\.)[^\s,;]{0,2000}[\w/])"),
        ("end", rf"(?i:\b(?:[a-z0-9-]{{1,63}}\.){{1,6}}{_ENDS}\b(?:/(?:[^\s,;]{{0,2000}}[\w/])?)?)"),
        (
            "path",
            r"(?i:\b(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}/[^\s,;]{0,2000}\w)",
        ),  # whatever it ends in, it has a path
        ("dot", rf"(?i:\b{_LABEL}(?:{_JOIN}{_LABEL}){{0,5}}[ \t]{{1,3}}dot[ \t]{{1,3}}{_ENDS}\b{_PATH})"),
        ("dot", rf"(?i:\b{_WWW}{_LABEL}(?:(?:{_JOIN}|\.){_LABEL}){{1,5}}{_PATH})"),
    ],
    "handle": [
        ("@", r"(?<![\w@./])@[A-Za-z][\w-]{2,40}(?:[.@][\w-]{2,40}){0,4}"),
        ("underscore", rf"(?i:\b(?:at )?{_LABEL}(?: underscore {_LABEL}){{1,4}})"),
        ("handle", _after(r"handle|username", rf"at {_LABEL}", within=10)),
        # on Instagram he is at jane draws; at jane draws on Instagram
        ("media", _after(rf"on {_MEDIA}|handle|username", rf"at (?!{_SMALL}\b){_LABEL}(?: {_LABEL})?", 15)),
        ("media", rf"(?i:\bat (?!{_SMALL}\b){_LABEL}(?: (?!on\b){_LABEL})?(?= on {_MEDIA}\b))"),
    ],
    "NHS number": [
        ("digit, digits", r"(?<![\w£])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)"),
        (
            "digit|number word, nhs n",
            _after(r"NHS (?:number|no)", rf"{_SPOKEN}(?:{_PAUSE}{_SPOKEN}){{5,9}}|\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}"),
        ),
    ],
    "phone": [
        ("digit, digits", r"(?<![\w£])(?:(?:\+|00)44\s?(?:\(0\)|0)?\s?\(?|\(?0)\d(?:[\s().-]{0,2}\d){7,9}(?!\w)"),
        (
            "digit|number word, numerals",
            rf"(?i:(?<![\w-])(?:plus )?(?:{_SPOKEN})(?:{_PAUSE}(?:{_SPOKEN})){{5,19}}(?![\w-]))",
        ),
        # oh seven seven hundred, nine hundred, one two three
        (
            "digit|number word, numerals",
            rf"(?i:(?<![\w-])(?:plus (?:four|44)|(?:double )?(?:oh|zero|nought)|0)"
            rf"(?:{_PAUSE}(?:hundred|thousand|\d{{3,6}}|{_TEEN}|{_TEN}|{_SPOKEN})){{5,19}}(?![\w-]))",
        ),
        ("digit, ext", r"(?i:\bext(?:ension|n)?\b\.?[ ]?(?:number[ ])?\d{2,6}\b)"),
    ],
    "postcode": [
        ("digit, letter and digit", r"(?i:\b[A-Z]{1,2}\d[A-Z\d]?\s?(?!(?-i:1st|2nd|3rd|\dth)\b)\d[A-Z]{2}\b)"),
        # Q X seven, three N B
        (
            "number word, numerals",
            rf"(?i:\b[A-Z][ ]?(?:[A-Z][ ]?)?(?:[, ]{{1,2}}{_DIGIT_WORD}){{2,3}}[, ]{{1,2}}[A-Z][ ]?[A-Z]\b)",
        ),
    ],
    "national insurance number": [
        ("digit, digits", r"(?i:\b[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D]\b)"),
        # Q Q twelve thirty-four fifty-six C
        (
            "digit|number word, numerals",
            rf"(?i:\b{_LETTER}{_PAUSE}{_LETTER}(?:{_PAUSE}{_TWO_DIGITS}){{3}}{_PAUSE}"
            r"(?:[a-d]|alpha|alfa|bravo|charlie|delta)\b)",
        ),
        (
            "digit|number word, numerals",
            rf"(?:\b[A-Z]{{2}}(?i:(?:{_PAUSE}{_TWO_DIGITS}){{3}}{_PAUSE}(?-i:[A-D]))\b)",
        ),
    ],
    "number plate": [
        ("digit, letter and digit", r"\b(?:[A-Z]{2}\d\d ?[A-Z]{3}|[a-z]{2}\d\d[a-z]{3})\b"),
        # Q X fifty-one A B C
        (
            "digit|number word, letters",
            rf"(?i:\b{_LETTER}{_PAUSE}{_LETTER}{_PAUSE}{_TWO_DIGITS}{_PAUSE}"
            rf"(?:{_LETTER}{_PAUSE}{_LETTER}{_PAUSE}{_LETTER}|(?-i:[A-Z]{{3}}))\b)",
        ),
        ("digit|number word, letters", rf"(?:\b[A-Z]{{2}}(?i:{_PAUSE}{_TWO_DIGITS}(?:{_PAUSE}(?-i:[A-Z])){{3}})\b)"),
        # as they were until 2001
        ("digit, letter and digit", r"\b[A-Z]\d{3} ?[A-Z]{3}\b|\b[A-Z]{3}\d{3}[A-Z]\b"),
        (
            "digit, reg",
            _after(r"registration|reg|plates?", r"(?-i:[A-Z]{1,3}[ -]?\d{1,4}(?:[ -]?[A-Z]{1,3})?)", within=30),
        ),
        # one by one, of a car: P 4 7 7 Y
        (
            "digit, single signs",
            _after(
                r"registration|reg|plates?|cars?|vans?|lorry|bus|minibus|motorbike|bike|jeep|Fiat|Ford|Land Rover",
                r"(?=(?:[ -]?[A-Z])*[ -]?\d)(?=(?:[ -]?\d)*[ -]?[A-Z])(?-i:[A-Z]|\d)(?:[ -](?-i:[A-Z]|\d)){3,7}",
            ),
        ),
    ],
    "date of birth": [
        ("birth", _after(r"born|date of birth|d\.?o\.?b\.?|birth ?(?:day|date)(?:'s)?", rf"{_IN_TURN}|{_DATE}"))
    ],
}
_NEEDED = [
    (kind, tuple(tuple(sign.split("|")) for sign in needs.split(", ")), form)
    for kind, forms in _FORMS.items()
    for needs, form in forms
]
_COUNTED = ("digit", "number word")
_WITHOUT_NUMBERS = sorted(
    {sign for _, needs, _ in _NEEDED if not any(set(_COUNTED) & set(signs) for signs in needs) for sign in needs[0]}
)
_SPELT = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "at": "@"}


def forms_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and kind of every address, number and code; they may overlap.

    >>> forms_in("ring 01632 960001 or mail a dot b at c dot example")
    [(26, 50, 'email'), (32, 50, 'email'), (37, 50, 'link'), (5, 17, 'phone')]
    """
    found = [
        (*match.span("it" if form.groups else 0), kind)
        for kind, form in _to_look_for(text)
        for match in form.finditer(text)
        if kind != "NHS number" or form.groups or _is_nhs_number(match[0])
    ]
    if any(kind == "date of birth" for *_, kind in found):  # who says it once says it again, or says how others have it
        found += [(*match.span(), "date of birth") for match in _ANY_FULL_DATE.finditer(text)]
    return list(dict.fromkeys(found))


def may_hold_forms(text: str) -> bool:
    """Whether `forms_in` may find anything in it; where not, it finds nothing."""
    return next(_to_look_for(text), None) is not None


def shows_form(word: str) -> bool:
    """Whether a word, with the marks at it, is a sign of a form that needs no number."""
    folded = word.casefold()
    return any(_SIGNS[sign](folded) for sign in _WITHOUT_NUMBERS)


def _to_look_for(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The forms of whose signs none is missing; each sign is looked for once, if at all."""
    folded = text.casefold()
    seen: dict[str, bool] = {}

    def is_there(sign: str) -> bool:
        if sign not in seen:
            seen[sign] = bool(_SIGNS[sign](folded))
        return seen[sign]

    for kind, needs, form in _NEEDED:
        if all(any(map(is_there, signs)) for signs in needs):
            yield kind, _compiled(form)


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """When a text first has its signs: together they take a tenth of a second."""
    return re.compile(form)


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
