"""The house style: a figure as wide as a printed page, placed in points, in which text keeps its place in any font.

A figure is 17 cm wide, as text is on a page of A4, and never reduced, so that sizes are those that are printed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from afcharts.af_colours import get_af_colours
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from lmep_consult.report.charts.chart import Chart, Sketch
from lmep_consult.text import printable

WIDTH, TALLEST = 482.0, 340.0  # points: 17 cm and 12 cm
EDGE, GAP = 6.0, 6.0
TITLE, SIZE, SMALL = 12.0, 9.5, 9.0  # points; nothing is smaller than 9
_LEAST, _MOST = 1.5, 6.0  # points between rows
LINE = 1.25  # from line to line, of the size of the text
INK, GREY, RULE = "#0b0c0c", "#505a5f", "#b1b4b6"
GROUPS = get_af_colours("categorical", number_of_colours=6)  # a colour a group, in study.toml's order
MARKS = ("o", "s", "^", "D", "v", "P")  # and a shape, so that colour is not all that tells them apart
BLUE, PALE = GROUPS[0], "#c9d8e6"
# Matplotlib brings the first, so that a chart is the same on every computer. It is a wide one: what has room enough in
# it has so in the fonts that stand in for it where a reader of the SVG lacks it.
_FONT, _STAND_INS = "DejaVu Sans", "'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif"
STYLE = {
    "font.family": [_FONT],
    "figure.dpi": 200,
    "figure.facecolor": "white",
    "text.hinting": "no_hinting",  # so that letters take the same room at any size
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "lmep-consult",
}


def wrapped(text: object, room: float, size: float = SIZE, weight: str = "normal", most: int = 4) -> list[str]:
    """The text in lines that take at most `room` points across; an ellipsis for what goes beyond `most` lines."""
    return list(_wrapped(str(text), room, size, weight, most))


@lru_cache(maxsize=2000)
def _wrapped(text: str, room: float, size: float, weight: str, most: int) -> tuple[str, ...]:
    lines, line = [], ""
    for word in _words(text, room, size, weight, most):
        longer = f"{line} {word}" if line else word
        if not line or width_of(longer, size, weight) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
        if len(lines) > most:
            break
    lines.append(line)
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and width_of(f"{lines[-1]} …", size, weight) > room:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] = f"{lines[-1]} …".strip()
    return tuple(lines)


def _words(text: str, room: float, size: float, weight: str, most: int) -> Iterator[str]:
    """The text's words, those too long for a line in parts; no more of it than `most` lines and one more could hold."""
    dots = int((most + 1) * 4 * room / size)  # letters of a font of nothing but dots
    for word in printable(text)[:dots].split():
        while len(word) > 1 and width_of(word, size, weight) > room:
            part = max(1, int(len(word) * room / width_of(word, size, weight)))
            while part > 1 and width_of(word[:part], size, weight) > room:
                part -= 1
            part = word.rfind("-", 0, part) + 1 or part
            yield word[:part]
            word = word[part:]
        yield word


@lru_cache(maxsize=5000)
def width_of(line: str, size: float = SIZE, weight: str = "normal") -> float:
    """Points that a line takes across."""
    return float(text_to_path.get_text_width_height_descent(line, FontProperties(size=size, weight=weight), False)[0])


def height_of(lines: int, size: float = SIZE) -> float:
    return lines * size * LINE


