"""How the study was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lmep_consult.plan import Plan
from lmep_consult.report.tables.pages.laid_out import headed, rank_columns
from lmep_consult.table import ALL_GROUPS, Table

_SATURATION = {
    "interviews": "Interviews",
    "base_interviews": "Base of",
    "run_interviews": "Runs of",
    "threshold": "Share of new codes at most",
    "saturation": "Saturation at",
    "share_reached": "Share of random orders that reach it",
    "median_reached": "Median interview, random orders",
}

_ASSISTANCE = {
    "coder": "Coder",
    "origin": "Suggested by",
    "accepted": "Accepted",
    "changed": "Accepted, changed",
    "rejected": "Rejected",
    "added": "Added by the coder",
}

_METHODS = {"item": "Item", "domain": "Domain", "topic": "Topic", "text": "What the study did", "state": "Filled"}


def method_tables(tables: Mapping[str, Table]) -> list[Table]:
    return [
        _coders(tables["coder_agreement"]),
        _saturation(tables["code_saturation"]),
        headed(tables["machine_assistance"], _ASSISTANCE),
        headed(tables["method_notes"], _METHODS),
    ]


def _saturation(table: Table) -> Table:
    """Of all groups together: those of each group, few of which are enough to say, are in the CSV."""
    return headed(replace(table, frame=table.frame[table.frame["group"] == ALL_GROUPS]), _SATURATION)


def _coders(table: Table) -> Table:
    """Rounds by coefficients, each with its interval."""
    frame = table.frame
    rounds = zip(frame["round"], frame["blind"], strict=True)
    columns: dict[str, object] = {
        "Round": [f"{number}, {'blind' if blind == 'yes' else 'not blind'}" for number, blind in rounds],
        "Transcripts": frame["sources"],
        "Coders": frame["coders"],
        "Agreement": frame["agreement"].map("{:.0%}".format),
    }
    for name, heading in (
        ("krippendorff_alpha", "Krippendorff’s alpha"),
        ("cohen_kappa", "Cohen’s kappa"),
        ("gwet_ac1", "Gwet’s AC1"),
    ):
        values = frame[[name, f"{name}_lower", f"{name}_upper"]].itertuples(index=False)
        columns[f"{heading} (95% interval)"] = [f"{v:.2f} ({lower:.2f} to {upper:.2f})" for v, lower, upper in values]
    return Table(table.name, table.title, pd.DataFrame(columns), unit=table.unit, notes=table.notes)


def review_tables(table: Table, plan: Plan) -> list[Table]:
    """Formats by reviews: rank, lowest and highest place."""
    frame = table.frame
    formats = pd.Index(frame["format"].unique(), name="Format")
    columns: dict[str, list[object]] = {}
    for review in plan.reviews:
        rows = frame[frame["review"] == review.id]
        if len(rows):
            columns |= rank_columns(rows, "format", formats, f"{review.id} (n = {rows['voters'].iloc[0]})")
    if not columns:
        return []
    shown = pd.DataFrame({"Format": list(formats), **columns})
    named = "; ".join(f"{review.id}: {review.title}" for review in plan.reviews) + "."
    return [Table(table.name, table.title, shown, unit=table.unit, notes=(*table.notes, named))]
