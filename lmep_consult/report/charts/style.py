"""The house style: colours, labels that keep their place in any font, and how a chart is finished."""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

BLUE, MIDDLE, GREY, RULE = "#12436D", "#767676", "#BFC1C3", "#D9D9D9"
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#2073BC", BLUE])  # the sequential palette's ends
WRAP, LINE = 30, 13  # characters to a line of a label; points from line to line
STYLE = {
    "font.size": 11,
    "axes.grid": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "lmep-consult",
    "figure.facecolor": "white",
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


def panels_of(rows: list[str], titles: list[str]) -> tuple[Figure, list[Axes]]:
    """Side by side, one panel a title, sharing rows from the top down; labels at the left."""
    lines = sum(len(textwrap.wrap(row, WRAP)) for row in rows)
    figure = Figure(figsize=(10, 1.6 + 0.28 * lines + 0.12 * len(rows)), layout="constrained")
    panels = list(figure.subplots(1, len(titles), sharey=True, squeeze=False)[0])
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, fontsize=11, loc="left")
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.tick_params(length=0)
    for place, row in enumerate(rows):
        label(panels[0], 0, place, row, across=panels[0].get_yaxis_transform())
    return figure, panels


def label(axes: Axes, x: float, y: float, text: str, side: str = "right", across: Any = "data", **style: Any) -> None:
    """Wrapped text ending (or, with side "left", beginning) at a point.

    Each line is placed by itself: a picture that carries text is set in whatever font the reader has.
    """
    lines = textwrap.wrap(text, WRAP)
    gap = -6 if side == "right" else 6
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * LINE
        axes.annotate(
            line, (x, y), xycoords=across, xytext=(gap, -down), textcoords="offset points", ha=side, va="center",
            annotation_clip=False, **style,
        )  # fmt: skip


def finished(name: str, title: str, alt: str, about: str, figure: Figure, source: str) -> Chart:
    figure.suptitle(title, x=0.01, ha="left", fontweight="bold")
    figure.text(0.01, -0.02, f"Source: {source}", fontsize=9, va="top")
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(
        svg,
        format="svg",
        bbox_inches="tight",
        pad_inches=0.15,
        metadata={"Date": None, "Title": title, "Description": alt},
    )
    figure.savefig(
        png,
        format="png",
        dpi=200,
        bbox_inches="tight",
        pad_inches=0.15,
        metadata={"Title": title, "Description": alt},
    )
    return Chart(name, title, alt, about, svg.getvalue(), png.getvalue())
