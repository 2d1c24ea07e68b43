"""What the comparison says, rule by rule."""

from __future__ import annotations

import pandas as pd

from lmep_consult.table import ALL_GROUPS, Range
from lmep_consult.waves.sentences import NOT_COMPARABLE, findings_of, headline, how_sure, who_was_interviewed

HEARD = pd.DataFrame({"group": [ALL_GROUPS], "interviewed_then": [40], "interviewed_now": [43]})
NONE = pd.DataFrame(columns=["option", "group", "then", "base_then", "now", "base_now", "verdict"])


def themes(*rows: tuple[str, object, object, str]) -> pd.DataFrame:
    made = [(name, ALL_GROUPS, then, 40, now, 43, verdict) for name, then, now, verdict in rows]
    return pd.DataFrame(made, columns=["name", "group", "then", "base_then", "now", "base_now", "verdict"]).astype(
        object
    )


def test_what_rose_what_fell_and_what_cannot_be_said() -> None:
    frame = themes(
        ("Fares", Range(0, 2, of=40), 26, "rose"), ("Seats", 30, 6, "fell"), ("Routes", 20, 22, "cannot be said")
    )
    said = findings_of(frame, NONE, HEARD, 0, True, 0.7, "A: Drivers.")
    assert said.headline == "1 of 3 themes rose and 1 fell"
    assert said.sentences[:3] == (
        "More of those interviewed spoke of Fares (fewer than 3 of 40, then 26 of 43).",
        "Fewer of those interviewed spoke of Seats (30 of 40, then 6 of 43).",
        "Of 1 other theme it cannot be said whether it rose or fell, which does not mean that it stayed the same.",
    )


def test_many_changes_are_counted_after_the_first_five() -> None:
    said = findings_of(themes(*((f"T{n}", 1, 40, "rose") for n in range(7))), NONE, HEARD, 0, True, 0.7, "")
    assert said.sentences[0].endswith("T4 (1 of 40, then 40 of 43); and 2 more in the table.")


def test_where_nothing_moved_it_is_not_said_that_nothing_did() -> None:
    said = findings_of(
        themes(("A", 1, 2, "cannot be said"), ("B", 2, 2, "cannot be said")), NONE, HEARD, 0, True, 0.7, ""
    )
    assert said.headline == "No theme can be said to have risen or fallen"
    assert said.sentences[0].startswith("Of 2 themes it cannot be said whether they rose or fell, which does not mean")


def test_waves_coded_in_different_ways_say_so_first() -> None:
    assert findings_of(themes(), NONE, HEARD, 0, False, 0.7, "").sentences[0] == NOT_COMPARABLE


def test_the_same_people_or_not() -> None:
    assert "none are known to be the same" in who_was_interviewed(HEARD, 0)
    assert "12 agreed to be found in both and are compared with themselves" in who_was_interviewed(HEARD, 12)


def test_the_error_rate_and_the_size_of_what_could_be_found() -> None:
    frame = themes(("A", 1, 2, "cannot be said"))
    assert "false claim in 5% of such comparisons at most" in how_sure(frame, NONE, 0.74)
    assert "only a rise to about 74% would be found 8 times in 10" in how_sure(frame, NONE, 0.74)
    assert "not even a rise to all of them" in how_sure(frame, NONE, float("nan"))
    assert how_sure(themes(), NONE, 0.7) == ""


def test_a_comparison_of_nothing_says_so() -> None:
    assert headline(themes(), NONE) == "Nothing could be compared"
