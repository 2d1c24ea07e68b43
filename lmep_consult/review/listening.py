"""Telling every open window what has changed, whoever changed it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lmep_consult.review.sitting import Sitting

_LOOK = 0.5  # seconds from one look at the study's files to the next
_PULSE = 15.0  # seconds after which a window hears that the server is there
_MOST = 24  # windows


class Listeners:
    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._windows: dict[asyncio.Queue[str], None] = {}

    def routes(self) -> list[Route]:
        return [Route("/events", self._events)]

    def tell(self) -> None:
        """Say what changed that was not said yet. To be called in the event loop."""
        changed, self._sitting.untold = self._sitting.untold, set()
        if not changed:
            return
        said = json.dumps({"version": self._sitting.version, "changed": sorted(changed)})
        for window in self._windows:
            window.put_nowait(f"data: {said}\n\n")

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._watch())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            await run_in_threadpool(self._look)
            self.tell()

    def _look(self) -> None:
        with self._sitting.lock:
            self._sitting.look()

    async def _events(self, request: Request) -> Response:
        window: asyncio.Queue[str] = asyncio.Queue()
        self._windows[window] = None
        while len(self._windows) > _MOST:
            oldest = next(iter(self._windows))
            self._windows.pop(oldest)
            oldest.put_nowait("")  # which ends it
        window.put_nowait(f"retry: 1000\ndata: {json.dumps({'version': self._sitting.version, 'changed': []})}\n\n")

        async def heard() -> AsyncIterator[str]:
            try:
                while True:
                    try:
                        said = await asyncio.wait_for(window.get(), _PULSE)
                    except TimeoutError:
                        said = ": still here\n\n"
                    if not said:
                        return
                    yield said
            finally:
                self._windows.pop(window, None)

        return StreamingResponse(heard(), media_type="text/event-stream")
