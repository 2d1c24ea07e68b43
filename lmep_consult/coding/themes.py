"""How many participants of each group spoke of each theme."""

from __future__ import annotations

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.table import ALL_GROUPS


def themes_by_group(codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Participants, not mentions, per code and group.

    codings: columns code, participant. people: one row for each participant whose words were coded, columns
    participant, group. A family counts those who have any of its codes.

    Returns one row per code of the codebook (in its order) and group ("All groups" first, then in the order of
    `people`): code, family (the parent's id, "" for a family), group, participants, base (people in the group). No
    rows where nobody was coded.
    """
    families = {code.id: code.parent for code in codebook.codes}
    direct = codings[["code", "participant"]].drop_duplicates()
    inherited = direct.assign(code=direct["code"].map(families)).query("code != ''")
    held = pd.concat([direct, inherited]).drop_duplicates().merge(people[["participant", "group"]], on="participant")
    groups = list(people["group"].unique())
    counts = held.pivot_table(index="code", columns="group", values="participant", aggfunc="nunique", fill_value=0)
    counts = counts.reindex(index=list(families), columns=groups, fill_value=0)
    counts.insert(0, ALL_GROUPS, counts.sum(axis=1))
    bases = people.groupby("group")["participant"].nunique()
    bases[ALL_GROUPS] = bases.sum()
    tidy = counts.melt(ignore_index=False, var_name="group", value_name="participants").reset_index()
    order = {code: place for place, code in enumerate(families)}
    tidy = tidy.sort_values("code", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)
    tidy["base"] = tidy["group"].map(bases)
    tidy.insert(1, "family", tidy["code"].map(families))
    return tidy[tidy["base"] > 0].astype({"participants": int, "base": int})
