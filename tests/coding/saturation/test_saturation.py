"""Code saturation against Guest, Namey and Chen's example, its own definition, and over orders and groups."""

from __future__ import annotations

from itertools import pairwise, permutations
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmep_consult.coding.saturation import (
    code_saturation,
    interview_codes,
    saturation_curve,
    saturation_over_orders,
    saturation_table,
)
from lmep_consult.errors import CodingError

# 37 codes in the first four interviews, then runs of two that add 7, 4 and 1, and more until none is left after 10.
NEW = [16, 9, 7, 5, 4, 3, 1, 0, 2, 1, 0, 0]
GUEST = [{f"{number}.{code}" for code in range(codes)} | {"1.0"} for number, codes in enumerate(NEW, start=1)]
FEW = st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=4), min_size=1, max_size=9)


def test_guests_example() -> None:
    found = code_saturation(GUEST, base=4, run=2, threshold=0.05)
    assert str(found) == "6+2"
    assert (found.base_codes, found.reached, found.interviews) == (37, 6, 8)
    assert found.runs.head(3).to_dict("list") == {
        "first": [5, 6, 7],
        "last": [6, 7, 8],
        "new": [7, 4, 1],
        "share": [7 / 37, 4 / 37, 1 / 37],
    }
    assert [f"{share:.0%}" for share in found.runs["share"].head(3)] == ["19%", "11%", "3%"]
    assert str(code_saturation(GUEST, base=4, run=2, threshold=0)) == "10+2"


def test_a_run_that_adds_just_the_threshold_is_enough() -> None:
    interviews = [{*range(20)}, {20}, {21}]  # one new code to 20 is 5 %
    assert str(code_saturation(interviews, base=1, run=1, threshold=0.05)) == "1+1"
    assert str(code_saturation(interviews, base=1, run=2, threshold=0.05)) == "not reached"
    assert str(code_saturation(interviews, base=1, run=2, threshold=0.1)) == "1+2"


@settings(max_examples=200, deadline=None)
@given(FEW, st.integers(1, 4), st.integers(1, 3), st.sampled_from([0, 0.05, 0.25, 0.5]))
def test_it_is_the_first_run_that_adds_little(
    interviews: list[set[str]], base: int, run: int, threshold: float
) -> None:
    known = set().union(*interviews[:base])
    expected = None
    for start in range(base, len(interviews) - run + 1):
        before = set().union(*interviews[:start])
        new = set().union(*interviews[start : start + run]) - before
        if known and len(new) / len(known) <= threshold:
            expected = start
            break
    found = code_saturation(interviews, base, run, threshold)
    assert found.reached == expected
    assert found.base_codes == len(known)
    assert found.interviews == (None if expected is None else expected + run)


def test_a_base_without_codes_cannot_be_compared_with() -> None:
    found = code_saturation([set(), set(), set(), {"a"}], base=2, run=1)
    assert found.reached is None
    assert found.runs["share"].isna().all()


def test_too_few_interviews_reach_nothing() -> None:
    found = code_saturation(GUEST[:5], base=4, run=2)
    assert (found.reached, found.interviews, len(found.runs)) == (None, None, 0)


def test_names_and_positions_give_the_same() -> None:
    named = {f"P{number:02}": codes for number, codes in enumerate(GUEST, start=1)}
    for given_as in (named, pd.Series(named), tuple(GUEST), [sorted(codes) for codes in GUEST]):
        assert str(code_saturation(given_as)) == "6+2"


def test_the_table_over_bases_runs_and_thresholds() -> None:
    table = saturation_table(GUEST, orders=50)
    assert len(table) == 3 * 2 * 2
    for row in table.to_dict("records"):
        single = code_saturation(GUEST, row["base"], row["run"], row["threshold"])
        assert row["saturation"] == ("" if single.reached is None else str(single))
        if single.interviews:
            assert row["known"] == len(set().union(*GUEST[: single.interviews])) / sum(NEW)
    assert table.loc[0, ["group", "interviews", "codes", "saturation", "reached"]].tolist() == [
        "All groups", 12, 48, "6+2", 6,
    ]  # fmt: skip
    assert table["share_reached"].between(0, 1).all()


