"""Clear, likely and too close to call, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from lmep_consult.report.findings import statements
from lmep_consult.report.findings.certainty import Certainty, Difference, differences, firsts
from lmep_consult.report.findings.saying import out_of
from lmep_consult.table import SUPPRESSED, Range


def priorities(*rows: tuple[str, int, int, int, float, float]) -> pd.DataFrame:
    """Options with rank, the places left open and the range of their points."""
    columns = ["option", "rank", "rank_lower", "rank_upper", "borda_lower", "borda_upper"]
    frame = pd.DataFrame(rows, columns=columns).assign(poll="p", question="q", question_title="Question", group="MSA")
    return frame.assign(base=11, top_share=0.5, top_places=3)


@pytest.mark.parametrize(
    ("rows", "certainty", "open_to"),
    [
        ([("A", 1, 1, 1, 3, 4), ("B", 2, 2, 3, 1, 3.5), ("C", 3, 2, 3, 1, 2)], Certainty.CLEAR, ("A",)),
        ([("A", 1, 1, 2, 3, 4), ("B", 2, 1, 3, 2, 2.9), ("C", 3, 3, 3, 1, 2)], Certainty.LIKELY, ("A", "B")),
        ([("A", 1, 1, 2, 3, 4), ("B", 2, 1, 3, 2, 3.1), ("C", 3, 3, 3, 1, 2)], Certainty.CLOSE, ("A", "B")),
        ([("A", 1, 1, 2, 3, 4), ("B", 1, 1, 2, 3, 4), ("C", 3, 3, 3, 1, 2)], Certainty.CLOSE, ("A", "B")),
    ],
)
def test_a_first_place_is_as_sure_as_rank_sets_and_ranges_of_points_leave_it(
    rows: list[tuple[str, int, int, int, float, float]], certainty: Certainty, open_to: tuple[str, ...]
) -> None:
    (found,) = firsts(priorities(*rows))
    assert found.certainty is certainty
    assert found.open_to == open_to


def test_a_group_whose_ranks_are_withheld_has_no_first_place() -> None:
    frame = priorities(("A", 1, 1, 1, 3, 4), ("B", 2, 2, 2, 1, 2))
    assert firsts(frame.astype(object).assign(rank=SUPPRESSED)) == []


def test_points_that_are_withheld_make_nothing_likely() -> None:
    frame = priorities(("A", 1, 1, 2, 3, 4), ("B", 2, 1, 3, 2, 2.9)).astype(object)
    (found,) = firsts(frame.assign(borda_upper=SUPPRESSED))
    assert found.certainty is Certainty.CLOSE


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
    frame = priorities(("A", 1, 1, 1, 3, 4))
    frame = pd.concat([frame.assign(group="ICB", top_share=1.0), frame.assign(top_share=2 / 11)])
    assert statements.where_groups_differ([each], frame) == (
        "ICB voters put A higher than MSA voters (all 11 ICB voters have it in their top three, against 2 of 11 MSA); "
        "it holds in all 3 workshops, but the groups never met in one, so workshops may be the reason."
    )


def test_shares_may_be_ranges_or_withheld() -> None:
    assert out_of(Range(9, 11, of=11), 11) == "9 or more of 11"
    assert out_of(SUPPRESSED, 11) is None
    frame = priorities(("A", 1, 1, 1, 3, 4)).astype({"top_share": object})
    assert statements.in_top(frame.assign(top_share=SUPPRESSED), "q", "A", "MSA") == ""
    assert statements.in_top(frame.assign(top_places=1), "q", "A", "MSA") == "6 of 11 put it first"
