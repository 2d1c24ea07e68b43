"""A line from point to point."""

from __future__ import annotations

import math

from lmep_consult.report.charts.drawing.canvas import BLUE, EDGE, GREY, RULE, SIZE, SMALL, WIDTH, Canvas, height_of

_HIGH, _LEFT = 150.0, EDGE + 24
_MOST = 24  # numbers under the line


def curve(canvas: Canvas) -> None:
    """data: values, one a step; across: what the steps are."""
    values = canvas.sketch.data["values"]
    bottom = canvas.y + SIZE + _HIGH
    right, highest = WIDTH - EDGE - 8, max(1, *values)
    step = (right - _LEFT) / max(len(values) - 1, 1)
    xs = [_LEFT + step * at for at in range(len(values))]
    ys = [bottom - value / highest * _HIGH for value in values]
    canvas.line([_LEFT - 6, right], [bottom] * 2, RULE)
    canvas.line(xs, ys, BLUE, 2, marker="o", markersize=4)
    every = math.ceil(len(values) / _MOST)
    for at in range(0, len(values), every):
        canvas.text(xs[at], bottom + SMALL, [str(at + 1)], "center", SMALL, GREY)
        if at % (2 * every) == 0:
            canvas.text(xs[at] - 3, ys[at] - SMALL, [str(values[at])], "right" if at else "center", SMALL)
    canvas.y = bottom + height_of(1) + 2
    canvas.text((_LEFT + right) / 2, canvas.y + SIZE / 2, [canvas.sketch.data["across"]], "center", SMALL, GREY)
    canvas.y += height_of(1)
