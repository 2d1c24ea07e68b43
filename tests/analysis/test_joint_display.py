"""Votes and interviews, on a poll small enough to judge by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from lmep_consult.analysis.joint_display import joint_display


def reading(options: int, lower: int, upper: int, raised_by: int) -> str:
    """What stands beside an option of the places given, of which so many of four interviewees spoke."""
    names = [f"option {place}" for place in range(options)]
    question = SimpleNamespace(id="q", options=names, codes={names[0]: "theme"})
    codes = (SimpleNamespace(id="theme", parent="", out_of_scope=False),)
    people = pd.DataFrame({"participant": ["P1", "P2", "P3", "P4"], "group": "MSA"})
    table = joint_display(
        pd.DataFrame([("p", "q", names[0], "MSA", lower, lower, upper, 20)], columns=_PRIORITIES),
        pd.DataFrame({"code": "theme", "participant": people["participant"][:raised_by]}),
        people,
        SimpleNamespace(polls=[SimpleNamespace(id="p", questions=[question])]),  # type: ignore[arg-type]
        SimpleNamespace(codes=codes),  # type: ignore[arg-type]
    )
    return str(table["reading"].item())


_PRIORITIES = ["poll", "question", "option", "group", "rank", "rank_lower", "rank_upper", "base"]


@pytest.mark.parametrize(
    ("options", "lower", "upper", "raised_by", "expected"),
    [
        (8, 1, 3, 3, "agreement"),
        (8, 1, 3, 0, "tension"),
        (8, 4, 8, 0, "agreement"),
        (8, 4, 8, 3, "tension"),
        (8, 2, 4, 3, "not settled"),
        (8, 1, 3, 1, "not settled"),
        # Of three options all are among the first three: what counts is the first place.
        (3, 1, 1, 3, "agreement"),
        (3, 1, 1, 0, "tension"),
        (3, 2, 3, 0, "agreement"),
        (3, 2, 3, 3, "tension"),
        (3, 1, 3, 0, "not settled"),
    ],
)
def test_the_reading_rests_on_the_first_places_of_the_question(
    options: int, lower: int, upper: int, raised_by: int, expected: str
) -> None:
    assert reading(options, lower, upper, raised_by) == expected
