"""The study's own rules, from study.toml to each group's status and the drafted limitations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lmep_consult.coverage import fieldwork_status, limitations
from lmep_consult.errors import StudyError
from lmep_consult.plan import Assumption
from lmep_consult.study import Study
from lmep_consult.table import Range

NAMES = {"MSA": "Strategic Authorities", "ICB": "Care Boards", "CJC": "Joint Committees"}
STUDY = """\
[study]
title = "A small study"
source = "Invented, 2026"

[dates]
fieldwork_start = 2026-01-05
fieldwork_end = 2026-02-27
delete_by = 2027-02-28

[[groups]]
id = "ICB"
name = "Care Boards"
interviews = 14
"""


def opened(folder: Path, more: str) -> Study:
    (folder / "study.toml").write_text(STUDY + more, encoding="utf-8")
    return Study.open(folder)


def test_criteria_and_fieldwork_are_read_from_study_toml(tmp_path: Path) -> None:
    plan = opened(
        tmp_path,
        """
[[criteria]]
text = "No region holds more than a third"
source = "Report, Table 2"
among = "either"
where_not = { nation = "Wales" }
across = "region"
at_most_share = 0.34

[fieldwork]
tolerance = 0.15
workshop_people = 50
regions = ["North East", "Wales"]

[[fieldwork.quotas]]
group = "ICB"
count = "organisations"
intended = 8
source = "Bid"

