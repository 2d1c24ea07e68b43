"""What identifies the people and organisations of the register, and what is in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lmep_consult.pseudonyms.confirmed import Confirmed
from lmep_consult.pseudonyms.organisations import GENERIC, forms_of, proper_words
from lmep_consult.pseudonyms.variants import first_names, with_initials
from lmep_consult.pseudonyms.words import TITLES, is_english, is_stop_word, key_of, words_of

Case = Literal["any", "phrase", "capital", "name", "upper"]
_WIDEST_FIRST: tuple[Case, ...] = ("any", "phrase", "capital", "name", "upper")

# Columns of the register that say where somebody works.
_WHERE = frozenset("area borough city county district locality place region town".split())
# Particles of surnames; not a name by themselves.
_PARTICLES = frozenset(
    "abu af al ap av bin bint da dal das de del della den der des di do dos du el ferch ibn la las le los mac mc san "
    "st ter und van ver von y zu".split()
)


@dataclass(frozen=True)
class Identifier:
    """A string to be replaced.

    case: "any", however it is written; "capital", where each word begins with a capital, and a single word that is no
    English also in a text without capitals; "phrase", where each word begins with a capital or the text has none;
    "upper", where all of it is in capitals; "name", for a single word that English has too: where a capital inside a
    sentence, a title or what follows shows that it is a name.
    reason: why it identifies somebody, as in "register" or "nickname of Winifred".
    """

    text: str
    replacement: str
    kind: str
    case: Case = "any"
    reason: str = "register"


def identifiers(
    register: pd.DataFrame, team: Collection[str], confirmed: Collection[Confirmed] = ()
) -> list[Identifier]:
    """Everything that would identify somebody of the register or the team, or was confirmed to; longest first.

    People become their id in brackets ([P07]), organisations their group and number in the register's order
    ([NHS 2]), team members (`team`: names and email addresses) [interviewer]. Names count in part and in other forms;
    a form that several share becomes [name] or [place]. Depends on nothing else, so that a text read alone is
    replaced as among others.
    """
    rows = register.to_dict("records")
    people = [(str(row["name"]), f"[{row['participant']}]") for row in rows]
    people += [(member, "[interviewer]") for member in team if "@" not in member]
    people += [(name.text, name.replacement) for name in confirmed if name.kind == "person" and _is_name(name.text)]
    found = [form for name, replacement in people for form in _person(name, replacement)]
    found += _further_names(people, {key_of(form.text) for form in found})
    found += [Identifier(str(row["email"]), f"[{row['participant']}]", "email") for row in rows if row["email"]]
    found += [Identifier(member, "[interviewer]", "email") for member in team if "@" in member]
    found += _job_titles(register)
    found += _organisations(register)
    for name in confirmed:  # as a person wrote it down: "Dom" with a capital anywhere, "old boat shop" in any case
        english = all(map(is_english, name.text.split())) and _has_capitals(name.text)
        case = _case_of_phrase(name.text) if english else "any"
        found.append(Identifier(name.text, name.replacement, name.kind, case, "confirmed"))
    return sorted(_merged(found), key=lambda identifier: -len(identifier.text))


def _has_capitals(text: str) -> bool:
    """Whether each word has a capital, small ones inside apart, as in Steps to Work."""
    words = words_of(text)
    return words[0].is_capitalised and all(word.is_capitalised or is_stop_word(word.key) for word in words)


def _is_name(text: str) -> bool:
    """Whether a person is named and not described: no small words but particles, as in Grace van der Meulen."""
    return not any(
        is_stop_word(word.key) and not word.is_capitalised and word.key not in _PARTICLES for word in words_of(text)
    )


def _person(name: str, replacement: str) -> Iterator[Identifier]:
    """The whole name, its parts and its forms with initials."""
    parts = [part for part in name.split() if key_of(part) not in TITLES]
    if len(parts) > 1:
        first, *rest = parts
        yield Identifier(" ".join(parts), replacement, "person")
        yield Identifier(f"{' '.join(rest)}, {first}", replacement, "person")
        if key_of(rest[0]) in _PARTICLES:
            yield Identifier(" ".join(rest), replacement, "person")
        for form in with_initials(parts):
            yield Identifier(form, replacement, "person", "capital", f"initials of {name}")
    for part in dict.fromkeys([*parts, *(word.written for word in words_of(name))]):
        if len(part) > 1 and key_of(part) not in _PARTICLES | TITLES:
            yield Identifier(part, replacement, "person", _case_of(part))


def _further_names(people: list[tuple[str, str]], taken: set[str]) -> Iterator[Identifier]:
    """What people may be called besides; never what is somebody's own name."""
    for name, replacement in people:
        first, _, rest = name.strip().partition(" ")
        for form, reason in first_names(first).items() if rest else ():
            if form not in taken:
                case: Case = "name" if is_english(form) else "capital"
                yield Identifier(form.capitalize(), replacement, "person", case, reason)
            if is_english(form) and is_english(rest):  # neither shows by itself to be a name
                yield Identifier(f"{form.capitalize()} {rest}", replacement, "person", "capital", reason)


