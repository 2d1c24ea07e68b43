"""How far the coding can be relied on: when new codes stopped coming, and how far coders agree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from lmep_consult.report.charts.style import (
    BLUE,
    MIDDLE,
    SIZE,
    Chart,
    Sketch,
    finished,
    height_of,
    label,
    panels_of,
    short,
)
from lmep_consult.table import ALL_GROUPS

_ALL_CODES = "All codes"
_MOST = 20  # codes in the chart of agreement, the most used
_LABELLED = 40  # interviews in the chart of saturation that can each have their number
_WIDTH = 320


def saturation_chart(curve: pd.DataFrame, source: str) -> Iterator[Sketch]:
    overall = curve[curve["group"] == ALL_GROUPS].reset_index(drop=True)
    if len(overall) > 1:
        yield partial(_curve, overall, source)


def _curve(overall: pd.DataFrame, source: str) -> Chart:
    """All codes so far (line), and below it those that each interview brought (bars)."""
    numbers, new, so_far = (overall[column].astype(int).tolist() for column in ("number", "new", "cumulative"))
    figure = Figure()
    above, below = figure.subplots(2, 1, sharex=True)
    above.set_title("Codes so far", fontsize=SIZE, loc="left", y=1)
    above.plot(numbers, so_far, "o-", color=BLUE, linewidth=2, markersize=4)
    below.set_title("Codes new in the interview", fontsize=SIZE, loc="left", y=1)
    below.bar(numbers, new, color=BLUE, width=0.7)
    every = math.ceil(len(numbers) / _LABELLED)
    # A curve that never falls leaves the room above and before a point free.
    for axes, values, align, right in ((above, so_far, "right", -2), (below, new, "center", 0)):
        for number, value in list(zip(numbers, values, strict=True))[::every]:
            place = offset_copy(axes.transData, figure, right, 4, "points")
            axes.text(number, value, str(value), transform=place, ha=align, fontsize=9)
        axes.set_yticks([])
        axes.set_ylim(0, max(1, *values) * 1.25)
        axes.set_xticks(numbers[::every])
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
    half = next(number for number, codes in zip(numbers, so_far, strict=True) if codes >= so_far[-1] / 2)
    alt = (
        f"Of {so_far[-1]} codes, half had come up by interview {half} of {numbers[-1]}; "
        f"the last {min(3, len(new))} interviews brought {sum(new[-3:])} new."
    )
    size = (max(430, 22 * len(numbers[::every]), 10 * len(numbers)), 110)
    caption = "Interviews, in order"
    return finished(
        "saturation", "When new codes stopped coming", alt, "code_saturation", figure, size, caption, source
    )


def agreement_chart(table: pd.DataFrame, source: str) -> Iterator[Sketch]:
    blind = table[table["blind"] == "yes"]
    known = blind[(blind["round"] == blind["round"].min()) & blind["krippendorff_alpha"].notna()]
    if len(known):
        yield partial(_agreement, known.reset_index(drop=True), source)


def _agreement(known: pd.DataFrame, source: str) -> Chart:
    """Krippendorff's alpha of the codes most used and of all, each with its interval; of the first blind round."""
    codes = known[known["code"] != _ALL_CODES].astype({"prevalence": float}).nlargest(_MOST, "prevalence")
    codes = codes.sort_values("krippendorff_alpha", ascending=False, kind="stable")
    rows = pd.concat([known[known["code"] == _ALL_CODES], codes]).to_dict("records")
    names = [row["name"] for row in rows]
    figure, (axes,) = panels_of(names, {}, _WIDTH)
    axes.axvline(0, color=MIDDLE, linewidth=0.8)
    for place, row in enumerate(rows):
        axes.plot([row["krippendorff_alpha_lower"], row["krippendorff_alpha_upper"]], [place, place], color=BLUE, lw=3)
        axes.plot(row["krippendorff_alpha"], place, "o", color=BLUE, markersize=8)
        label(axes, 1, place, f"{row['krippendorff_alpha']:.2f}", "left", axes.get_yaxis_transform())
    lowest = min(0.0, *(row[f"krippendorff_alpha{end}"] for row in rows for end in ("", "_lower")))
    axes.set_xlim(lowest - 0.05, 1.05)
    axes.set_xticks([0, 0.5, 1])
    axes.spines["bottom"].set_visible(True)
    said = [f"{short(row['name'])} {row['krippendorff_alpha']:.2f}" for row in codes.to_dict("records")]
    overall = [f"{row['name']} {row['krippendorff_alpha']:.2f}." for row in rows if row["code"] == _ALL_CODES]
    ends = [f"highest {said[0]}, lowest {said[-1]}."] if said else []
    alt = " ".join(["Krippendorff's alpha of the codes most used:", *ends, *overall])
    caption = (
        f"Krippendorff’s alpha (dot) and its 95% interval (line), of all codes and of the {len(codes)} most used, "
        "where coders had not seen each other's; 0: as chance gives, 1: perfect"
    )
    size = (_WIDTH, height_of(names))
    return finished("coder_agreement", "How far coders agree", alt, "coder_agreement", figure, size, caption, source)
