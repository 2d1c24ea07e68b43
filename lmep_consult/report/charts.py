"""Charts in one house style, from released tables, each with words that say what it shows."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import afcharts  # noqa: F401  (registers its style)
import matplotlib as mpl
import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import Plan
from lmep_consult.table import ALL_GROUPS, SUPPRESSED

_BLUE, _MIDDLE, _GREY, _RULE = "#12436D", "#767676", "#BFC1C3", "#D9D9D9"
_SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#2073BC", _BLUE])  # the sequential palette's ends
_WRAP, _LINE = 30, 13  # characters to a line of a label; points from line to line
_STYLE = {
    "font.size": 11,
    "axes.grid": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "lmep-consult",
    "figure.facecolor": "white",
}


@dataclass(frozen=True)
class Chart:
    """A drawn chart: `alt` is what it says, for those who cannot see it; `about` the table it was drawn from."""

    name: str
    title: str
    alt: str
    about: str
    svg: bytes
    png: bytes


def draw_charts(tidy: Mapping[str, Released], plan: Plan, source: str) -> list[Chart]:
    """The sample, each question's priorities, and each family of themes by group."""
    frames = {name: require_released(released).table.frame for name, released in tidy.items()}
    with mpl.style.context(["afcharts.afcharts", _STYLE]):
        return [
            *_sample(frames["sample_interviews"], source),
            *_priorities(frames["priorities"], plan, source),
            *_places(frames["places"], plan, source),
            *_between_groups(frames["priorities"], plan, source),
            *_themes(frames["themes_by_group"], source),
        ]


def _sample(frame: pd.DataFrame, source: str) -> Iterator[Chart]:
    groups = frame[frame["group"] != ALL_GROUPS].iloc[::-1]
    if groups.empty:
        return
    figure = Figure(figsize=(8, 1.2 + 0.75 * len(groups)), layout="constrained")
    axes = figure.subplots()
    places = range(len(groups))
    axes.barh(places, groups["intended"], color=_GREY, height=0.6)
    axes.barh(places, groups["achieved"], color=_BLUE, height=0.6)
    axes.set_yticks([])
    for place, (name, intended, achieved) in enumerate(groups[["name", "intended", "achieved"]].to_numpy()):
        _label(axes, 0, place, name)
        axes.text(max(intended, achieved) + 0.2, place, f"{achieved} of {intended}", va="center")
    axes.set_xlim(0, max(groups["intended"].max(), groups["achieved"].max()) * 1.15)
    axes.set_xlabel("Interviews: achieved (dark), intended (light)")
    axes.tick_params(length=0)
    total = frame[frame["group"] == ALL_GROUPS].iloc[0]
    each = "; ".join(f"{r['name']} {r['achieved']} of {r['intended']}" for _, r in groups.iloc[::-1].iterrows())
    title = "Interviews intended and achieved"
    alt = f"{total['achieved']} of {total['intended']} intended interviews were held: {each}."
    yield _finished("sample_interviews", title, alt, "sample_interviews", figure, source)


