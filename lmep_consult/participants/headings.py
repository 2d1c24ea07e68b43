"""What the headings of a register mean, however they are written."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lmep_consult.errors import Problem
from lmep_consult.participants.consent import PURPOSES, Purpose, said
from lmep_consult.text import unaccented

REQUIRED = ("participant", "name", "email", "group", "organisation", "status")
_ALSO = {
    "participant": "participant id|participant no|participant number|participant code|participant ref"
    "|participant reference|id|person id|respondent|respondent id|interviewee|interviewee id|pid",
    "name": "full name|participant name|name of participant|contact name|person",
    "email": "e mail|email address|e mail address|mail|contact email|work email|email addr",
    "group": "stakeholder group|stakeholder|participant group|group id|sample group",
    "organisation": "organization|organisation name|organization name|org|name of organisation|employer|institution",
    "status": "participation status|recruitment status|participation|overall status",
    "interview": "interview status",
    "workshop": "workshop status",
    "job_title": "title of job",
    "invited_on": "date invited|invited|invitation date|invitation sent",
    "agreed_on": "date agreed",
    "earlier_participant": "earlier participant id|earlier id|id in earlier wave|previous participant id",
    "interviewed_on": "date interviewed|interview date|date of interview",
}
FIRST_NAMES, SURNAMES = ("first name", "forename", "given name"), ("last name", "surname", "family name")
_SUBJECTS: Mapping[Purpose, re.Pattern[str]] = {
    "recording": re.compile(r"record(?:ed|ing|ings)?|audio|tap(?:ed|ing)"),
    "quoting": re.compile(r"quot(?!a$|as$)\w*|verbatim"),
    "contact": re.compile(r"(?:re)?contact(?:ed|ing)?"),
    "identification": re.compile(r"identif\w*|nam(?:ed|ing)"),
    "linking": re.compile(r"link(?:ed|ing|age)?"),
}
_CONSENT = re.compile(r"consent\w*|permission|permit\w*")
_DENIED = frozenset(
    "not no non never refuse refuses refused refusal withheld without declined decline opt objects".split()
)
_ABOUT_IT = frozenset("date form version by how when note notes comment comments on method".split())
_EITHER = re.compile(r" (?:yes no|y n|true false)$")  # what may be answered, as a heading ends with it
_NEAR = 0.8  # of the letters of two words in common, as two misspellings have
_MOST_LETTERS = 2  # by which misspellings differ in length


@dataclass(frozen=True)
class Meant:
    """What columns hold. names: a name a column, "" for one that holds nothing; faults: why it is not clear, a
    clause each; problems: headings that somebody must look at."""

    names: tuple[str, ...]
    faults: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def key(heading: str) -> str:
    """The words of a heading as they are compared: without case, accents and signs.

    >>> key("Consent_Quoting "), key("E-Mail:")
    ('consent quoting', 'e mail')
    """
    words = " ".join(re.sub(r"[\W_]+", " ", unaccented(heading)).split())
    return _EITHER.sub("", words) or words


_KNOWN = {key(name): name for name in (*_ALSO, *(f"consent_{purpose}" for purpose in PURPOSES))}
_SYNONYMS = {also: name for name, listed in _ALSO.items() for also in listed.split("|")}


def known(heading: str) -> str:
    """The column a heading is surely of, "" where it is of none that the toolkit knows."""
    words = key(heading)
    return _KNOWN.get(words) or _SYNONYMS.get(words) or _consent(words.split())


def _consent(words: Sequence[str]) -> str:
    """The consent a heading speaks of, where that is to one purpose and does not deny it."""
    if not any(map(_CONSENT.fullmatch, words)) or _DENIED & set(words) or _ABOUT_IT & set(words) - {"on", "by"}:
        return ""
    purposes = _purposes(words)
    return f"consent_{purposes[0]}" if len(purposes) == 1 else ""


def _purposes(words: Sequence[str]) -> list[Purpose]:
    return [purpose for purpose, subject in _SUBJECTS.items() if any(map(subject.fullmatch, words))]


def read_headings(
    written: Sequence[str], columns: Sequence[Sequence[str]], wanted: Collection[str], where: str
) -> Meant:
    """What the headings mean. `columns` holds the cells below each; `wanted` are columns that study.toml names, which
    keep its spelling.

    A heading is of a column whose name or synonym it is, whatever its case, spaces and signs; where several are, the
    one that is the name itself. Where a column that must be there is not, or consent may have been recorded under a
    heading nobody can be sure of, that is a fault; a heading near one that is known is a problem, and stays as it is.
    """
    of_study = {key(name): name for name in wanted}
    names = [known(heading) or of_study.get(key(heading), heading) for heading in written]
    for at, name in enumerate(names):
        others = [other for other, same in enumerate(names) if same == name and other != at]
        if name in _ALSO and key(written[at]) != key(name) and any(key(written[o]) == key(name) for o in others):
            names[at] = of_study.get(key(written[at]), written[at])  # the one headed with the name itself is it
    faults = []
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            headed = ", ".join(repr(w) for w, n in zip(written, names, strict=True) if n == name)
            faults.append(
                f"two columns are headed {name!r}; rename one" if len({*headed.split(", ")}) == 1
                else f"the columns {headed} are all read as {name!r}; rename all but one"
            )  # fmt: skip
    near = {at: meant for at, name in enumerate(names) if (meant := _near(name, names))}
    in_two = {key(heading) for heading in written}
    for name in REQUIRED:
        if name == "name" and in_two & {*FIRST_NAMES} and in_two & {*SURNAMES}:
            continue
        if name not in names:
            like = next((written[at] for at, meant in near.items() if meant == name), None)
            faults.append(
                f"no column {name!r}; "
                + (f"is it {like!r}? head it so" if like else "head the one it is so, or add it")
            )
    faults += _doubtful_consents(written, names, columns, near)
    problems = [
        Problem(where, f"a heading near {meant!r} but not the same, so read as a column of its own", written[at])
        for at, meant in near.items()
        if meant in names
    ]
    return Meant(tuple(names), tuple(faults), (*problems, *_unknown_consents(written, names, where)))


def _near(name: str, names: Collection[str]) -> str:
    """The known column that a heading may be a misspelling of, "" where there is none."""
    words = key(name)
    if not words or name in _KNOWN.values():
        return ""
    for other, meant in _KNOWN.items():
        apart = re.sub(r"\d", "", words) == re.sub(r"\d", "", other)  # numbers make the difference
        apart = apart or (words.startswith(other) and not meant.startswith("consent_"))  # a longer word, as interviewer
        close = abs(len(words) - len(other)) <= _MOST_LETTERS and not apart
        if close and difflib.SequenceMatcher(None, words, other).ratio() >= _NEAR:
            return meant
    return ""


def _doubtful_consents(
    written: Sequence[str], names: Sequence[str], columns: Sequence[Sequence[str]], near: Mapping[int, str]
) -> Iterator[str]:
    """Headings that may be about consent but would not be read as such: whoever said no there must not be quoted."""
    missing = {purpose for purpose in ("recording", "quoting") if f"consent_{purpose}" not in names}
    for at, (heading, name) in enumerate(zip(written, names, strict=True)):
        words = key(heading).split()
        answers = [cell for cell in columns[at] if cell]
        if not words or name in _KNOWN.values():
            continue
        if near.get(at, "").startswith("consent_"):
            if near[at] not in names:
                yield f"the heading {heading!r} is not known; if it is {near[at]!r}, write that"
        elif answers and all(map(said, answers)) and (doubt := _doubt(words, missing)):
            yield f"the column {heading!r} {doubt}"


def _doubt(words: Sequence[str], missing: Collection[str]) -> str:
    """What is to be done about a heading over answers of yes and no, "" where it is not about consent.

    `missing` are the consents without a column, which would be taken as given.
    """
    speaks = any(difflib.SequenceMatcher(None, word, "consent").ratio() >= _NEAR for word in words)
    speaks = speaks or any(map(_CONSENT.fullmatch, words))
    purposes = _purposes(words)
    headed = " and ".join(f"consent_{purpose}" for purpose in purposes)
    if speaks and _DENIED & set(words):
        return "says who does not consent; name in the heading what they consent to, and answer yes or no"
    if speaks and len(purposes) > 1:
        return f"speaks of several consents; make it the columns {headed}"
    if speaks and not purposes and missing and not _ABOUT_IT & set(words):
        return "does not say what people consent to; head it consent_recording, consent_quoting or both in two columns"
    if len(purposes) == 1 and purposes[0] in missing:
        return f"may be consent to {purposes[0]}; head it {headed}, or add a column of that name"
    return ""


def _unknown_consents(written: Sequence[str], names: Sequence[str], where: str) -> Iterator[Problem]:
    for heading, name in zip(written, names, strict=True):
        words = key(heading).split()
        if name not in _KNOWN.values() and any(map(_CONSENT.fullmatch, words)) and not _ABOUT_IT & set(words):
            listed = ", ".join(PURPOSES)
            yield Problem(where, f"speaks of consent, but of none of {listed}, so it has no effect", heading)
