"""How each kind of chart is drawn, with matplotlib."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import matplotlib as mpl
import matplotlib.style

from lmep_consult.report.charts.chart import Chart, Kind, Sketch
from lmep_consult.report.charts.drawing.bars import bars
from lmep_consult.report.charts.drawing.canvas import STYLE, Canvas
from lmep_consult.report.charts.drawing.changes import changes
from lmep_consult.report.charts.drawing.curve import curve
from lmep_consult.report.charts.drawing.dots import dots
from lmep_consult.report.charts.drawing.estimates import estimates
from lmep_consult.report.charts.drawing.grid import grid
from lmep_consult.report.charts.drawing.two_ways import two_ways

_DRAW: dict[Kind, Callable[[Canvas], None]] = {
    "bars": bars, "changes": changes, "curve": curve, "dots": dots, "estimates": estimates, "grid": grid,
    "two_ways": two_ways,
}  # fmt: skip


def draw(sketch: Sketch) -> Chart:
    with warnings.catch_warnings(), mpl.style.context(STYLE, after_reset=True):
        warnings.filterwarnings("ignore", "Glyph ")  # a picture has a box for it; the SVG and the table have the text
        canvas = Canvas(sketch)
        _DRAW[sketch.kind](canvas)
        return canvas.finished()
