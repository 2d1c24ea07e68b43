"""Who came to the workshops."""

from __future__ import annotations

import pandas as pd

from lmep_consult.coverage.frames import alike

ALL_EVENTS = "All workshops"


def workshop_attendance(attended: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """People and organisations at each workshop.

    attended: one row per person and event, columns event, participant, organisation. events: one row per event in
    order, columns event, name, date, target. An organisation counts once: case and spaces do not matter.

    Returns columns event, name, date, people, organisations, target; a last row counts each person and
    organisation once over all events. Those whose organisation is "" count as people alone.
    """
    organisation = alike(attended["organisation"])
    attended = attended.assign(organisation=organisation.mask(organisation == ""))
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
