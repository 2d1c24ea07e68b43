"""Estimated shares: a dot each, on the line of its interval, with what it says at the end of the row."""

from __future__ import annotations

from typing import Any

from lmep_consult.report.charts.drawing.canvas import BLUE, EDGE, GREY, RULE, SMALL, WIDTH, Canvas, height_of, wrapped

_LABEL, _SAID = 190.0, 92.0
_LEFT, _RIGHT = EDGE + _LABEL + 14, WIDTH - EDGE - _SAID
_TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)  # where the scale may end


def estimates(canvas: Canvas) -> None:
    """data: rows, each [label, share, lowest and highest share of its interval, what is said]."""
    rows: list[Any] = canvas.sketch.data["rows"]
    most = next(top for top in _TOPS if all(high <= top for _, _, _, high, _ in rows))
    lines = [wrapped(row[0], _LABEL, most=2) for row in rows]
    canvas.y += height_of(1, SMALL) + 2  # the scale's
    heights = canvas.rows([height_of(len(each)) for each in lines], "themes")
    top, bottom = canvas.y, canvas.y + sum(heights)

    def x(share: float) -> float:
        return _LEFT + share / most * (_RIGHT - _LEFT)

    for quarter in range(5):
        share = most * quarter / 4
        canvas.text(x(share), top - 6, [f"{100 * share:g}%"], "center", SMALL, GREY)
        canvas.line([x(share)] * 2, [top, bottom], RULE, 0.6)
    for (_, share, low, high, said), words, tall in zip(rows, lines, heights, strict=False):
        middle = canvas.y + tall / 2
        canvas.text(EDGE, middle, words)
        canvas.line([x(low), x(high)], [middle] * 2, BLUE, 2)
        canvas.mark(x(share), middle, 0)
        canvas.text(_RIGHT + 10, middle, [said])
        canvas.y += tall