def _priorities(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
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
    figure, panels = _panels(options, [f"{g}\nn = {frame.loc[frame['group'] == g, 'base'].iloc[0]}" for g in groups])
    said = []
    for axes, group in zip(panels, groups, strict=True):
        rows = frame[frame["group"] == group].set_index("option")
        for place, option in enumerate(options):
            axes.axhline(place, color=_RULE, linewidth=0.6, zorder=0)
            if option in rows.index:
                row = rows.loc[option]
                axes.plot([row["rank_lower"], row["rank_upper"]], [place, place], color=_BLUE, linewidth=3)
                inside = _BLUE if row["tier"] == 1 else "white"
                axes.plot(row["rank"], place, "o", color=_BLUE, markerfacecolor=inside, markersize=8)
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
    return _finished(f"priorities_{name}", title, alt, f"priorities_{name}", figure, source)


def _few(options: list[str]) -> str:
    return " or ".join(options) if len(options) <= 3 else f"any of {len(options)} options"


def _places(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
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
    figure, (axes,) = _panels(list(shares.index), [f"All groups\nn = {base}"])
    figure.set_size_inches(4 + 0.62 * len(shares.columns), figure.get_figheight())
    top = max(float(shares.to_numpy().max()), 0.01)
    axes.imshow(shares, cmap=_SHADES, vmin=0, vmax=top, aspect="auto")
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
    return _finished(f"places_{name}", f"{title}: from first to last", alt, f"priorities_{name}", figure, source)


def _between_groups(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
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
    lines = sum(len(textwrap.wrap(str(option), _WRAP)) for option in wide.index)
    figure = Figure(figsize=(9.5, 1.8 + 0.24 * lines + 0.16 * len(wide)), layout="constrained")
    axes = figure.subplots()
    for option, line in wide.iterrows():
        loud = option in shift.index[:2]
        axes.plot(range(len(bases)), line, "o-", color=_BLUE if loud else _MIDDLE, linewidth=3 if loud else 1.5)
        _label(axes, 0, line.iloc[0], str(option), fontweight="bold" if loud else "normal")
        _label(axes, len(bases) - 1, line.iloc[-1], str(option), side="left", fontsize=10)
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
    return _finished(f"groups_{name}", f"{title}: between groups", alt, f"priorities_{name}", figure, source)


def _themes(frame: pd.DataFrame, source: str) -> Iterator[Chart]:
    families = frame[frame["family"] == ""].drop_duplicates("code")
    for family, title in zip(families["code"], families["name"], strict=True):
        codes = frame[frame["family"] == family]
        if not codes.empty:
            yield _theme_family(codes, family, title, source)


def _theme_family(frame: pd.DataFrame, family: str, title: str, source: str) -> Chart:
    """A panel a group: share of its interviewees who spoke of each code, most overall first."""
    overall = frame[frame["group"] == ALL_GROUPS].copy()
    overall["participants"] = pd.to_numeric(overall["participants"], errors="coerce")
    overall = overall.sort_values("participants", ascending=False, kind="stable", na_position="last")
    names = list(overall["name"])
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    figure, panels = _panels(names, [f"{group}\nn = {base}" for group, base in bases.items()])
    for axes, (group, base) in zip(panels, bases.items(), strict=True):
        counts = frame[frame["group"] == group].set_index("name")["participants"].reindex(names)
        shares = pd.to_numeric(counts, errors="coerce").fillna(0) / base
        axes.barh(range(len(names)), shares, color=_BLUE, height=0.6)
        for place, (count, share) in enumerate(zip(counts, shares, strict=True)):
            axes.text(share + 0.04, place, str(count), va="center", fontsize=10)
        axes.set_xlim(0, 1.25)
        axes.set_xticks([])
    figure.supxlabel(
        f"Interviewees who spoke of it; bar: share of the group; {SUPPRESSED}: withheld, too few people",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    known = overall[overall["participants"].notna()].head(3)
    said = "; ".join(f"{row['name']} {int(row['participants'])}" for _, row in known.iterrows()) or "all are withheld"
    alt = f"{title}: spoken of most, of {bases[ALL_GROUPS]} interviewees: {said}."
    return _finished(f"themes_{family}", title, alt, "themes_by_group", figure, source)


def _panels(rows: list[str], titles: list[str]) -> tuple[Figure, list[Axes]]:
    """Side by side, one panel a title, sharing rows from the top down; labels at the left."""
    lines = sum(len(textwrap.wrap(row, _WRAP)) for row in rows)
    figure = Figure(figsize=(10, 1.6 + 0.28 * lines + 0.12 * len(rows)), layout="constrained")
    panels = list(figure.subplots(1, len(titles), sharey=True, squeeze=False)[0])
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, fontsize=11, loc="left")
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.tick_params(length=0)
    for place, row in enumerate(rows):
        _label(panels[0], 0, place, row, across=panels[0].get_yaxis_transform())
    return figure, panels


def _label(axes: Axes, x: float, y: float, text: str, side: str = "right", across: Any = "data", **style: Any) -> None:
    """Wrapped text ending (or, with side "left", beginning) at a point.

    Each line is placed by itself: a picture that carries text is set in whatever font the reader has.
    """
    lines = textwrap.wrap(text, _WRAP)
    gap = -6 if side == "right" else 6
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * _LINE
        axes.annotate(
            line, (x, y), xycoords=across, xytext=(gap, -down), textcoords="offset points", ha=side, va="center",
            annotation_clip=False, **style,
        )  # fmt: skip


def _finished(name: str, title: str, alt: str, about: str, figure: Figure, source: str) -> Chart:
    figure.suptitle(title, x=0.01, ha="left", fontweight="bold")
    figure.text(0.01, -0.02, f"Source: {source}", fontsize=9, va="top")
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(
        svg,
        format="svg",
        bbox_inches="tight",
        pad_inches=0.15,
        metadata={"Date": None, "Title": title, "Description": alt},
    )
    figure.savefig(
        png,
        format="png",
        dpi=200,
        bbox_inches="tight",
        pad_inches=0.15,
        metadata={"Title": title, "Description": alt},
    )
    return Chart(name, title, alt, about, svg.getvalue(), png.getvalue())
