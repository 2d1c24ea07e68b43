"""An author's deck is brought up to date, and every part that shows no value stays byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corporate import parts_of
from filled import TODAY
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from lmep_consult.documents import Filled, State, fill
from lmep_consult.errors import InputError
from lmep_consult.report import Value

Values = dict[str, Value]
Fill = Callable[..., Filled]
BOX = tuple(map(Inches, (1, 1, 8, 1)))
VOTERS = "sample_interviews/All-groups/achieved"
TABLE, BARS = "table/priorities_themes", "bars/interviews"


def text(slide: Any, tag: str, said: str = "to come") -> None:
    """A box whose first run is red and bold."""
    box = slide.shapes.add_textbox(*BOX)
    box.name = tag
    for part in (said, " and more"):
        run = box.text_frame.paragraphs[0].add_run()
        run.text, run.font.size = part, Pt(20)
    first = box.text_frame.paragraphs[0].runs[0].font
    first.bold, first.color.rgb = True, RGBColor(255, 0, 0)


def chart(slide: Any, tag: str) -> None:
    data = CategoryChartData(number_format="0")
    data.categories = ["one", "two"]
    data.add_series("Old", [1, 2])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).name = tag


def saved(path: Path, tags: list[str]) -> Path:
    """A deck of two slides: the tags on the first, and on the second nothing of ours."""
    deck = Presentation()
    slide, other = (deck.slides.add_slide(deck.slide_layouts[6]) for _ in range(2))
    slide.notes_slide.notes_text_frame.text = "What I say here."
    text(other, "Rectangle 3")
    chart(other, "Chart 4")
    for tag in tags:
        if tag.startswith("table/"):
            slide.shapes.add_table(2, 2, *BOX).name = tag
        elif tag.startswith("bars/"):
            chart(slide, tag)
        else:
            text(slide, tag)
    deck.save(str(path))
    return path


@pytest.fixture
def deck(tmp_path: Path, before: Values) -> Path:
    sentences = [tag for tag, value in before.items() if value.kind == "sentence"][:6]
    quotations = [tag for tag, value in before.items() if value.kind == "quotation"]
    return saved(tmp_path / "Deck.pptx", [VOTERS, TABLE, BARS, "slides/open", *sentences, *quotations])


@pytest.fixture
def once_filled(deck: Path, filled_from: Fill) -> Path:
    return written(filled_from(deck, "before"), deck)


def shapes(path: Path) -> dict[str, Any]:
    return {shape.name.split("#")[0]: shape for shape in Presentation(str(path)).slides[0].shapes}


def written(filled: Filled, document: Path) -> Path:
    path = filled.write(document, TODAY)
    assert path is not None
    return path


def cells(shape: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text_frame.text for cell in row.cells) for row in shape.table.rows)


def test_every_shape_says_what_was_released_and_nothing_else_changes(
    once_filled: Path, filled_from: Fill, before: Values, after: Values
) -> None:
    assert once_filled.name == "Deck (filled 2026-04-01).pptx"
    filled = filled_from(once_filled)
    path = written(filled, once_filled)
    states = {line.tag: line.state for line in filled.lines}
    for tag, shape in shapes(path).items():
        if states[tag] in (State.CHANGED, State.SAME) and shape.has_text_frame:
            assert shape.text_frame.text.split() == after[tag].text.split()[: len(shape.text_frame.text.split())], tag
            first = shape.text_frame.paragraphs[0].runs[0].font
            assert first.bold and first.size == Pt(20) and first.color.rgb == RGBColor(255, 0, 0)
    assert State.CHANGED in states.values()
    was, now = parts_of(once_filled), parts_of(path)
    assert list(was) == list(now)
    differ = {name for name in was if was[name] != now[name]}
    assert "ppt/slides/slide1.xml" in differ
    assert all(name.startswith(("ppt/slides/slide1.xml", "ppt/charts/", "ppt/embeddings/")) for name in differ)
    gone = {tag for tag, value in before.items() if value.kind == "quotation" and tag not in after}
    assert gone and {states[tag] for tag in gone} == {State.REMOVED}
    everything = b" ".join(now.values()).decode("utf-8", "replace")
    assert all(before[tag].text.split("”")[0].strip("“")[:40] not in everything for tag in gone)


def test_filled_twice_nothing_changes(once_filled: Path, filled_from: Fill) -> None:
    assert filled_from(once_filled).stale
    again = written(filled_from(once_filled), once_filled)
    twice = filled_from(again)
    assert twice.content is None and {line.state for line in twice.lines} <= {State.SAME, State.REMOVED, State.GONE}


def test_tables_and_charts_grow_and_are_cut(tmp_path: Path, after: Values) -> None:
    deck = saved(tmp_path / "Deck.pptx", [TABLE, BARS])
    head, *rest = after[TABLE].rows
    bars = after[BARS]
    for rows in ((head, *rest), (head, *rest[:1])):
        values = after | {TABLE: replace(after[TABLE], rows=rows, text="\n".join(map("\t".join, rows)))}
        deck = written(fill(deck, values, deck.parent), deck)
        there = shapes(deck)
        assert cells(there[TABLE]) == rows
        made = there[BARS].chart.plots[0]
        assert ("", *(series.name for series in made.series)) == bars.rows[0]
        for at, row in enumerate(bars.rows[1:]):
            assert made.categories[at] == row[0]
            assert [series.values[at] for series in made.series] == [float(cell) if cell else None for cell in row[1:]]
        assert there[BARS]._element.xpath(".//p:cNvPr/@descr") == [bars.alt]
    workbook = there[BARS].chart.part.chart_workbook.xlsx_part.blob
    sheet = load_workbook(io.BytesIO(workbook)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row[0] for row in bars.rows[1:]]


def test_what_an_author_changed_stays_unless_she_says_otherwise(tmp_path: Path, filled_from: Fill) -> None:
    deck = saved(tmp_path / "Deck.pptx", [VOTERS, TABLE, BARS])
    once = written(filled_from(deck), deck)
    changed = Presentation(str(once))
    by_name = {shape.name.split("#")[0]: shape for shape in changed.slides[0].shapes}
    by_name[VOTERS].text_frame.paragraphs[0].runs[0].text = "about five"
    data = CategoryChartData()
    data.categories = ["mine"]
    data.add_series("Mine", [7])
    by_name[BARS].chart.replace_data(data)
    changed.save(str(once))
    kept = filled_from(once)
    assert kept.content is None
    assert {line.tag for line in kept.lines if line.state is State.EDITED} == {VOTERS, BARS}
    again = filled_from(once, overwrite=True)
    assert {line.tag for line in again.lines if line.state is State.OVERWRITTEN} == {VOTERS, BARS}


def test_what_may_not_be_shown_any_more_stays_and_is_marked(tmp_path: Path, filled_from: Fill, before: Values) -> None:
    """A number that is withheld, and a chart and a table that there are no values for; also in a group."""
    deck = saved(tmp_path / "Deck.pptx", [VOTERS, TABLE, BARS, "findings/sample"])
    grouped = Presentation(str(deck))
    by_name = {shape.name: shape for shape in grouped.slides[0].shapes}
    grouped.slides[0].shapes.add_group_shape([by_name["findings/sample"]])
    grouped.save(str(deck))
    once = written(filled_from(deck, "before"), deck)
    left = {tag: value for tag, value in before.items() if tag not in (TABLE, BARS, "findings/sample")}
    left[VOTERS] = replace(before[VOTERS], text="[c]")
    filled = fill(once, left, deck.parent)
    states = {line.tag: line.state for line in filled.lines}
    assert states.pop(VOTERS) is State.WITHHELD and set(states.values()) == {State.GONE} and len(states) == 3
    marked = written(filled, once)
    there = shapes(marked)
    assert there[VOTERS].text_frame.text == f"{before[VOTERS].text} [c]"
    assert cells(there[TABLE])[-1][-1] == f"{before[TABLE].rows[-1][-1]} [x]"
    chart = there[BARS].chart
    assert chart.has_title and chart.chart_title.text_frame.text == "[x]"
    assert there[BARS]._element.xpath(".//p:cNvPr/@descr")[0].endswith(" [x]")
    (group,) = (shape for shape in Presentation(str(marked)).slides[0].shapes if hasattr(shape, "shapes"))
    assert group.shapes[0].text_frame.text == f"{before['findings/sample'].text} [x]"
    assert fill(marked, left, deck.parent).content is None
    again = written(fill(marked, before, deck.parent), marked)
    assert not shapes(again)[BARS].chart.has_title and cells(shapes(again)[TABLE]) == before[TABLE].rows
    assert {line.state for line in fill(again, before, deck.parent).lines} == {State.SAME}


def test_a_value_that_a_shape_cannot_show_is_listed(tmp_path: Path, filled_from: Fill, after: Values) -> None:
    path = saved(tmp_path / "d.pptx", [VOTERS, TABLE])
    changed = Presentation(str(path))
    one, table = changed.slides[0].shapes
    one.name = BARS
    table.table.cell(0, 0).merge(table.table.cell(0, 1))
    changed.save(str(path))
    filled = filled_from(path)
    assert [line.state for line in filled.lines] == [State.STUCK, State.STUCK]
    assert filled.content is None and filled.stale


def no_deck(path: Path) -> None:
    path.write_bytes(b"PK no archive")


def a_word_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )


def with_password(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))


def open_in_powerpoint(path: Path) -> None:
    saved(path, [VOTERS]).with_name(f"~${path.name}").write_bytes(b"Ann")


def without_tags(path: Path) -> None:
    saved(path, ["TextBox 1"])


def with_a_typing_error(path: Path) -> None:
    saved(path, ["sample_interviews/All-group/achieved"])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_deck, "not a PowerPoint presentation"),
        (a_word_document, "not a PowerPoint presentation"),
        (with_password, "has a password"),
        (open_in_powerpoint, "is open in PowerPoint"),
        (without_tags, "no shape is named by the tag"),
        (with_a_typing_error, "is it 'sample_interviews/All-groups/achieved'"),
    ],
)
def test_what_is_no_deck_to_fill_gets_one_sentence(
    make: Callable[[Path], None], said: str, tmp_path: Path, filled_from: Fill
) -> None:
    make(tmp_path / "deck.pptx")
    there = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match=said) as raised:
        filled_from(tmp_path / "deck.pptx")
    assert str(raised.value).startswith(str(tmp_path / "deck.pptx")) and "\n" not in str(raised.value)
    assert {path.name for path in tmp_path.iterdir()} == there
