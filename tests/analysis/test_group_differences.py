"""Differences between groups as a report gives them: where they hold, what would undo them, and of enough voters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from lmep_consult.analysis.rankings import rankings
from lmep_consult.report.tables.pages.rankings import _differences as page_of
from lmep_consult.table import Table

OPTIONS = ["Skills", "Employers", "Health", "Travel"]


def differences(voters: dict[tuple[str, str], list[list[int]]], least: int = 3) -> pd.DataFrame:
    """The table of one question, from ballots by group and workshop."""
    rows = [
        ("poll", "q", f"{group} {event} {voter}", option, rank, False, group, event)
        for (group, event), ballots in voters.items()
        for voter, ballot in enumerate(ballots)
        for option, rank in zip(OPTIONS, ballot, strict=True)
    ]
    columns = ["poll", "question", "voter", "option", "rank", "written_in", "group", "event"]
    groups = [SimpleNamespace(id=group) for group in dict.fromkeys(group for group, _ in voters)]
    question = SimpleNamespace(id="q", title="What matters most?", options=OPTIONS)
    plan: Any = SimpleNamespace(
        groups=groups,
        polls=[SimpleNamespace(id="poll", questions=[question])],
        disclosure=SimpleNamespace(minimum_base=1, minimum_count=least, unanimous_base=1),
        study=SimpleNamespace(seed=1),
    )
    data: Any = SimpleNamespace(ballots=pd.DataFrame(rows, columns=columns))
    return rankings(data, plan)["group_differences"]


def page(table: pd.DataFrame) -> pd.DataFrame:
    return page_of(Table("group_differences", "Differences", table)).frame


def ballots_of(first: int, voters: int, seed: int) -> list[list[int]]:
    """Ballots that put this option first, the others in any order."""
    draw = np.random.default_rng(seed)
    ballots = []
    for _ in range(voters):
        others = iter(draw.permutation([2, 3, 4]).tolist())
        ballots.append([1 if option == first else next(others) for option in range(4)])
    return ballots


def test_where_groups_met_in_no_workshop_there_is_no_p_but_where_it_holds_and_what_would_undo_it() -> None:
    table = differences(
        {("A", "W1"): ballots_of(0, 9, 1), ("B", "W2"): ballots_of(3, 8, 2), ("B", "W3"): ballots_of(3, 7, 3)}
    )
    skills = table[table["option"] == "Skills"].iloc[0]
    assert (skills["group_a"], skills["group_b"], skills["apart"], skills["base"]) == ("A", "B", "yes", "9 and 15")
    assert table["p_adjusted"].isna().all()
    assert skills[["workshops_a", "holds_a", "workshops_b", "holds_b"]].tolist() == [1, 1, 2, 2]
    row = page(table).set_index("Option").loc["Skills"]
    assert row["Events where it holds"] == "1 of 1 A, 2 of 2 B"
    effect = f"{skills['needed_effect']:.1f}"
    assert row["How sure"] == f"no test possible; events that differ by {effect} places would undo it"
    assert not any("Adjusted p" in column for column in page(table).columns)


def test_where_groups_met_the_difference_and_its_p_are_those_within_workshops() -> None:
    table = differences(
        {
            (group, event): ballots_of(first, 6, seed)
            for seed, (group, event, first) in enumerate(
                [("A", "W1", 0), ("B", "W1", 3), ("A", "W2", 0), ("B", "W2", 3)]
            )
        }
    )
    assert set(table["apart"]) == {"no"}
    row = page(table).set_index("Option").loc["Skills"]
    assert row["Events where it holds"] == "2 of the 2 where they met"
    assert row["How sure"] == "adjusted p <0.001"


def test_a_pair_that_met_with_fewer_voters_than_may_be_shown_is_judged_as_if_it_had_not() -> None:
    voters = {
        ("A", "W1"): ballots_of(0, 9, 1),
        ("B", "W1"): ballots_of(3, 5, 2),
        ("B", "W2"): ballots_of(3, 8, 3),
        ("C", "W2"): ballots_of(1, 7, 4),
    }
    table = differences(voters)
    of_pair = table.drop_duplicates(["group_a", "group_b"]).set_index(["group_a", "group_b"])
    assert of_pair["apart"].to_dict() == {("A", "B"): "nearly", ("A", "C"): "yes", ("B", "C"): "no"}
    assert of_pair["base"].to_dict() == {("A", "B"): "9 and 13", ("A", "C"): "9 and 7", ("B", "C"): "8 and 7"}
    assert of_pair.loc[("A", "B"), "workshops_b"] == 1
    assert table["p_adjusted"].isna().tolist() == (table["apart"] != "no").tolist()


def test_a_workshop_of_fewer_voters_than_may_be_shown_is_not_counted() -> None:
    voters = {("A", "W1"): ballots_of(0, 9, 1), ("A", "W4"): ballots_of(0, 5, 5), ("B", "W2"): ballots_of(3, 8, 2)}
    assert set(differences(voters)["workshops_a"]) == {1}
    assert set(differences(voters, least=1)["workshops_a"]) == {2}
