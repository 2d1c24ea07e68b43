"""The results chapter: what it finds in its headings, short, nothing said twice, whatever a study lacks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from lmep_consult.disclosure import made_of
from lmep_consult.report import Section, chapter, findings
from lmep_consult.report.chapter.quotations import chosen
from lmep_consult.report.findings.headings import heading
from lmep_consult.run.chain import Outcome
from lmep_consult.table import Table


@pytest.fixture(scope="module")
def sections(demo_run: Outcome) -> list[Section]:
    return chapter(demo_run.tables, demo_run.study.plan)


def test_the_demonstrations_sections(sections: Sequence[Section]) -> None:
    topics = ["Who took part", "Priorities", "Outcomes", "Needs and barriers", "Formats", "Assumptions"]
    assert [section.topic for section in sections] == topics
    for section in sections:
        words = sum(len(paragraph.split()) for paragraph in section.paragraphs)
        assert 80 <= words <= 150, (section.topic, words)
        assert len(section.heading) <= 65
        assert section.heading.startswith(section.topic)
        assert "\n" not in section.how_sure + section.note
        assert len(section.quotations) <= 3
    quoted = [quotation.words for section in sections for quotation in section.quotations]
    assert len(set(quoted)) == len(quoted) > 6


def test_tables_of_sections_are_small(sections: Sequence[Section]) -> None:
    for section in sections:
        rows, columns = section.table.frame.shape
        assert 1 < rows <= 12
        assert columns <= 7


def test_a_study_without_polls_or_interviews_has_the_sections_it_can_have(demo_run: Outcome) -> None:
    plan = demo_run.study.plan
    without = dict(demo_run.tables)
    for name in ("priorities", "top_three", "group_differences", "sensitivity", "pooling"):
        table = without[name].table
        without[name] = made_of([], Table(name, table.title, table.frame.iloc[:0]))
    assert [section.topic for section in chapter(without, plan)] == [
        "Who took part", "Needs and barriers", "Assumptions",
    ]  # fmt: skip
    (sample,) = findings(without, plan).sentences
    assert "intended interviews took place" in sample


def quotes(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["code", "group", "quote", "sign_off"])
    return frame.assign(attribution=frame["group"])


LONG = "and so on, for as long as it takes to be long enough to be read with some profit"


def test_quotations_are_of_several_groups_signed_off_first_and_without_brackets() -> None:
    frame = quotes(
        ("a", "MSA", f"[A place] {LONG}", "signed off"),
        ("a", "MSA", f"One {LONG}", "signed off"),
        ("a", "ICB", f"Two {LONG}", "draft: not signed off"),
        ("b", "ICB", f"Three {LONG}", "signed off"),
        ("b", "CtW", "short", "signed off"),
        ("c", "CtW", f"Of another theme {LONG}", "signed off"),
    )
    assert [quotation.words for quotation in chosen(frame, ["a", "b"])] == [f"One {LONG}", f"Three {LONG}", "short"]
    assert chosen(frame, []) == ()


def test_a_heading_is_the_first_wording_that_is_short_enough() -> None:
    assert heading("x" * 66, "y" * 65, "z") == "y" * 65
    assert len(heading("x" * 70)) == 65
