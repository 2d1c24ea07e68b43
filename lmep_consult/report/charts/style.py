"""The house style: colours, text that keeps its place in any font, and how a chart is finished."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.textpath import text_to_path

from lmep_consult.report.writers.shown import printable

# Two colours of the Analysis Function's palette and a grey. Each differs from white and from the next by 3:1 or more,
# in grey too, and black is read on the darkest shade at 4.5:1 or more.
BLUE, MIDDLE = "#12436D", "#929292"
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#5694CA"])
SIZE, LINE, GAP = 11, 14, 8  # in points: text, line to line of a label, row to row beside
LABEL = 200  # points across that a label may take
_LEAST = 6.5  # inches across of a figure
STYLE = {
    # Matplotlib brings this font, so that a chart is the same on every computer. It is a wide one: what has room
    # enough in it has so in the fonts that stand in for it where a reader of the SVG lacks it.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica", "sans-serif"],
    "font.size": SIZE,
    "axes.grid": False,
    "axes.edgecolor": MIDDLE,
    "figure.dpi": 200,  # that of the picture: letters take other room at another
    "figure.facecolor": "white",
    "figure.titlesize": 13,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.constrained_layout.h_pad": 0.1,
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


def wrapped(text: object, room: float, size: float = SIZE, weight: str = "normal", most: int = 4) -> list[str]:
    """The text in lines that take at most `room` points across; an ellipsis for what goes beyond `most` lines."""
    font = FontProperties(size=size, weight=weight)
    letters = max(1, int(4 * room / size))  # to a line, in a font of nothing but dots
    text = " ".join(printable(str(text)).split())[: (most + 1) * letters]
    while True:
        lines = textwrap.wrap(text, letters, max_lines=most, placeholder=" …") or [""]
        widest = max(text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines)
        if letters == 1 or widest <= room:
            return lines
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
    figure = Figure(figsize=(8 + len(headings) * width / 72, 6 + height_of(rows) / 72))
    panels = list(figure.subplots(1, len(headings), sharey=True, squeeze=False)[0])
    for axes, heading in zip(panels, headings, strict=True):
        axes.set_title(heading, fontsize=SIZE, loc="left")
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    for place, row in enumerate(rows):
        label(panels[0], 0, place, row, across=panels[0].get_yaxis_transform())
    return figure, panels


def label(
    axes: Axes, x: float, y: float, text: object, align: str = "right", across: Any = "data", room: float = LABEL,
    size: float = SIZE, **style: Any,
) -> None:  # fmt: skip
    """Wrapped text beside a point, that ends ("right"), begins ("left") or has its middle ("center") there.

    Each line is placed by itself: a picture that carries text is set in whatever font the reader has.
    """
    lines = wrapped(text, room, size, style.get("fontweight", "normal"))
    beside = {"right": -6, "left": 6, "center": 0}[align]
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * LINE
        axes.annotate(
            line, (x, y), xycoords=across, xytext=(beside, -down), textcoords="offset points", ha=align,
            va="center_baseline", annotation_clip=False, fontsize=size, **style,
        )  # fmt: skip


def finished(
    name: str, title: str, alt: str, about: str, figure: Figure, size: tuple[float, float], caption: str, source: str
) -> Chart:
    """The chart, as large as panels of `size` (points across and down), their labels, and the words above and below
    need."""
    _fit(figure, size)
    room = figure.get_figwidth() * 72 * 0.96
    figure.suptitle("\n".join(wrapped(title, room, 13, "bold")), x=0.01, ha="left", fontweight="bold")
    below = [*wrapped(caption, room, 10), *wrapped(f"Source: {source}", room, 10)]
    figure.supxlabel("\n".join(below), x=0.01, ha="left", fontsize=10)
    _fit(figure, size)
    title, alt = (" ".join(printable(text).split()) for text in (title, alt))
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    figure.savefig(png, format="png", metadata={"Title": title, "Description": alt})
    return Chart(re.sub(r"[^\w-]", "_", name), title, alt, about, _described(svg.getvalue(), alt), png.getvalue())


def _fit(figure: Figure, size: tuple[float, float]) -> None:
    """Give or take what the panels lack or have too much, but for the width that titles look well in."""
    engine = ConstrainedLayoutEngine()
    first, columns = figure.axes[0], len({axes.get_position().x0 for axes in figure.axes})
    rows = len(figure.axes) // columns
    figure.set_figheight(figure.get_figheight() + 6)  # the layout gives up where it lacks room to begin with
    for _ in range(2):  # what stands at a share of the width moves a little with it
        engine.execute(figure)
        box = first.get_window_extent()
        wide, high = figure.get_size_inches()
        figure.set_size_inches(
            max(_LEAST, wide + (size[0] / 72 - box.width / figure.dpi) * columns),
            high + (size[1] / 72 - box.height / figure.dpi) * rows,
        )
    engine.execute(figure)


def _described(svg: bytes, alt: str) -> bytes:
    """With what it says, for screen readers, and without the document type, which refers to another file."""
    text = re.sub(r"<!DOCTYPE.*?>\n", "", svg.decode("utf-8"), count=1, flags=re.DOTALL)
    text = text.replace("<svg ", '<svg role="img" ', 1).replace("</title>", f"</title>\n <desc>{escape(alt)}</desc>", 1)
    return text.encode("utf-8")
