"""How far the team has come, and what is owed. Counts only: nothing that a blind coder must not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.analysis.reliability import coder_agreement, saturation
from lmep_consult.governance import check_study
from lmep_consult.review.pages import at, page
from lmep_consult.review.sitting import Sitting


def routes(sitting: Sitting) -> list[Route]:
    def show(request: Request) -> Response:
        if sitting.trouble:
            return page(sitting, "progress", "progress.html")
        coded = sitting.coded
        folded = coded.folded
        made = {
            "Suggested by the codebook’s terms": len(coded.suggestions),
            "Accepted as suggested": sum(each.action == "accept" for each in sitting.decisions),
            "Rejected": len(folded.rejections),
            "Coded by people alone": int((folded.codings["origin"] == "person").sum()),
            "Final codings": len(coded.final),
            "To adjudicate": len(coded.open),
        }
        values: dict[str, Any] = {
            "made": made,
            "coders": _coders(sitting),
            "rows": _rows(sitting),
            "rests": coded.rests_on,
        }
        asked = request.query_params.get("work") == "out"
        parts = (sitting.data, sitting.study.plan, sitting.codebook, coded)
        values["measures"] = asked
        values["agreement"] = _table(coder_agreement(*parts)) if asked else None
        values["saturation"] = _table(saturation(*parts)["code_saturation"]) if asked else None
        values["owed"] = list(map(str, check_study(sitting.study, dt.date.today()))) if asked else []
        return page(sitting, "progress", "progress.html", **values)

    return [Route("/progress", at(sitting, show))]


def _coders(sitting: Sitting) -> list[str]:
    assigned = {coder for coders in sitting.study.plan.coding.assigned.values() for coder in coders}
    return sorted(assigned | set(sitting.coded.folded.decided["coder"]) | set(sitting.coded.done["coder"]))


def _rows(sitting: Sitting) -> list[dict[str, Any]]:
    """A row a transcript: of each coder, whether they are done, and how much they decided."""
    coded = sitting.coded
    decided = coded.folded.decided.groupby(["source", "coder"]).size()
    done = set(coded.done[["source", "coder"]].itertuples(index=False, name=None))
    suggested = coded.suggestions["source"].value_counts()
    return [
        {
            "source": source, "suggested": int(suggested.get(source, 0)), "finished": source in coded.finished,
            "by": [
                {"done": (source, coder) in done, "decided": int(decided.get((source, coder), 0)),
                 "assigned": coder in sitting.desk.coders_of(source)}
                for coder in _coders(sitting)
            ],
        }
        for source in sitting.transcripts
    ]  # fmt: skip


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    shown = frame.copy()
    for column in shown.select_dtypes("float"):
        shown[column] = shown[column].map(lambda value: "" if pd.isna(value) else f"{value:.2f}")
    names = [str(column).replace("_", " ") for column in shown.columns]
    return {"columns": names, "rows": shown.astype(object).where(shown.notna(), "").to_numpy().tolist()}
