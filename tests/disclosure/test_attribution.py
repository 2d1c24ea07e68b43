"""How finely quotations may be attributed."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import attribution


def register(*people: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(people, columns=["group", "role", "nation"][: len(people[0])])
    return frame.assign(participant=[f"P{n}" for n in range(len(people))])


def labels(frame: pd.DataFrame, columns: list[str], k: int) -> list[str]:
    return list(attribution(frame, columns, k)["label"])


def test_a_role_is_named_where_enough_people_of_the_group_have_it() -> None:
    people = register(*[("ICB", "delivery")] * 3, *[("ICB", "policy")] * 3, *[("MSA", "policy")] * 3)
    assert labels(people, ["group", "role"], 3) == ["ICB, delivery"] * 3 + ["ICB, policy"] * 3 + ["MSA, policy"] * 3


def test_whoever_is_alone_in_a_role_is_not_told_by_being_the_only_one_without() -> None:
    """Were the three called "ICB, delivery", then "ICB" could only be the fourth."""
    people = register(*[("ICB", "delivery")] * 3, ("ICB", "policy"), *[("ICB", "data")] * 4)
    assert labels(people, ["group", "role"], 3) == ["ICB"] * 4 + ["ICB, data"] * 4


def test_a_group_too_small_takes_the_next_smallest_with_it() -> None:
    people = register(*[("ICB",)] * 2, *[("CtW",)] * 3, *[("MSA",)] * 5)
    assert labels(people, ["group"], 3) == ["Participant"] * 5 + ["MSA"] * 5


def test_a_blank_cell_is_no_label() -> None:
    people = register(*[("ICB", "")] * 3, *[("ICB", "data")] * 3)
    assert labels(people, ["group", "role"], 3) == ["ICB"] * 3 + ["ICB, data"] * 3


def test_nobody_is_quoted_where_too_few_took_part() -> None:
    assert labels(register(("ICB",), ("ICB",)), ["group"], 3) == ["", ""]


def test_how_many_carry_each_label_is_said_in_the_registers_order() -> None:
    people = register(*[("ICB",)] * 3, *[("MSA",)] * 4).sample(frac=1, random_state=1)
    found = attribution(people, ["group"], 3)
    assert list(found["participant"]) == list(people["participant"])
    assert list(found["people"]) == [{"ICB": 3, "MSA": 4}[group] for group in people["group"]]


@pytest.mark.parametrize("columns", [["group"], ["group", "role"], ["group", "role", "nation"]])
@given(
    people=st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", ""])] * 3), min_size=1, max_size=30),
    k=st.integers(1, 5),
)
def test_every_label_is_true_and_carried_by_enough(columns: list[str], people: list[tuple[str, ...]], k: int) -> None:
    frame = register(*people)
    found = labels(frame, columns, k)
    if len(people) < k:
        assert set(found) == {""}
        return
    assert min(Counter(found).values()) >= k
    for label, person in zip(found, people, strict=True):
        parts = [] if label == "Participant" else label.split(", ")
        assert tuple(parts) == person[: len(parts)]
