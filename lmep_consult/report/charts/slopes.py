"""Ranked priorities from group to group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from lmep_consult.plan import Plan
from lmep_consult.report.charts.priorities import ranked
from lmep_consult.report.charts.style import BLUE, MIDDLE, Chart, Sketch, finished, height_of, label, short, wrapped
from lmep_consult.table import ALL_GROUPS

_STEP = 150  # points from group to group
_JOINED = 5  # points across of what joins equal ranks


def group_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Sketch]:
    """A slope chart a question: each option's rank from group to group, of those that all groups ranked."""
    for name, title, rows in ranked(frame, plan):
        rows = rows[rows["group"] != ALL_GROUPS]
        bases = dict(zip(rows["group"], rows["base"], strict=True))
        ranks = rows.pivot(index="option", columns="group", values="rank")[list(bases)].dropna()
        if len(bases) > 1 and len(ranks) > 1:
            yield partial(_slopes, ranks.astype(int), bases, name, title, source)


def _slopes(ranks: pd.DataFrame, bases: dict[str, int], name: str, title: str, source: str) -> Chart:
    # Options of equal rank are one below the other, joined.
    places = ranks.apply(lambda group: group.sort_values(kind="stable").rank(method="first")).loc[ranks.index]
    shift = ranks.max(axis=1) - ranks.min(axis=1)
    loud = ranks.index[(shift == shift.max()) & (shift > 0)]
    figure = Figure()
    axes = figure.subplots()
    for at, group in enumerate(bases):
        for _, equal in places[group].groupby(ranks[group]):
            if len(equal) > 1:
                axes.plot(
                    [at, at],
                    [equal.min(), equal.max()],
                    color=MIDDLE,
                    linewidth=_JOINED,
                    solid_capstyle="round",
                    zorder=1,
                )
    for option, line in places.iterrows():
        colour, width, weight = (BLUE, 3, "bold") if option in loud else (MIDDLE, 1.5, "normal")
        axes.plot(range(len(bases)), line, "o-", color=colour, linewidth=width, zorder=3 if option in loud else 2)
        label(axes, 0, line.iloc[0], option, fontweight=weight)
        label(axes, len(bases) - 1, line.iloc[-1], option, "left", fontweight=weight)
    axes.set_xlim(-0.05, len(bases) - 0.95)
    axes.set_ylim(len(places) + 0.5, 0.5)
    axes.set_xticks(
        range(len(bases)), ["\n".join([*wrapped(group, _STEP - 10), f"n = {base}"]) for group, base in bases.items()]
    )
    axes.xaxis.tick_top()
    axes.yaxis.set_visible(False)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    said = [
        f"{short(option)}, ranked {', '.join(f'{ranks.loc[option, group]} by {group}' for group in bases)}"
        for option in loud[:3]
    ]
    alt = f"{title}: of {len(ranks)} options, moving most between groups: {'; '.join(said) or 'none, all rank alike'}."
    size = (_STEP * (len(bases) - 1), height_of(ranks.index))
    caption = "Rank in each group, the first at the top, equal ranks joined; bold: moves most"
    heading = f"{title}: between groups"
    return finished(f"groups_{name}", heading, alt, f"priorities_{name}", figure, size, caption, source)