def _job_titles(register: pd.DataFrame) -> Iterator[Identifier]:
    titles = register["job_title"] if "job_title" in register else pd.Series(dtype=str)
    for title, times in titles.value_counts().items():
        if " " in str(title) and times == 1:
            yield Identifier(str(title), "[job title]", "job title")


def _organisations(register: pd.DataFrame) -> Iterator[Identifier]:
    replacement_of: dict[str, str] = {}
    for group, rows in register.groupby("group", sort=False):
        for number, organisation in enumerate(filter(None, rows["organisation"].unique()), start=1):
            replacement_of[organisation] = f"[{group} {number}]"
    for organisation, replacement in replacement_of.items():
        yield Identifier(organisation, replacement, "organisation", _case_of_organisation(organisation))
        for form, case in forms_of(organisation):
            yield Identifier(form, replacement, "organisation", case, f"short for {organisation}")
        for word in proper_words(organisation):
            yield Identifier(word, replacement, "organisation", _case_of(word))
    for column in sorted(_WHERE & set(register.columns)):
        held = register[register[column].ne("") & register["organisation"].ne("")]
        for place, organisations in held.groupby(column)["organisation"].unique().items():
            if len(organisations) == 1:
                yield Identifier(str(place), replacement_of[organisations[0]], "place", _case_of(str(place)))


def _case_of_organisation(name: str) -> Case:
    """A name of English words needs its capitals, for an open door is no Open Door; where the text has none, two words
    that tell something are enough, and one is not, as in the bakery."""
    words = [word for word in words_of(name) if word.key not in GENERIC]
    if len(words_of(name)) == 1 or not all(is_english(word.written) for word in words):
        return _case_of(name)
    return _case_of_phrase(name)


def _case_of_phrase(name: str) -> Case:
    telling = [word for word in words_of(name) if word.key not in GENERIC and not is_stop_word(word.key)]
    return "phrase" if len(telling) > 1 else "capital"


def _case_of(text: str) -> Case:
    """A word that English has needs to be shown to be a name, one or two letters need their capital."""
    if len(words_of(text)) > 1:
        return "any"
    return "name" if is_english(text) else "any" if len(text) > 2 else "capital"


def _merged(found: list[Identifier]) -> Iterator[Identifier]:
    """One for each form; where several people or organisations share a form, its replacement names none of them. What a
    person decided about the form itself goes before what the register would make of it."""
    decided = {identifier.replacement for identifier in found if identifier.reason == "confirmed"}
    alike: dict[tuple[str, ...], list[Identifier]] = defaultdict(list)
    for identifier in found:
        keys = tuple(word.key for word in words_of(identifier.text))
        marks = [mark for mark in ",." if mark in identifier.text]
        if keys:
            alike[(identifier.text.casefold(),) if identifier.kind == "email" else (*keys, *marks)].append(identifier)
    for forms in alike.values():
        if any(form.reason == "confirmed" for form in forms):
            forms = [form for form in forms if form.replacement in decided]
        kinds = {form.kind for form in forms}
        several = len({form.replacement for form in forms}) > 1
        kind = "person" if "person" in kinds else forms[0].kind
        shared = {"person": "[name]", "email": "[email]"}.get(kind, "[place]")
        case = min((form.case for form in forms), key=_WIDEST_FIRST.index)
        yield Identifier(forms[0].text, shared if several else forms[0].replacement, kind, case, forms[0].reason)
