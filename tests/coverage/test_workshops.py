"""Who came to the workshops, counted once each."""

from __future__ import annotations

import pandas as pd

from lmep_consult.coverage import workshop_attendance

EVENTS = pd.DataFrame(
    [("W1", "First", "10 February 2026", 20), ("W2", "Second", "11 February 2026", 15), ("W3", "Third", "", None)],
    columns=["event", "name", "date", "target"],
).astype({"target": "Int64"})
ATTENDED = pd.DataFrame(
    [
        ("W1", "P01", "Aldermere", "MSA"),
        ("W1", "P01", "Aldermere", "MSA"),
        ("W1", "P02", "Aldermere", "MSA"),
        ("W2", "P01", "Aldermere", "MSA"),
        ("W2", "P03", "Coldharbour", "ICB"),
        ("W2", "P04", "", "ICB"),
    ],
    columns=["event", "participant", "organisation", "group"],
)


def test_a_person_counts_once_an_event_and_once_over_all() -> None:
    table = workshop_attendance(ATTENDED, EVENTS).set_index("event")
    assert table["people"].to_dict() == {"W1": 2, "W2": 3, "W3": 0, "All": 4}


def test_an_organisation_counts_once_an_event_and_once_over_all() -> None:
    table = workshop_attendance(ATTENDED, EVENTS).set_index("event")
    assert table["organisations"].to_dict() == {"W1": 1, "W2": 2, "W3": 0, "All": 2}


def test_events_keep_their_order_and_the_targets_are_summed() -> None:
    table = workshop_attendance(ATTENDED, EVENTS)
    assert table["event"].tolist() == ["W1", "W2", "W3", "All"]
    assert table["target"].iloc[3] == 35
    assert pd.isna(table["target"].iloc[2])


def test_where_nobody_came_every_event_stands_at_zero() -> None:
    table = workshop_attendance(ATTENDED.iloc[:0], EVENTS)
    assert table["people"].tolist() == [0, 0, 0, 0]


def test_they_are_called_workshops_where_each_name_says_so() -> None:
    names = {"W1": "Workshop 1", "W2": "A second workshop", "W3": "Visit to the depot"}
    events = EVENTS.assign(name=EVENTS["event"].map(names))
    assert workshop_attendance(ATTENDED, events)["name"].iloc[-1] == "All events"
    assert workshop_attendance(ATTENDED, events.iloc[:2])["name"].iloc[-1] == "All workshops"


def test_the_attendance_handed_in_is_left_as_it_was() -> None:
    before = ATTENDED.copy()
    workshop_attendance(ATTENDED, EVENTS)
    pd.testing.assert_frame_equal(ATTENDED, before)
