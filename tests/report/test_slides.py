"""The findings as eight slides: what they show is what was released, and can be read and edited."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Pt

from lmep_consult.documents import State, fill
from lmep_consult.errors import InputError, StudyError
from lmep_consult.report import Identity, values, write_slides
from lmep_consult.run.chain import Outcome
from lmep_consult.run.reports import _contents

IDENTITY = Identity("A study", "A study, 2026", fictional=True, made_at="2026-03-03T09:30:00+00:00")


@pytest.fixture(scope="module")
def deck(demo_run: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slides") / "slides.pptx"
    write_slides(demo_run.tables, _contents(demo_run.study.plan, demo_run.tables, []), IDENTITY, path)
    return path


@pytest.fixture(scope="module")
def slides(deck: Path) -> list[Any]:
    return list(Presentation(str(deck)).slides)


def frames(slide: Any) -> list[Any]:
    """The text frames of a slide, those of its tables' cells too."""
    shapes = [shape for shape in slide.shapes if shape.has_text_frame]
    cells = [cell for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
    return [each.text_frame for each in (*shapes, *cells)]


def test_there_are_eight_each_with_a_title_that_is_read_first(slides: list[Any]) -> None:
    assert len(slides) == 8
    for slide in slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        notes = slide.notes_slide.notes_text_frame.text
        assert "Source: A study, 2026" in notes and "Fictional data" in notes


def test_no_text_is_smaller_than_14_points(slides: list[Any]) -> None:
    for slide in slides:
        runs = [run for frame in frames(slide) for line in frame.paragraphs for run in line.runs]
        assert runs and all(run.font.size >= Pt(14) for run in runs)
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape.chart.font.size >= Pt(14)
                assert shape.chart.plots[0].data_labels.font.size >= Pt(14)


def test_nothing_reaches_over_the_edge_or_over_something_else(slides: list[Any], deck: Path) -> None:
    page = Presentation(str(deck))
    for slide in slides:
        boxes = sorted(slide.shapes, key=lambda shape: shape.top)
        for shape in boxes:
            assert shape.left >= 0 and shape.left + shape.width <= page.slide_width
            assert shape.top + shape.height <= page.slide_height
        assert all(upper.top + upper.height <= lower.top + 10 for upper, lower in pairwise(boxes))


def test_what_shows_numbers_has_words_for_those_who_cannot_see_it(slides: list[Any]) -> None:
    shown = [shape for slide in slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(shown) >= 5
    assert all(shape._element.xpath(".//p:cNvPr/@descr")[0].strip() for shape in shown)


def test_the_chart_of_interviews_holds_the_tables_numbers(slides: list[Any], demo_reports: Path) -> None:
    (chart,) = (shape.chart for shape in slides[0].shapes if shape.has_chart)
    table = pd.read_csv(demo_reports / "tables" / "sample_interviews.csv", encoding="utf-8-sig").iloc[:-1]
    intended, held = chart.plots[0].series
    assert list(chart.plots[0].categories)[:3] == list(table["name"])[:3]
    assert list(held.values)[:3] == list(table["achieved"])[:3]
    assert list(intended.values)[:3] == list(table["intended"])[:3]


@pytest.mark.parametrize(("slide", "question"), [(2, "themes"), (6, "formats")])
def test_a_chart_of_votes_draws_numbers_and_no_ranges(
    slide: int, question: str, slides: list[Any], demo_reports: Path
) -> None:
    (chart,) = (shape.chart for shape in slides[slide].shapes if shape.has_chart)
    table = pd.read_csv(demo_reports / "tables" / "top_three.csv", encoding="utf-8-sig", dtype=str)
    votes = table[table["question"] == question].set_index(["group", "option"])
    asked, there = votes.index.get_level_values("option"), list(chart.plots[0].categories)
    assert set(there) <= set(asked) and len(there) == min(len(set(asked)), 18 // len(chart.plots[0].series))
    if len(there) < len(set(asked)):
        assert "More options are in the report." in slides[slide].shapes[-1].text_frame.text
    for series in chart.plots[0].series:
        group = series.name.split(" (")[0]
        for option, share in zip(chart.plots[0].categories, series.values, strict=True):
            voters, base = votes.loc[(group, option), ["voters", "base"]]
            assert (share is None) == (not voters.isdigit())
            assert share is None or share == pytest.approx(int(voters) / int(base))


def test_a_new_deck_is_up_to_date_also_where_nothing_was_asked(deck: Path, demo_run: Outcome, tmp_path: Path) -> None:
    made = _contents(demo_run.study.plan, demo_run.tables, [])
    empty = replace(made, results=())
    write_slides(demo_run.tables, empty, IDENTITY, tmp_path / "s.pptx")
    for path, contents, least in ((deck, made, 14), (tmp_path / "s.pptx", empty, 5)):
        filled = fill(path, values(demo_run.tables, contents, []), path.parent)
        assert [line for line in filled.lines if line.state is not State.SAME] == []
        assert len(filled.lines) >= least and filled.content is None


def test_the_same_results_are_the_same_file(deck: Path, demo_run: Outcome, tmp_path: Path) -> None:
    write_slides(demo_run.tables, _contents(demo_run.study.plan, demo_run.tables, []), IDENTITY, tmp_path / "s.pptx")
    assert (tmp_path / "s.pptx").read_bytes() == deck.read_bytes()


def test_a_programmes_own_template_gives_the_page(demo_run: Outcome, tmp_path: Path) -> None:
    own = Presentation()
    own.slide_width, own.slide_height = Pt(1200), Pt(675)
    own.slides.add_slide(own.slide_layouts[6])
    own.save(str(tmp_path / "own.pptx"))
    made = _contents(demo_run.study.plan, demo_run.tables, [])
    write_slides(demo_run.tables, made, IDENTITY, tmp_path / "s.pptx", tmp_path / "own.pptx")
    filled = Presentation(str(tmp_path / "s.pptx"))
    assert filled.slide_width == Pt(1200) and len(filled.slides) == 9
    (tmp_path / "no.pptx").write_bytes(b"no presentation")
    with pytest.raises((InputError, StudyError), match=r"no\.pptx"):
        write_slides(demo_run.tables, made, IDENTITY, tmp_path / "s.pptx", tmp_path / "no.pptx")