class Canvas:
    """A figure that grows downwards. `y` is where the next part begins; x and y are points from the top left."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.figure = Figure()
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.y = EDGE
        self._say(sketch.title, TITLE, INK, "bold", 3)
        self._say(sketch.measure, SIZE, GREY, "normal", 3)
        self.y += GAP
        self.foot: list[str] = [f"Source: {sketch.source}"]

    @property
    def room(self) -> float:
        """Points that are left for what is drawn."""
        return TALLEST - self.y - GAP - sum(map(self._foot_height, self.foot)) - EDGE

    def rows(self, heights: list[float], what: str) -> list[float]:
        """The heights of as many rows, from the first, as there is room for, with space between them, as little as may
        be where the chart's data say "close"; the foot says how many are left out."""
        kept = len(heights)
        if sum(heights) + _LEAST * kept > self.room:
            self.foot.insert(0, f"{kept} more {what} are in the table.")
            while kept > 1 and sum(heights[:kept]) + _LEAST * kept > self.room:
                kept -= 1
            self.foot[0] = f"{len(heights) - kept} more {what} are in the table."
        most = _LEAST if self.sketch.data.get("close") else _MOST
        between = max(_LEAST, min(most, (self.room - sum(heights[:kept])) / max(kept, 1)))
        return [height + between for height in heights[:kept]]

    def text(
        self, x: float, y: float, lines: list[str], align: str = "left", size: float = SIZE, colour: str = INK,
        weight: str = "normal",
    ) -> None:  # fmt: skip
        """Lines whose block has its middle at y. Each is placed by itself: a picture that carries text is set in
        whatever font the reader has."""
        first = y - height_of(len(lines) - 1, size) / 2
        for number, line in enumerate(lines):
            place = first + height_of(number, size)
            self.axes.text(
                x, place, line, ha=align, va="center_baseline", fontsize=size, color=colour, fontweight=weight
            )

    def box(self, x: float, y: float, wide: float, high: float, colour: str, edge: str = "none") -> None:
        if wide > 0:
            self.axes.add_patch(Rectangle((x, y), wide, high, facecolor=colour, edgecolor=edge, linewidth=0.8))

    def line(self, xs: list[float], ys: list[float], colour: str = RULE, width: float = 0.8, **style: Any) -> None:
        self.axes.plot(xs, ys, color=colour, linewidth=width, **style)

    def mark(self, x: float, y: float, at: int, solid: bool = True, size: float = 7) -> None:
        """The mark of a group, by its number."""
        colour, shape = GROUPS[at % len(GROUPS)], MARKS[at % len(MARKS)]
        fill = colour if solid else "white"
        self.axes.plot(x, y, shape, color=colour, markerfacecolor=fill, markersize=size, markeredgewidth=1.6, zorder=3)

    def finished(self) -> Chart:
        self.y += GAP
        for words in self.foot:
            self._say(words, SMALL, GREY, "normal", 2)
        high = self.y + EDGE
        self.figure.set_size_inches(WIDTH / 72, high / 72)
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(high, 0)
        sketch = self.sketch
        title, label, alt = (" ".join(printable(text).split()) for text in (sketch.title, sketch.label, sketch.alt))
        svg, png = io.BytesIO(), io.BytesIO()
        self.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
        about = {"Title": title, "Description": alt}
        self.figure.savefig(png, format="png", metadata=about, pil_kwargs={"compress_level": 3})
        name = re.sub(r"[^\w-]", "_", sketch.name)
        return Chart(name, title, label, alt, sketch.about, _described(svg.getvalue(), alt), png.getvalue())

    def _say(self, words: str, size: float, colour: str, weight: str, most: int) -> None:
        lines = wrapped(words, WIDTH - 2 * EDGE, size, weight, most)
        high = height_of(len(lines), size)
        self.text(EDGE, self.y + high / 2, lines, "left", size, colour, weight)
        self.y += high

    def _foot_height(self, words: str) -> float:
        return height_of(len(wrapped(words, WIDTH - 2 * EDGE, SMALL, most=2)), SMALL)


def _described(svg: bytes, alt: str) -> bytes:
    """With what it says, for screen readers, fonts to stand in for the style's, and without the document type, which
    refers to another file."""
    text = re.sub(r"<!DOCTYPE.*?>\n", "", svg.decode("utf-8"), count=1, flags=re.DOTALL)
    text = text.replace(f"'{_FONT}'", _STAND_INS)
    text = text.replace("<svg ", '<svg role="img" ', 1).replace("</title>", f"</title>\n <desc>{escape(alt)}</desc>", 1)
    return text.encode("utf-8")
