"""Finding the people of an export in the register."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from lmep_consult.names import match_name

TEAM = "team"


def match_people(
    people: pd.DataFrame, register: pd.DataFrame, team_names: Collection[str], team_emails: Collection[str]
) -> pd.Series:
    """Who each row of `people` (columns name, email) is: a participant's id, "team", or "" where it cannot be told.

    By email first, then by name: among those who share the address, or among all where nobody has it. Names count where
    one person only bears them, however they are written; initials and first names alone never say whose row it is.
    """
    addresses = [(email, TEAM) for email in team_emails]
    addresses += zip(register["email"], register["participant"], strict=True)
    bearers: dict[str, set[str]] = {}
    for email, who in addresses:
        bearers.setdefault(_plain(email), set()).add(who)
    names = [(TEAM, name) for name in team_names]
    names += zip(register["participant"], register["name"], strict=True)

    def who_is(name: str, email: str) -> str:
        sharing = bearers.get(_plain(email), set()) if _plain(email) else set()
        if len(sharing) == 1:
            return next(iter(sharing))
        match = match_name(name, [(id_, known) for id_, known in names if not sharing or id_ in sharing])
        return match.only if match.exact else ""

    found = [who_is(name, email) for name, email in zip(people["name"], people["email"], strict=True)]
    return pd.Series(found, index=people.index, dtype=object).astype(str)


def _plain(email: str) -> str:
    return email.strip().casefold()
