"""Interviews achieved, before those intended."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure

from lmep_consult.report.charts.style import BLUE, GREY, Chart, finished, label
from lmep_consult.table import ALL_GROUPS


def sample_chart(frame: pd.DataFrame, source: str) -> Iterator[Chart]:
    groups = frame[frame["group"] != ALL_GROUPS].iloc[::-1]
    if groups.empty:
        return
    figure = Figure(figsize=(8, 1.2 + 0.75 * len(groups)), layout="constrained")
    axes = figure.subplots()
    places = range(len(groups))
    axes.barh(places, groups["intended"], color=GREY, height=0.6)
    axes.barh(places, groups["achieved"], color=BLUE, height=0.6)
    axes.set_yticks([])
    for place, (name, intended, achieved) in enumerate(groups[["name", "intended", "achieved"]].to_numpy()):
        label(axes, 0, place, name)
        axes.text(max(intended, achieved) + 0.2, place, f"{achieved} of {intended}", va="center")
    axes.set_xlim(0, max(groups["intended"].max(), groups["achieved"].max()) * 1.15)
    axes.set_xlabel("Interviews: achieved (dark), intended (light)")
    axes.tick_params(length=0)
    total = frame[frame["group"] == ALL_GROUPS].iloc[0]
    each = "; ".join(f"{r['name']} {r['achieved']} of {r['intended']}" for _, r in groups.iloc[::-1].iterrows())
    title = "Interviews intended and achieved"
    alt = f"{total['achieved']} of {total['intended']} intended interviews were held: {each}."
    yield finished("sample_interviews", title, alt, "sample_interviews", figure, source)
