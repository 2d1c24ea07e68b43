"""Who came to the workshops."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from lmep_consult.coverage.frames import alike


def called(names: Iterable[str]) -> tuple[str, str]:
    """What one event and several are called: workshops where the name of each says so, and events otherwise.

    >>> called(["Workshop 1", "Second workshop"]), called(["Workshop 1", "Visit to the depot"])
    (('workshop', 'workshops'), ('event', 'events'))
    """
    all_workshops = all("workshop" in name.casefold() for name in names)
    return ("workshop", "workshops") if all_workshops else ("event", "events")


def called_in(workshops: pd.DataFrame) -> tuple[str, str]:
    """The same of the events in a table that `workshop_attendance` gave."""
    return called(workshops.loc[workshops["event"] != "All", "name"])


def workshop_attendance(attended: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """People and organisations at each workshop.

    attended: one row per person and event, columns event, participant, organisation. events: one row per event in
    order, columns event, name, date, target. An organisation counts once: case and spaces do not matter.

    Returns columns event, name, date, people, organisations, target; a last row counts each person and
    organisation once over all events, which its name calls as `called` does. Those whose organisation is "" count as
    people alone.
    """
    organisation = alike(attended["organisation"])
    attended = attended.assign(organisation=organisation.mask(organisation == ""))
    counts = attended.groupby("event").agg(people=("participant", "nunique"), organisations=("organisation", "nunique"))
    table = events.merge(counts, left_on="event", right_index=True, how="left")
    table[["people", "organisations"]] = table[["people", "organisations"]].fillna(0).astype(int)
    table.loc[len(table)] = {
        "event": "All",
        "name": f"All {called(events['name'])[1]}",
        "date": "",
        "people": attended["participant"].nunique(),
        "organisations": attended["organisation"].nunique(),
        "target": events["target"].sum(min_count=1),
    }
    return table[["event", "name", "date", "people", "organisations", "target"]]
