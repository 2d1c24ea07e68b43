"""Ranked priorities: with their places left open, from first to last, and from group to group."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure

from lmep_consult.plan import Plan
from lmep_consult.report.charts.style import BLUE, MIDDLE, RULE, SHADES, WRAP, Chart, finished, label, panels_of
from lmep_consult.table import ALL_GROUPS, SUPPRESSED


def priority_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
    for poll in plan.polls:
        for question in poll.questions:
            rows = frame[(frame["poll"] == poll.id) & (frame["question"] == question.id)]
            if ((rows["borda"] != SUPPRESSED) & rows["rank"].notna()).any():
                yield _ranking(rows, question.id, question.title, source)


def _ranking(frame: pd.DataFrame, name: str, title: str, source: str) -> Chart:
    """A panel a group: each option's rank and the places left open to it; options best overall first."""
    frame = frame[(frame["borda"] != SUPPRESSED) & frame["rank"].notna()]
    groups = list(dict.fromkeys(frame["group"]))
    options = list(dict.fromkeys(frame["option"]))
    figure, panels = panels_of(options, [f"{g}\nn = {frame.loc[frame['group'] == g, 'base'].iloc[0]}" for g in groups])
    said = []
    for axes, group in zip(panels, groups, strict=True):
        rows = frame[frame["group"] == group].set_index("option")
        for place, option in enumerate(options):
            axes.axhline(place, color=RULE, linewidth=0.6, zorder=0)
            if option in rows.index:
                row = rows.loc[option]
                axes.plot([row["rank_lower"], row["rank_upper"]], [place, place], color=BLUE, linewidth=3)
                inside = BLUE if row["tier"] == 1 else "white"
                axes.plot(row["rank"], place, "o", color=BLUE, markerfacecolor=inside, markersize=8)
        axes.set_xlim(0.4, len(options) + 0.6)
        axes.set_xticks([1, len(options)])
        could = list(rows.index[rows["rank_lower"] == 1])
        said.append(f"{group}: {_few(could)}")
    figure.supxlabel(
        f"Rank, 1 to {len(options)} (dot; filled: first tier) and the places the votes leave open (line, 95%)",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    alt = f"{title}. Could be first, as far as the votes tell: {'; '.join(said)}."
    return finished(f"priorities_{name}", title, alt, f"priorities_{name}", figure, source)


def _few(options: list[str]) -> str:
    return " or ".join(options) if len(options) <= 3 else f"any of {len(options)} options"


def place_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
    """A heat map a question: the share of voters who put each option in each place, in figures and shades."""
    for poll in plan.polls:
        for question in poll.questions:
            rows = frame[(frame["poll"] == poll.id) & (frame["question"] == question.id)]
            if rows.empty:
                continue
            shares = rows.pivot(index="option", columns="place", values="share")
            mean_place = (shares * shares.columns).sum(axis=1) + (1 - shares.sum(axis=1)) * (len(shares) + 1) / 2
            shares = shares.loc[mean_place.sort_values(kind="stable").index]
            yield _heat_map(shares, question.id, question.title, int(rows["base"].iloc[0]), source)


def _heat_map(shares: pd.DataFrame, name: str, title: str, base: int, source: str) -> Chart:
    figure, (axes,) = panels_of(list(shares.index), [f"All groups\nn = {base}"])
    figure.set_size_inches(4 + 0.62 * len(shares.columns), figure.get_figheight())
    top = max(float(shares.to_numpy().max()), 0.01)
    axes.imshow(shares, cmap=SHADES, vmin=0, vmax=top, aspect="auto")
    for row, places in enumerate(shares.to_numpy()):
        for column, share in enumerate(places):
            axes.text(
                column, row, f"{share:.0%}", ha="center", va="center", fontsize=9,
                color="white" if share > 0.45 * top else "black",
            )  # fmt: skip
    axes.set_xticks(range(len(shares.columns)), [str(place) for place in shares.columns])
    figure.supxlabel("Share of voters who put it in each place, 1 is first", fontsize=10, x=0.01, ha="left")
    first, last = shares[1], shares[shares.columns[-1]]
    alt = (
        f"{title}: most often put first is {first.idxmax()} ({first.max():.0%} of {base} voters), most often put last "
        f"{last.idxmax()} ({last.max():.0%})."
    )
    return finished(f"places_{name}", f"{title}: from first to last", alt, f"priorities_{name}", figure, source)


def group_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
    """A slope chart a question: each option's rank from group to group."""
    for poll in plan.polls:
        for question in poll.questions:
            rows = frame[(frame["poll"] == poll.id) & (frame["question"] == question.id)]
            rows = rows[(rows["group"] != ALL_GROUPS) & (rows["rank"] != SUPPRESSED) & rows["rank"].notna()]
            if rows["group"].nunique() > 1:
                yield _slopes(rows, question.id, question.title, source)


def _slopes(frame: pd.DataFrame, name: str, title: str, source: str) -> Chart:
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    # Options of equal rank are set side by side, not on top of each other.
    places = frame.sort_values(["group", "rank", "option"]).assign(
        place=lambda rows: rows.groupby("group").cumcount() + 1
    )
    wide = places.pivot(index="option", columns="group", values="place")[list(bases)]
    shift = (wide.max(axis=1) - wide.min(axis=1)).sort_values(ascending=False, kind="stable")
    lines = sum(len(textwrap.wrap(str(option), WRAP)) for option in wide.index)
    figure = Figure(figsize=(9.5, 1.8 + 0.24 * lines + 0.16 * len(wide)), layout="constrained")
    axes = figure.subplots()
    for option, line in wide.iterrows():
        loud = option in shift.index[:2]
        axes.plot(range(len(bases)), line, "o-", color=BLUE if loud else MIDDLE, linewidth=3 if loud else 1.5)
        label(axes, 0, line.iloc[0], str(option), fontweight="bold" if loud else "normal")
        label(axes, len(bases) - 1, line.iloc[-1], str(option), side="left", fontsize=10)
    axes.set_xlim(-0.05, len(bases) - 0.95)
    axes.set_ylim(len(wide) + 0.5, 0.5)
    axes.set_xticks(range(len(bases)), [f"{group}\nn = {base}" for group, base in bases.items()])
    axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.supxlabel(
        "Rank in each group, the first at the top, equal ranks one below the other; bold: moves most",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    most = shift.index[0]
    ranks = frame[frame["option"] == most].set_index("group")["rank"]
    said = ", ".join(f"{ranks[group]} of {len(wide)} by {group}" for group in bases if group in ranks.index)
    alt = f"{title}: {most} moves most between groups, ranked {said}."
    return finished(f"groups_{name}", f"{title}: between groups", alt, f"priorities_{name}", figure, source)
