"""What the page's views share: a view as HTML, how a request is worked on, and the fixed files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from lmep_consult.plan.responses import LETTERS, is_batch
from lmep_consult.review.listening import Listeners
from lmep_consult.review.sitting import Later, Sitting

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_OF_OTHER_VIEWS = ("act.js", "reload.js", "shorten.js", "terms.js")  # scripts that the reading view does without
_KEY = re.compile(r"[0-9a-f]{32}")
Handler = Callable[[Request], Awaitable[Response]]
VIEWS: tuple[tuple[str, str], ...] = (
    ("code", "Read and code"), ("compare", "Two coders"), ("codebook", "Codebook"), ("names", "Names"),
    ("quotations", "Quotations"), ("framework", "Framework"), ("progress", "Progress"),
)  # fmt: skip


def page(sitting: Sitting, view: str, template: str, **values: Any) -> HTMLResponse:
    """A view as HTML; every value is escaped. To be called with the sitting's lock held."""
    about = sitting.study.plan.study
    shared = {
        "view": view, "views": VIEWS, "by": sitting.by, "title": about.title, "fictional": about.fictional,
        "trouble": sitting.trouble, "version": sitting.version, "fixed": f"/static/{stamp()}",
        "modules": [name for name in fixed() if name.endswith(".js") and name not in _OF_OTHER_VIEWS],
    }  # fmt: skip
    if sitting.trouble:
        template = "trouble.html"
    return HTMLResponse(_templates().get_template(template).render({**shared, **values}))


def at(
    sitting: Sitting, work: Callable[[Request], Response | Callable[[], Response]], of_names: bool = False
) -> Handler:
    """A handler that works on the sitting, alone and outside the event loop, so that a slow one keeps no other waiting
    that needs no sitting. What it leaves to be called works on nothing that changes, and keeps nobody waiting. Until
    names are decided about, only those `of_names` answer; a view leads there."""

    def alone(request: Request) -> Response | Callable[[], Response]:
        with sitting.lock:
            why = "" if of_names else sitting.names_first
            if why and request.url.path.startswith(("/api/", "/recording/")):
                raise Later(why)
            if why:
                return RedirectResponse("/names", 303)
            return work(request)

    def answer(request: Request) -> Response:
        made = alone(request)
        return made if isinstance(made, Response) else made()

    async def handler(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return handler


def posted(
    sitting: Sitting, listeners: Listeners, work: Callable[[Any], dict[str, Any]], of_names: bool = False
) -> Handler:
    """A handler of what a form sends: `work` is given it, and what it returns is the answer. Where it comes again,
    nothing is done, and the answer is the same."""

    def alone(asked: Any) -> dict[str, Any]:
        with sitting.lock:
            if sitting.trouble:
                raise Later(sitting.trouble)
            if not of_names and sitting.names_first:
                raise Later(sitting.names_first)
            return sitting.once(asked["key"], lambda: {**work(asked), "version": sitting.version})

    async def handler(request: Request) -> Response:
        answer = await run_in_threadpool(alone, await asked_for(request))
        listeners.tell()
        return JSONResponse(answer)

    return handler


def source_of(sitting: Sitting, request: Request) -> str:
    """The text that the address names: one of those there are, or 404."""
    source = str(request.path_params["source"])
    if sitting.trouble:
        raise Later(sitting.trouble)
    if source not in sitting.transcripts:
        raise HTTPException(404, "No text has that name.")
    return source


def called(source: str) -> str:
    """What a source is called on the page: "views: batch 3" and "views: letters" are those of written responses."""
    if not is_batch(source):
        return source
    _, question, batch = source.split(":")
    return f"{question}: {'letters' if batch == LETTERS else f'batch {batch}'}"


async def asked_for(request: Request) -> dict[str, Any]:
    """The body of a request to decide: an object with a key that the browser made."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415, "Send JSON.")
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400, "That is no JSON.") from None
    if not isinstance(asked, dict) or not _KEY.fullmatch(str(asked.get("key"))):
        raise HTTPException(400, "A decision needs a key.")
    return asked


@cache
def fixed() -> dict[str, bytes]:
    """The scripts, styles and pictures, by name: read once, and nothing else is served as a file."""
    return {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir()) if path.suffix in TYPES}


@cache
def stamp() -> str:
    return hashlib.sha256(b"\0".join(fixed().values())).hexdigest()[:12]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
