"""Intended, invited, agreed, took part: by group, for interviews and workshops, in people and organisations.

An organisation counts once: case and spaces do not matter.
"""

from __future__ import annotations

import pandas as pd

from lmep_consult.coverage.frames import alike, checked_quotas
from lmep_consult.coverage.recruitment_stages import AGREED, EITHER, INVITED, TOOK_PART, reaching
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS

_ALWAYS = [("interviews", "people"), ("workshops", "people"), ("workshops", "organisations"), (EITHER, "people")]
_STAGES = {"invited": INVITED, "agreed": AGREED, "took_part": TOOK_PART}


def quotas_of(plan: Plan) -> pd.DataFrame:
    """Every quota of the study: group, among, counted, intended, source."""
    rows = [
        (group.id, "interviews", "people", group.interviews, "")
        for group in plan.groups
        if group.interviews is not None
    ]
    rows += [(quota.group, quota.among, quota.count, quota.intended, quota.source) for quota in plan.fieldwork.quotas]
    return pd.DataFrame(rows, columns=["group", "among", "counted", "intended", "source"])


def stages_by_group(recruitment: pd.DataFrame, quotas: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """How far each group came, and how far short of what was intended.

    recruitment: as `recruitment_stages` gives it. quotas: columns group, among ("interviews", "workshops"), counted
    ("people", "organisations"), intended. groups: the ids to show, in order.

    Returns one row per kind of activity, thing counted and group, "All groups" last of each: among ("either" counts a
    person in both once), counted, group, intended (<NA> where there is no quota), invited, agreed, took_part (who took
    part has agreed, and who agreed was invited), short_by (<NA> without a quota), share (of intended; NaN
    where none was). In the row of all groups intended and short_by are sums over the groups that have a quota, and
    share is of the people of those groups, so that a surplus in one does not hide a shortfall in another.
    """
    kinds = list(dict.fromkeys([*_ALWAYS, *zip(quotas["among"], quotas["counted"], strict=True)]))
    table = pd.concat([_one_kind(recruitment, quotas, groups, among, counted) for among, counted in kinds])
    return table.reset_index(drop=True)


def _one_kind(
    recruitment: pd.DataFrame, quotas: pd.DataFrame, groups: list[str], among: str, counted: str
) -> pd.DataFrame:
    people = recruitment[(recruitment["among"] == among) & recruitment["group"].isin(groups)]
    wanted = quotas[(quotas["among"] == among) & (quotas["counted"] == counted)]
    table = pd.DataFrame({"among": among, "counted": counted, "group": groups})
    table["intended"] = table["group"].map(checked_quotas(wanted)).astype("Int64")
    unit = "participant" if counted == "people" else "organisation"
    for column, stage in _STAGES.items():
        there = reaching(people, stage)
        each = there[unit] if counted == "people" else alike(there[unit])
        numbers = each[each != ""].groupby(there["group"]).nunique()
        table[column] = table["group"].map(numbers).fillna(0).astype("int64")
    table["short_by"] = (table["intended"] - table["took_part"]).clip(lower=0)
    with_quota = table[table["intended"].notna()]
    total = {
        "among": among,
        "counted": counted,
        "group": ALL_GROUPS,
        "intended": table["intended"].sum(min_count=1),
        **table[[*_STAGES]].sum(),
        "short_by": table["short_by"].sum(min_count=1),
    }
    table.loc[len(table)] = total
    intended = table["intended"].astype("float64")
    towards = table["took_part"].astype("float64")
    towards.iloc[-1] = with_quota["took_part"].sum()
    table["share"] = towards / intended.where(intended > 0)
    return table.astype({"intended": "Int64", "short_by": "Int64"} | dict.fromkeys(_STAGES, "int64"))


def organisations_reached(recruitment: pd.DataFrame, exist: pd.DataFrame) -> pd.DataFrame:
    """Organisations that took part, out of all there are.

    recruitment: as `recruitment_stages` gives it. exist: columns group, exist (how many such organisations there are,
    <NA> if not known), in the order to show.

    Returns one row per kind of activity and group: among, group, organisations, exist, share (NaN where not known).
    """
    there = recruitment[recruitment["stage"] == TOOK_PART].assign(organisation=lambda rows: alike(rows["organisation"]))
    counts = there[there["organisation"] != ""].groupby(["among", "group"])["organisation"].nunique()
    rows = [
        (among, group, int(counts.get((among, group), 0)), number)
        for among in dict.fromkeys(among for among, _ in _ALWAYS)
        for group, number in zip(exist["group"], exist["exist"], strict=True)
    ]
    table = pd.DataFrame(rows, columns=["among", "group", "organisations", "exist"]).astype({"exist": "Int64"})
    known = table["exist"].astype("float64")
    return table.assign(share=table["organisations"] / known.where(known > 0))
