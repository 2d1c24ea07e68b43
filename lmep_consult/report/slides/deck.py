"""A deck as it grows: titles, text, tables and native charts, none of it smaller than 14 points or cut off."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from lmep_consult.archive import open_archive
from lmep_consult.errors import StudyError
from lmep_consult.report.values.for_slides import Bars
from lmep_consult.report.values.tags import stamped, words_of_table
from lmep_consult.report.writers.identity import Identity

SMALLEST, _LARGEST = 14, 20  # points of text
_WIDE, _HIGH, _EDGE = Inches(13.333), Inches(7.5), Inches(0.5)
_TITLE_HIGH, _SOURCE_HIGH = Inches(1.15), Inches(0.65)
COLOURS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")  # of groups, as in the charts of the report
_LETTER, _LINE = 0.53, 1.25  # of a letter's width and a line's height, as shares of the size of the text
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Deck:
    def __init__(self, identity: Identity, template: Path | None = None) -> None:
        """template: a presentation whose masters it takes; what it holds comes first.

        Raises InputError or StudyError where the template is no PowerPoint presentation without macros.
        """
        self.identity = identity
        self.presentation = _opened(template)
        if template is None:
            self.presentation.slide_width, self.presentation.slide_height = _WIDE, _HIGH
        about = self.presentation.core_properties
        about.title, about.subject, about.author = identity.title, identity.source, identity.programme
        about.last_modified_by, about.language = identity.programme, "en-GB"
        about.created = about.modified = (identity.made or dt.datetime(1980, 1, 1)).replace(tzinfo=None)
        layouts = [layout for layout in self.presentation.slide_layouts if _title_of(layout) is not None]
        if not layouts:
            raise StudyError(f"{template}: no layout of the template has a title; add one, or leave the template out.")
        self._layout = min(layouts, key=lambda layout: len(layout.placeholders))
        self.slide: Any = None

    @property
    def room(self) -> tuple[int, int, int, int]:
        """Where a slide's content goes: left, top, width, height."""
        wide, high = int(self.presentation.slide_width or _WIDE), int(self.presentation.slide_height or _HIGH)
        return _EDGE, _TITLE_HIGH + _EDGE, wide - 2 * _EDGE, high - _TITLE_HIGH - 2 * _EDGE - _SOURCE_HIGH

    def add(self, title: str, tag: str, notes: Iterable[str]) -> None:
        """A new slide; its title is first in the reading order. notes: what the speaker has to know, a line each."""
        self.slide = self.presentation.slides.add_slide(self._layout)
        for other in [each for each in self.slide.placeholders if each.placeholder_format.idx != 0]:
            other._element.getparent().remove(other._element)
        left, _, wide, _ = self.room
        shape = self.slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(_EDGE // 2), Emu(wide), Emu(_TITLE_HIGH)
        shape.name = tag
        _say(shape.text_frame, [title], _size([title], wide, _TITLE_HIGH, largest=28), bold=True)
        self.slide.notes_slide.notes_text_frame.text = "\n".join(
            filter(None, [*self.identity.notices, *notes, self.identity.source_line])
        )

    def text(self, tag: str, lines: Sequence[str], high: int | None = None, top: int = 0) -> list[str]:
        """Lines of text from `top` down, as many as there is room for; those that are left are returned. tag: "" where
        they are no value."""
        left, first, wide, room = self.room
        high = high or room - top
        shown = list(lines)
        while len(shown) > 1 and not fits(shown, wide, high):
            shown.pop()
        box = self.slide.shapes.add_textbox(Emu(left), Emu(first + top), Emu(wide), Emu(high))
        box.name = stamped(tag, "\n".join(shown)) if tag else "Text"
        _say(box.text_frame, shown, _size(shown, wide, high))
        return list(lines[len(shown) :])

    def table(self, tag: str, alt: str, rows: Sequence[Sequence[str]]) -> int:
        """A table, its headings first, of as many rows as there is room for; how many are left out is returned."""
        left, top, wide, high = self.room
        longest = [min(max(len(row[at]) for row in rows), 40) + 2 for at in range(len(rows[0]))]
        widths = [int(wide * each / sum(longest)) for each in longest]
        points = heights_of(rows, widths)
        shown = rows_that_fit(points, high)
        frame = self.slide.shapes.add_table(
            shown, len(widths), Emu(left), Emu(top), Emu(wide), Emu(sum(points[:shown]))
        )
        _describe(frame, stamped(tag, words_of_table(rows[:shown])), alt)
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = Emu(width)
        for at, (row, cells, height) in enumerate(zip(frame.table.rows, rows, points, strict=False)):
            row.height = Emu(height)
            for cell, text in zip(row.cells, cells, strict=True):
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                _say(cell.text_frame, [text], SMALLEST, bold=not at)
        return len(rows) - shown

    def chart(self, bars: Bars) -> None:
        """Horizontal bars that can be edited, the first category on top."""
        percent = bars.percent
        data = CategoryChartData(number_format="0%" if percent else "0")
        data.categories = bars.categories
        for name, values in bars.series.items():
            data.add_series(name, values)
        frame = self.slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Emu, self.room), data)
        _describe(frame, stamped(bars.tag, bars.value.content), bars.alt)
        chart = frame.chart
        chart.font.size, chart.has_title = Pt(SMALLEST), False
        chart.has_legend = len(bars.series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.category_axis.reverse_order = True
        chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
        chart.value_axis.minimum_scale = 0
        plot = chart.plots[0]
        plot.gap_width, plot.overlap, plot.has_data_labels = 25, 0, True
        plot.data_labels.font.size = Pt(SMALLEST)
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = ("0%" if percent else "0"), False
        for colour, drawn in zip(COLOURS * 3, plot.series, strict=False):
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour)

    def foot(self, text: str, name: str = "Source") -> None:
        """The two lines at most at a slide's foot."""
        left, top, wide, high = self.room
        box = self.slide.shapes.add_textbox(Emu(left), Emu(top + high), Emu(wide), Emu(_SOURCE_HIGH))
        box.name = name
        _say(box.text_frame, [text], SMALLEST)

    def save(self, path: Path) -> None:
        """Write `path`; its parts carry the report's time and not the clock's."""
        made = self.identity.made or dt.datetime(1980, 1, 1)
        out = io.BytesIO()
        self.presentation.save(out)
        path.write_bytes(timeless(out.getvalue(), made))


