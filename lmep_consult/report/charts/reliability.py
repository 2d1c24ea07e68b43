"""When new codes stopped coming."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from lmep_consult.report.charts.style import BLUE, SIZE, Chart, Sketch, finished
from lmep_consult.table import ALL_GROUPS

_LABELLED = 40  # interviews in the chart of saturation that can each have their number


def saturation_chart(curve: pd.DataFrame, source: str) -> Iterator[Sketch]:
    overall = curve[curve["group"] == ALL_GROUPS].reset_index(drop=True)
    if len(overall) > 1:
        yield partial(_curve, overall, source)


def _curve(overall: pd.DataFrame, source: str) -> Chart:
    """All codes so far (line), and below it those that each interview brought (bars), in percent."""
    numbers, new, so_far = (overall[column].astype(int).tolist() for column in ("number", "new", "cumulative"))
    figure = Figure()
    above, below = figure.subplots(2, 1, sharex=True)
    above.set_title("Percent of the codes so far", fontsize=SIZE, loc="left", y=1)
    above.plot(numbers, so_far, "o-", color=BLUE, linewidth=2, markersize=4)
    below.set_title("Percent of the codes new in the interview", fontsize=SIZE, loc="left", y=1)
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
    alt = f"Half of the codes had come up by interview {half} of {numbers[-1]}."
    if len(numbers) > 3:
        alt = f"{alt[:-1]}, and {so_far[-4]}% before the last three interviews."
    size = (max(430, 22 * len(numbers[::every]), 10 * len(numbers)), 110)
    caption = "Interviews, in order; to the nearest 5%"
    return finished(
        "saturation", "When new codes stopped coming", alt, "code_saturation", figure, size, caption, source
    )
