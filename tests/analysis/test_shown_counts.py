"""How many people spoke of a code at least, as far as released tables tell."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from lmep_consult.analysis.shown_counts import shown_at_least
from lmep_consult.codebook import Code, Codebook
from lmep_consult.table import SUPPRESSED, Range

FEW, SOME = Range(0, 2, of=11), Range(4, 6, of=11)
PLAN = SimpleNamespace(theory_of_change=[SimpleNamespace(id="1")])


def code(name: str, parent: str = "", assumptions: dict[str, str] | None = None) -> Code:
    return Code(name, name.title(), parent, "what it is", "", "", (), (), assumptions=assumptions or {})


CODEBOOK = Codebook("test", "1", "", (code("barriers"), code("time", "barriers"), code("maps", "", {"1": "for"})))
ALL = "All groups"


def at_least(*themes: tuple[str, str, object], assumption: object = SUPPRESSED) -> dict[tuple[str, str], int]:
    released = {
        "themes_by_group": pd.DataFrame(themes, columns=["code", "group", "participants"]).astype(object),
        "assumptions_by_group": pd.DataFrame(
            [("1", "for", ALL, assumption)], columns=["assumption", "direction", "group", "participants"]
        ).astype(object),
    }
    return shown_at_least(released, PLAN, CODEBOOK)  # type: ignore[arg-type]


def test_a_number_is_itself_and_a_range_its_lower_end() -> None:
    found = at_least(("time", ALL, 9), ("time", "A", SOME), ("time", "B", FEW), ("time", "C", SUPPRESSED))
    assert {key: number for key, number in found.items() if key[0] == "time"} == {
        ("time", ALL): 9, ("time", "A"): 4, ("time", "B"): 0,
    }  # fmt: skip


def test_of_a_code_that_nothing_is_told_of_two_people_may_be_quoted() -> None:
    found = at_least(("time", ALL, SUPPRESSED), ("barriers", ALL, SUPPRESSED))
    assert found == {(name, ALL): 2 for name in ("barriers", "time", "maps")}


def test_but_none_where_a_group_of_it_is_told() -> None:
    """All of its other groups may be nobody, and what the group is told to be, its least."""
    assert at_least(("time", ALL, SUPPRESSED), ("time", "A", FEW)).get(("time", ALL), 0) == 0


@pytest.mark.parametrize(("whole", "number"), [(FEW, 0), (1, 1), (SOME, 2), (SUPPRESSED, 2)])
def test_no_more_than_are_told_of_what_it_is_part_of(whole: object, number: int) -> None:
    assert at_least(("barriers", ALL, whole), ("time", ALL, SUPPRESSED))["time", ALL] == number
    assert at_least(assumption=whole)["maps", ALL] == number
