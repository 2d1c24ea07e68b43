"""A row each, with a dot for how far a share moved and a line for how far it may have: less to the left, more to the
right."""

from __future__ import annotations

from typing import Any

from lmep_consult.report.charts.drawing.canvas import (
    EDGE,
    GREY,
    INK,
    RULE,
    SMALL,
    WIDTH,
    Canvas,
    height_of,
    wrapped,
)

_LABEL = 190.0
_LEFT, _RIGHT = EDGE + _LABEL + 14, WIDTH - EDGE - 16
_MORE, _FEWER, _THICK = 0, 3, 5.0  # numbers of marks and colours


def changes(canvas: Canvas) -> None:
    """data: rows, each [label, least and greatest change, ends of the interval (all from -1 to 1), 1 where it rose, -1
    where it fell, 0 where neither can be said]."""
    rows: list[Any] = canvas.sketch.data["rows"]
    lines = [wrapped(row[0], _LABEL, most=2) for row in rows]
    head = height_of(1) + 2
    canvas.text(_x(0) - 6, canvas.y + head / 2, ["fewer"], "right", weight="bold")
    canvas.text(_x(0) + 6, canvas.y + head / 2, ["more"], "left", weight="bold")
    canvas.y += head + height_of(1, SMALL) + 2
    heights = canvas.rows([height_of(len(each)) for each in lines], "rows")
    top, bottom = canvas.y, canvas.y + sum(heights)
    for share in (-1, -0.5, 0, 0.5, 1):
        said = f"{share * 100:+.0f}" if share else "0"
        canvas.text(_x(share), top - 6, [said.replace("-", "−")], "center", SMALL, GREY)
        canvas.line([_x(share)] * 2, [top, bottom], INK if share == 0 else RULE, 0.8 if share == 0 else 0.6)
    for (_, least, most, lower, upper, moved), words, high in zip(rows, lines, heights, strict=False):
        middle = canvas.y + high / 2
        canvas.text(EDGE, middle, words, weight="bold" if moved else "normal")
        canvas.line([_x(lower), _x(upper)], [middle] * 2, INK if moved else GREY, 1.2)
        at = _FEWER if moved < 0 else _MORE
        if most > least:  # anywhere between
            canvas.box(_x(least), middle - _THICK / 2, _x(most) - _x(least), _THICK, "#ffffff", GREY)
        for end in dict.fromkeys((least, most)):
            canvas.mark(_x(end), middle, at, bool(moved), size=6)
        canvas.y += high


def _x(share: float) -> float:
    return _LEFT + (share + 1) / 2 * (_RIGHT - _LEFT)
