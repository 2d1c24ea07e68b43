"""Settings that match nothing in the study."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.plan import Plan, unmatched

REGISTER = pd.DataFrame(
    [("P1", "GP", "North", "practice manager"), ("P2", "GP", "South", "clinician")],
    columns=["participant", "group", "region", "role"],
)
PLAN = {
    "study": {"title": "A", "source": "B"},
    "dates": {"fieldwork_start": "2026-01-05", "fieldwork_end": "2026-02-27", "delete_by": "2027-02-28"},
    "groups": [{"id": "GP", "name": "Practices"}],
    "fieldwork": {"regions": ["North", "South", "Wales"]},
    "criteria": [{"text": "T", "where": {"role": ["clinician", "practice manager"]}, "across": "region"}],
    "events": [{"id": "W1", "name": "W", "date": "2026-02-03", "groups": ["GP"]}],
    "polls": [
        {
            "id": "p",
            "title": "P",
            "questions": [{"id": "q", "title": "Q", "column": "Q", "options": ["A", "B"], "codes": {"A": "skills"}}],
        }
    ],
    "topic_guide": {"questions": [{"id": "A1", "text": "Why?"}]},
    "speakers": {"P1_x": {"S1": "P1", "S0": "team"}},
    "coding": {"rounds": [{"sources": ["P1", "W1"], "coders": ["OA", "FM"]}]},
    "report": {"follow_up_questions": ["A1"], "follow_up_codes": ["skills"], "formats": "q"},
    "reviews": [{"id": "r", "title": "R", "code": "skills"}],
}


def found(codes: list[str] | None = None, sources: list[str] | None = None, **changed: object) -> list[str]:
    return [str(problem) for problem in unmatched(Plan.model_validate(PLAN | changed), REGISTER, codes, sources)]


def test_a_plan_that_matches_has_no_problem_and_a_region_without_anybody_shows_as_zero() -> None:
    assert found(["skills"], ["P1", "W1", "P2"]) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"criteria": [{"text": "T", "where": {"rôle": "x"}}]}, "the register has no column 'rôle'; it may be 'role'"),
        ({"criteria": [{"text": "T", "where": {"role": "Practice Managers"}}]}, "it may be 'practice manager'"),
        ({"criteria": [{"text": "T", "where_not": {"role": "nurse"}}]}, "nobody's 'role' in the register is 'nurse'"),
        ({"fieldwork": {"regions": ["north", "South"]}}, "P1 in the register is of 'North'; it may be 'north'"),
        ({"fieldwork": {"region_column": "Region"}}, "no column 'Region'; it may be 'region'"),
        ({"report": {"follow_up_questions": ["A9"]}}, "the topic guide has no question 'A9'"),
        ({"report": {"formats": "z"}}, "no poll has the question 'z'"),
        ({"speakers": {"P1_x": {"S1": "P11"}}}, "'S1' is 'P11', who is not in the register; it may be 'P1'"),
        ({"coding": {"rounds": [{"sources": ["P7"], "coders": ["OA", "FM"]}]}}, "'P7' is the id of no participant"),
        ({"groups": [*PLAN["groups"], {"id": "Z", "name": "Z"}]}, "nobody in the register is of the group 'Z'"),  # type: ignore[misc]
    ],
)
def test_a_setting_that_matches_nothing_is_a_problem_with_what_may_be_meant(
    changed: dict[str, object], said: str
) -> None:
    problems = found(**changed)
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("responses:views:12", ""),
        ("responses:views:letters", ""),
        ("responses:vews:12", "batch of responses; it may be 'responses:views:12'"),
        ("responses:views:0", "'responses:views:0' is the id of no participant, event, open question or batch"),
        ("responses:views", "'responses:views' is the id of no participant, event, open question or batch"),
    ],
)
def test_a_round_may_name_batches_of_written_responses(source: str, said: str) -> None:
    responses = {"id": "ID", "questions": [{"id": "views", "column": "Views"}]}
    rounds = {"rounds": [{"sources": [source], "coders": ["OA", "FM"]}]}
    problems = found(responses=responses, coding=rounds)
    assert any(said in problem for problem in problems) if said else problems == []
    assert any("no participant, event or open question" in problem for problem in found(coding=rounds))


def test_codes_and_sources_are_held_against_those_there_are() -> None:
    problems = found(["skill"], ["P1"])
    assert (
        len([problem for problem in problems if "the codebook has no code 'skills'; it may be 'skill'" in problem]) == 3
    )
    assert "study.toml, coding round 1: there is no transcript of 'W1' to code" in problems
