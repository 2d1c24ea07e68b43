"""Who came to the workshops."""

from __future__ import annotations

import pandas as pd

from lmep_consult.table import ALL_GROUPS

ALL_EVENTS = "All workshops"


def workshop_attendance(attended: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """People and organisations at each workshop.

    attended: one row a person and event, columns event, participant, organisation. events: one row an event in
    order, columns event, name, date, target.

    Returns columns event, name, date, people, organisations, target; a last row counts each person and
    organisation once over all events. Those whose organisation is "" count as people alone.
    """
    attended = _blank_as_missing(attended)
    counts = attended.groupby("event").agg(people=("participant", "nunique"), organisations=("organisation", "nunique"))
    table = events.merge(counts, left_on="event", right_index=True, how="left")
    table[["people", "organisations"]] = table[["people", "organisations"]].fillna(0).astype(int)
    table.loc[len(table)] = {
        "event": "All",
        "name": ALL_EVENTS,
        "date": "",
        "people": attended["participant"].nunique(),
        "organisations": attended["organisation"].nunique(),
        "target": events["target"].sum(min_count=1),
    }
    return table[["event", "name", "date", "people", "organisations", "target"]]


def groups_reached(attended: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """People and organisations of each group over all workshops.

    attended: columns participant, organisation, group. groups: columns group, exist (how many such organisations
    there are, NaN if not known).

    Returns columns group, people, organisations, exist; "All groups" last, its `exist` not known unless each is.
    """
    attended = _blank_as_missing(attended)
    counts = attended.groupby("group").agg(people=("participant", "nunique"), organisations=("organisation", "nunique"))
    table = groups.merge(counts, left_on="group", right_index=True, how="left")
    table[["people", "organisations"]] = table[["people", "organisations"]].fillna(0).astype(int)
    known = table["exist"].sum(skipna=False)
    table.loc[len(table)] = {"group": ALL_GROUPS, **table[["people", "organisations"]].sum(), "exist": known}
    return table.astype({"people": int, "organisations": int})[["group", "people", "organisations", "exist"]]


def _blank_as_missing(attended: pd.DataFrame) -> pd.DataFrame:
    return attended.assign(organisation=attended["organisation"].mask(attended["organisation"] == ""))
