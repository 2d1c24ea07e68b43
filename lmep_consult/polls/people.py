"""Finding the people of an export in the register."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import pandas as pd

from lmep_consult.names import match_name, name_key, without_tags
from lmep_consult.text import fold

TEAM = "team"
_BRACKETED = re.compile(r"[(\[]([^()\[\]/]{1,100})[)\]]\s*$")  # what has a slash is somebody's pronouns


def organisation_in(name: str) -> str:
    """What is in brackets after a name, the program's own tags passed over: mostly where somebody is from.

    >>> organisation_in("Sam Roe (Aldermere Council) (Guest)"), organisation_in("Sam Roe (he/him)")
    ('aldermere council', '')
    """
    found = _BRACKETED.search(without_tags(name))
    return fold(found[1]) if found else ""


def bearers_apart(names: Iterable[str]) -> set[str]:
    """The names (as `name_key` writes them) that come with two organisations or more: those are different people."""
    organisations: dict[str, set[str]] = {}
    for name in names:
        organisations.setdefault(name_key(name), set()).add(organisation_in(name))
    return {name for name, there in organisations.items() if len(there - {""}) > 1}


def match_people(
    people: pd.DataFrame, register: pd.DataFrame, team_names: Collection[str], team_emails: Collection[str]
) -> pd.Series:
    """Who each row of `people` (columns name, email) is: a participant's id, "team", or "" where that is not clear.

    By email first, then by name: among those who share the address, or among all where nobody has it. Names count where
    one person only bears them, however they are written; initials and first names alone never say whose row it is.
    Where a name comes with two organisations, or two people of the register bear it, the organisation after it in
    brackets says who it is.
    """
    addresses = [(email, TEAM) for email in team_emails]
    addresses += zip(register["email"], register["participant"], strict=True)
    bearers: dict[str, set[str]] = {}
    for email, who in addresses:
        bearers.setdefault(_plain(email), set()).add(who)
    names = [(TEAM, name) for name in team_names]
    names += zip(register["participant"], register["name"], strict=True)

    apart = bearers_apart(people["name"])
    organisation = dict(zip(register["participant"], register.get("organisation", ""), strict=False))

    def is_from(id_: str, said: str) -> bool:
        theirs = fold(organisation.get(id_, ""))
        return bool(theirs) and (theirs in said or said in theirs)

    def who_is(name: str, email: str) -> str:
        sharing = bearers.get(_plain(email), set()) if _plain(email) else set()
        if len(sharing) == 1:
            return next(iter(sharing))
        match = match_name(name, [(id_, known) for id_, known in names if not sharing or id_ in sharing])
        said = organisation_in(name)
        if match.exact and said and (len(match.ids) > 1 or name_key(name) in apart):
            from_there = [id_ for id_ in match.ids if is_from(id_, said)]
            return from_there[0] if len(from_there) == 1 else ""
        return match.only if match.exact else ""

    found = [who_is(name, email) for name, email in zip(people["name"], people["email"], strict=True)]
    return pd.Series(found, index=people.index, dtype=object).astype(str)


def _plain(email: str) -> str:
    return email.strip().casefold()
