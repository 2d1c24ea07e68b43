"""A row an option, a dot a group: how large a share of each group."""

from __future__ import annotations

from typing import Any

from lmep_consult.report.charts.drawing.canvas import (
    EDGE,
    GREY,
    GROUPS,
    INK,
    RULE,
    SIZE,
    SMALL,
    WIDTH,
    Canvas,
    height_of,
    width_of,
    wrapped,
)

_LABEL = 190.0
_BAR, _STEP, _NEAR = 3.0, 4.5, 0.015  # points; from mark to mark in one place; how near that is
_LEFT, _RIGHT = EDGE + _LABEL + 14, WIDTH - EDGE - 16  # of the scale from 0 to 100%


def dots(canvas: Canvas) -> None:
    """data: groups, each [name, voters, number of its colour]; rows, each a heading's text, or [label, shares by group
    (as [lowest, highest, solid], None where withheld), share of all]."""
    groups, rows = canvas.sketch.data["groups"], canvas.sketch.data["rows"]
    _legend(canvas, groups)
    lines = [wrapped(row, WIDTH) if isinstance(row, str) else wrapped(row[0], _LABEL, most=2) for row in rows]
    canvas.y += height_of(1, SMALL) + 2  # the scale's
    heights = canvas.rows([height_of(len(each)) for each in lines], "options")
    top, bottom = canvas.y, canvas.y + sum(heights)
    for share in (0, 0.25, 0.5, 0.75, 1):
        canvas.text(_x(share), top - 6, [f"{share:.0%}"], "center", SMALL, GREY)
        canvas.line([_x(share)] * 2, [top, bottom], RULE, 0.6)
    for row, words, high in zip(rows, lines, heights, strict=False):
        middle = canvas.y + high / 2
        if isinstance(row, str):
            canvas.text(EDGE, middle, words, weight="bold")
        else:
            canvas.text(EDGE, middle, words)
            _row(canvas, middle, row)
        canvas.y += high


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _legend(canvas: Canvas, groups: list[Any]) -> None:
    """Names and marks of the groups, on as many lines as they need."""
    x, high = EDGE, height_of(1) + 2
    for name, voters, at in groups:
        (words,) = wrapped(f"{name} ({voters})", WIDTH / 3, most=1)
        wide = width_of(words) + 28
        if x + wide > WIDTH - EDGE and x > EDGE:
            x, canvas.y = EDGE, canvas.y + high
        if at is None:
            canvas.line([x + 5] * 2, [canvas.y + 2, canvas.y + high - 3], INK, 1.6)
        else:
            canvas.mark(x + 5, canvas.y + high / 2, at)
        canvas.text(x + 14, canvas.y + high / 2, [words])
        x += wide
    canvas.y += high


def _row(canvas: Canvas, middle: float, row: Any) -> None:
    _, shares, overall = row
    ends = [end for share in shares if share for end in share[:2]]
    if ends:
        canvas.line([_x(min(ends)), _x(max(ends))], [middle] * 2, RULE, 2, zorder=0.5)
    if overall is not None:
        canvas.line([_x(overall)] * 2, [middle - SIZE / 2, middle + SIZE / 2], INK, 1.6)
    places = _apart(shares)
    for (low, high, solid), (at, drop) in zip(filter(None, shares), places, strict=True):
        if high > low:  # anywhere between
            colour = GROUPS[at % len(GROUPS)]
            canvas.box(
                _x(low), middle + drop - _BAR / 2, _x(high) - _x(low), _BAR, colour if solid else "#ffffff", colour
            )
            for end in (low, high):
                canvas.mark(_x(end), middle + drop, at, solid, size=4)
        else:
            canvas.mark(_x(low), middle + drop, at, solid)


def _apart(shares: list[Any]) -> list[tuple[int, float]]:
    """The number of each group that is shown, and how far down its mark is put where others are in the same place."""
    there = [(at, share) for at, share in enumerate(shares) if share]
    placed = []
    for at, share in there:
        alike = [other for other, each in there if each[0] < share[1] + _NEAR and share[0] < each[1] + _NEAR]
        placed.append((at, (alike.index(at) - (len(alike) - 1) / 2) * _STEP))
    return placed
