"""Charts of what written responses say: how many answers carry each theme, as estimated, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lmep_consult.report.charts.chart import Sketch, listed, short
from lmep_consult.report.findings.responses import of_questions, range_of

WRITTEN = "response_themes"  # of names of charts and tables, before the question
_NAMED = 3


def written_charts(frames: Mapping[str, pd.DataFrame], source: str) -> Iterator[Sketch]:
    """A chart for each question with estimates: the themes, the most frequent first."""
    for rows, _ in of_questions(frames):
        first = rows.iloc[0]
        ends = rows[["name", "share", "lower", "upper"]].itertuples(index=False, name=None)
        marks = [[name, float(share), float(low), float(high), range_of(share, low, high)]
                 for name, share, low, high in ends]  # fmt: skip
        ahead = [name for name, _, _, high, _ in marks if high > first["lower"]]
        asked = f"Answers to “{short(first['question_title'], 80)}”"
        title = f"{asked}: most often {listed(ahead)}" if len(ahead) <= _NAMED else f"{asked}: no theme clearly ahead"
        said = "; ".join(f"{short(name)} {estimate}" for name, *_, estimate in marks)
        name = f"{WRITTEN}_{first['question']}"
        yield Sketch(
            name,
            title,
            f"{asked}: share that carry each theme",
            f"Estimated share of {first['base']:,} answers in people's own words, from {first['sample']:,} that people "
            "coded. Lines: 95% intervals.",
            f"{title}. Of {first['base']:,} answers: {said}.",
            name,
            source,
            "estimates",
            {"rows": marks},
        )
