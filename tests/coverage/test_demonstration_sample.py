"""The demonstration's sample, which is that of the programme's published report: 10 of 12, 3 of 14, 7 of 14."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lmep_consult.coverage import (
    check_criteria,
    limitations,
    organisations_reached,
    quotas_of,
    recruitment_stages,
    stages_by_group,
    whom_to_recruit,
)
from lmep_consult.participants import read_register
from lmep_consult.study import Study

DEMO = Path(__file__).parents[2] / "data" / "demo"


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.open(DEMO)


@pytest.fixture(scope="module")
def register(study: Study) -> pd.DataFrame:
    return read_register(study.register)


@pytest.fixture(scope="module")
def took_part(study: Study, register: pd.DataFrame) -> dict[str, set[str]]:
    """Interviews by their transcripts' names, workshops by the addresses in the attendance reports' source."""
    interviewed = {path.name.split("_")[0] for path in (DEMO / "raw" / "transcripts").iterdir()}
    came = {
        str(address).casefold()
        for path in (DEMO / "source" / "attendance").glob("*.csv")
        for address in pd.read_csv(path)["email"]
    }
    return {
        "interviews": interviewed,
        "workshops": set(register.loc[register["email"].str.casefold().isin(came), "participant"]),
    }


def test_interviews_by_group_are_those_published(
    study: Study, register: pd.DataFrame, took_part: dict[str, set[str]]
) -> None:
    groups = [group.id for group in study.plan.groups]
    table = stages_by_group(recruitment_stages(register, took_part), quotas_of(study.plan), groups)
    interviews = table[table["among"] == "interviews"].set_index("group")[["took_part", "intended"]]
    assert interviews.drop("CJC").values.tolist() == [[10, 12], [3, 14], [7, 14], [20, 40]]
    assert pd.isna(interviews.loc["CJC", "intended"])


def test_nine_authorities_eight_boards_and_nineteen_clusters_came_to_the_workshops(
    register: pd.DataFrame, took_part: dict[str, set[str]]
) -> None:
    exist = pd.DataFrame({"group": ["MSA", "ICB", "CtW"], "exist": [14, 42, 47]}).astype({"exist": "Int64"})
    table = organisations_reached(recruitment_stages(register, took_part), exist)
    workshops = table[table["among"] == "workshops"]
    assert workshops[["organisations", "exist"]].values.tolist() == [[9, 14], [8, 42], [19, 47]]
    assert len(took_part["workshops"]) == 43


def test_the_gaps_in_wales_and_among_care_boards_come_out_of_the_data(
    study: Study, register: pd.DataFrame, took_part: dict[str, set[str]]
) -> None:
    groups = {group.id: group.name for group in study.plan.groups}
    stand = recruitment_stages(register, took_part)
    table = check_criteria(register, took_part, study.plan.criteria).set_index("criterion")
    assert table.loc["Connect to Work cluster in Wales", ["reached", "met"]].tolist() == [0, "no"]
    stages = stages_by_group(stand, quotas_of(study.plan), list(groups))
    words = limitations(stages, table.reset_index(), groups)
    assert words.startswith("The intention was to conduct 40 interviews; 20 were conducted.")
    assert "interviewed from Integrated Care Boards (3 of 14), Connect to Work clusters (7 of 14)" in words
    assert "“Connect to Work cluster in Wales”" in words


def test_two_more_interviews_would_meet_every_criterion_not_met(
    study: Study, register: pd.DataFrame, took_part: dict[str, set[str]]
) -> None:
    found = whom_to_recruit(register, took_part, study.plan.criteria)
    assert set(found.criteria["then"]) == {"met"}
    assert found.people["group"].tolist() == ["ICB", "CtW"]
    assert (register.set_index("participant").loc[found.people["participant"], "nation"] == "Wales").tolist() == [
        False,
        True,
    ]
