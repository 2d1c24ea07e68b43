"""Charts drawn once: again only where what they show, or how it is drawn, changed."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from functools import cache as once

import pandas as pd
from matplotlib.font_manager import fontManager

from lmep_consult.cache import Cache
from lmep_consult.fingerprint import key_of, toolkit
from lmep_consult.report.charts.style import FONTS, Chart, Sketch


def drawn(sketch: Sketch, cache: Cache | None) -> Chart:
    """The chart of `sketch`, from `cache` where it was drawn before."""
    if cache is None:
        return sketch()
    what = [_in_full(value) for value in sketch.args]
    key = key_of("chart", toolkit(), _fonts(), sketch.func.__module__, sketch.func.__qualname__, what)
    return _unpacked(cache.kept(key, lambda: _packed(sketch())))


def _in_full(value: object) -> str:
    """All of a value, in which no two values that would be drawn differently are alike."""
    if isinstance(value, pd.DataFrame):
        return repr((value.to_dict("split"), value.index.names, value.columns.names))
    return repr(value)


@once
def _fonts() -> list[str]:
    """What letters are drawn with, besides the toolkit and its libraries: the fonts of the style that are there."""
    return sorted(font.fname for font in fontManager.ttflist if font.name in FONTS)


def _packed(chart: Chart) -> bytes:
    kept = asdict(chart) | {"svg": chart.svg.decode("utf-8"), "png": base64.b64encode(chart.png).decode("ascii")}
    return json.dumps(kept).encode("ascii")


def _unpacked(content: bytes) -> Chart:
    kept = json.loads(content)
    return Chart(**kept | {"svg": kept["svg"].encode("utf-8"), "png": base64.b64decode(kept["png"])})
