"""Interviews achieved, before those intended."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from lmep_consult.report.charts.style import BLUE, Chart, Sketch, finished, height_of, label, panels_of, short
from lmep_consult.table import ALL_GROUPS

_WIDTH = 320  # points of the longest bar


def sample_chart(frame: pd.DataFrame, source: str) -> Iterator[Sketch]:
    if (frame["group"] != ALL_GROUPS).any():
        yield partial(_bars, frame, source)


def _bars(frame: pd.DataFrame, source: str) -> Chart:
    """A bar a group in a box as long as the number intended."""
    groups = frame[frame["group"] != ALL_GROUPS].to_dict("records")
    total = frame[frame["group"] == ALL_GROUPS].iloc[0]
    names = [row["name"] for row in groups]
    figure, (axes,) = panels_of(names, {}, _WIDTH)
    for place, row in enumerate(groups):
        axes.barh(place, row["intended"], height=0.8, facecolor="none", edgecolor=BLUE)
        axes.barh(place, row["achieved"], height=0.45, color=BLUE)
        said = f"{row['achieved']} of {row['intended']}"
        label(axes, max(row["intended"], row["achieved"]), place, said, "left")
    axes.set_xlim(0, max(1, *(max(row["intended"], row["achieved"]) for row in groups)))
    axes.set_xticks([])
    each = "; ".join(f"{short(row['name'])} {row['achieved']} of {row['intended']}" for row in groups)
    least = max(groups, key=lambda row: row["short_by"])
    lacking = f" Furthest short: {short(least['name'])}, by {least['short_by']}." if least["short_by"] > 0 else ""
    return finished(
        "sample_interviews",
        "Interviews intended and achieved",
        f"{total['achieved']} of {total['intended']} intended interviews were held: {each}.{lacking}",
        "sample_interviews",
        figure,
        (_WIDTH, 2 * height_of(names)),
        "Interviews achieved (filled bar) of those intended (outline)",
        source,
    )
