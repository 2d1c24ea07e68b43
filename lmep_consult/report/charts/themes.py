"""Themes by stakeholder group."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lmep_consult.report.charts.style import BLUE, Chart, finished, panels_of
from lmep_consult.table import ALL_GROUPS, SUPPRESSED


def theme_charts(frame: pd.DataFrame, source: str) -> Iterator[Chart]:
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
    figure, panels = panels_of(names, [f"{group}\nn = {base}" for group, base in bases.items()])
    for axes, (group, base) in zip(panels, bases.items(), strict=True):
        counts = frame[frame["group"] == group].set_index("name")["participants"].reindex(names)
        shares = pd.to_numeric(counts, errors="coerce").fillna(0) / base
        axes.barh(range(len(names)), shares, color=BLUE, height=0.6)
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
    return finished(f"themes_{family}", title, alt, "themes_by_group", figure, source)
