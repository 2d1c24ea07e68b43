"""Charts of what interviewees said: themes over all groups, and assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.amounts import Bounds, bounds_of_count, shares_of_words
from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.report.findings.themes import Spoken, mainly, names_linked, needs, spoken_of
from lmep_consult.table import ALL_GROUPS, SUPPRESSED

NEEDS, ASSUMPTIONS = "needs", "assumptions"


def theme_charts(frames: Mapping[str, pd.DataFrame], plan: Plan, source: str) -> Iterator[Sketch]:
    """What was spoken of most in the families of codes about needs, and a chart for each code that has others below it,
    about the table of the topmost code above it; but not where all
    of these speak for or against assumptions, which have a chart of their own, or all counts are withheld."""
    themes = frames["themes_by_group"]
    base = themes.loc[themes["group"] == ALL_GROUPS, "base"]
    if base.empty or not base.iloc[0]:
        return
    spoken = spoken_of(themes, plan)
    chosen = needs(spoken, plan, frames["assumptions"])
    if any(each.bounds for _, codes in chosen for each in codes):
        parts: list[str | Spoken] = []
        for name, codes in chosen:
            parts += [name, *codes]
        about = f"themes_{_anchor(chosen[0][1][0].family)}"
        yield _bars(NEEDS, parts, "What was spoken of most", base.iloc[0], about, plan, source)
    names, linked = {each.code: each.name for each in spoken}, names_linked(frames["assumptions"])
    for code in names:
        below = sorted((each for each in spoken if each.family == code), key=lambda each: each.order)
        if any(each.bounds for each in below) and not all(each.name in linked for each in below):
            top = code
            while (above := next(each.family for each in spoken if each.code == top)) in names:
                top = above
            title = short(names[code]) if top == code else f"{short(names[top])}: {short(names[code])}"
            yield _bars(f"themes_{code}", below, title, base.iloc[0], f"themes_{_anchor(top)}", plan, source)


def _anchor(code: str) -> str:
    return code.replace("-", "_")


def _bars(
    name: str, parts: Sequence[str | Spoken], what: str, base: Any, about: str, plan: Plan, source: str
) -> Sketch:
    """parts: codes, some of whose counts are shown, below headings."""
    rows: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            rows.append(part)
        else:
            group = mainly(part)
            rows.append([part.name, part.bounds, str(part.cell), f"mainly {group}" if group else "", None])
    codes = [part for part in parts if not isinstance(part, str)]
    most = sorted(codes, key=lambda each: each.order)
    top = [each for each in most if each.bounds == most[0].bounds]
    many = f"all {len(top)}" if len(top) == len(codes) else f"{len(top)} of {len(codes)}"
    if len(top) > 3:
        title = f"{what}: {many} were raised by {most[0].cell} of those interviewed"
    else:
        title = f"{what}: {listed(each.name for each in top)}"
    said = "; ".join(f"{short(each.name)} {each.cell}" for each in most)
    light = "; the light part: as far as the words reach" if plan.report.theme_counts == "words" else ""
    return Sketch(
        name,
        title,
        f"{what}: interviewees who spoke of each",
        f"Share of {base} interviewees who spoke of it{light}.",
        f"{title}. Of {base} interviewees: {said}.",
        about,
        source,
        "bars",
        {"rows": rows},
    )


def assumption_chart(frames: Mapping[str, pd.DataFrame], plan: Plan, source: str) -> Iterator[Sketch]:
    counts = frames["assumptions_by_group"]
    counts = counts[counts["group"] == ALL_GROUPS]
    if counts.empty:
        return
    base, words = counts["base"].iloc[0], shares_of_words(plan)
    texts = dict(zip(frames["assumptions"]["assumption"], frames["assumptions"]["text"], strict=True))
    rows, heavier = [], []
    for each, own in counts.groupby("assumption", sort=False):
        cells = dict(zip(own["direction"], own["participants"], strict=True))
        sides = {way: bounds_of_count(cells.get(way), base, words) for way in ("against", "for")}
        rows.append(
            [f"{each}. {texts.get(each, '')}", *([sides[way], str(cells.get(way))] for way in ("against", "for"))]
        )
        if _more(sides["against"], sides["for"]):
            heavier.append(str(each))
    title = (
        f"More spoke against than for {len(heavier)} of {len(rows)} assumptions"
        if heavier
        else "No assumption had clearly more people against it than for it"
    )
    said = "; ".join(f"{short(row[0])}: against {row[1][1]}, for {row[2][1]}" for row in rows)
    yield Sketch(
        ASSUMPTIONS,
        title,
        "Interviewees who spoke for and against each assumption",
        f"Share of {base} interviewees; somebody may have spoken both ways; outlined: as far as words reach."
        + (f" {SUPPRESSED}: withheld, too few people." if SUPPRESSED in said else ""),
        f"{title}. Of {base} interviewees, {said}.",
        "assumptions_by_group",
        source,
        "two_ways",
        {"left": "spoke against", "right": "spoke for", "rows": rows},
    )


def _more(one: Bounds | None, other: Bounds | None) -> bool:
    """Whether one is more than the other for sure."""
    return one is not None and other is not None and one[0] > other[1]
