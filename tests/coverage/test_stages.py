"""Intended, invited, agreed, took part: on a register small enough to count by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coverage import (
    organisations_reached,
    quotas_of,
    recruitment_stages,
    region_by_group,
    stages_by_group,
)
from lmep_consult.errors import StudyError
from lmep_consult.plan import Plan

REGISTER = pd.DataFrame(
    [
        ("P01", "MSA", "Aldermere", "took part", "not invited", "took part", "North"),
        ("P02", "MSA", "Aldermere", "agreed", "took part", "took part", "North"),
        ("P03", "MSA", "Brackwater", "no reply", "", "no reply", "east"),
        ("P04", "ICB", "Coldharbour", "took part", "took part", "took part", "East"),
        ("P05", "ICB", "Dunmoor", "Declined", "invited", "declined", ""),
        ("P06", "ICB", "", "not invited", "took part", "took part", "Isles"),
        ("P07", "ICB", "Dunmoor", "took part", "not invited", "took part", "East"),
    ],
    columns=["participant", "group", "organisation", "interview", "workshop", "status", "region"],
)
TOOK_PART = {"interviews": {"P01", "P04"}, "workshops": {"P02", "P04", "P06"}}  # there is no transcript of P07
QUOTAS = pd.DataFrame(
    [("MSA", "interviews", "people", 1), ("ICB", "interviews", "people", 4), ("ICB", "workshops", "organisations", 2)],
    columns=["group", "among", "counted", "intended"],
)
STAGES = ["invited", "agreed", "took_part"]


def stages(among: str, counted: str = "people") -> pd.DataFrame:
    table = stages_by_group(recruitment_stages(REGISTER, TOOK_PART), QUOTAS, ["MSA", "ICB", "CJC"])
    return table[(table["among"] == among) & (table["counted"] == counted)].set_index("group")


def stage_of(participant: str, among: str, register: pd.DataFrame = REGISTER) -> str:
    table = recruitment_stages(register, TOOK_PART)
    return str(table[(table["participant"] == participant) & (table["among"] == among)]["stage"].item())


def test_the_files_say_who_took_part_and_the_register_how_far_the_others_came() -> None:
    assert stage_of("P01", "interviews") == "took part"
    assert stage_of("P07", "interviews") == "agreed"
    assert stage_of("P05", "interviews") == "invited"
    assert stage_of("P03", "workshops") == "not invited"
    assert stage_of("P02", "either") == "took part"


def test_somebody_who_came_uninvited_took_part() -> None:
    assert stage_of("P06", "workshops", REGISTER.assign(workshop="not invited")) == "took part"


def test_the_status_stands_in_for_a_column_the_register_lacks() -> None:
    assert stage_of("P05", "workshops", REGISTER.drop(columns="workshop")) == "invited"


def test_a_status_that_is_not_known_is_an_error_that_names_the_person() -> None:
    with pytest.raises(StudyError, match=r"^The register, participant P03: interview 'mabye' is not one of .*\.$"):
        recruitment_stages(REGISTER.replace({"interview": {"no reply": "mabye"}}), TOOK_PART)


def test_interviews_are_counted_in_people() -> None:
    table = stages("interviews")
    assert table.index.tolist() == ["MSA", "ICB", "CJC", "All groups"]
    assert table[STAGES].values.tolist() == [[3, 2, 1], [3, 2, 1], [0, 0, 0], [6, 4, 2]]


def test_short_by_and_share_are_of_the_quota_where_there_is_one() -> None:
    table = stages("interviews")
    assert table["intended"].tolist()[:2] == [1, 4]
    assert table["short_by"].tolist()[:2] == [0, 3]
    assert pd.isna(table.loc["CJC", "intended"])
    assert pd.isna(table.loc["CJC", "short_by"])
    assert math.isnan(table.loc["CJC", "share"])
    assert table.loc["All groups", ["intended", "short_by", "share"]].tolist() == [5, 3, 0.4]


def test_workshops_are_counted_in_people_and_in_organisations() -> None:
    assert stages("workshops")["took_part"].tolist() == [1, 2, 0, 3]
    organisations = stages("workshops", "organisations")
    assert organisations["took_part"].tolist() == [1, 1, 0, 2]  # P06 has no organisation
    assert organisations.loc["ICB", ["intended", "invited", "short_by"]].tolist() == [2, 2, 1]


def test_a_person_in_an_interview_and_a_workshop_counts_once_under_either() -> None:
    assert stages("either")["took_part"].tolist() == [2, 2, 0, 4]


def test_those_of_groups_without_a_quota_make_up_for_nobody() -> None:
    quotas = pd.DataFrame([("ICB", "interviews", "people", 2)], columns=QUOTAS.columns)
    table = stages_by_group(recruitment_stages(REGISTER, TOOK_PART), quotas, ["MSA", "ICB"])
    total = table[(table["among"] == "interviews") & (table["group"] == "All groups")].iloc[0]
    assert (total["took_part"], total["share"]) == (2, 0.5)


def test_a_study_without_quotas_or_people_has_its_rows_all_the_same() -> None:
    table = stages_by_group(recruitment_stages(REGISTER.iloc[:0], {}), QUOTAS.iloc[:0], ["MSA"])
    assert table[STAGES].to_numpy().sum() == 0
    assert table["intended"].isna().all()


def test_quotas_are_the_groups_interviews_and_those_of_the_fieldwork() -> None:
    plan = Plan.model_validate(
        {
            "study": {"title": "T", "source": "S"},
            "dates": {"fieldwork_start": "2026-01-01", "fieldwork_end": "2026-02-01", "delete_by": "2027-01-01"},
            "groups": [{"id": "MSA", "name": "Authorities", "interviews": 12}, {"id": "CJC", "name": "Committees"}],
            "fieldwork": {"quotas": [{"group": "CJC", "count": "organisations", "intended": 4, "source": "Bid"}]},
        }
    )
    assert quotas_of(plan).values.tolist() == [
        ["MSA", "interviews", "people", 12, ""],
        ["CJC", "workshops", "organisations", 4, "Bid"],
    ]


def test_organisations_are_reached_out_of_all_there_are() -> None:
    exist = pd.DataFrame({"group": ["MSA", "ICB"], "exist": [14, None]}).astype({"exist": "Int64"})
    table = organisations_reached(recruitment_stages(REGISTER, TOOK_PART), exist).set_index(["among", "group"])
    assert table["organisations"].to_dict() == {
        ("interviews", "MSA"): 1,
        ("interviews", "ICB"): 1,
        ("workshops", "MSA"): 1,
        ("workshops", "ICB"): 1,
        ("either", "MSA"): 1,
        ("either", "ICB"): 1,
    }
    assert table.loc[("workshops", "MSA"), "share"] == 1 / 14
    assert math.isnan(table.loc[("workshops", "ICB"), "share"])


def regions(among: str = "interviews") -> pd.DataFrame:
    place = REGISTER.set_index("participant")["region"]
    return region_by_group(recruitment_stages(REGISTER, TOOK_PART), place, ["MSA", "ICB"], ["West", "North"], among)


def test_every_region_known_has_a_row_and_every_empty_cell_a_nought() -> None:
    wide = regions().pivot(index="region", columns="group", values="took_part")
    assert wide.loc[["West", "North", "East", "Isles", "Not known", "All regions"]].to_dict("index") == {
        "West": {"MSA": 0, "ICB": 0, "All groups": 0},
        "North": {"MSA": 1, "ICB": 0, "All groups": 1},
        "East": {"MSA": 0, "ICB": 1, "All groups": 1},
        "Isles": {"MSA": 0, "ICB": 0, "All groups": 0},
        "Not known": {"MSA": 0, "ICB": 0, "All groups": 0},
        "All regions": {"MSA": 1, "ICB": 1, "All groups": 2},
    }


def test_regions_of_the_study_come_first_and_are_spelt_as_there() -> None:
    assert regions()["region"].unique().tolist() == ["West", "North", "East", "Isles", "Not known", "All regions"]


def test_regions_show_who_was_invited_next_to_who_took_part() -> None:
    east = regions().query("region == 'East' and group == 'All groups'").iloc[0]
    assert east[["invited", "took_part"]].tolist() == [3, 1]


words = st.sampled_from(["", "not invited", "invited", "no reply", "declined", "agreed", "took part", "withdrew"])
person = st.tuples(
    st.sampled_from(["A", "B"]), st.sampled_from(["", "x", "y"]), words, words, st.booleans(), st.booleans()
)


@settings(deadline=None, max_examples=15)
@given(st.lists(person, max_size=12))
def test_stages_never_grow_and_a_person_counts_once(people: list[tuple[str, str, str, str, bool, bool]]) -> None:
    register = pd.DataFrame(
        [(f"P{n}", group, org, one, two, one) for n, (group, org, one, two, _, _) in enumerate(people)],
        columns=["participant", "group", "organisation", "interview", "workshop", "status"],
        dtype=object,
    )
    spoke = {f"P{n}" for n, row in enumerate(people) if row[4]}
    came = {f"P{n}" for n, row in enumerate(people) if row[5]}
    stand = recruitment_stages(register, {"interviews": spoke, "workshops": came})
    table = stages_by_group(stand, QUOTAS.iloc[:0], ["A", "B"])
    assert (table["invited"] >= table["agreed"]).all()
    assert (table["agreed"] >= table["took_part"]).all()
    total = table[(table["group"] == "All groups") & (table["counted"] == "people")].set_index("among")["took_part"]
    assert total.to_dict() == {"interviews": len(spoke), "workshops": len(came), "either": len(spoke | came)}
    by_region = region_by_group(stand, register.set_index("participant")["organisation"], ["A", "B"], [], "either")
    inner = by_region[(by_region["region"] != "All regions") & (by_region["group"] != "All groups")]
    assert inner["took_part"].sum() == len(spoke | came)


def test_an_organisation_spelt_in_two_ways_counts_once_at_every_stage() -> None:
    register = REGISTER.replace({"organisation": {"Dunmoor": "COLDHARBOUR "}})
    stand = recruitment_stages(register, TOOK_PART | {"workshops": {"P04", "P05", "P07"}})
    table = stages_by_group(stand, QUOTAS, ["ICB"])
    row = table[(table["counted"] == "organisations") & (table["group"] == "ICB")].iloc[0]
    assert (row["invited"], row["took_part"]) == (1, 1)
    exist = pd.DataFrame({"group": ["ICB"], "exist": pd.array([5], dtype="Int64")})
    reached = organisations_reached(stand, exist).set_index("among")["organisations"]
    assert reached["workshops"] == 1


def test_two_quotas_of_one_kind_for_a_group_are_refused() -> None:
    with pytest.raises(StudyError, match="Group MSA has two quotas"):
        stages_by_group(recruitment_stages(REGISTER, TOOK_PART), pd.concat([QUOTAS, QUOTAS[:1]]), ["MSA"])


def test_a_register_with_somebody_twice_is_refused() -> None:
    with pytest.raises(StudyError, match="holds participant P02 twice"):
        recruitment_stages(pd.concat([REGISTER, REGISTER[1:2]]), TOOK_PART)
