"""Several coders side by side, once all of them are done; and settling where they differ."""

from __future__ import annotations

from typing import Any

import pandas as pd
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lmep_consult.coding import anchor, compare
from lmep_consult.coding.desk.rows import id_of
from lmep_consult.plan.responses import is_batch
from lmep_consult.review.pages import at, called, page, source_of
from lmep_consult.review.sitting import Sitting

_AROUND = 120  # characters either side
Row = dict[str, Any]


def routes(sitting: Sitting) -> list[Route]:
    def show(request: Request) -> Response:
        sources = [] if sitting.trouble else _sources(sitting)
        return page(sitting, "compare", "compare.html", source="", sources=sources)

    def one(request: Request) -> Response:
        source = source_of(sitting, request)
        if not _is_open(sitting, source):  # what others coded stays on the server until then
            raise HTTPException(403, "Coders work blind until everybody who codes this text is done.")
        return page(sitting, "compare", "compare.html", source=source, **_side_by_side(sitting, source))

    return [Route("/compare", at(sitting, show)), Route("/compare/{source}", at(sitting, one))]


def _done(sitting: Sitting, source: str) -> set[str]:
    marks = sitting.coded_of(source).done
    return set(marks.loc[marks["source"] == source, "coder"])


def _is_open(sitting: Sitting, source: str) -> bool:
    """Whether everybody who codes the source, of whom there are several, is done with it."""
    coders = sitting.desk.coders_of(source)
    return len(coders) > 1 and coders <= _done(sitting, source)


def _sources(sitting: Sitting) -> list[Row]:
    left = pd.concat([part.open["source"] for part in sitting.parts]).value_counts()
    return [
        {
            "source": source, "called": called(source), "coders": sorted(coders),
            "done": sorted(_done(sitting, source) & coders),
            "open": _is_open(sitting, source), "left": int(left.get(source, 0)),
        }
        for source in sitting.transcripts
        if len(coders := sitting.desk.coders_of(source)) > 1
    ]  # fmt: skip


def _side_by_side(sitting: Sitting, source: str) -> Row:
    coded, text = sitting.coded_of(source), sitting.transcripts[source].text
    coders = sorted(sitting.desk.coders_of(source))
    names = {code.id: code.name for code in sitting.codebook.codes}
    there = coded.by_coder[coded.by_coder["source"] == source]
    said, _ = anchor(coded.folded.adjudications, sitting.transcripts)
    verdicts = {id_: row for row in said.to_dict("records") for id_ in row["about"]}
    whole = compare(there, coded.done[coded.done["source"] == source])
    rows: list[Row] = []
    for kind, frame in (("agree", whole.agreed), ("differs", whole.differing)):
        for row in frame.to_dict("records"):
            ids = tuple(row["ids"]) if kind == "differs" else tuple(row["id"].split(" + "))
            settled = next((verdicts[id_] for id_ in ids if id_ in verdicts), None) if kind == "differs" else None
            given = there[there["id"].isin(ids)].sort_values("start")
            rows.append(
                {
                    "kind": "settled" if settled else kind, "id": id_of(*ids), "code": row["code"],
                    "name": names.get(row["code"], row["code"]),
                    "where": row["participant"] if is_batch(source) else f"turn {row['turn']}",
                    "start": int(row["start"]), "end": int(row["end"]),
                    "by": [given[given["coder"] == coder].to_dict("records") for coder in coders],
                    "verdict": settled["verdict"] if settled else "", "reason": settled["memo"] if settled else "",
                }
            )  # fmt: skip
    by_code = [
        {"name": name, "all": len(of), "agreed": sum(row["kind"] == "agree" for row in of)}
        for code, name in names.items()
        if (of := [row for row in rows if row["code"] == code])
    ]
    return {
        "rows": rows, "passages": _passages(rows, text, is_batch(source)), "coders": coders, "by_code": by_code,
        "may": sitting.by not in coders, "called": called(source),
    }  # fmt: skip


def _passages(rows: list[Row], text: str, apart: bool) -> list[Row]:
    """Rows whose words overlap are of one passage, so that its words are shown once, with all its codes. apart: whether
    the lines around them are nothing to it, as answers of others are."""
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["start"], row["code"])):
        if found and row["start"] < found[-1]["end"]:
            found[-1]["rows"].append(row)
            found[-1]["end"] = max(found[-1]["end"], row["end"])
        else:
            found.append({"where": row["where"], "start": row["start"], "end": row["end"], "rows": [row]})
    for each in found:
        start, end = each["start"], each["end"]
        each["before"], each["quote"] = text[max(0, start - _AROUND) : start], text[start:end]
        each["after"] = text[end : end + _AROUND]
        if apart:
            each["before"], each["after"] = each["before"].rpartition("\n")[2], each["after"].partition("\n")[0]
    return found
