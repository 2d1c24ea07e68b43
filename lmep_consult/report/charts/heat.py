"""Cells of a heat map: what they say in words or figures, a shade that says it again, and an outline."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from lmep_consult.report.charts.style import BLUE, MIDDLE, SHADES, label


def cell(axes: Axes, column: int, row: int, text: object, depth: float | None, room: float) -> None:
    """A cell with its text, `room` points across; depth: from 0 to 1 the darkest, None where a value is withheld."""
    withheld = depth is None
    box = Rectangle(
        (column - 0.48, row - 0.45), 0.96, 0.9, facecolor="white" if depth is None else SHADES(depth),
        edgecolor=MIDDLE if withheld else BLUE, linestyle=":" if withheld else "-", linewidth=0.8,
    )  # fmt: skip
    axes.add_patch(box)
    label(axes, column, row, text, "center", room=room - 8, size=10)
