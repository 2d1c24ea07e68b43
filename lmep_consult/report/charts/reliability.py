"""How far the coding can be relied on: when new codes stopped coming, and how far coders agree."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure

from lmep_consult.report.charts.style import BLUE, GREY, RULE, WRAP, Chart, finished, label
from lmep_consult.table import ALL_GROUPS

_MOST = 20  # codes in the chart of agreement, the most used


def saturation_chart(curve: pd.DataFrame, source: str) -> Iterator[Chart]:
    """New codes that each interview brought (bars), and all so far (line)."""
    overall = curve[curve["group"] == ALL_GROUPS]
    if len(overall) < 2:
        return
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.bar(overall["number"], overall["new"], color=GREY, width=0.7)
    axes.plot(overall["number"], overall["cumulative"], "o-", color=BLUE, linewidth=2, markersize=4)
    for number, new in zip(overall["number"], overall["new"], strict=True):
        axes.annotate(str(new), (number, new), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9)
    last = overall.iloc[-1]
    axes.annotate(
        f"{last['cumulative']} codes", (last["number"], last["cumulative"]), xytext=(0, 8),
        textcoords="offset points", ha="right", fontweight="bold",
    )  # fmt: skip
    axes.set_xticks(overall["number"])
    axes.set_ylim(0, last["cumulative"] * 1.15)
    axes.set_xlabel("Interview, in order; bars: codes new in it; line: codes so far")
    axes.tick_params(length=0)
    half = overall.loc[overall["cumulative"] >= last["cumulative"] / 2, "number"].iloc[0]
    tail = overall["new"].tail(3).sum()
    alt = (
        f"Of {last['cumulative']} codes, half had come up by interview {half} of {last['number']}; "
        f"the last three interviews brought {tail} new."
    )
    yield finished("saturation", "When new codes stopped coming", alt, "code_saturation", figure, source)


def agreement_chart(table: pd.DataFrame, source: str) -> Iterator[Chart]:
    """Krippendorff's alpha of the codes most used, each with its interval."""
    if table.empty:
        return
    codes = table[table["code"] != "All codes"].nlargest(_MOST, "prevalence").sort_values("krippendorff_alpha")
    rows = pd.concat([codes, table[table["code"] == "All codes"]])
    lines = sum(len(textwrap.wrap(str(name), WRAP)) for name in rows["name"])
    figure = Figure(figsize=(9, 1.5 + 0.24 * lines + 0.08 * len(rows)), layout="constrained")
    axes = figure.subplots()
    for place, row in enumerate(rows.to_dict("records")):
        axes.axhline(place, color=RULE, linewidth=0.6, zorder=0)
        axes.plot([row["krippendorff_alpha_lower"], row["krippendorff_alpha_upper"]], [place, place], color=BLUE, lw=3)
        axes.plot(row["krippendorff_alpha"], place, "o", color=BLUE, markersize=8)
        label(axes, 0, place, str(row["name"]), across=axes.get_yaxis_transform())
        axes.annotate(
            f"{row['krippendorff_alpha']:.2f}", (1, place), xycoords=axes.get_yaxis_transform(), xytext=(6, 0),
            textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
    axes.set_xlim(min(-0.1, float(rows["krippendorff_alpha_lower"].min()) - 0.05), 1.02)
    axes.set_yticks([])
    axes.tick_params(length=0)
    figure.supxlabel(
        f"Krippendorff’s alpha (dot), 95% interval (line), of the {len(codes)} codes most used; 0: chance, 1: perfect",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    best, worst, overall = (
        f"{row['name']} {row['krippendorff_alpha']:.2f}" for row in (rows.iloc[-2], rows.iloc[0], rows.iloc[-1])
    )
    alt = f"Krippendorff's alpha of the codes most used: highest {best}, lowest {worst}. {overall}."
    yield finished("coder_agreement", "How far coders agree", alt, "coder_agreement", figure, source)
