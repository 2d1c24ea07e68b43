"""Charts of who was interviewed, and of when new codes stopped coming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from lmep_consult.report.amounts import number
from lmep_consult.report.charts.chart import Sketch, listed
from lmep_consult.table import ALL_GROUPS

SAMPLE, SATURATION = "sample_interviews", "saturation"
_MOST = 90  # percent of codes


def sample_chart(frames: Mapping[str, pd.DataFrame], source: str) -> Iterator[Sketch]:
    rows = frames["sample_interviews"]
    rows = rows[rows["group"] != ALL_GROUPS]
    counts = [(row["name"], number(row["achieved"]), number(row["intended"])) for row in rows.to_dict("records")]
    if not counts:
        return
    most = max([1.0, *(each for _, *both in counts for each in both if each)])
    drawn: list[Any] = []
    for name, done, intended in counts:
        share = None if done is None else done / most
        said = f"{_whole(done)} of {_whole(intended)}" if intended else _whole(done)
        drawn.append([name, None if share is None else [share, share], said, "", intended / most if intended else None])
    short = [name for name, done, intended in counts if done is not None and intended and done < intended / 2]
    if not any(intended for *_, intended in counts):
        title = "Interviews held; no number of them was intended"
    elif short:
        title = f"Fewer than half of the interviews intended: {listed(short)}"
    elif all(done is not None and done >= (intended or 0) for _, done, intended in counts):
        title = "Each group gave the interviews intended"
    else:
        title = "Each group gave at least half of the interviews intended"
    said = "; ".join(f"{name} {row[2]}" for (name, *_), row in zip(counts, drawn, strict=True))
    yield Sketch(
        SAMPLE,
        title,
        "Interviews held and intended, by stakeholder group",
        "Interviews held (bar) and intended (line).",
        f"{title}. Interviews held: {said}.",
        "sample_interviews",
        source,
        "bars",
        {"rows": drawn},
    )


def _whole(amount: float | None) -> str:
    return "withheld" if amount is None else f"{amount:.0f}"


def saturation_chart(frames: Mapping[str, pd.DataFrame], source: str) -> Iterator[Sketch]:
    curve = frames["saturation_curve"]
    overall = curve[curve["group"] == ALL_GROUPS]
    if len(overall) < 2:
        return
    values = [int(each) for each in overall["cumulative"]]
    half, most = (next(at for at, share in enumerate(values, start=1) if share >= aim) for aim in (50, _MOST))
    title = f"{_MOST}% of the codes had come up by interview {most} of {len(values)}"
    yield Sketch(
        SATURATION,
        title,
        "Share of all codes found so far, interview by interview",
        "Percent of all codes given that had been found by each interview, to the nearest 5.",
        f"{title}, and half by interview {half}.",
        "code_saturation",
        source,
        "curve",
        {"values": values, "across": "Interviews, in order"},
    )
