"""How far the team has come, and what is owed. Counts only: nothing that a blind coder must not see."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.analysis.reliability import coder_agreement, saturation
from lmep_consult.coding import Decision
from lmep_consult.coding.decisions.folding import in_force
from lmep_consult.governance import check_study
from lmep_consult.review.pages import at, called, page
from lmep_consult.review.sitting import Sitting


def routes(sitting: Sitting) -> list[Route]:
    def show(request: Request) -> Response | Callable[[], Response]:
        if sitting.trouble:
            return page(sitting, "progress", "progress.html")
        coded = sitting.coded
        parts = sitting.parts
        origins = sitting.suggestions["origin"]
        values: dict[str, Any] = {
            "version": sitting.version,
            "made": {
                "suggested by rules": int((origins == "rule").sum()),
                "suggested by meaning": int((origins != "rule").sum()),
                "final codings": sum(len(part.final) for part in parts),
                "still to adjudicate": sum(len(part.open) for part in parts),
            },
            "did": did(sitting.decisions),
            "coders": _coders(sitting),
            "kinds": [
                ("Transcripts", "Transcript", _rows(sitting, sitting.data.transcripts)),
                ("Written responses", "Batch", _rows(sitting, sitting.answers)),
            ],
            "rests": coded.rests_on,
            "batches": len(sitting.answers),
            "finished": len(sitting.written.finished) if sitting.answers else 0,
            "measures": request.query_params.get("work") == "out",
        }
        if not values["measures"]:
            return page(sitting, "progress", "progress.html", **values)
        study, data, about = sitting.study, sitting.data, (sitting.study.plan, sitting.codebook)
        sample = replace(data, transcripts=sitting.answers)

        def measured() -> Response:  # which takes seconds
            agreement = [coder_agreement(of, *about, part) for of, part in zip((data, sample), parts, strict=False)]
            values["agreement"] = [_table(frame) for frame in agreement]
            values["saturation"] = _table(saturation(data, *about, coded)["code_saturation"])
            values["owed"] = list(map(str, check_study(study, dt.date.today())))
            return page(sitting, "progress", "progress.html", **values)

        return measured

    return [Route("/progress", at(sitting, show))]


def did(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """A row a coder: how many suggestions they accepted as they were, accepted with another code or other words, and
    rejected, and how many passages they coded by themselves. What was undone counts nowhere."""
    there = in_force(decisions)
    later = {old for each in there if each.action == "change" for old in each.supersedes}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in there:
        if each.action == "accept":
            counts[each.coder]["changed" if each.id in later else "accepted"] += 1
        elif each.action == "change" and each.was:
            counts[each.coder]["changed"] += 1
        elif each.action == "reject":
            counts[each.coder]["rejected"] += 1
        elif each.action == "add":
            counts[each.coder]["own"] += 1
    return [
        {"coder": coder, **{what: counts[coder][what] for what in ("accepted", "changed", "rejected", "own")}}
        for coder in sorted(counts)
    ]


def _coders(sitting: Sitting) -> list[str]:
    assigned = {coder for coders in sitting.study.plan.coding.assigned.values() for coder in coders}
    there = {coder for part in sitting.parts for coder in [*part.folded.decided["coder"], *part.done["coder"]]}
    return sorted(assigned | there)


def _rows(sitting: Sitting, sources: Collection[str]) -> list[dict[str, Any]]:
    """A row a source, all of one kind: of each coder, whether they are done, and how much they decided."""
    if not sources:
        return []
    coded = sitting.coded_of(next(iter(sources)))
    decided = coded.folded.decided.groupby(["source", "coder"]).size()
    done = set(coded.done[["source", "coder"]].itertuples(index=False, name=None))
    suggested = coded.suggestions["source"].value_counts()
    return [
        {
            "source": source, "called": called(source), "suggested": int(suggested.get(source, 0)),
            "finished": source in coded.finished,
            "by": [
                {"done": (source, coder) in done, "decided": int(decided.get((source, coder), 0)),
                 "assigned": coder in sitting.desk.coders_of(source)}
                for coder in _coders(sitting)
            ],
        }
        for source in sources
    ]  # fmt: skip


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    shown = frame.copy()
    for column in shown.select_dtypes("float"):
        shown[column] = shown[column].map(lambda value: "" if pd.isna(value) else f"{value:.2f}")
    names = [str(column).replace("_", " ") for column in shown.columns]
    return {"columns": names, "rows": shown.astype(object).where(shown.notna(), "").to_numpy().tolist()}
