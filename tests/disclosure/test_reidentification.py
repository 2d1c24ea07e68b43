"""Who could be found by putting attributes together, against a search through all of them."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.disclosure import reidentification_risks

COLUMNS = ["group", "role", "nation", "geography"]


def by_search(people: list[tuple[str, ...]], k: int) -> set[tuple[str, str, int]]:
    """Every combination of values anybody holds, kept if rare and if nothing less is rare already."""

    def holders(parts: tuple[tuple[int, str], ...]) -> int:
        return sum(all(person[at] == value for at, value in parts) for person in people)

    found = set()
    for person in people:
        filled = [(at, value) for at, value in enumerate(person) if value]
        for size in range(1, len(filled) + 1):
            for parts in combinations(filled, size):
                fewer = [less for n in range(1, size) for less in combinations(parts, n)]
                if holders(parts) < k and all(holders(less) >= k for less in fewer):
                    columns = "; ".join(COLUMNS[at] for at, _ in parts)
                    found.add((columns, "; ".join(value for _, value in parts), holders(parts)))
    return found


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(*[st.sampled_from(["x", "y", "z", ""])] * 4), min_size=1, max_size=12),
    k=st.integers(1, 4),
)
def test_exactly_the_smallest_rare_combinations_are_found(people: list[tuple[str, ...]], k: int) -> None:
    risks = reidentification_risks(pd.DataFrame(people, columns=COLUMNS), COLUMNS, k)
    rows = list(risks.itertuples(index=False, name=None))
    assert len(rows) == len(set(rows))
    assert set(rows) == by_search(people, k)


def test_the_plainest_come_first() -> None:
    people = [("ICB", "data"), ("ICB", "policy"), ("ICB", "data"), ("MSA", "policy"), ("MSA", "data"), ("MSA", "data")]
    risks = reidentification_risks(pd.DataFrame(people, columns=["group", "role"]), ["group", "role"], 3)
    assert risks.to_numpy().tolist() == [
        ["role", "policy", 2],
        ["group; role", "ICB; data", 2],
        ["group; role", "MSA; data", 2],
    ]


def test_two_hundred_people_with_eight_attributes_take_no_time_to_speak_of() -> None:
    rng = np.random.default_rng(7)
    columns = [f"attribute {n}" for n in range(8)]
    register = pd.DataFrame(rng.integers(0, 4, size=(200, 8)).astype(str), columns=columns)
    start = time.perf_counter()
    assert len(reidentification_risks(register, columns, 3)) > 100
    assert time.perf_counter() - start < 10


def test_nobody_took_part() -> None:
    assert reidentification_risks(pd.DataFrame(columns=["group"]), ["group"], 3).empty
