"""Ranked priorities with their tiers and the places left open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from lmep_consult.plan import Plan
from lmep_consult.report.charts.style import BLUE, MIDDLE, Chart, Sketch, finished, height_of, panels_of, several
from lmep_consult.table import SUPPRESSED


def ranked(frame: pd.DataFrame, plan: Plan) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each question's id and title, and those of its rows of `priorities` that have a rank which is not withheld."""
    shown = frame[(frame["rank"] != SUPPRESSED) & frame["rank"].notna()]
    for poll in plan.polls:
        for question in poll.questions:
            rows = shown[(shown["poll"] == poll.id) & (shown["question"] == question.id)]
            if len(rows):
                yield question.id, question.title, rows.astype({"rank": int}).reset_index(drop=True)


def priority_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Sketch]:
    for name, title, rows in ranked(frame, plan):
        yield partial(_places_left, rows, name, title, source)


def _places_left(rows: pd.DataFrame, name: str, title: str, source: str) -> Chart:
    """A panel a group: each option's rank, tier and the places left open to it; options best overall first."""
    options = list(dict.fromkeys(rows["option"]))
    bases = dict(zip(rows["group"], rows["base"], strict=True))
    width = max(110, 12 * len(options))
    figure, panels = panels_of(options, bases, width)
    said = []
    for axes, group in zip(panels, bases, strict=True):
        here = rows[rows["group"] == group].set_index("option")
        for place, option in enumerate(options):
            axes.axhline(place, color=MIDDLE, linewidth=0.6, linestyle=":", zorder=0)
            if option in here.index:
                _mark(axes, place, here.loc[option])
        axes.set_xlim(0.3, len(options) + 0.7)
        axes.set_xticks([1, len(options)])
        axes.spines["bottom"].set_visible(True)
        said.append(f"{group}: {_first(here, len(options))}")
    caption = (
        f"Dot: rank, from 1 to {len(options)}, with the number of the option’s tier, filled in the first; line: "
        "the places the votes leave open (95%). Groups of too few voters are left out."
    )
    alt = f"{title}. Ranked first, {'; '.join(said)}."
    size = (width, height_of(options))
    return finished(f"priorities_{name}", title, alt, f"priorities_{name}", figure, size, caption, source)


def _mark(axes: Axes, place: int, row: pd.Series) -> None:
    dot, number = (BLUE, "white") if row["tier"] == 1 else ("white", BLUE)
    axes.plot([row["rank_lower"], row["rank_upper"]], [place, place], color=BLUE, linewidth=3)
    axes.plot(row["rank"], place, "o", color=BLUE, markerfacecolor=dot, markersize=12)
    axes.text(
        row["rank"], place, str(row["tier"]), ha="center", va="center_baseline", fontsize=8, color=number,
        fontweight="bold",
    )  # fmt: skip


def _first(rows: pd.DataFrame, options: int) -> str:
    could = int((rows["rank_lower"] == 1).sum())
    other = "no other could be" if could == 1 else f"{could} of {options} could be"
    return f"{several(rows.index[rows['rank'] == rows['rank'].min()])} ({other})"
