"""The sample against its quotas and criteria, on registers small enough to count by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from lmep_consult.coverage import check_coverage, check_criteria, criteria_met_by, group_weights
from lmep_consult.errors import StudyError
from lmep_consult.plan import Criterion

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


def criterion(**said: Any) -> Criterion:
    return Criterion(text="c", **said)


def reached(*took_part: str, **said: Any) -> tuple[int, str]:
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
def test_without_quotas_there_is_only_a_row_of_zeros() -> None:
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


@pytest.mark.parametrize(
    "said", [{"where": {"tenure": "owner"}}, {"where_not": {"tenure": "owner"}}, {"across": "tenure"}]
)
def test_a_column_the_register_lacks_is_named_with_the_criterion(said: dict[str, Any]) -> None:
    with pytest.raises(StudyError, match=r"criterion 'c': the register has no column 'tenure'; add it .*\.$"):
        check_criteria(REGISTER, {"interviews": ["P01"]}, [criterion(**said)])


def test_no_criteria_give_an_empty_table_with_all_columns() -> None:
    table = check_criteria(REGISTER, {}, [])
    columns = ["criterion", "among", "group", "counted", "rule", "needed", "reached", "met", "base", "source"]
    assert list(table.columns) == columns
    assert table.empty


def test_where_not_takes_out_those_who_are_so() -> None:
    everyone = REGISTER["participant"]
    assert reached(*everyone, where_not={"geography": ["urban", "COASTAL"]}) == (3, "yes")
    assert reached(*everyone, where={"settled": "no"}, where_not={"geography": "rural"}) == (1, "yes")


def test_across_counts_different_values_once_whatever_their_case() -> None:
    everyone = REGISTER["participant"]
    assert reached(*everyone, across="geography", at_least=3) == (3, "yes")
    assert reached("P03", "P04", "P06", across="geography", at_least=2) == (1, "no")


def test_an_empty_cell_is_no_value_and_an_organisation_of_no_name_none_either() -> None:
    register = REGISTER.assign(geography=["urban", "", "", "", "", "rural"])
    took_part = {"interviews": list(register["participant"])}
    people, organisations = check_criteria(
        register, took_part, [criterion(across="geography"), criterion(across="geography", count="organisations")]
    )["reached"]
    assert (people, organisations) == (2, 1)  # P06, the rural one, has no organisation


@pytest.mark.parametrize(
    ("share", "took_part", "allowed", "fullest", "met"),
    [
        (0.5, "P01 P02 P04 P05", 2, 2, "yes"),  # urban 2, rural 1, coastal 1
        (0.49, "P01 P02 P04 P05", 1, 2, "no"),
        (0.6, "P01 P02 P03 P04 P06", 3, 3, "yes"),  # urban 2, rural 3; 0.6 x 5 is 3 in spite of floats
        (0.9, "P01", 0, 1, "no"),  # one alone is the whole
        (0.9, "", 0, 0, "no"),  # nobody shows no spread
    ],
)
def test_at_most_a_share_in_one_value_is_put_in_numbers(
    share: float, took_part: str, allowed: int, fullest: int, met: str
) -> None:
    asked = [criterion(across="geography", at_most_share=share)]
    row = check_criteria(REGISTER, {"interviews": took_part.split()}, asked).iloc[0]
    assert row[["rule", "needed", "reached", "met"]].tolist() == ["at most", allowed, fullest, met]


def test_an_organisation_counts_once_in_a_value_towards_a_largest_share() -> None:
    asked = [criterion(across="geography", at_most_share=0.5, count="organisations")]
    row = check_criteria(REGISTER, {"interviews": ["P01", "P02", "P05"]}, asked).iloc[0]
    assert row[["needed", "reached", "met"]].tolist() == [1, 1, "yes"]  # Aldermere urban, Dunmoor coastal


def test_a_person_in_an_interview_and_a_workshop_counts_once_under_either() -> None:
    took_part = {"interviews": ["P01", "P02"], "workshops": ["P02", "P04"]}
    row = check_criteria(REGISTER, took_part, [criterion(among="either", at_least=4)]).iloc[0]
    assert row[["reached", "met", "base"]].tolist() == [3, "no", 3]


def test_the_table_says_what_is_counted_and_where_the_criterion_was_written_down() -> None:
    asked = [
        criterion(source="Report, Table 2"),
        criterion(across="geography", at_least=2),
        criterion(across="geography", at_most_share=0.5, count="organisations"),
    ]
    table = check_criteria(REGISTER, {}, asked)
    assert table["source"].tolist() == ["Report, Table 2", "", ""]
    assert table["counted"].tolist() == [
        "people",
        "values of geography",
        "organisations in one of the values of geography",
    ]


def test_by_whom_a_criterion_is_met_names_each_person_and_what_they_count_as() -> None:
    took_part = {"interviews": ["P01", "P02", "P04", "P06"]}
    asked = [criterion(where={"geography": "urban"}, count="organisations"), criterion(across="settled", group="ICB")]
    assert criteria_met_by(REGISTER, took_part, asked)[["participant", "counts_as"]].values.tolist() == [
        ["P01", "Aldermere"],
        ["P02", "Aldermere"],
        ["P04", "no"],
        ["P06", "no"],
    ]


@pytest.mark.parametrize(
    ("quotas", "said"),
    [
        (pd.DataFrame({"group": ["MSA", "MSA"], "intended": [2, 1]}), "Group MSA has two quotas"),
        ({"MSA": 2, " msa": 1}, "has two quotas"),
        ({"MSA": -2}, "The quota of group MSA is -2"),
        ({"MSA": 2.5}, "The quota of group MSA is 2.5"),
        ({"MSA": math.inf}, "The quota of group MSA is inf"),
        ({"MSA": None}, "The quota of group MSA is None"),
        ({"MSA": "2"}, "The quota of group MSA is 2; it is a whole number"),
        ({"MSA": True}, "The quota of group MSA is True"),
        ({"All groups": 2}, "cannot be a group's name"),
        (pd.DataFrame({"group": ["MSA"]}), "no column 'intended'"),
    ],
)
def test_quotas_that_cannot_be_are_refused_in_one_sentence(quotas: Any, said: str) -> None:
    with pytest.raises(StudyError, match=said) as fault:
        check_coverage(REGISTER, quotas)
    assert str(fault.value).endswith(".")
    if isinstance(quotas, dict):
        ranks = pd.DataFrame({"A": [1], "B": [2]})
        with pytest.raises(StudyError, match=said):
            group_weights(ranks, pd.Series(["MSA"]), quotas)


def test_whole_numbers_of_any_kind_are_quotas() -> None:
    table = check_coverage(REGISTER, pd.DataFrame({"group": ["MSA", "ICB"], "intended": [1.0, 3.0]}))
    assert table["intended"].tolist() == [1, 3, 4]


def test_statuses_and_groups_are_compared_without_case_and_spaces() -> None:
    register = REGISTER.replace({"status": {"took part": " Took  part "}, "group": {"MSA": "msa "}})
    pd.testing.assert_frame_equal(
        check_coverage(register, {"ICB": 3, "MSA": 1}), check_coverage(REGISTER, {"ICB": 3, "MSA": 1})
    )


def test_a_register_that_lacks_a_column_or_holds_somebody_twice_is_refused() -> None:
    with pytest.raises(StudyError, match="no column 'status'"):
        check_coverage(REGISTER.drop(columns="status"), {"MSA": 1})
    twice = pd.concat([REGISTER, REGISTER[:1]])
    with pytest.raises(StudyError, match="holds participant P01 twice"):
        check_coverage(twice, {"MSA": 1})
    with pytest.raises(StudyError, match="holds participant P01 twice"):
        check_criteria(twice, {"interviews": ["P01"]}, [criterion()])


def test_an_organisation_counts_once_however_it_is_spelt() -> None:
    register = REGISTER.assign(organisation=["Leeds ICB", "leeds icb", "Leeds  ICB", " Leeds ICB ", "York ICB", ""])
    took_part = {"interviews": list(register["participant"])}
    rule = criterion(count="organisations", at_least=2)
    row = check_criteria(register, took_part, [rule]).iloc[0]
    assert (row["reached"], row["met"]) == (2, "yes")
    assert set(criteria_met_by(register, took_part, [rule])["counts_as"]) == {"Leeds ICB", "York ICB"}
    within = check_criteria(register, took_part, [criterion(count="organisations", group="msa", at_least=2)]).iloc[0]
    assert (within["reached"], within["base"]) == (1, 3)
