"""Charts drawn once: again only where what they show, or how it is drawn, changed."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, replace

from lmep_consult.cache import Cache
from lmep_consult.fingerprint import key_of, toolkit
from lmep_consult.report.charts.chart import Chart, Sketch


def drawn(sketch: Sketch, cache: Cache | None) -> Chart:
    """The chart of `sketch`, from `cache` where it was drawn before."""
    if cache is None:
        return _drawn(sketch)
    key = key_of("chart", toolkit(), asdict(sketch))
    return _unpacked(cache.kept(key, lambda: _packed(_drawn(sketch))))


def _drawn(sketch: Sketch) -> Chart:
    from lmep_consult.report.charts.drawing import draw  # loads matplotlib

    return replace(draw(sketch), shows=key_of(asdict(sketch)))


def _packed(chart: Chart) -> bytes:
    kept = asdict(chart) | {"svg": chart.svg.decode("utf-8"), "png": base64.b64encode(chart.png).decode("ascii")}
    return json.dumps(kept).encode("ascii")


def _unpacked(content: bytes) -> Chart:
    kept = json.loads(content)
    return Chart(**kept | {"svg": kept["svg"].encode("utf-8"), "png": base64.b64decode(kept["png"])})