def timeless(archive: bytes, made: dt.datetime) -> bytes:
    """An Office file of which every part carries the time `made`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as parts, zipfile.ZipFile(out, "w") as kept:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename.endswith(".xlsx"):
                content = timeless(content, made)
            elif part.filename == "docProps/core.xml":
                content = _CREATED.sub(rb"\g<1>%b" % f"{made:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            kept.writestr(zipfile.ZipInfo(part.filename, made.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _opened(template: Path | None) -> Any:
    if template is None:
        return Presentation()
    open_archive(template, "a PowerPoint presentation")
    try:
        return Presentation(str(template))
    except Exception:  # damage, and other kinds of Office file, show as a dozen kinds
        raise StudyError(
            f"{template}: the template is damaged, or no presentation without macros; save it as .pptx."
        ) from None


def _title_of(layout: Any) -> Any:
    return next((each for each in layout.placeholders if each.placeholder_format.idx == 0), None)


def _describe(frame: Any, tag: str, alt: str) -> None:
    frame.name = tag
    frame._element.find(f".//{qn('p:cNvPr')}").set("descr", alt)


def _say(frame: Any, lines: Sequence[str], size: int, bold: bool = False) -> None:
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), bold or None
        paragraph.space_after = Pt(6 if len(lines) > 1 else 0)


def _lines(text: str, wide: int, size: float = SMALLEST) -> int:
    most = max(1, int(Emu(wide).pt / (size * _LETTER)))
    return sum(-(-len(line) // most) or 1 for line in text.split("\n"))


def heights_of(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """How high a table's rows are, in text of the smallest size."""
    lines = [max(_lines(cell, width - Inches(0.25)) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return [int(Pt(SMALLEST * _LINE) * each + Inches(0.12)) for each in lines]


def rows_that_fit(heights: Sequence[int], high: int) -> int:
    """How many rows, one at least, fit into a height."""
    shown = 1
    while shown < len(heights) and sum(heights[: shown + 1]) <= high:
        shown += 1
    return shown


def fits(lines: Sequence[str], wide: int, high: int, size: int = SMALLEST) -> bool:
    """Whether text of this size, in points, fits into a box."""
    inside = wide - Inches(0.25)
    needed = sum(_lines(line, inside, size) * size * _LINE + 6 for line in lines)
    return bool(needed <= Emu(high).pt - 8)


def _size(lines: Sequence[str], wide: int, high: int, largest: int = _LARGEST) -> int:
    return next((size for size in range(largest, SMALLEST, -1) if fits(lines, wide, high, size)), SMALLEST)
