"""One row each, from a line in the middle: against to the left, for to the right."""

from __future__ import annotations

from typing import Any

from lmep_consult.report.charts.drawing.canvas import (
    EDGE,
    GROUPS,
    INK,
    SMALL,
    WIDTH,
    Canvas,
    height_of,
    wrapped,
)

_LABEL, _WORD, _THICK = 210.0, 62.0, 11.0
_AGAINST, _FOR = GROUPS[3], GROUPS[0]


def two_ways(canvas: Canvas) -> None:
    """data: left and right, what each side is; rows, each [label, left, right], a side as [lowest and highest share or
    None, what is said]."""
    data = canvas.sketch.data
    rows: list[Any] = data["rows"]
    middle_x = EDGE + _LABEL + 8 + (WIDTH - 2 * EDGE - _LABEL - 8) / 2
    long = WIDTH - EDGE - _WORD - middle_x
    head = height_of(1) + 4
    canvas.text(middle_x - 6, canvas.y + head / 2, [data["left"]], "right", weight="bold")
    canvas.text(middle_x + 6, canvas.y + head / 2, [data["right"]], "left", weight="bold")
    canvas.y += head
    lines = [wrapped(row[0], _LABEL, most=3) for row in rows]
    heights = canvas.rows([max(height_of(len(each)), _THICK) for each in lines], "rows")
    top = canvas.y
    for row, words, high in zip(rows, lines, heights, strict=False):
        middle = canvas.y + high / 2
        canvas.text(EDGE, middle, words)
        for (ends, said), way, colour in ((row[1], -1, _AGAINST), (row[2], 1, _FOR)):
            least, most = ends or (0.0, 0.0)
            x = middle_x if way == 1 else middle_x - most * long
            canvas.box(x, middle - _THICK / 2, most * long, _THICK, "#ffffff" if most > least else colour, colour)
            x = middle_x if way == 1 else middle_x - least * long
            canvas.box(x, middle - _THICK / 2, least * long, _THICK, colour)
            canvas.text(middle_x + way * (most * long + 5), middle, [said], "left" if way == 1 else "right", SMALL)
        canvas.y += high
    canvas.line([middle_x] * 2, [top, canvas.y], INK, 1)
