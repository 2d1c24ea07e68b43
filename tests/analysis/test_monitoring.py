"""What was monitored, assumption by assumption, with small numbers of people as ranges."""

from __future__ import annotations

import math
import tomllib

import pandas as pd
import pytest
import tiny

from lmep_consult.analysis.monitoring import monitoring
from lmep_consult.importing.monitoring import MONITORED
from lmep_consult.plan import Plan

SAID = """
[[monitoring.measures]]
id = "views"
text = "Page views"
assumption = "1"
unit = "views"
target = 100

[[monitoring.measures]]
id = "came"
text = "People who came"
assumption = "1"
people = true
"""


def plan(more: str = SAID) -> Plan:
    return Plan.model_validate(tomllib.loads(tiny.PLAN.replace("minimum_base = 2", "minimum_base = 3") + more))


def lines(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    made = [
        (measure, f"E{at}", "2027", value, of, target, "m.csv", at)
        for at, (measure, value, of, target) in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=MONITORED)


def test_values_targets_and_whether_they_are_reached() -> None:
    table = monitoring(
        lines(("views", 99, math.nan, math.nan), ("views", 120, math.nan, 150), ("views", 150, math.nan, 150)), plan()
    )
    assert table["value"].tolist() == [99, 120, 150]
    assert table["target"].tolist() == [100, 150, 150]
    assert table["reached"].tolist() == ["no", "no", "yes"]


@pytest.mark.parametrize(
    ("value", "of", "shown"),
    [(2, math.nan, "fewer than 3"), (0, math.nan, "fewer than 3"), (3, math.nan, "3"), (8, 9, "7 or more"),
     (1, 20, "fewer than 3"), (19, 20, "19"), (4, 5, "[c]")],
)  # fmt: skip
def test_small_numbers_of_people_are_ranges_and_of_few_people_nothing_is_shown(
    value: int, of: float, shown: str
) -> None:
    table = monitoring(lines(("came", value, of, math.nan)), plan())
    assert str(table["value"].iloc[0]) == shown


def test_small_numbers_of_views_are_numbers() -> None:
    assert monitoring(lines(("views", 1, math.nan, math.nan)), plan())["value"].tolist() == [1]


def test_a_range_that_leaves_the_target_open_says_neither() -> None:
    table = monitoring(lines(("came", 1, 20, 2), ("came", 1, 20, 3)), plan())
    assert table["reached"].tolist() == ["[z]", "no"]


def test_a_measure_of_no_assumption_is_refused() -> None:
    with pytest.raises(ValueError, match="monitoring measure views"):
        plan(SAID.replace('assumption = "1"', 'assumption = "9"'))
