"""Charts in one house style, from released tables, each with words that say what it finds."""

from __future__ import annotations

from collections.abc import Mapping

from lmep_consult.cache import Cache
from lmep_consult.disclosure import Released
from lmep_consult.plan import Plan
from lmep_consult.report.charts.chart import Chart
from lmep_consult.report.charts.combined import combined_charts
from lmep_consult.report.charts.kept import drawn
from lmep_consult.report.charts.said import assumption_chart, theme_charts
from lmep_consult.report.charts.sample import sample_chart, saturation_chart
from lmep_consult.report.charts.voted import CERTAINTY, VOTES, vote_charts
from lmep_consult.report.charts.written import written_charts
from lmep_consult.report.printing import printable_frame

__all__ = ["FIRST_PAGE", "Chart", "draw_charts"]

FIRST_PAGE = (f"{VOTES}_priorities", CERTAINTY)  # names of the charts next to the findings


def draw_charts(tidy: Mapping[str, Released], plan: Plan, source: str, cache: Cache | None = None) -> list[Chart]:
    """Who took part, votes by group with how sure they are, themes, assumptions, and when new codes stopped coming.

    cache: where charts are kept; a chart is drawn again when what it shows, or how it is drawn, has changed.
    """
    frames = {name: printable_frame(released) for name, released in tidy.items()}
    sketches = [
        *sample_chart(frames, source),
        *vote_charts(frames, plan, source),
        *theme_charts(frames, plan, source),
        *written_charts(frames, source),
        *assumption_chart(frames, plan, source),
        *combined_charts(frames, plan, source),
        *saturation_chart(frames, source),
    ]
    return [drawn(sketch, cache) for sketch in sketches]
