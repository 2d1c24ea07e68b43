"""Horizontal bars: a row each, with what it says at its end."""

from __future__ import annotations

from typing import Any

from lmep_consult.report.charts.drawing.canvas import (
    BLUE,
    EDGE,
    GREY,
    INK,
    PALE,
    SMALL,
    WIDTH,
    Canvas,
    height_of,
    width_of,
    wrapped,
)

_LABEL = 200.0
_LEFT = EDGE + _LABEL + 8
_SAID = 150.0  # for what is said at a bar's end
_THICK = 11.0


def bars(canvas: Canvas) -> None:
    """data: rows, each a heading's text, or [label, lowest and highest share of the scale (None where withheld), what
    is said, more said in grey, the share aimed at or None]."""
    rows: list[Any] = canvas.sketch.data["rows"]
    lines = [
        wrapped(row, WIDTH - 2 * EDGE) if isinstance(row, str) else wrapped(row[0], _LABEL, most=2) for row in rows
    ]
    heights = canvas.rows([max(height_of(len(each)), _THICK) for each in lines], "rows")
    for row, words, high in zip(rows, lines, heights, strict=False):
        middle = canvas.y + high / 2
        if isinstance(row, str):
            canvas.text(EDGE, middle, words, weight="bold")
        else:
            canvas.text(EDGE, middle, words)
            _bar(canvas, middle, *row[1:])
        canvas.y += high


def _bar(canvas: Canvas, middle: float, ends: list[float] | None, said: str, more: str, aim: float | None) -> None:
    long = WIDTH - EDGE - _SAID - _LEFT
    low, high = ends or (0.0, 0.0)
    canvas.box(_LEFT, middle - _THICK / 2, low * long, _THICK, BLUE)
    canvas.box(_LEFT + low * long, middle - _THICK / 2, (high - low) * long, _THICK, PALE, BLUE)
    end = high
    if aim is not None:
        canvas.line([_LEFT + aim * long] * 2, [middle - _THICK / 2 - 1, middle + _THICK / 2 + 1], INK, 2)
        end = max(high, aim)
    x = _LEFT + end * long + 6
    canvas.text(x, middle, [said])
    if more:
        x += width_of(said) + 5
        canvas.text(x, middle, wrapped(more, WIDTH - EDGE - x, SMALL, most=1), size=SMALL, colour=GREY)