[[fieldwork.assumptions]]
text = "Additional fieldwork is considered if participation is too low"
source = "Theory of change"
consequence = "additional fieldwork is considered"
share_below = 0.5
criteria_unmet = 2
""",
    ).plan
    assert plan.criteria[0].columns == {"nation", "region"}
    assert (plan.fieldwork.tolerance, plan.fieldwork.workshop_people) == (0.15, 50)
    assert plan.fieldwork.quotas[0].among == "workshops"
    assert plan.fieldwork.assumptions[0].criteria_unmet == 2


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            '[[criteria]]\ntext = "Spread"\nat_most_share = 0.5',
            "criterion 'Spread': at_most_share needs `across`, the column whose values it is of",
        ),
        (
            '[[criteria]]\ntext = "Spread"\nacross = "region"\nat_least = 2\nat_most_share = 0.5',
            "criterion 'Spread': at_least and at_most_share are two criteria; make them two",
        ),
        ('[[fieldwork.quotas]]\ngroup = "MSA"\nintended = 2', "fieldwork quota: 'MSA' is not the id of a group (ICB)"),
        (
            '[[fieldwork.quotas]]\ngroup = "ICB"\namong = "interviews"\nintended = 2',
            "group ICB: two quotas of people among interviews; keep one",
        ),
        (
            '[[fieldwork.assumptions]]\ntext = "Enough"\nconsequence = "more"',
            "give it share_below, organisations_below or criteria_unmet to be judged by",
        ),
        ("[fieldwork]\ntolerance = 1.5", "fieldwork.tolerance: found 1.5; it must be less than 1"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, more: str, fault: str) -> None:
    with pytest.raises(StudyError) as caught:
        opened(tmp_path, more)
    assert re.match(rf"{re.escape(str(tmp_path / 'study.toml'))}, line \d+: ", str(caught.value))
    assert str(caught.value).endswith(f"{fault}.")


def stages(**groups: tuple[int | None, int, int]) -> pd.DataFrame:
    """Interviews: intended, invited and took part by group, and the row of all groups."""
    rows = [("interviews", "people", group, *numbers) for group, numbers in groups.items()]
    table = pd.DataFrame(rows, columns=["among", "counted", "group", "intended", "invited", "took_part"])
    quota = table[table["intended"].notna()]
    table.loc[len(table)] = ["interviews", "people", "All groups", quota["intended"].sum(min_count=1), 0, 0]
    table.loc[len(table) - 1, ["invited", "took_part"]] = table.iloc[:-1][["invited", "took_part"]].sum()
    table = table.astype({"intended": "Int64", "invited": int, "took_part": int})
    table["short_by"] = (table["intended"] - table["took_part"]).clip(lower=0)
    towards = [*table["took_part"][:-1], quota["took_part"].sum()]
    return table.assign(share=pd.Series(towards) / table["intended"].astype(float))


def criteria(*rows: tuple[str, str, str], among: str = "interviews") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["criterion", "group", "met"]).assign(among=among)


def reached(*rows: tuple[str, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["group", "organisations", "exist"]).assign(among="interviews")
    return table.assign(share=table["organisations"] / table["exist"])


def status(sample: pd.DataFrame, set_: pd.DataFrame, there: pd.DataFrame, **rules: Any) -> dict[str, tuple[str, str]]:
    rule = Assumption(text="Enough take part", consequence="more fieldwork", **rules)
    table = fieldwork_status([rule], sample, set_, there)
    return {row["group"]: (row["status"], row["reason"]) for row in table.to_dict("records")}


def test_a_group_is_too_few_only_below_the_share() -> None:
    sample = stages(MSA=(12, 13, 10), ICB=(14, 13, 3), CtW=(14, 15, 7), CJC=(None, 2, 1))
    assert status(sample, criteria(), reached(), share_below=0.5) == {
        "MSA": ("as planned", "10 of 12 intended took part"),
        "ICB": ("more fieldwork", "too few: 3 of 14 intended took part, below 50%"),
        "CtW": ("as planned", "7 of 14 intended took part"),
        "CJC": ("cannot be judged", "no data to judge it by"),
        "All groups": ("as planned", "20 of 40 intended took part"),
    }


def test_criteria_not_met_are_counted_by_group_and_over_all() -> None:
    set_ = criteria(("a", "ICB", "no"), ("b", "ICB", "yes"), ("c", "MSA", "no"), ("d", "", "yes"), ("e", "CJC", "yes"))
    found = status(stages(MSA=(1, 1, 1), ICB=(1, 1, 1), CJC=(1, 1, 1)), set_, reached(), criteria_unmet=2)
    assert found == {
        "MSA": ("as planned", "1 of 1 criteria not met"),
        "ICB": ("as planned", "1 of 2 criteria not met"),
        "CJC": ("as planned", "the criterion met"),
        "All groups": ("more fieldwork", "too unrepresentative: 2 of 5 criteria not met"),
    }


def test_organisations_are_judged_where_anybody_was_to_be_heard() -> None:
    sample = stages(ICB=(14, 13, 3), CJC=(None, 0, 0), MSA=(None, 2, 1))
    found = status(sample, criteria(), reached(("ICB", 3, 42), ("CJC", 0, 4), ("MSA", 1, 8)), organisations_below=0.125)
    assert found["ICB"] == ("more fieldwork", "too unrepresentative: 3 of 42 organisations were reached, below 12.5%")
    assert found["CJC"][0] == "cannot be judged"
    assert found["MSA"] == ("as planned", "1 of 8 organisations were reached")


def test_every_reason_is_given() -> None:
    set_, there = criteria(("a", "ICB", "no")), reached(("ICB", 3, 42))
    rules = {"share_below": 0.5, "organisations_below": 0.1, "criteria_unmet": 1}
    _, reason = status(stages(ICB=(14, 13, 3)), set_, there, **rules)["ICB"]
    assert reason.split("; ") == [
        "too few: 3 of 14 intended took part, below 50%",
        "too unrepresentative: 3 of 42 organisations were reached, below 10%",
        "too unrepresentative: 1 of 1 criteria not met",
    ]


def test_a_study_without_assumptions_has_an_empty_table() -> None:
    table = fieldwork_status([], stages(ICB=(1, 1, 1)), criteria(), reached())
    assert list(table.columns) == ["assumption", "among", "group", "status", "reason", "source"]
    assert table.empty


def test_the_limitations_of_a_sample_that_was_met() -> None:
    set_ = criteria(("a", "ICB", "yes"), ("b", "", "yes"))
    assert limitations(stages(ICB=(2, 2, 2)), set_, NAMES) == (
        "The intention was to conduct 2 interviews; 2 were conducted. All 2 criteria set for the interviews were met."
    )


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (stages(ICB=(1, 1, 0)), "The intention was to conduct 1 interview; none was conducted."),
        (stages(ICB=(2, 2, 1)), "The intention was to conduct 2 interviews; 1 was conducted."),
        (stages(ICB=(None, 0, 0)), "No interviews were conducted."),
        (stages(ICB=(None, 1, 1)), "1 interview was conducted."),
        (stages(ICB=(None, 3, 3)), "3 interviews were conducted."),
    ],
)
def test_the_number_of_interviews_is_right_for_none_one_and_many(sample: pd.DataFrame, words: str) -> None:
    assert limitations(sample, criteria(), NAMES).startswith(words)


def test_groups_that_fall_short_are_named_the_furthest_short_first() -> None:
    words = limitations(stages(MSA=(12, 12, 10), ICB=(14, 13, 3)), criteria(), NAMES)
    assert "were interviewed from Care Boards (3 of 14) and Strategic Authorities (10 of 12)." in words
    assert words.endswith(
        "Some views of Care Boards and Strategic Authorities may therefore not be represented in full."
    )


@pytest.mark.parametrize(
    ("met", "words"),
    [
        ("y", "The one criterion set for the interviews was met."),
        ("n", "The one criterion set for the interviews was not met: “a”."),
        ("yn", "Of 2 criteria set for the interviews, 1 was not met: “b”."),
        ("ynn", "Of 3 criteria set for the interviews, 2 were not met: “b” and “c”."),
        ("nn", "None of the 2 criteria set for the interviews was met: “a” and “b”."),
        ("yy", "All 2 criteria set for the interviews were met."),
    ],
)
def test_criteria_are_told_in_the_singular_and_in_the_plural(met: str, words: str) -> None:
    rows = [(text, "", "yes" if is_met == "y" else "no") for text, is_met in zip("abc", met, strict=False)]
    assert words in limitations(stages(ICB=(1, 1, 1)), criteria(*rows), NAMES)


def targets(*rows: tuple[str, int, int | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["event", "people", "target", "reading"]).assign(
        name=[f"Workshop {event}" for event, *_ in rows]
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (targets(("W1", 1, None, "no target"), ("All", 1, None, "no target")), "1 person took part in the workshop."),
        (
            targets(("W1", 9, 20, "fewer"), ("All", 9, None, "no target")),
            "9 people took part in the workshop; fewer came than intended to it.",
        ),
        (
            targets(("A", 9, 20, "fewer"), ("B", 20, 20, "around"), ("All", 29, 50, "fewer")),
            "29 people took part in the 2 workshops, fewer than the 50 or so aimed at; "
            "fewer came than intended to Workshop A.",
        ),
        (
            targets(("A", 0, 20, "fewer"), ("B", 0, 20, "fewer"), ("All", 0, 40, "fewer")),
            "No people took part in the 2 workshops, fewer than the 40 or so aimed at; "
            "fewer came than intended to each of them.",
        ),
        (targets(("A", 20, 20, "around"), ("All", 20, 20, "around")), "20 people took part in the workshop."),
    ],
)
def test_workshops_are_told_against_their_targets(table: pd.DataFrame, words: str) -> None:
    assert limitations(stages(ICB=(1, 1, 1)), criteria(), NAMES, targets=table).endswith(f" {words}")


def test_a_study_without_workshops_says_nothing_of_them() -> None:
    words = limitations(stages(ICB=(1, 1, 1)), criteria(), NAMES, targets=targets(("All", 0, None, "no target")))
    assert words == "The intention was to conduct 1 interview; 1 was conducted."


def test_regions_that_few_or_none_came_from_are_named_together() -> None:
    told = {"North": Range(3, 9, of=9), "Wales": Range(0, 2, of=9), "Isles": Range(0, 2, of=9)}
    regions = pd.DataFrame(told.items(), columns=["region", "interviewed"])
    assert "Fewer than 3 people each, or none, were interviewed from Wales and Isles." in limitations(
        stages(ICB=(1, 1, 1)), criteria(), NAMES, regions=regions
    )
