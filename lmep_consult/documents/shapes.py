"""What a shape of a slide shows: read, and replaced so that it looks as it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.plot import BubblePlot, XyPlot
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu

from lmep_consult.documents.decisions import MARKS, Decision
from lmep_consult.report.slides.deck import COLOURS, fits, heights_of, rows_that_fit, timeless
from lmep_consult.report.values import Value, words_of_table
from lmep_consult.report.values.for_slides import rows_of_bars

_MADE = dt.datetime(1980, 1, 1)  # the time that a chart's workbook carries
_OWN_ID = "{http://schemas.microsoft.com/office/drawing/2014/main}"  # of a row or column, which no other may have
_MERGED = ("gridSpan", "rowSpan", "hMerge", "vMerge")


@dataclass(frozen=True)
class Place:
    """A shape named by a tag; the fields as of a `Control`. below: how far down it may reach, in EMU."""

    shape: Any
    tag: str
    stamp: str
    text: str
    where: str
    below: int
    is_placeholder: bool = False


def text_of_shape(shape: Any) -> str:
    """Its text, paragraphs as lines; of a table its cells, and of a chart its data, a line a row."""
    if shape.has_table:
        return words_of_table([[_text(cell.text_frame) for cell in row.cells] for row in shape.table.rows])
    if shape.has_chart:
        return (words_of_table(_data(shape.chart)) if _is_by_category(shape.chart) else "") + _mark_of(shape.chart)
    return _text(shape.text_frame) if shape.has_text_frame else ""


def _text(frame: Any) -> str:
    return str(frame.text).replace("\v", "\n")


def _mark_of(chart: Any) -> str:
    """The mark that an earlier fill put into its title."""
    title = _text(chart.chart_title.text_frame) if chart.has_title else ""
    return next((mark for mark in MARKS if f" {title}".endswith(mark)), "")


def _is_by_category(chart: Any) -> bool:
    plots = list(chart.plots)
    return len(plots) == 1 and not isinstance(plots[0], XyPlot | BubblePlot) and plots[0].categories.depth <= 1


def _data(chart: Any) -> tuple[tuple[str, ...], ...]:
    plot = chart.plots[0]
    categories = [str(each) for each in plot.categories]
    missing = (None,) * len(categories)
    return rows_of_bars(categories, {each.name: (*each.values, *missing)[: len(categories)] for each in plot.series})


def why_not(shape: Any, value: Value) -> str:
    """Why a shape cannot show a value; "" where it can."""
    if value.kind == "chart":
        return "a picture of a chart cannot be brought up to date in a slide; take a chart of the slides of a run"
    if value.kind == "bars":
        if not shape.has_chart or not _is_by_category(shape.chart):
            return "its shape is no chart of bars, lines or slices"
        outside = shape.chart._chartSpace.xlsx_part_rId
        relation = outside and shape.chart.part.rels.get(outside)
        return "" if relation and not relation.is_external else "its chart has no data of its own (they are linked)"
    if value.kind == "table":
        if not shape.has_table:
            return "its shape is no table"
        cells = shape.table._tbl.iter(qn("a:tc"))
        return "its table has merged cells; divide them" if any(c.get(m) for c in cells for m in _MERGED) else ""
    if not shape.has_text_frame:
        return "its shape holds no text, and the tag is of text"
    return "it holds a field" if next(shape._element.iter(qn("a:fld")), None) is not None else ""


def value_here(place: Place, value: Value) -> Value:
    """A table or a list of sentences as far as there is room for it, at the smallest size of text; but never less of
    it than is shown by now."""
    shape = place.shape
    if value.kind == "table" and shape.has_table:
        wide = len(value.rows[0])
        widths = [column.width for column in shape.table.columns]
        widths = widths if len(widths) == wide else [sum(widths) // wide] * wide
        room = rows_that_fit(heights_of(value.rows, widths), place.below - (shape.top or 0))
        rows = value.rows[: max(room, len(shape.table.rows))]
        return replace(value, rows=rows, text=words_of_table(rows))
    lines = value.text.split("\n")
    if value.kind == "sentence" and shape.has_text_frame and lines[1:] and shape.width and shape.height:
        least = min(len(place.text.split("\n")), len(lines))
        while len(lines) > least and not fits(lines, shape.width, shape.height):
            lines.pop()
        return replace(value, text="\n".join(lines))
    return value


def put(shape: Any, decision: Decision) -> None:
    """Let the shape show what was decided; its alternative text follows where the value has one."""
    value, text = decision.value, decision.fill or ""
    if decision.mark:
        _mark(shape, decision.mark)
    elif shape.has_table:
        _put_rows(shape, value.rows if value else ((text,),))
    elif shape.has_chart:
        _put_data(shape.chart, value.rows if value else ())
    elif shape.has_text_frame:
        say(shape.text_frame, text)
    if value is not None and value.alt:
        shape._element.find(f".//{qn('p:cNvPr')}").set("descr", value.alt)


def _mark(shape: Any, mark: str) -> None:
    """A mark behind all that it says; behind a chart's title, and what it says to those who cannot see it."""
    if shape.has_chart:
        has_title = shape.chart.has_title
        frame = shape.chart.chart_title.text_frame
        mark = mark if has_title else mark.strip()
        about = shape._element.find(f".//{qn('p:cNvPr')}")
        about.set("descr", f"{about.get('descr', '')} {mark.strip()}".strip())
    elif shape.has_table:
        frame = list(shape.table.iter_cells())[-1].text_frame
    elif shape.has_text_frame:
        frame = shape.text_frame
    else:
        return
    paragraph = frame.paragraphs[-1]
    before = paragraph.runs[-1:]
    run = paragraph.add_run()
    run.text = mark
    for look in [look for each in before if (look := each._r.find(qn("a:rPr"))) is not None]:
        run._r.insert(0, deepcopy(look))


