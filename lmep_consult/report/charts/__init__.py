"""Charts in one house style, from released tables, each with words that say what it shows."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import afcharts  # noqa: F401  (registers its style)
import matplotlib as mpl
import matplotlib.style

from lmep_consult.cache import Cache
from lmep_consult.disclosure import Released, require_released
from lmep_consult.plan import Plan
from lmep_consult.report.charts.kept import drawn
from lmep_consult.report.charts.priorities import priority_charts
from lmep_consult.report.charts.reliability import saturation_chart
from lmep_consult.report.charts.sample import sample_chart
from lmep_consult.report.charts.slopes import group_charts
from lmep_consult.report.charts.style import STYLE, Chart
from lmep_consult.report.charts.themes import theme_charts
from lmep_consult.report.writers.shown import printable

__all__ = ["Chart", "draw_charts"]


def draw_charts(tidy: Mapping[str, Released], plan: Plan, source: str, cache: Cache | None = None) -> list[Chart]:
    """The sample, each question's priorities, each family of themes by group, and when new codes stopped coming.

    cache: where charts are kept; a chart is drawn again when what it shows, or how it is drawn, has changed.
    """
    frames = {
        name: require_released(released).table.frame.map(
            lambda cell: printable(cell) if isinstance(cell, str) else cell
        )
        for name, released in tidy.items()
    }
    with warnings.catch_warnings(), mpl.style.context(["afcharts.afcharts", STYLE], after_reset=True):
        warnings.filterwarnings("ignore", "Glyph ")  # a picture has a box for it; the SVG and the table have the text
        sketches = [
            *sample_chart(frames["sample_interviews"], source),
            *priority_charts(frames["priorities"], plan, source),
            *group_charts(frames["priorities"], plan, source),
            *theme_charts(frames["themes_by_group"], plan, source),
            *saturation_chart(frames["saturation_curve"], source),
        ]
        return [drawn(sketch, cache) for sketch in sketches]
