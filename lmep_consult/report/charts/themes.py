"""Themes by stakeholder group: bars where numbers are published, shades where words are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.charts.style import BLUE, SHADES, Chart, finished, panels_of
from lmep_consult.table import ALL_GROUPS, SUPPRESSED


def theme_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Chart]:
    """A chart for each code that has others below it; the words from the least to the most."""
    words = ["none", *(wording.word for wording in reversed(plan.report.scale))]
    named = frame.drop_duplicates("code").set_index("code")["name"]
    for family, title in named.items():
        codes = frame[frame["family"] == family]
        if codes.empty:
            continue
        if plan.report.theme_counts == "words":
            yield _in_words(codes, str(family), str(title), words, source)
        else:
            yield _in_numbers(codes, str(family), str(title), source)


def _in_words(frame: pd.DataFrame, family: str, title: str, words: Sequence[str], source: str) -> Chart:
    """A cell a code and group, shaded by its word, most overall first."""
    shade = {word: place for place, word in enumerate(words)}
    overall = frame[frame["group"] == ALL_GROUPS].set_index("name")["participants"]
    names = list(overall.map(shade).sort_values(ascending=False, kind="stable", na_position="last").index)
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    figure, panels = panels_of(names, [f"{group}\nn = {base}" for group, base in bases.items()])
    for axes, group in zip(panels, bases, strict=True):
        said = frame[frame["group"] == group].set_index("name")["participants"].reindex(names)
        depth = said.map(shade).fillna(0).to_numpy(dtype=float)[:, None]
        axes.imshow(depth, cmap=SHADES, vmin=0, vmax=len(words) - 1, aspect="auto")
        for place, (word, at) in enumerate(zip(said, depth[:, 0], strict=True)):
            dark = at >= 0.5 * (len(words) - 1)
            axes.text(0, place, str(word), ha="center", va="center", fontsize=10, color="white" if dark else "black")
        axes.set_xticks([])
    figure.supxlabel(
        f"How many interviewees spoke of it; darker: a larger share; {SUPPRESSED}: withheld, too few people",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    told = [f"{name} ({overall[name]})" for name in names if overall[name] in shade][:3]
    alt = f"{title}: of {bases[ALL_GROUPS]} interviewees, spoken of most: {'; '.join(told) or 'all is withheld'}."
    return finished(f"themes_{family}", title, alt, _about(family), figure, source)


def _in_numbers(frame: pd.DataFrame, family: str, title: str, source: str) -> Chart:
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
    return finished(f"themes_{family}", title, alt, _about(family), figure, source)


def _about(family: str) -> str:
    """The page's table that the chart belongs to."""
    return f"themes_{family.replace('-', '_')}"
