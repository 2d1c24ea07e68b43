"""The weeks of recruitment, from dates as Excel's cells are read."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coverage import recruitment_funnel
from lmep_consult.errors import Problem

START, END = dt.date(2026, 1, 5), dt.date(2026, 2, 27)
DATES = ["invited_on", "agreed_on", "interviewed_on"]


def register(*people: tuple[str, ...], status: str = "invited") -> pd.DataFrame:
    rows = [(f"P{n}", group, status, *days) for n, (group, *days) in enumerate(people, start=1)]
    return pd.DataFrame(rows, columns=["participant", "group", "status", *DATES])


def so_far(table: pd.DataFrame, group: str = "All groups") -> dict[tuple[str, str], int]:
    rows = table[table["group"] == group]
    return {(str(week), stage): n for week, stage, n in zip(rows["week"], rows["stage"], rows["so_far"], strict=True)}


def test_each_week_from_the_first_to_the_last_counts_who_passed_each_stage() -> None:
    table, problems = recruitment_funnel(
        register(
            ("MSA", "2026-01-05 00:00:00", "2026-01-11", "2026-01-20 14:30:00"),
            ("MSA", "2026-01-06", "", ""),
            ("ICB", "2026-01-21T09:00", "", ""),
        ),
        START,
        END,
    )
    assert problems == []
    assert so_far(table) == {
        ("2026-01-05", "invited"): 2,
        ("2026-01-05", "agreed"): 1,
        ("2026-01-05", "interviewed"): 0,
        ("2026-01-12", "invited"): 2,
        ("2026-01-12", "agreed"): 1,
        ("2026-01-12", "interviewed"): 0,
        ("2026-01-19", "invited"): 3,
        ("2026-01-19", "agreed"): 1,
        ("2026-01-19", "interviewed"): 1,
    }
    assert so_far(table, "ICB")["2026-01-12", "invited"] == 0
    assert table.query("group == 'All groups' and stage == 'invited'")["in_week"].tolist() == [2, 0, 1]


def test_who_was_interviewed_had_been_invited_and_had_agreed_by_then() -> None:
    table, problems = recruitment_funnel(register(("MSA", "", "", "2026-01-20")), START, END)
    assert problems == []
    assert set(so_far(table).values()) == {1}


def test_a_register_without_dates_gives_no_rows_and_no_problems() -> None:
    table, problems = recruitment_funnel(register(("MSA", "", "", "")).drop(columns=DATES), START, END)
    assert table.empty
    assert list(table.columns) == ["week", "group", "stage", "in_week", "so_far"]
    assert problems == []


def test_only_the_stages_whose_days_are_kept_are_shown() -> None:
    people = register(("MSA", "2026-01-05", "", "2026-01-12")).drop(columns="agreed_on")
    table, _ = recruitment_funnel(people, START, END)
    assert table["stage"].unique().tolist() == ["invited", "interviewed"]


@pytest.mark.parametrize(
    ("days", "what", "text"),
    [
        (("05/01/2026", "", ""), "invited_on is not a date; write it as 2026-01-31", "05/01/2026"),
        (("2026-02-30", "", ""), "invited_on is not a date; write it as 2026-01-31", "2026-02-30"),
        (("", "", "0206-01-20"), "interviewed_on is more than a year outside the fieldwork", "0206-01-20"),
        (("2026-01-20", "2026-01-19", ""), "agreed_on is before the day of an earlier stage", "2026-01-19"),
    ],
)
def test_what_is_no_likely_date_is_a_problem(days: tuple[str, str, str], what: str, text: str) -> None:
    _, problems = recruitment_funnel(register(("MSA", *days)), START, END)
    assert problems[0] == Problem("register, P1", what, text)


def test_an_invited_person_without_a_date_is_a_problem_and_one_not_invited_is_none() -> None:
    people = register(("MSA", "2026-01-05", "", ""), ("MSA", "", "", ""), ("MSA", "", "", ""))
    people["status"] = ["invited", "no reply", "not invited"]
    _, problems = recruitment_funnel(people, START, END)
    words = "no reply, but without a date, so not in the weeks of recruitment"
    assert problems == [Problem("register, P2", words)]


day = st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 15)).map(str) | st.just("")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["MSA", "ICB"]), day, day, day), max_size=8))
def test_the_funnel_never_grows_from_stage_to_stage_nor_shrinks_from_week_to_week(
    people: list[tuple[str, str, str, str]],
) -> None:
    table, _ = recruitment_funnel(register(*people), START, END)
    for _, rows in table.groupby("group"):
        wide = rows.pivot(index="week", columns="stage", values="so_far")
        assert (wide["invited"] >= wide["agreed"]).all()
        assert (wide["agreed"] >= wide["interviewed"]).all()
        assert (wide.diff().dropna() >= 0).all(axis=None)
    dated = [days for _, *days in people if any(days)]
    if dated:
        assert max(so_far(table).values()) == len(dated)
        held = table.query("group != 'All groups'").groupby("stage")["in_week"].sum()
        assert held["interviewed"] == sum(1 for days in dated if days[2])
