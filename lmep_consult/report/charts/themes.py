"""Themes by stakeholder group: bars where numbers are published, shades where words are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.charts.heat import cell
from lmep_consult.report.charts.style import BLUE, Chart, Sketch, finished, height_of, label, panels_of, short
from lmep_consult.table import ALL_GROUPS, SUPPRESSED

_WIDTH = 110  # points a panel
_NONE = "none"


def theme_charts(frame: pd.DataFrame, plan: Plan, source: str) -> Iterator[Sketch]:
    """A chart for each code that has others below it, about the table of the topmost code above it."""
    codes = frame.drop_duplicates("code")
    words = None
    if plan.report.theme_counts == "words":
        words = [_NONE, *(wording.word for wording in reversed(plan.report.scale))]
    name_of, parent_of = (dict(zip(codes["code"], codes[column], strict=True)) for column in ("name", "family"))
    bases = dict(zip(frame["group"], frame["base"], strict=True))
    for code in name_of:
        below = frame[frame["family"] == code]
        if len(below):
            path = _path(code, parent_of)
            title = ": ".join(str(name_of[each]) for each in path)
            counts = below.pivot(index="code", columns="group", values="participants").loc[below["code"].unique()]
            counts.index = counts.index.map(name_of)
            about = f"themes_{path[0].replace('-', '_')}"
            yield partial(_chart, counts, bases, words, f"themes_{code}", title, about, source)


def _path(code: str, parent_of: Mapping[str, str]) -> list[str]:
    """From the family down to the code."""
    parent = parent_of.get(code, "")
    return [*(_path(parent, parent_of) if parent else []), code]


def _chart(
    counts: pd.DataFrame, bases: Mapping[str, int], words: list[str] | None, name: str, title: str, about: str,
    source: str,
) -> Chart:  # fmt: skip
    """A panel a group: how many of its interviewees spoke of each code (rows of `counts`), most overall first and
    withheld ones last. words: those that counts are in, from the least up; None for numbers."""
    depths = {word: place / (len(words) - 1) for place, word in enumerate(words)} if words else {}
    amounts = counts[ALL_GROUPS].map(depths) if words else pd.to_numeric(counts[ALL_GROUPS], errors="coerce")
    order = amounts.reset_index(drop=True).sort_values(ascending=False, kind="stable", na_position="last").index
    counts, amounts = counts.iloc[order], amounts.iloc[order]
    figure, panels = panels_of(list(counts.index), bases, _WIDTH)
    for axes, (group, base) in zip(panels, bases.items(), strict=True):
        for row, count in enumerate(counts[group]):
            if words:
                cell(axes, 0, row, count, depths.get(count), _WIDTH)
            else:
                share = 0 if count == SUPPRESSED else count / max(base, 1)
                axes.barh(row, share, color=BLUE, height=0.6)
                label(axes, share, row, count, "left", size=10)
        axes.set_xlim(*((-0.5, 0.5) if words else (0, 1.4)))
        axes.xaxis.set_visible(False)
    leading = [f"{short(code)} ({counts.loc[:, ALL_GROUPS].iloc[row]})" for row, code in enumerate(counts.index[:3])]
    leading = [said for said, amount in zip(leading, amounts, strict=False) if amount > 0]
    nobody = "nothing, as far as numbers are not withheld" if amounts.notna().any() else "all is withheld"
    alt = f"{title}: of {bases[ALL_GROUPS]} interviewees, spoken of most: {'; '.join(leading) or nobody}."
    shade = "darker: a larger share" if words else "bar: share of the group"
    caption = f"How many interviewees spoke of it; {shade}; {SUPPRESSED}: withheld, too few people"
    return finished(name, title, alt, about, figure, (_WIDTH, height_of(counts.index)), caption, source)
