"""Rows by columns, each cell in words; darker the surer or the higher. No boxes are drawn round cells."""

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
    wrapped,
)

_LABEL = 120.0
_PAD, _CLOSE, _BETWEEN = 5.0, 2.5, 2.0
_LEVELS = (("#ffffff", GREY), (PALE, INK), (BLUE, "#ffffff"))  # of cells: what they are filled with, and their text


def grid(canvas: Canvas) -> None:
    """data: columns, their headings; rows, each a heading's text, or [label, cells as [text, level 0 to 2]]; label:
    points for labels."""
    columns, rows = canvas.sketch.data["columns"], canvas.sketch.data["rows"]
    label = canvas.sketch.data.get("label", _LABEL)
    wide = (WIDTH - 2 * EDGE - label) / max(len(columns), 1)
    heads = [wrapped(heading, wide - _PAD, SMALL, "bold", 4) for heading in columns]
    head = height_of(max(map(len, heads), default=1), SMALL) + 4
    lefts = [EDGE + label + wide * at for at in range(len(columns))]
    for left, words in zip(lefts, heads, strict=True):
        canvas.text(left + wide / 2, canvas.y + head / 2, words, "center", SMALL, weight="bold")
    canvas.y += head
    pad = _PAD if not canvas.sketch.data.get("close") else _CLOSE
    made = [
        (wrapped(row, WIDTH), [])
        if isinstance(row, str)
        else (wrapped(row[0], label - _PAD, most=3), _cells(row[1], wide))
        for row in rows
    ]
    needed = [
        max([height_of(len(words)), *(height_of(len(lines), SMALL) for lines, _ in cells)]) + pad * bool(cells)
        for words, cells in made
    ]
    for (words, cells), high in zip(made, canvas.rows(needed, "rows"), strict=False):
        middle = canvas.y + high / 2
        canvas.text(EDGE, middle, words, weight="normal" if cells else "bold")
        for left, (lines, level) in zip(lefts, cells, strict=False):
            fill, ink = _LEVELS[level]
            if level:
                canvas.box(left + _BETWEEN / 2, canvas.y + _BETWEEN / 2, wide - _BETWEEN, high - _BETWEEN, fill)
            canvas.text(left + wide / 2, middle, lines, "center", SMALL, ink)
        canvas.y += high


def _cells(cells: list[Any], wide: float) -> list[tuple[list[str], int]]:
    return [(wrapped(text, wide - _BETWEEN, SMALL, most=6), level) for text, level in cells]
