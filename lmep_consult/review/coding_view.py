"""Reading and coding one text: its turns, what is coded in it, and what waits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from lmep_consult.coding import anchor, fold, text_hash, visible
from lmep_consult.coding.desk.certainty import terms_of
from lmep_consult.places import RAW
from lmep_consult.plan.responses import is_batch
from lmep_consult.review.pages import at, called, page, source_of
from lmep_consult.review.sitting import Later, Sitting
from lmep_consult.study import RECORDINGS, begins_with_id

_SOUNDS = {".mp3", ".m4a", ".mp4", ".wav", ".ogg", ".oga", ".opus", ".webm", ".flac", ".aac"}


def routes(sitting: Sitting) -> list[Route]:
    def first(request: Request) -> Response:
        if sitting.trouble or not sitting.transcripts:
            return page(sitting, "code", "nothing.html")
        return RedirectResponse(f"/code/{_first(sitting)}", 303)

    def show(request: Request) -> Response:
        source = "" if sitting.trouble else source_of(sitting, request)
        left = 0 if sitting.trouble else sitting.names.left
        shown = {"source": source, "called": called(source), "sources": _sources(sitting)}
        return page(sitting, "code", "code.html", **shown, names_left=left)

    def whole(request: Request) -> Response:
        source = source_of(sitting, request)
        return JSONResponse({**_text(sitting, source), "state": state(sitting, source)})

    def now(request: Request) -> Response:
        return JSONResponse(state(sitting, source_of(sitting, request)))

    def others(request: Request) -> Response:
        return JSONResponse(_others(sitting, source_of(sitting, request)))

    def codes(request: Request) -> Response:
        if sitting.trouble:
            raise Later(sitting.trouble)
        return JSONResponse(_codes(sitting))

    def hits(request: Request) -> Response:
        return JSONResponse(_alike(sitting, request.query_params.get("suggestion", "")))

    def recording(request: Request) -> Response:
        path = _recording(sitting, source_of(sitting, request))
        if path is None:
            raise HTTPException(404)
        return FileResponse(path)

    return [
        Route("/code", at(sitting, first)),
        Route("/code/{source}", at(sitting, show)),
        Route("/api/source/{source}", at(sitting, whole)),
        Route("/api/state/{source}", at(sitting, now)),
        Route("/api/others/{source}", at(sitting, others)),
        Route("/api/codes", at(sitting, codes)),
        Route("/api/hits", at(sitting, hits)),
        Route("/recording/{source}", at(sitting, recording)),
    ]


def state(sitting: Sitting, source: str) -> dict[str, Any]:
    """What the coder decided in a source and what waits in it, as it is now. Offsets are code points."""
    desk = sitting.desk
    sure = desk.sureness()
    mine = desk.mine(source)
    stars = {(each.code, each.start, each.end): each.id for each in mine if each.action == "star" and not each.verdict}
    split = {row["id"]: list(row["choices"]) for row in desk.to_choose(source)}
    codings = [
        {
            "kind": "coding", "choices": split.get(row["id"]),
            "id": row["id"], "start": row["start"], "end": row["end"], "turn": row["turn"],
            "code": row["code"], "memo": row["memo"], "origin": row["origin"], "why": row["rule"],
            "star": stars.get((row["code"], row["start"], row["end"]), ""), "round": row["round"],
            "suggestion": desk.suggested_at(source, row["start"], row["end"], row["code"]),
        }
        for row in desk.codings(source)
    ]  # fmt: skip
    waiting = [
        {
            "kind": "suggestion", "id": each.id, "start": each.start, "end": each.end, "turn": each.turn,
            "code": each.code, "why": each.why, "origin": each.origin, "sure": sure(each),
            "terms": sorted(terms_of(each.why)),
        }
        for each in desk.waiting(source)
    ]  # fmt: skip
    notes = [
        {"id": each.id, "start": each.start, "end": each.end, "turn": each.turn, "code": each.code, "memo": each.memo}
        for each in mine
        if each.action == "memo" and each.start is not None
    ]
    return {
        "version": sitting.version, "source": source, "done": desk.is_done(source), "round": sitting.round,
        "codings": codings, "waiting": waiting, "notes": notes, "counts": desk.counts(),
        "left": len(waiting) + len(split), "rejected": sum(each.action == "reject" for each in mine),
    }  # fmt: skip


def _text(sitting: Sitting, source: str) -> dict[str, Any]:
    transcript = sitting.transcripts[source]
    written = source in sitting.study.plan.answers_coded or is_batch(source)  # which nobody asked aloud
    turns = [
        {
            "turn": int(row["turn"]),
            "who": row["participant"] or row["speaker"] or row["role"],
            "role": "" if written else row["role"],
            "at": None if math.isnan(row["start_s"]) else round(row["start_s"], 1), "text": row["text"],
            "start": int(row["start_char"]), "question": str(row.get("question", "") or ""),
            "asks": row["participant"] == "",
        }
        for row in transcript.turns.to_dict("records")
    ]  # fmt: skip
    sources = list(sitting.transcripts)
    place = sources.index(source)
    return {
        "source": source, "called": called(source), "transcript": text_hash(transcript.text), "turns": turns,
        "written": written, "questions": sitting.questions,
        "before": sources[place - 1] if place else "", "after": sources[place + 1] if place + 1 < len(sources) else "",
        "recording": _recording(sitting, source) is not None,
    }  # fmt: skip


def _codes(sitting: Sitting) -> list[dict[str, Any]]:
    book = sitting.codebook
    return [
        {
            "id": code.id, "name": code.name, "parent": code.parent, "definition": code.definition,
            "include": code.include, "exclude": code.exclude,
            "examples": list(code.examples), "terms": list(code.terms),
            "colour": code.colour, "depth": len(book.ancestors(code.id)), "family": book.family(code.id),
        }
        for code in book.codes
    ]  # fmt: skip


def _others(sitting: Sitting, source: str) -> list[dict[str, Any]]:
    """The codings of others in the source that this person may see: none, until everybody who codes it is done."""
    seen = visible(sitting.decisions, sitting.by, sitting.study.plan.coding.assigned)
    theirs = [each for each in seen if each.coder != sitting.by]
    if not any(each.source == source for each in theirs):
        return []
    placed, _ = anchor(fold(theirs).codings, sitting.transcripts)
    placed = placed[placed["source"] == source]
    columns = ["coder", "code", "start", "end", "turn", "memo"]
    return [dict(zip(columns, row, strict=True)) for row in placed[columns].to_numpy().tolist()]


def _alike(sitting: Sitting, suggestion: str) -> list[dict[str, Any]]:
    """The passages of all transcripts that wait for this coder and that nothing but the terms of this suggestion
    suggests for its code."""
    waiting = sitting.desk.waiting()
    here = next((each for each in waiting if each.id == suggestion), None)
    if here is None or not terms_of(here.why):
        return []
    found = []
    for each in waiting:
        if each.code == here.code and each.origin == here.origin and terms_of(each.why) <= terms_of(here.why):
            text = sitting.transcripts[each.source].text
            before, after = text[max(0, each.start - 80) : each.start], text[each.end : each.end + 80]
            found.append(
                {"id": each.id, "source": called(each.source), "before": before, "words": each.quote, "after": after}
            )
    return found


def _sources(sitting: Sitting) -> list[tuple[str, list[dict[str, Any]]]]:
    """Those there are, by kind: how much waits in each."""
    if sitting.trouble:
        return []
    desk = sitting.desk

    def listed(sources: Iterable[str]) -> list[dict[str, Any]]:
        return [
            {"name": source, "called": called(source), "done": desk.is_done(source),
             "left": len(desk.waiting(source)) + len(desk.to_choose(source))}
            for source in sources
        ]  # fmt: skip

    kinds = (("Transcripts", sitting.data.transcripts), ("Written responses", sitting.answers))
    return [(kind, listed(sources)) for kind, sources in kinds if sources]


def _first(sitting: Sitting) -> str:
    """The source that was asked for when the page was started, else the first that this person has not called done."""
    if sitting.start in sitting.transcripts:
        return sitting.start
    desk = sitting.desk
    assigned = [
        source for (source, number), who in sitting.study.plan.coding.assigned.items()
        if sitting.by in who and number == sitting.round and source in sitting.transcripts
    ]  # fmt: skip
    there = [*assigned, *sitting.transcripts]
    return next((source for source in there if not desk.is_done(source)), there[0])


def _recording(sitting: Sitting, source: str) -> Path | None:
    """The recording of a transcript: a sound file in raw/recordings whose name begins with the same id."""
    folder = sitting.study.at(RAW) / RECORDINGS
    if not folder.is_dir():
        return None
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SOUNDS and begins_with_id(path.stem, source) and path.is_file():
            sitting.study.refuse_outside(path)
            return path
    return None
