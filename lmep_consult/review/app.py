"""The page's addresses, and what is answered where something cannot be."""

from __future__ import annotations

import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lmep_consult.errors import ConsultError
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
)
from lmep_consult.review.listening import Listeners
from lmep_consult.review.pages import TYPES, fixed, stamp
from lmep_consult.review.sitting import Later, Sitting


def app_of(sitting: Sitting) -> Starlette:
    """All of the page, for one sitting."""
    watched = Listeners(sitting)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in fixed() or request.path_params["stamp"] != stamp():
            raise HTTPException(404)
        kept = {"Cache-Control": "max-age=31536000, immutable"}  # by its address, which changes when it does
        return Response(fixed()[name], media_type=TYPES[Path(name).suffix], headers=kept)

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
