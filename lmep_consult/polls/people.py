"""Finding the people of an export in the register."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

TEAM = "team"


def match_people(
    people: pd.DataFrame, register: pd.DataFrame, team_names: Collection[str], team_emails: Collection[str]
) -> pd.Series:
    """Who each row of `people` (columns name, email) is: a participant's id, "team", or "" where unknown.

    By email first, then by name where only one person in the register bears it; case is ignored.
    """
    emails = {email.casefold(): TEAM for email in team_emails}
    names = {name.casefold(): TEAM for name in team_names}
    once = register[~register["name"].str.casefold().duplicated(keep=False)]
    emails |= dict(zip(register["email"].str.casefold(), register["participant"], strict=True))
    names |= dict(zip(once["name"].str.casefold(), once["participant"], strict=True))
    emails.pop("", None)
    names.pop("", None)
    by_email = people["email"].str.casefold().map(emails)
    return by_email.fillna(people["name"].str.casefold().map(names)).fillna("").astype(str)
