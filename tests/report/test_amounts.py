"""How much a released cell may be of its base."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lmep_consult.disclosure import Rules, release, words_for
from lmep_consult.plan.reporting import DisclosureRules, ReportPlan
from lmep_consult.report import Identity, write_csv, write_schema
from lmep_consult.report.amounts import bounds_of_count, shares_of_words
from lmep_consult.report.shown import shown
from lmep_consult.table import Range, Table

PLAN = SimpleNamespace(report=ReportPlan(), disclosure=DisclosureRules())
SCALE = [(wording.word, wording.at_least) for wording in PLAN.report.scale]


@given(st.integers(6, 60).flatmap(lambda base: st.tuples(st.just(base), *[st.integers(0, base)] * 3)))
def test_the_share_lies_in_what_the_cell_may_be_in_numbers_and_in_words(drawn: tuple[int, int, int, int]) -> None:
    base, *three = drawn
    low, count, high = sorted(three)
    for cell in (Range(low, high, of=base) if low < high else count, count):
        words = words_for(cell, base, SCALE, Rules())
        for said in (cell, words):
            bounds = bounds_of_count(said, base, shares_of_words(PLAN))  # type: ignore[arg-type]
            assert bounds is not None, said
            assert bounds[0] - 1e-9 <= count / base <= bounds[1] + 1e-9, said


def test_what_is_withheld_has_no_bounds() -> None:
    assert bounds_of_count("[c]", 9, shares_of_words(PLAN)) is None  # type: ignore[arg-type]


def test_a_range_of_people_is_shown_in_its_words_and_set_like_a_number() -> None:
    cells = [Range(0, 2, of=9), Range(7, 9, of=9), Range(3, 5, of=9), 4]
    made = shown(1, release(Table("t", "t", pd.DataFrame({"people": cells})), Rules()))
    assert [row[0] for row in made.rows] == ["fewer than 3", "7 or more", "3 to 5", 4]
    assert made.numeric == [True]


def test_a_column_that_holds_ranges_is_described_as_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"people": [Range(0, 2, of=9), 4], "base": [9, 9]})
    released = [release(Table("t", "t", frame), Rules())]
    write_csv(released, tmp_path)
    write_schema(released, Identity("A study", "A study, 2026"), tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    fields = described["resources"][0]["schema"]["fields"]
    assert {each["name"]: each["type"] for each in fields} == {"people": "string", "base": "integer"}
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig") == "people,base\nfewer than 3,9\n4,9\n"
