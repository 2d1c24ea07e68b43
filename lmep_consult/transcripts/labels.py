"""Who speaks, as files write it: what role a label states, and what before a colon is a label at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_LONGEST_LABEL = 200  # characters
_BRACKETED = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]")
_WITH_BRACKETS = re.compile(r"(?P<plain>[^()\[\]]+?) ?[(\[](?P<inside>[^()\[\]]+)[)\]]")
_ASIDE = re.compile(r" [-–—] .*")
_ROLES = {
    "interviewer": r"(?:(?:lead|second|co)[ -]?)?(?:interviewer|researcher|facilitator|moderator)(?: [a-z])? ?\d{0,4}",
    "participant": r"(?:interviewee|participant|respondent)(?: [a-z])?[ _-]{0,3}\d{0,4}",
}
_SHORT_ROLES = {"interviewer": r"(?:int|i|q) ?\d{0,4}", "participant": r"(?:resp|p|r|a)[ _-]{0,3}\d{0,4}"}
_NAME_PART = re.compile(r"[^\W\d_a-z][\w.'’-]*,?|(?:de|van|von|der|al|el|bin|\d+|[-–—/&])")
_NO_SPEAKER = frozenset(
    "note notes nb n.b comment probe prompt first firstly second secondly third thirdly fourth finally lastly next "
    "also and but or so then now well because yes no ok okay example examples evidence question answer problem point "
    "reason result results conclusion summary background date time place duration location basically namely said "
    "meaning interviewers participants attendees present".split()
)
_ANYBODY = re.compile(
    r"(?:all|group|several|unknown|unidentified|multiple)(?: (?:speakers?|voices?|participants?))?(?: \d{1,2})?"
    r"|(?:fe)?male(?: (?:speaker|voice|participant))?(?: \d{1,2})?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"#{1,6}\s.*|(?:section|part|theme|topic|chapter|block|module) (?:\d{1,2}|[a-z]|[ivx]{1,4})"
    r"(?:\s{0,3}[:.–—-]\s{0,3}(?:\S.{0,98})?[^\s.?!…])?"
    r"|(?:time\t)?(?:speaker|name|who)\t(?:text|transcript|speech|words|what was said|content|comments?)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[^\W\d_a-z]{2,4}")
_LONGEST_HEADING = 120


def parts_of(label: str) -> tuple[str, str]:
    """A label with single spaces, and apart from it what stands in brackets at its end.

    >>> parts_of("Interviewer 1 (IF)"), parts_of("Jane  Doe")
    (('Interviewer 1', 'IF'), ('Jane Doe', ''))
    """
    plain = " ".join(label.split())
    match = _WITH_BRACKETS.fullmatch(plain) if len(plain) <= _LONGEST_LABEL else None
    return (match["plain"], match["inside"].strip()) if match else (plain, "")


def role_of(label: str) -> str:
    """The role a label states by itself, "interviewer", "participant" or "unknown"; a name states none.

    >>> role_of("Interviewer 2 (JD)"), role_of("P07"), role_of("Jane Doe"), role_of("Jane Doe (Moderator)")
    ('interviewer', 'participant', 'unknown', 'interviewer')
    """
    plain, inside = parts_of(label.strip().removesuffix("."))
    for role, form in _ROLES.items():
        written_out = (_ASIDE.sub("", plain), inside)
        if any(re.fullmatch(form, words, re.IGNORECASE) for words in written_out):
            return role
        if re.fullmatch(_SHORT_ROLES[role], plain, re.IGNORECASE):
            return role
    return "unknown"


def is_name(label: str) -> bool:
    """Whether a label states a role or is written as people's names are: a sentence has words in small letters.

    >>> is_name("Pieter van der Berg"), is_name("P07"), is_name("The first thing")
    (True, True, False)
    """
    parts = _BRACKETED.sub(" ", label).split()
    return role_of(label) != "unknown" or (0 < len(parts) <= 6 and all(map(_NAME_PART.fullmatch, parts)))


def is_heading(line: str) -> bool:
    """Whether a line is a heading by its own words: numbered or marked as one and no sentence, or that of a table.

    >>> is_heading("Section B: Use of evidence"), is_heading("Part 2: we went home.")
    (True, False)
    """
    return len(line) <= _LONGEST_HEADING and _HEADING.fullmatch(line) is not None


def opens_a_sentence(label: str) -> bool:
    """Whether a label is a word that stands before a colon and is nobody, such as "First" or "Note"."""
    initials = label.isupper() and len(label) < 4  # SO may be Sam Okoro
    return label in ("NB", "OK") if initials else label.rstrip(".").casefold() in _NO_SPEAKER


def looks_like_label(words: str) -> bool:
    """Whether words before a colon are written as a speaker's label is; see `speaking` for whether they are one.

    >>> looks_like_label("Jane Doe"), looks_like_label("jane"), looks_like_label("The outcome")
    (True, True, False)
    """
    return words.isalpha() or is_name(words) or _ANYBODY.fullmatch(words) is not None


def speaking(labels: Iterable[str]) -> set[str]:
    """Which labels (one for each line that may open a turn) open turns.

    A label does that states a role or names anybody ("Unknown"), that opens two lines or more, or that is of one kind
    (first names, full names, initials, numbered alike) with one that does. Where that leaves only one, names of
    two words or more do too, and beside an interviewer those of one.
    """
    times = Counter(label for label in labels if not opens_a_sentence(label))
    stated = {label for label in times if role_of(label) != "unknown" or _ANYBODY.fullmatch(label)}
    known = stated | {label for label, opened in times.items() if opened >= 2}
    kinds = {_kind(label) for label in known if not _ANYBODY.fullmatch(label)}
    known |= {label for label in times if is_name(label) and _kind(label) in kinds}
    if len(known) < 2:
        known |= {label for label in times if is_name(label) and (stated or len(label.split()) > 1)}
    return known


def _kind(label: str) -> str:
    plain = parts_of(label)[0]
    numbered = re.match(r"\D*(?=\d)", plain)
    if numbered:
        return numbered[0].casefold()
    if role_of(label) != "unknown":
        return "a role"
    if len(plain.split()) > 1:
        return "a full name"
    return "initials" if _INITIALS.fullmatch(plain) else "a first name"
