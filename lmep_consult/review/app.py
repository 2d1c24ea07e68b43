"""The page's addresses, and what all of its views share: templates, fixed files, how a request is worked on."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lmep_consult.errors import ConsultError
from lmep_consult.review.listening import Listeners
from lmep_consult.review.sitting import Later, Sitting

HERE = Path(__file__).parent
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_OF_OTHER_VIEWS = ("act.js", "reload.js", "shorten.js", "terms.js")  # scripts that the reading view does without
Handler = Callable[[Request], Awaitable[Response]]
VIEWS: tuple[tuple[str, str], ...] = (
    ("code", "Read and code"), ("compare", "Two coders"), ("codebook", "Codebook"), ("names", "Names"),
    ("quotations", "Quotations"), ("framework", "Framework"), ("progress", "Progress"),
)  # fmt: skip


def app_of(sitting: Sitting) -> Starlette:
    """All of the page, for one sitting."""
    from lmep_consult.review import (
        codebook_view,
        coding_view,
        comparing,
        deciding,
        framework_view,
        naming,
        progress_view,
        quoting,
        searching,
    )  # fmt: skip

    watched = Listeners(sitting)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _fixed() or request.path_params["stamp"] != _stamp():
            raise HTTPException(404)
        kept = {"Cache-Control": "max-age=31536000, immutable"}  # by its address, which changes when it does
        return Response(_fixed()[name], media_type=_TYPES[Path(name).suffix], headers=kept)

    async def start(request: Request) -> Response:
        return RedirectResponse("/code", 303)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with watched.watching():
            yield

    routes: list[BaseRoute] = [
        Route("/", start),
        Route("/static/{stamp}/{name}", static),
        *watched.routes(),
        *coding_view.routes(sitting),
        *deciding.routes(sitting, watched),
        *searching.routes(sitting),
        *(route for view in (comparing, framework_view, progress_view) for route in view.routes(sitting)),
        *(route for view in (codebook_view, naming, quoting) for route in view.routes(sitting, watched)),
    ]
    handlers: dict[Any, Any] = {HTTPException: _refused, ConsultError: _explained, Exception: _fault}
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)


def page(sitting: Sitting, view: str, template: str, **values: Any) -> HTMLResponse:
    """A view as HTML; every value is escaped. To be called with the sitting's lock held."""
    about = sitting.study.plan.study
    shared = {
        "view": view, "views": VIEWS, "by": sitting.by, "title": about.title, "fictional": about.fictional,
        "trouble": sitting.trouble, "version": sitting.version, "fixed": f"/static/{_stamp()}",
        "modules": [name for name in _fixed() if name.endswith(".js") and name not in _OF_OTHER_VIEWS],
    }  # fmt: skip
    if sitting.trouble:
        template = "trouble.html"
    return HTMLResponse(_templates().get_template(template).render(**shared, **values))


def at(sitting: Sitting, work: Callable[[Request], Response], of_names: bool = False) -> Handler:
    """A handler that works on the sitting, alone and outside the event loop, so that a slow one keeps no other waiting
    that needs no sitting. Until names are decided about, only those `of_names` answer; a view leads there."""

    def alone(request: Request) -> Response:
        with sitting.lock:
            why = "" if of_names else sitting.names_first
            if why and request.url.path.startswith(("/api/", "/recording/")):
                raise Later(why)
            if why:
                return RedirectResponse("/names", 303)
            return work(request)

    async def handler(request: Request) -> Response:
        return await run_in_threadpool(alone, request)

    return handler


def posted(
    sitting: Sitting, listeners: Listeners, work: Callable[[Any], dict[str, Any]], of_names: bool = False
) -> Handler:
    """A handler of what a form sends: `work` is given it, and what it returns is the answer. Where it comes again,
    nothing is done, and the answer is the same."""
    from lmep_consult.review.deciding import asked_for

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
    """The transcript that the address names: one of those there are, or 404."""
    source = str(request.path_params["source"])
    if sitting.trouble:
        raise Later(sitting.trouble)
    if source not in sitting.transcripts:
        raise HTTPException(404, "No transcript has that name.")
    return source


async def _refused(request: Request, error: HTTPException) -> Response:
    said = error.detail if error.status_code != 404 or error.detail != "Not Found" else "There is no such page."
    return PlainTextResponse(said, error.status_code, error.headers)


async def _explained(request: Request, error: ConsultError) -> Response:
    """What a person can put right: 409, or 503 where the same may go through in a moment."""
    return JSONResponse({"error": str(error)}, 503 if isinstance(error, Later) else 409)


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of the program. Its message may hold words of a participant, so that only its place is said."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {Path(place.filename).name}, line {place.lineno}"
    print(f"lmep-consult: the page met a fault, {where}; please report it.", file=sys.stderr)
    return PlainTextResponse(f"The program met a fault, {where}. Please report it.", 500)


@cache
def _fixed() -> dict[str, bytes]:
    """The scripts, styles and pictures, by name: read once, and nothing else is served as a file."""
    return {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir()) if path.suffix in _TYPES}


@cache
def _stamp() -> str:
    return hashlib.sha256(b"\0".join(_fixed().values())).hexdigest()[:12]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
