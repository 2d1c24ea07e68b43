"""What the browser may ask to be decided, and what it comes to at the desk."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any, Literal

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lmep_consult.coding import text_hash
from lmep_consult.coding.desk import Desk, NotYet
from lmep_consult.errors import CodingError
from lmep_consult.review.listening import Listeners
from lmep_consult.review.pages import asked_for, called
from lmep_consult.review.sitting import Later, Sitting, ids_of
from lmep_consult.text import whole_characters

Asked = dict[str, Any]
_LONGEST = 20_000  # characters of a note


def routes(sitting: Sitting, listeners: Listeners) -> list[Route]:
    def work(asked: Asked) -> Asked:
        with sitting.lock:
            if sitting.names_first:
                raise Later(sitting.names_first)
            try:
                made = sitting.decide(asked["key"], lambda desk: _act(sitting, desk, asked))
            except NotYet as question:
                return {"question": str(question)}
            return {"kept": True, "again": made is None, "at": made, "version": sitting.version}

    async def decide(request: Request) -> Response:
        asked = await asked_for(request)
        answer = await run_in_threadpool(work, asked)
        if "question" in answer:
            return JSONResponse(answer, 409)
        listeners.tell()
        return JSONResponse(answer)

    return [Route("/api/decide", decide, methods=["POST"])]


def _act(sitting: Sitting, desk: Desk, asked: Asked) -> Asked:
    by_name: dict[str, Callable[[Desk, Asked], Asked]] = {
        "accept": _accept, "reject": _reject, "reject_all": _reject_all, "add": _add, "revise": _revise, "note": _note,
        "star": _star, "undo": _undo, "undo_all": _undo_all, "finish": _finish, "reopen": _reopen,
        "settle": _settle, "summarise": _summarise, "refuse": _refuse,
    }  # fmt: skip
    if text(asked, "action") == "settle":
        desk.renew(sitting.decisions, pd.concat([part.open for part in sitting.parts]))
    act = by_name.get(text(asked, "action"))
    if act is None:
        raise HTTPException(400, "There is no such decision.")
    source = text(asked, "source")
    of_text = text(asked, "transcript")
    if of_text and source in sitting.transcripts and of_text != text_hash(sitting.transcripts[source].text):
        raise CodingError(f"The words of {source} have changed since; look at the passage again.")
    return act(desk, asked)


def _accept(desk: Desk, asked: Asked) -> Asked:
    start, end = number(asked, "start"), number(asked, "end")
    made = desk.accept(text(asked, "suggestion"), text(asked, "code"), start, end, text(asked, "memo"))
    if asked.get("star") is True:
        desk.star(made.id)
    return {"id": made.id}


def _reject(desk: Desk, asked: Asked) -> Asked:
    """A suggestion is turned down; a coding that came from one is taken back first."""
    coding, suggestion = text(asked, "coding"), text(asked, "suggestion")
    if coding:
        desk.undo(coding)
    if suggestion and (not coding or any(each.id == suggestion for each in desk.waiting(text(asked, "source")))):
        desk.reject(suggestion, text(asked, "memo"))
    return {}


def _reject_all(desk: Desk, asked: Asked) -> Asked:
    wanted = asked.get("suggestions")
    if not isinstance(wanted, list) or len(wanted) > 5_000:
        raise HTTPException(400, "Say which.")
    for each in map(str, wanted):
        desk.reject(each, text(asked, "memo"))
    return {"count": len(wanted)}


def _add(desk: Desk, asked: Asked) -> Asked:
    start, end = number(asked, "start"), number(asked, "end")
    if start is None or end is None:
        raise HTTPException(400, "Say which words.")
    quote = asked["quote"] if isinstance(asked.get("quote"), str) else None
    made = desk.add(text(asked, "source"), start, end, text(asked, "code"), text(asked, "memo"), quote)
    if asked.get("star") is True:
        desk.star(made.id)
    return {"id": made.id}


def _revise(desk: Desk, asked: Asked) -> Asked:
    made = desk.revise(text(asked, "coding"), text(asked, "code"), number(asked, "start"), number(asked, "end"))
    return {"id": made.id}


def _note(desk: Desk, asked: Asked) -> Asked:
    start, end = number(asked, "start"), number(asked, "end")
    if start is None or end is None:
        raise HTTPException(400, "Say on which words.")
    made = desk.note(text(asked, "source"), start, end, text(asked, "memo"), text(asked, "code"))
    return {"id": made.id}


def _star(desk: Desk, asked: Asked) -> Asked:
    made = desk.star(text(asked, "coding"))
    return {"id": made.id}


def _undo(desk: Desk, asked: Asked) -> Asked:
    """The last decision of theirs, or the one that is named."""
    undone = desk.undo(text(asked, "decision"))
    where = next((each for each in desk.rejected(undone.source) if each.start == undone.start), None)
    return {
        "undone": undone.action, "code": undone.code, "source": undone.source, "called": called(undone.source),
        "start": where.start if where else undone.start,
    }  # fmt: skip


def _undo_all(desk: Desk, asked: Asked) -> Asked:
    """All that one request decided, which is named by its key."""
    mine = {each.id for each in desk.mine()}
    made = [id_ for id_ in takewhile(desk.has, ids_of(text(asked, "of"))) if id_ in mine]
    if not made:
        raise CodingError("That is undone already.")
    undone = [desk.undo(id_) for id_ in made]
    first = undone[0]
    return {
        "count": len(undone), "undone": first.action, "code": first.code, "source": first.source,
        "called": called(first.source),
    }  # fmt: skip


def _finish(desk: Desk, asked: Asked) -> Asked:
    desk.finish(text(asked, "source"), sure=asked.get("sure") is True)
    return {}


def _reopen(desk: Desk, asked: Asked) -> Asked:
    desk.reopen(text(asked, "source"))
    return {}


def _settle(desk: Desk, asked: Asked) -> Asked:
    verdict: Literal["keep", "drop"] = "keep" if text(asked, "verdict") == "keep" else "drop"
    made = desk.settle(text(asked, "difference"), verdict, text(asked, "memo"))
    return {"id": made.id}


def _refuse(desk: Desk, asked: Asked) -> Asked:
    start, end = int(text(asked, "start") or 0), int(text(asked, "end") or 0)
    codes = [code for code in text(asked, "codes").split(",") if code]
    return {"count": len(desk.refuse(text(asked, "source"), start, end, codes, text(asked, "memo")))}


def _summarise(desk: Desk, asked: Asked) -> Asked:
    made = desk.summarise(text(asked, "participant"), text(asked, "code"), text(asked, "memo"))
    return {"id": made.id}


def text(asked: Asked, name: str) -> str:
    """A text of what is asked, "" where there is none."""
    value = asked.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise HTTPException(400, f"{name} is no text, or too long.")
    return whole_characters(value.strip())


def number(asked: Asked, name: str) -> int | None:
    value = asked.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**40):
        raise HTTPException(400, f"{name} is no place.")
    return value
