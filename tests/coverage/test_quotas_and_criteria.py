"""The sample against its quotas and criteria, on registers small enough to count by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from lmep_consult.coverage import check_coverage, check_criteria

REGISTER = pd.DataFrame(
    [
        ("P01", "MSA", "Aldermere", "took part", "urban", "yes"),
        ("P02", "MSA", "Aldermere", "took part", "urban", "yes"),
        ("P03", "MSA", "Brackwater", "declined", "rural", "no"),
        ("P04", "ICB", "Coldharbour", "took part", "Rural", "no"),
        ("P05", "ICB", "Dunmoor", "no reply", "coastal", "no"),
        ("P06", "ICB", "", "took part", "rural", "no"),
    ],
    columns=["participant", "group", "organisation", "status", "geography", "settled"],
)


def criterion(**said: object) -> SimpleNamespace:
    usual = {"text": "c", "among": "interviews", "group": None, "where": {}, "count": "people", "at_least": 1}
    return SimpleNamespace(**{**usual, **said})


def reached(*took_part: str, **said: object) -> tuple[int, str]:
    row = check_criteria(REGISTER, {"interviews": took_part}, [criterion(**said)]).iloc[0]
    return row["reached"], row["met"]


def test_coverage_counts_invited_and_achieved_by_group_and_in_all() -> None:
    table = check_coverage(REGISTER, {"ICB": 3, "MSA": 1})
    assert table.to_dict("list") == {
        "group": ["ICB", "MSA", "All groups"],
        "intended": [3, 1, 4],
        "invited": [3, 3, 6],
        "achieved": [2, 2, 4],
        "short_by": [1, 0, 1],
        "share": [2 / 3, 2.0, 1.0],
    }


def test_a_surplus_in_one_group_does_not_make_up_for_another() -> None:
    assert check_coverage(REGISTER, {"ICB": 4, "MSA": 0})["short_by"].tolist() == [2, 0, 2]


def test_quotas_may_come_as_a_frame() -> None:
    quotas = pd.DataFrame({"group": ["MSA", "ICB"], "intended": [2, 5]})
    pd.testing.assert_frame_equal(check_coverage(REGISTER, quotas), check_coverage(REGISTER, {"MSA": 2, "ICB": 5}))


def test_a_group_nobody_was_invited_from_stands_at_nought() -> None:
    table = check_coverage(REGISTER, {"CJC": 2}).set_index("group")
    assert table.loc["CJC", ["invited", "achieved", "short_by", "share"]].tolist() == [0, 0, 2, 0]


def test_no_share_is_given_where_none_was_intended() -> None:
    assert math.isnan(check_coverage(REGISTER, {"MSA": 0, "ICB": 1})["share"].iloc[0])


@pytest.mark.filterwarnings("error")
def test_without_quotas_there_is_only_a_row_of_noughts() -> None:
    table = check_coverage(REGISTER, {})
    assert table["group"].tolist() == ["All groups"]
    assert table[["intended", "invited", "achieved", "short_by"]].to_numpy().tolist() == [[0, 0, 0, 0]]


def test_an_empty_register_leaves_every_quota_short() -> None:
    assert check_coverage(REGISTER.iloc[:0], {"MSA": 2})["short_by"].tolist() == [2, 2]


def test_a_criterion_without_conditions_counts_all_who_took_part() -> None:
    assert reached("P01", "P02", "P04", at_least=3) == (3, "yes")
    assert reached("P01", "P02", "P04", at_least=4) == (3, "no")


def test_organisations_are_counted_once_however_many_of_their_people_took_part() -> None:
    assert reached("P01", "P02", "P04", count="organisations") == (2, "yes")


def test_a_person_without_an_organisation_is_a_person_and_no_organisation() -> None:
    assert reached("P06", count="people") == (1, "yes")
    assert reached("P06", count="organisations") == (0, "no")


def test_cells_are_compared_without_regard_to_case() -> None:
    assert reached("P03", "P04", where={"geography": "RURAL"}) == (2, "yes")


def test_any_of_several_values_will_do_and_all_columns_must_agree() -> None:
    everyone = REGISTER["participant"]
    assert reached(*everyone, where={"geography": ["rural", "coastal"]}) == (4, "yes")
    assert reached(*everyone, where={"geography": "urban", "settled": "no"}) == (0, "no")


def test_only_those_of_the_group_and_the_activity_count() -> None:
    took_part = {"interviews": ["P01", "P04"], "workshops": ["P05"]}
    asked = [criterion(group="ICB"), criterion(among="workshops"), criterion(among="workshops", group="MSA")]
    table = check_criteria(REGISTER, took_part, asked)
    assert table["reached"].tolist() == [1, 1, 0]
    assert table["base"].tolist() == [1, 1, 0]
    assert table["met"].tolist() == ["yes", "yes", "no"]
    assert table["group"].tolist() == ["ICB", "", "MSA"]


def test_somebody_unknown_to_the_register_reaches_nothing() -> None:
    assert reached("P99") == (0, "no")


def test_an_activity_nobody_is_recorded_for_reaches_nothing() -> None:
    assert check_criteria(REGISTER, {}, [criterion(among="workshops")])["reached"].tolist() == [0]


def test_a_column_the_register_lacks_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="tenure"):
        check_criteria(REGISTER, {"interviews": ["P01"]}, [criterion(where={"tenure": "owner"})])


def test_no_criteria_give_an_empty_table_with_all_columns() -> None:
    table = check_criteria(REGISTER, {}, [])
    assert list(table.columns) == ["criterion", "among", "group", "counted", "needed", "reached", "met", "base"]
    assert table.empty
