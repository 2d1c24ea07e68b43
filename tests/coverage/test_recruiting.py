"""Whom to recruit next, against every choice of people on problems small enough to try them all."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coverage import check_criteria, whom_to_recruit
from lmep_consult.coverage.recruiting import Recruits
from lmep_consult.plan import Criterion

REGISTER = pd.DataFrame(
    [
        ("P01", "MSA", "Aldermere", "urban", "took part", "took part"),
        ("P02", "ICB", "Brackwater", "rural", "no reply", "no reply"),
        ("P03", "ICB", "Brackwater", "rural", "agreed", "agreed"),
        ("P04", "ICB", "Coldharbour", "coastal", "invited", "invited"),
        ("P05", "MSA", "Dunmoor", "coastal", "declined", "declined"),
        ("P06", "MSA", "Eastrey", "coastal", "not invited", "invited"),
        ("P07", "ICB", "Fenholt", "moor", "withdrew", "withdrew"),
    ],
    columns=["participant", "group", "organisation", "geography", "interview", "status"],
)


def criterion(text: str = "c", **said: Any) -> Criterion:
    return Criterion(text=text, **said)


def recruits(*criteria: Criterion, register: pd.DataFrame = REGISTER, **kind: Any) -> Recruits:
    return whom_to_recruit(register, {"interviews": ["P01"]}, criteria, **kind)


def ids(found: Recruits) -> list[str]:
    return list(found.people["participant"])


def test_one_person_who_meets_two_criteria_comes_before_two_who_meet_one_each() -> None:
    coastal, board = criterion("coastal", where={"geography": "coastal"}), criterion("board", group="ICB")
    found = recruits(coastal, board)
    assert ids(found) == ["P04"]
    assert found.people["counts_towards"].tolist() == ["coastal; board"]
    assert found.method == "exact"


def test_of_equally_few_those_who_agreed_come_first_and_those_who_did_not_reply_last() -> None:
    assert ids(recruits(criterion(where={"geography": "rural"}))) == ["P03"]
    register = REGISTER.assign(interview=REGISTER["interview"].replace({"agreed": "no reply", "not invited": "agreed"}))
    assert ids(recruits(criterion(where={"geography": "coastal"}), register=register)) == ["P06"]


def test_who_declined_or_withdrew_is_not_asked_again_and_who_cannot_be_met_is_said() -> None:
    found = recruits(
        criterion("moor", where={"geography": "moor"}), criterion("Dunmoor", where={"organisation": "Dunmoor"})
    )
    assert ids(found) == []
    assert found.criteria.values.tolist() == [["moor", "not met", "not met"], ["Dunmoor", "not met", "not met"]]


def test_who_was_heard_in_a_workshop_is_no_candidate_for_an_interview() -> None:
    took_part = {"interviews": ["P01"], "workshops": ["P03"]}
    found = whom_to_recruit(REGISTER, took_part, [criterion(where={"geography": "rural"})])
    assert ids(found) == ["P02"]


def test_people_of_an_organisation_already_reached_bring_no_other() -> None:
    found = recruits(criterion(group="ICB", count="organisations", at_least=2))
    assert ids(found) == ["P03", "P04"]


def test_where_all_criteria_are_met_nobody_is_recruited() -> None:
    found = recruits(criterion(group="MSA"))
    assert ids(found) == []
    assert found.criteria.values.tolist() == [["c", "met", "met"]]


def test_nobody_is_recruited_for_a_criterion_of_the_other_kind() -> None:
    found = recruits(criterion("at a workshop", among="workshops", group="ICB"))
    assert (ids(found), len(found.criteria)) == ([], 0)
    assert ids(recruits(criterion(among="workshops", group="ICB", where={"geography": "coastal"}), among="workshops"))


def test_a_largest_share_that_is_met_is_kept_so() -> None:
    two = criterion("two boards", group="ICB", at_least=2)
    assert ids(recruits(two)) == ["P03", "P04"]
    register = REGISTER.assign(geography=["urban", "rural", "coastal", "coastal", "x", "y", "z"])
    spread = criterion("no more than half in one geography", across="geography", at_most_share=0.5)
    found = recruits(two, spread, register=register)
    assert ids(found) == ["P03", "P02"]  # P03 and P04 are both coastal: two of three
    assert found.criteria["then"].tolist() == ["met", "met"]


def test_more_candidates_than_can_be_searched_in_full_are_taken_one_at_a_time_and_it_is_said() -> None:
    many = pd.DataFrame(
        {
            "participant": [f"P{n:03}" for n in range(600)],
            "group": "ICB",
            "organisation": [f"board {n // 3}" for n in range(600)],
            "geography": [("rural", "urban", "coastal")[n % 3] for n in range(600)],
            "interview": "invited",
            "status": "invited",
        }
    )
    asked = [
        criterion("boards", count="organisations", at_least=5),
        criterion("rural", where={"geography": "rural"}, at_least=2),
        criterion("out of reach", where={"geography": "moor"}),
        criterion("too many", where={"geography": "urban"}, at_least=900),
    ]
    found = whom_to_recruit(many, {}, asked)
    assert found.method == "greedy"
    assert found.criteria["then"].tolist() == ["met", "met", "not met", "not met"]
    assert len(found.people) == 5


def person(n: int) -> st.SearchStrategy[tuple[str, str, str, str, str, str]]:
    return st.tuples(
        st.just(f"P{n}"),
        st.sampled_from(["A", "B"]),
        st.sampled_from(["", "x", "y", "z"]),
        st.sampled_from(["", "north", "south"]),
        st.sampled_from(["rural", "urban"]),
        st.sampled_from(["agreed", "invited", "no reply", "not invited", "declined"]),
    )


asked = st.fixed_dictionaries(
    {
        "group": st.sampled_from([None, "A", "B"]),
        "where": st.sampled_from([{}, {"place": "rural"}, {"region": "north"}]),
        "where_not": st.sampled_from([{}, {}, {"region": "south"}]),
        "count": st.sampled_from(["people", "organisations"]),
    }
)
form = st.one_of(
    st.fixed_dictionaries({"at_least": st.integers(1, 3)}),
    st.fixed_dictionaries({"across": st.just("region"), "at_least": st.integers(1, 2)}),
    st.fixed_dictionaries(
        {"across": st.sampled_from(["region", "place"]), "at_most_share": st.sampled_from([0.4, 0.5, 0.67])}
    ),
)
problems = st.integers(1, 5).flatmap(lambda n: st.tuples(*map(person, range(n))))


@settings(deadline=None, max_examples=12)
@given(problems, st.lists(st.tuples(asked, form), min_size=1, max_size=4), st.integers(0, 2))
def test_no_choice_of_people_meets_more_criteria_nor_as_many_with_fewer(
    people: tuple[tuple[str, ...], ...], forms: list[tuple[dict[str, Any], dict[str, Any]]], heard: int
) -> None:
    columns = ["participant", "group", "organisation", "region", "place", "interview"]
    register = pd.DataFrame(people, columns=columns).assign(status="invited")
    took_part = list(register["participant"][:heard])
    criteria = [criterion(f"c{n}", **what, **how) for n, (what, how) in enumerate(forms)]

    def met(more: tuple[str, ...]) -> int:
        return int((check_criteria(register, {"interviews": [*took_part, *more]}, criteria)["met"] == "yes").sum())

    free = register[~register["participant"].isin(took_part) & (register["interview"] != "declined")]["participant"]
    choices = [choice for size in range(len(free) + 1) for choice in itertools.combinations(free, size)]
    most = max(met(choice) for choice in choices)
    fewest = min(len(choice) for choice in choices if met(choice) == most)
    found = whom_to_recruit(register, {"interviews": took_part}, criteria)
    assert found.method == "exact"
    assert met(tuple(ids(found))) == most
    assert len(found.people) == fewest
    assert set(ids(found)) <= set(free)
    assert (found.criteria["then"] == "met").sum() == most


@pytest.mark.parametrize("status", ["took part", "withdrew"])
def test_who_took_part_by_the_register_alone_or_withdrew_is_no_candidate(status: str) -> None:
    register = REGISTER.assign(interview="invited", status="invited")
    register.loc[register["participant"] == "P04", "interview"] = status
    assert ids(recruits(criterion(where={"organisation": "Coldharbour"}), register=register)) == []
