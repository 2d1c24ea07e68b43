"""The house style: colours, text that keeps its place in any font, and how a chart is finished."""

from __future__ import annotations

import io
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, BboxBase, ScaledTranslation, Transform

from lmep_consult.report.writers.shown import printable

# Two colours of the Analysis Function's palette and a grey. Each differs from white and from the next by 3:1 or more,
# in grey too, and black is read on the darkest shade at 4.5:1 or more.
BLUE, MIDDLE = "#12436D", "#929292"
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#5694CA"])
SIZE, LINE, GAP = 11, 14, 8  # in points: text, line to line of a label, row to row next to it
LABEL = 200  # points across that a label may take
_TITLE, _BELOW = 13, 10  # sizes of the words above and below the panels
_LEAST = 468  # points across of a figure at least
_PAD = 7.2  # points at its edges; half of those between its parts
# Matplotlib brings the first, so that a chart is the same on every computer. It is a wide one: what has room enough in
# it has so in the fonts that stand in for it where a reader of the SVG lacks it.
FONTS = ["DejaVu Sans", "Verdana", "Arial", "Helvetica", "sans-serif"]
STYLE = {
    "font.sans-serif": FONTS,
    "font.size": SIZE,
    "axes.grid": False,
    "axes.edgecolor": MIDDLE,
    "figure.dpi": 200,  # that of the picture: letters take other room at another
    "figure.facecolor": "white",
    "text.hinting": "no_hinting",  # so that letters take the same room at any size
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "lmep-consult",
}


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `alt` is what it says, for those who cannot see it; `about` the table it was drawn from."""

    name: str
    title: str
    alt: str
    about: str
    svg: bytes
    png: bytes


Sketch = partial[Chart]
"""A chart that is still to be drawn: a function with all that decides what it draws, as values without names."""


def wrapped(text: object, room: float, size: float = SIZE, weight: str = "normal", most: int = 4) -> list[str]:
    """The text in lines that take at most `room` points across; an ellipsis for what goes beyond `most` lines."""
    return list(_wrapped(str(text), room, size, weight, most))


@lru_cache(maxsize=2000)
def _wrapped(text: str, room: float, size: float, weight: str, most: int) -> tuple[str, ...]:
    letters = max(1, int(4 * room / size))  # to a line, in a font of nothing but dots
    text = " ".join(printable(text).split())[: (most + 1) * letters]
    font = FontProperties(size=size, weight=weight)
    while True:
        lines = textwrap.wrap(text, letters, max_lines=most, placeholder=" …") or [""]
        widest = max(text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines)
        if letters == 1 or widest <= room:
            return tuple(lines)
        letters = max(1, min(letters - 1, int(letters * room / widest)))


def short(text: object) -> str:
    """As much of a name as a sentence bears, in one line."""
    line = " ".join(printable(str(text)).split())
    return line if len(line) <= 120 else f"{line[:119]}…"


def several(names: Iterable[object]) -> str:
    """Names as a sentence lists them.

    >>> several(["Maps"]), several(["Maps", "Words", "Skills"])
    ('Maps', 'Maps, Words and Skills')
    """
    *others, last = map(short, names)
    return f"{', '.join(others)} and {last}" if others else last


def height_of(rows: Iterable[object]) -> float:
    """Points that rows take, each as high as the longest label among them needs."""
    lines = [len(wrapped(row, LABEL)) for row in rows]
    return len(lines) * (max(lines, default=1) * LINE + GAP)


def panels_of(rows: Sequence[object], bases: Mapping[Any, object], width: float) -> tuple[Figure, list[Axes]]:
    """Side by side, `width` points each, one panel a group of `bases` (one without a heading where there is none),
    sharing rows from the top; their labels at the left."""
    headings = ["\n".join([*wrapped(group, width), f"n = {base}"]) for group, base in bases.items()] or [""]
    figure = Figure()
    panels = list(figure.subplots(1, len(headings), squeeze=False)[0])
    for axes, heading in zip(panels, headings, strict=True):
        axes.set_title(heading, fontsize=SIZE, loc="left", y=1)
        axes.yaxis.set_visible(False)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    for place, row in enumerate(rows):
        label(panels[0], 0, place, row, across=panels[0].get_yaxis_transform())
    return figure, panels


def label(
    axes: Axes, x: float, y: float, text: object, align: str = "right", across: Transform | None = None,
    room: float = LABEL, size: float = SIZE, **style: Any,
) -> None:  # fmt: skip
    """Wrapped text next to a point, that ends ("right"), begins ("left") or has its middle ("center") there.

    Each line is placed by itself: a picture that carries text is set in whatever font the reader has.
    """
    lines = wrapped(text, room, size, style.get("fontweight", "normal"))
    next_to = {"right": -6, "left": 6, "center": 0}[align]
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * LINE
        moved = ScaledTranslation(next_to / 72, -down / 72, axes.figure.dpi_scale_trans)
        place = (across or axes.transData) + moved
        axes.text(x, y, line, transform=place, ha=align, va="center_baseline", fontsize=size, **style)


def finished(
    name: str, title: str, alt: str, about: str, figure: Figure, size: tuple[float, float], caption: str, source: str
) -> Chart:
    """The chart, as large as panels of `size` (points across and down), their labels, and the words above and below
    need."""
    _lay_out(figure, size, title, [caption, f"Source: {source}"])
    title, alt = (" ".join(printable(text).split()) for text in (title, alt))
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    figure.savefig(png, format="png", metadata={"Title": title, "Description": alt}, pil_kwargs={"compress_level": 3})
    return Chart(re.sub(r"[^\w-]", "_", name), title, alt, about, _described(svg.getvalue(), alt), png.getvalue())


def _lay_out(figure: Figure, size: tuple[float, float], title: str, below: Iterable[str]) -> None:
    """Give each panel its size and place, and the figure the size that takes; panels are wider where the figure would
    be too narrow for titles.

    How far labels stand out of a panel does not depend on where the panel is, so each panel is measured once.
    """
    FigureCanvasAgg(figure)  # a figure of no canvas makes a new one for each text that it measures
    wide, high = size
    panels = [(axes, *_cell(axes), _overhang(figure, axes, wide, high)) for axes in figure.axes]
    columns, rows = defaultdict(list), defaultdict(list)
    for _, column, row, (left, right, above, under) in panels:
        columns[column].append((left, right))
        rows[row].append((above, under))
    _, least = _placed(columns, wide)
    wide += max(0, _LEAST - least - 2 * _PAD) / len(columns)
    lefts, across = _placed(columns, wide)
    heading = figure.text(
        0, 0, "\n".join(wrapped(title, across, _TITLE, "bold")), va="top", fontsize=_TITLE, fontweight="bold"
    )
    words = [line for text in below for line in wrapped(text, across, _BELOW)]
    footing = figure.text(0, 0, "\n".join(words), va="bottom", fontsize=_BELOW)
    over, foot = (_in_points(text.get_window_extent(), figure).height + 2 * _PAD for text in (heading, footing))
    tops, down = _placed(rows, high)
    across, down = across + 2 * _PAD, over + down + foot + 2 * _PAD
    figure.set_size_inches(across / 72, down / 72)
    heading.set_position((_PAD / across, 1 - _PAD / down))
    footing.set_position((_PAD / across, _PAD / down))
    for axes, column, row, _ in panels:
        x, y = _PAD + lefts[column], _PAD + over + tops[row] + high
        axes.set_position((x / across, 1 - y / down, wide / across, high / down))


def _cell(axes: Axes) -> tuple[int, int]:
    """The column and row of a panel."""
    spec = axes.get_subplotspec()
    return (0, 0) if spec is None else (spec.colspan.start, spec.rowspan.start)


def _overhang(figure: Figure, axes: Axes, wide: float, high: float) -> tuple[float, float, float, float]:
    """How far a panel so wide and high has its labels stand out at the left, at the right, above and below; points."""
    across, down = figure.get_size_inches() * 72
    axes.set_position((0, 0, wide / across, high / down))
    box = _in_points(axes.get_tightbbox() or axes.bbox, figure)
    return max(0.0, -box.x0), max(0.0, box.x1 - wide), max(0.0, box.y1 - high), max(0.0, -box.y0)


def _placed(overhangs: Mapping[int, list[tuple[float, float]]], long: float) -> tuple[list[float], float]:
    """Where panels in a line, each `long` points long, begin, and how long the line is. overhangs: by number in
    the line, how far each of the panels there stands out before and after."""
    begins, end = [], -2 * _PAD
    for _, outs in sorted(overhangs.items()):
        before, after = (max(each) for each in zip(*outs, strict=True))
        begins.append(end + 2 * _PAD + before)
        end = begins[-1] + long + after
    return begins, end


def _in_points(box: BboxBase, figure: Figure) -> Bbox:
    return Bbox(box.get_points() * 72 / figure.dpi)


def _described(svg: bytes, alt: str) -> bytes:
    """With what it says, for screen readers, and without the document type, which refers to another file."""
    text = re.sub(r"<!DOCTYPE.*?>\n", "", svg.decode("utf-8"), count=1, flags=re.DOTALL)
    text = text.replace("<svg ", '<svg role="img" ', 1).replace("</title>", f"</title>\n <desc>{escape(alt)}</desc>", 1)
    return text.encode("utf-8")
