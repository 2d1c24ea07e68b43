"""The first places of each ranking in words."""

from __future__ import annotations

from lmep_consult.disclosure import Released, require_released
from lmep_consult.table import SUPPRESSED


def top_of_each(priorities: Released, places: int = 3) -> dict[str, dict[str, str]]:
    """For each question and group ("LA (n = 11)") its first options, each with rank and range."""
    frame = require_released(priorities).table.frame
    said: dict[str, dict[str, str]] = {}
    for (question, group), rows in frame.groupby(["question_title", "group"], sort=False):
        if (rows["rank"] == SUPPRESSED).any():
            words = "withheld, too few voters"
        else:
            first = rows[rows["rank"] <= places]
            words = "; ".join(
                f"{row.rank} {row.option} ({row.rank_lower} to {row.rank_upper})" for row in first.itertuples()
            )
        said.setdefault(str(question), {})[f"{group} (n = {rows['base'].iloc[0]})"] = words
    return said
