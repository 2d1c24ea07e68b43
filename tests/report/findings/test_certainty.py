"""Clear, likely and too close to call, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.report.findings import statements
from lmep_consult.report.findings.certainty import Certainty, Difference, differences, firsts
from lmep_consult.table import SUPPRESSED, Range


def priorities(*rows: tuple[str, int, int, int, bool]) -> pd.DataFrame:
    """Options with rank, the places left open and whether their points lie above all others."""
    frame = pd.DataFrame(rows, columns=["option", "rank", "rank_lower", "rank_upper", "ahead"])
    return frame.assign(poll="p", question="q", question_title="Question", group="MSA", base=11)


def top_three(**voters: object) -> pd.DataFrame:
    """By group, the voters who put A among their first three."""
    rows = [("q", "A", group, cell, 11) for group, cell in voters.items()]
    return pd.DataFrame(rows, columns=["question", "option", "group", "voters", "base"])


@pytest.mark.parametrize(
    ("rows", "certainty", "open_to"),
    [
        ([("A", 1, 1, 1, True), ("B", 2, 2, 3, False), ("C", 3, 2, 3, False)], Certainty.CLEAR, ("A",)),
        ([("A", 1, 1, 1, False), ("B", 2, 2, 3, False), ("C", 3, 2, 3, False)], Certainty.CLEAR, ("A",)),
        ([("A", 1, 1, 2, True), ("B", 2, 1, 3, False), ("C", 3, 3, 3, False)], Certainty.LIKELY, ("A", "B")),
        ([("A", 1, 1, 2, False), ("B", 2, 1, 3, False), ("C", 3, 3, 3, False)], Certainty.CLOSE, ("A", "B")),
        ([("A", 1, 1, 2, False), ("B", 1, 1, 2, False), ("C", 3, 3, 3, False)], Certainty.CLOSE, ("A", "B")),
    ],
)
def test_a_first_place_is_as_sure_as_rank_sets_and_ranges_of_points_leave_it(
    rows: list[tuple[str, int, int, int, bool]], certainty: Certainty, open_to: tuple[str, ...]
) -> None:
    (found,) = firsts(priorities(*rows))
    assert found.certainty is certainty
    assert found.open_to == open_to


def test_a_group_whose_ranks_are_withheld_has_no_first_place() -> None:
    frame = priorities(("A", 1, 1, 1, True), ("B", 2, 2, 2, False))
    assert firsts(frame.astype(object).assign(rank=SUPPRESSED)) == []


def compared(**cells: object) -> pd.DataFrame:
    row = {
        "poll": "p", "question": "q", "question_title": "Question", "option": "A", "group_a": "MSA", "group_b": "ICB",
        "difference": -2.0, "p": 0.001, "p_adjusted": 0.01, "apart": "no", "workshops_a": 2, "holds_a": 1,
        "workshops_b": 2, "holds_b": 1, "needed_effect": float("nan"), "base": "11 and 11",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


@pytest.mark.parametrize(
    ("cells", "certainty"),
    [
        ({}, Certainty.CLEAR),
        ({"p_adjusted": 0.05}, None),
        ({"apart": "yes", "p_adjusted": None, "needed_effect": 0.7, "holds_a": 2, "holds_b": 2}, Certainty.LIKELY),
        ({"apart": "nearly", "p_adjusted": None, "needed_effect": 0.7, "holds_a": 2, "holds_b": 2}, Certainty.LIKELY),
        ({"apart": "yes", "p_adjusted": None, "needed_effect": 0.7, "holds_a": 2, "holds_b": 1}, None),
        ({"apart": "yes", "p_adjusted": None, "needed_effect": 0.0, "holds_a": 2, "holds_b": 2}, None),
        ({"apart": "yes", "p_adjusted": 0.2, "needed_effect": 0.7, "holds_a": 2, "holds_b": 2}, None),
    ],
)
def test_a_difference_is_clear_only_within_workshops(cells: dict[str, object], certainty: Certainty | None) -> None:
    found = differences(compared(**cells))
    assert [each.certainty for each in found] == ([] if certainty is None else [certainty])
    assert all((each.higher, each.lower) == (("ICB",), ("MSA",)) for each in found)


def test_an_option_that_sets_one_group_apart_from_several_is_one_difference() -> None:
    both = pd.concat([compared(), compared(group_a="CtW", difference=-1.0), compared(option="B")])
    first, second = differences(both)
    assert (first.option, first.higher, first.lower, first.points) == ("A", ("ICB",), ("MSA", "CtW"), 1.0)
    assert (second.option, second.lower) == ("B", ("MSA",))


def test_groups_that_never_met_are_said_to_be_so_with_the_workshops_it_holds_in() -> None:
    each = Difference(
        "p", "q", "Question", "A", ("ICB",), ("MSA",), 2.0, Certainty.LIKELY, {"MSA": (1, 1), "ICB": (2, 2)}
    )
    assert statements.where_groups_differ([each], top_three(ICB=11, MSA=2), ("visit", "visits")) == (
        "ICB voters put A higher than MSA voters (all 11 ICB voters have it in their top three, against 2 of 11 MSA); "
        "it holds in all 3 visits with enough voters, but the groups never met in the same visit, so visits may be the "
        "reason."
    )


def test_counts_may_be_ranges_or_withheld() -> None:
    assert statements.in_top(top_three(MSA=Range(9, 11, of=11)), "q", "A", "MSA") == (
        "9 or more of 11 have it in their top three"
    )
    assert statements.in_top(top_three(MSA=SUPPRESSED), "q", "A", "MSA") == ""
    each = Difference("p", "q", "Question", "A", ("ICB",), ("MSA",), 2.0, Certainty.CLEAR, {"ICB": (2, 2)})
    assert statements.higher(each, top_three(ICB=11, MSA=SUPPRESSED)) == (
        "ICB voters reliably put A higher than MSA voters"
    )
