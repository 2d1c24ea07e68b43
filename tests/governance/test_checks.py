"""Checks of results: in order, by different people, of these very results."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lmep_consult.errors import StudyError
from lmep_consult.governance.checks import CheckState, check_state, read_checks, with_check
from lmep_consult.spreadsheet import as_csv

WANTED = ["first check", "second check"]
NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def test_checks_are_made_in_order_and_kept_with_who_and_when(tmp_path: Path) -> None:
    record = read_checks(tmp_path / "checks.csv")
    assert check_state(record, "r1", WANTED) == CheckState(missing=("first check", "second check"))
    record = with_check(record, "r1", WANTED, "Ann", NOON)
    assert check_state(record, "r1", WANTED) == CheckState(
        "first check", "Ann", "2026-03-02T12:00+00:00", ("second check",)
    )
    record = with_check(record, "r1", WANTED, "Bea", NOON)
    assert check_state(record, "r1", WANTED).missing == ()
    (tmp_path / "checks.csv").write_text(as_csv(record), encoding="utf-8")
    assert check_state(read_checks(tmp_path / "checks.csv"), "r1", WANTED) == check_state(record, "r1", WANTED)


def test_other_results_are_a_draft_again() -> None:
    record = with_check(read_checks(Path("none")), "r1", WANTED, "Ann", NOON)
    assert check_state(record, "r2", WANTED).state == "draft"


def test_one_person_cannot_make_both_checks() -> None:
    record = with_check(read_checks(Path("none")), "r1", WANTED, "Ann", NOON)
    with pytest.raises(StudyError, match="second check is for another"):
        with_check(record, "r1", WANTED, " ann ", NOON)


def test_nobody_and_nothing_left_are_refused() -> None:
    record = read_checks(Path("none"))
    with pytest.raises(StudyError, match="--by"):
        with_check(record, "r1", WANTED, " ", NOON)
    with pytest.raises(StudyError, match="nothing is left"):
        with_check(with_check(record, "r1", WANTED[:1], "Ann", NOON), "r1", WANTED[:1], "Bea", NOON)


def test_a_file_that_is_no_record_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    path.write_text("who,when\nAnn,noon\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"checks\.csv, line 1"):
        read_checks(path)