def test_random_orders_are_like_all_orders() -> None:
    interviews = [{"a", "b"}, {"a"}, {"b", "c"}, set(), {"a", "c"}, {"d"}]
    every = [code_saturation(list(order), 2, 1, 0).reached for order in permutations(interviews)]
    reached = [place for place in every if place is not None]
    table = saturation_table(interviews, bases=[2], runs=[1], thresholds=[0], orders=4000)
    assert table.loc[0, "share_reached"] == pytest.approx(len(reached) / len(every), abs=0.03)
    ordered = sorted(place or 99 for place in every)
    assert table.loc[0, "median_reached"] == ordered[len(ordered) // 2 - 1]
    shares = saturation_over_orders(interviews, 2, 1, 0, orders=4000)
    for interview, share in zip(shares["interview"], shares["share"], strict=True):
        assert share == pytest.approx(sum(place <= interview for place in reached) / len(every), abs=0.03)


def test_orders_depend_on_the_seed() -> None:
    one, again, other = (saturation_over_orders(GUEST, orders=40, seed=seed)["share"].tolist() for seed in (1, 1, 2))
    assert one == again != other
    assert all(before <= after for before, after in pairwise(one))


def test_where_no_order_saturates_the_median_is_missing() -> None:
    table = saturation_table([{number} for number in range(8)], orders=20)
    assert table["median_reached"].isna().all()
    assert (table["share_reached"] == 0).all()
    assert table["known"].isna().all()


def test_groups_are_looked_at_alone() -> None:
    interviews = {"P1": {"a"}, "P2": {"a", "b"}, "P3": {"a"}, "P4": {"c"}, "P5": {"a"}}
    groups = {"P1": "Academics", "P3": "Academics", "P5": "Academics", "P2": "Officials"}
    table = saturation_table(interviews, groups, bases=[1], runs=[1], thresholds=[0], orders=10)
    assert table["group"].tolist() == ["All groups", "Academics", "Officials"]
    assert table["interviews"].tolist() == [5, 3, 1]
    assert table["codes"].tolist() == [3, 1, 2]
    assert table["saturation"].tolist() == ["2+1", "1+1", ""]
    curve = saturation_curve(interviews, groups)
    assert curve[curve["group"] == "All groups"].drop(columns="group").to_dict("list") == {
        "number": [1, 2, 3, 4, 5],
        "interview": ["P1", "P2", "P3", "P4", "P5"],
        "new": [1, 1, 0, 1, 0],
        "cumulative": [1, 2, 2, 3, 3],
    }
    assert curve[curve["group"] == "Academics"]["cumulative"].tolist() == [1, 1, 1]


def test_codes_of_interviews_in_order_and_within_scope() -> None:
    codes = (("cost", "", False), ("benefits", "", True), ("credit", "benefits", False))
    book: Any = SimpleNamespace(
        codes=tuple(SimpleNamespace(id=code, parent=parent, out_of_scope=out) for code, parent, out in codes)
    )
    rows = [("P2", "cost"), ("P2", "cost"), ("P1", "credit"), ("P3", "cost")]
    held = interview_codes(pd.DataFrame(rows, columns=["source", "code"]), ["P1", "P2"], book)
    assert held == {"P1": set(), "P2": {"cost"}}
    assert list(held) == ["P1", "P2"]


def test_what_cannot_be_read() -> None:
    with pytest.raises(CodingError, match="There are no interviews"):
        code_saturation([])
    with pytest.raises(CodingError, match="Interview 2: its codes are 'cost'"):
        code_saturation([{"cost"}, "cost"])
    with pytest.raises(CodingError, match="Interview P9: has a group"):
        saturation_table({"P1": {"cost"}}, {"P9": "Academics"})
    for arguments in ({"base": 0}, {"run": 0}, {"threshold": 5}, {"threshold": -0.1}):
        with pytest.raises(ValueError, match="base and run are 1 or more"):
            code_saturation(GUEST, **arguments)  # type: ignore[arg-type]
