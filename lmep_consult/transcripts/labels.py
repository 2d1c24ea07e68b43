"""Who speaks, as files write it: what role a label states, and whether words are written as a label is."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST_LABEL = 200  # characters
_BRACKETED = re.compile(r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]")
_WITH_BRACKETS = re.compile(r"(?P<plain>[^()\[\]]+?) ?[(\[](?P<inside>[^()\[\]]+)[)\]]")
_ASIDE = re.compile(r" [-–—] .*")
_NUMBER = r"(?:[ _-]{0,3}(?:#|№|no\.?|number)?[ _]?\d{1,4})?"
_ROLES = {
    "interviewer": rf"(?:(?:lead|second|co)[ -]?)?(?:interviewer|researcher|facilitator|moderator)(?: [a-z])?{_NUMBER}",
    "participant": rf"(?:interviewee|participant|respondent)(?: [a-z])?{_NUMBER}",
}
_SHORT_ROLES = {"interviewer": rf"(?:int|i|q){_NUMBER}", "participant": rf"(?:resp|p|r){_NUMBER}"}
# One label answers another, and alone states nothing: "A" may be the first of the speakers A, B and C.
_ANSWERS = {"a": "q", "b": "i", "answer": "question"}
_NAME_PART = re.compile(
    r"[^\W\d_a-z][\w.'’-]*,?|[#№]?\d+|[-–—/&]|(?:d|al|el|an|ud|o)['’-][\w'’-]+"
    r"|(?:de|la|le|las|los|du|da|do|dos|das|di|del|della|van|von|der|den|dem|ter|ten|zu|af|ap|al|el|bin|bint|ibn|abu|y)"
)
_NO_SPEAKER = frozenset(
    "note notes nb n.b comment probe prompt first firstly second secondly third thirdly fourth finally lastly next "
    "also and but or so then now well because yes no ok okay example examples evidence question answer problem point "
    "reason result results conclusion summary background date time place duration location basically namely said "
    "meaning interview interviewers participants attendees present".split()
)
_NO_SENTENCE = re.compile(  # what no label holds: the end of a sentence, or a word that makes one
    r"[?!;…\"“”]|\.\.|[.,]\Z|(?<![^\W\d_])[^\W\d_]{4,}\.\s"
    r"|\b(?:is|are|was|were|be|been|has|have|had|i['’]m|it['’]s|that['’]s|don['’]t|can|would|could|should|will|said"
    r"|says|say|think|thought|know|mean|this|that|these|those|what|which|when|how|why|if|because|so|then|we|you|they"
    r"|it|he|she|my|your|our|their|his|me|us|them|not|very|just|like|got|get)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"(?:all|group|several|unknown|unidentified|multiple)(?: (?:speakers?|voices?|participants?))?(?: \d{1,2})?"
    r"|(?:fe)?male(?: (?:speaker|voice|participant))?(?: \d{1,2})?",
    re.IGNORECASE,
)
_SOUND = re.compile(  # what a typist notes in brackets
    r"(?:music|applause|laugh\w*|chuckl\w*|inaudible|unclear|crosstalk|silence|noise|pause\w*|foreign|cheer\w*|sigh\w*"
    r"|cough\w*|overtalk\w*|redacted|sic|recording\b.*|background\b.*|speak(?:s|ing)\b.*)(?: .{0,40})?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\A\d{1,2}[\s./-]|\b(?:19|20)\d\d\b")
_HEADING = re.compile(
    r"#{1,6}\s.*|(?:section|part|theme|topic|chapter|block|module) (?:\d{1,2}|[a-z]|[ivx]{1,4})"
    r"(?:\s{0,3}[:.–—-]\s{0,3}(?:\S.{0,98})?[^\s.?!…])?"
    r"|(?:time\t)?(?:speaker|name|who)\t(?:text|transcript|speech|words|what was said|content|comments?)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[^\W\d_]{1,20}[ _#-]{0,2}\d{1,4}")
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


def roles_of(labels: Iterable[str]) -> dict[str, str]:
    """The role of each label of one file: A answers where there is Q, and B where there is I, but not otherwise.

    >>> roles_of(["Q", "A"]), roles_of(["A", "B"])
    ({'Q': 'interviewer', 'A': 'participant'}, {'A': 'unknown', 'B': 'unknown'})
    """
    bases = {label: re.sub(r"[\s.\d]+\Z", "", label).casefold() for label in dict.fromkeys(labels)}
    there = set(bases.values())
    roles = {}
    for label, base in bases.items():
        roles[label] = role_of(label)
        if _ANSWERS.get(base) in there:
            roles[label] = "participant"
        elif base == "question" and "answer" in there:
            roles[label] = "interviewer"
    return roles


def is_name(label: str) -> bool:
    """Whether a label states a role or is written as people's names are: a sentence has words in small letters.

    >>> is_name("Pieter van der Berg"), is_name("P07"), is_name("The first thing")
    (True, True, False)
    """
    parts = _BRACKETED.sub(" ", label).split()
    if role_of(label) != "unknown":
        return True
    return 0 < len(parts) <= 6 and all(map(_NAME_PART.fullmatch, parts)) and any(map(str.isalpha, label))


def is_numbered(label: str) -> bool:
    """Whether a label is a word with a number, however it is written: "speaker 1", "id3"."""
    return _NUMBERED.fullmatch(label) is not None


def is_anybody(label: str) -> bool:
    """Whether a label names a voice and no person: "Unknown", "Female voice 2"."""
    return _ANYBODY.fullmatch(label) is not None


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


def may_be_label(words: str) -> bool:
    """Whether words can be a label at all: few, with a letter, and no sentence. Whether they are one, `speakers_among`
    tells by how often and in what turn they come.

    >>> may_be_label("Work coach"), may_be_label("Head of Skills, Leeds"), may_be_label("The point is")
    (True, True, False)
    """
    plain = _BRACKETED.sub(" ", words).strip()
    if _SOUND.fullmatch(words) or _DATE.search(words):
        return False
    if is_name(words) or is_numbered(words) or plain.isalpha():
        return True
    return 0 < len(plain.split()) <= 8 and any(map(str.isalpha, plain)) and not _NO_SENTENCE.search(plain)


def kind_of(label: str) -> str:
    """In what manner a label names somebody, so that one that comes once can be compared with those that come often."""
    plain = parts_of(label)[0]
    numbered = re.match(r"\D*(?=\d)", plain)
    if numbered:
        return numbered[0].casefold()
    if role_of(label) != "unknown":
        return "a role"
    if len(plain.split()) > 1:
        return "a full name"
    return "initials" if _INITIALS.fullmatch(plain) else "a first name"