def say(frame: Any, text: str) -> None:
    """Let a frame say `text`, a paragraph a line, all as its first run looks."""
    if _text(frame) == text:
        return
    runs = frame._txBody.findall(f"{qn('a:p')}/{qn('a:r')}")
    first, *others = frame.paragraphs
    for other in others:
        other._p.getparent().remove(other._p)
    look = runs[0].find(qn("a:rPr")) if runs else first._p.find(qn("a:endParaRPr"))
    for each in [each for each in first._p if each.tag in (qn("a:r"), qn("a:br"))]:
        first._p.remove(each)
    lines = text.split("\n")
    for _ in lines[1:]:
        first._p.addnext(deepcopy(first._p))
    for paragraph, line in zip(frame.paragraphs, lines, strict=True):
        run = paragraph.add_run()
        run.text = line
        if look is not None:
            own = run._r.get_or_add_rPr()
            for name, setting in look.attrib.items():
                own.set(name, setting)
            own.extend(deepcopy(child) for child in look)


def _put_rows(shape: Any, rows: Sequence[Sequence[str]]) -> None:
    """The table grows by copies of its last row and column."""
    table = shape.table._tbl
    wide = len(rows[0])
    columns = list(table.tblGrid)
    total = sum(int(each.get("w")) for each in columns)
    if len(columns) != wide:
        _resized(columns, wide)
        for row in table.tr_lst:
            _resized(row.tc_lst, wide)
        for each in table.tblGrid:
            each.set("w", str(total // wide))
    there = len(table.tr_lst)
    _resized(table.tr_lst, len(rows))
    heights = heights_of(rows, [int(each.get("w")) for each in table.tblGrid])
    for at, (row, cells) in enumerate(zip(shape.table.rows, rows, strict=True)):
        if at >= there:
            row.height = Emu(heights[at])
        for cell, text in zip(row.cells, cells, strict=True):
            if " ".join(_text(cell.text_frame).split()) != " ".join(text.split()):
                say(cell.text_frame, text)
    if there != len(rows):
        shape.height = Emu(sum(row.height for row in shape.table.rows))


def _resized(elements: Sequence[Any], wanted: int) -> None:
    """Elements that follow each other cut to a number of them, or grown by copies of the last."""
    for each in elements[wanted:]:
        each.getparent().remove(each)
    for _ in range(wanted - len(elements)):
        new = deepcopy(elements[-1])
        for own in [each for each in new.iter() if str(each.tag).startswith(_OWN_ID)]:
            extension = own.getparent()
            extension.getparent().remove(extension)
        elements[-1].addnext(new)


def _put_data(chart: Any, rows: Sequence[Sequence[str]]) -> None:
    """New data; series that were there look as they did."""
    (_, *names), *cells = rows
    form = chart._chartSpace.find(f".//{qn('c:val')}//{qn('c:formatCode')}")
    data = CategoryChartData(number_format="General" if form is None else form.text)
    data.categories = [category for category, *_ in cells]
    for at, name in enumerate(names, start=1):
        data.add_series(name, [float(row[at]) if row[at] else None for row in cells])
    there = len(chart.plots[0].series)
    if mark := _mark_of(chart):
        title = _text(chart.chart_title.text_frame).removesuffix(mark.strip()).rstrip()
        chart.has_title = bool(title)
        if title:
            say(chart.chart_title.text_frame, title)
    chart.replace_data(data)
    workbook = chart.part.chart_workbook.xlsx_part
    workbook.blob = timeless(workbook.blob, _MADE)
    for at, series in list(enumerate(chart.plots[0].series))[there:]:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(COLOURS[at % len(COLOURS)])
    if len(names) > 1 and there == 1 and not chart.has_legend:
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
