"""How many participants of each group spoke of each theme."""

from __future__ import annotations

import pandas as pd

from lmep_consult.codebook import Codebook
from lmep_consult.coding.scope import held, parents_in_scope
from lmep_consult.table import ALL_GROUPS


def themes_by_group(codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Participants, not mentions, per code and group.

    codings: columns code, participant. people: one row for each participant whose words were coded, columns
    participant, group. A code counts those who have it or any code that belongs to it, at any depth. Codes out of the
    study's scope are not counted: see `out_of_scope`.

    Returns one row per code of the codebook (in its order) and group ("All groups" first, then in the order of
    `people`): code, family (the parent's id, "" for a family), group, participants, base (people in the group). No
    rows where nobody was coded.
    """
    parents = parents_in_scope(codebook)
    pairs = held(codings[["code", "participant"]].drop_duplicates(), parents)
    counted = pairs.merge(people[["participant", "group"]], on="participant")
    groups = list(people["group"].unique())
    counts = counted.pivot_table(index="code", columns="group", values="participant", aggfunc="nunique", fill_value=0)
    counts = counts.reindex(index=list(parents), columns=groups, fill_value=0)
    counts.insert(0, ALL_GROUPS, counts.sum(axis=1))
    bases = people.groupby("group")["participant"].nunique()
    bases[ALL_GROUPS] = bases.sum()
    tidy = counts.melt(ignore_index=False, var_name="group", value_name="participants").reset_index()
    order = {code: place for place, code in enumerate(parents)}
    tidy = tidy.sort_values("code", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)
    tidy["base"] = tidy["group"].map(bases)
    tidy.insert(1, "family", tidy["code"].map(parents))
    return tidy[tidy["base"] > 0].astype({"participants": int, "base": int})
