"""Connections that ask for nothing, or ask so slowly that others would have to wait, are closed."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 5.0  # seconds for the head of a request, from the connection or its first byte
MOST_IDLE = 48  # connections without a request under way; a browser has six at most


class Impatient(H11Protocol):
    """Uvicorn's protocol, which by itself waits for ever for the head of a request. One server at a time uses it."""

    _idle: dict[Impatient, None] = {}  # noqa: RUF012  (of all connections, the longest idle first)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._idle.pop(self, None)
        self._forget_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._idle.pop(self, None)
            self._forget_deadline()
        elif self._deadline is None:
            self._wait_for_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self._count_as_idle()

    def _wait_for_head(self) -> None:
        self._deadline = self.loop.call_later(HEAD, self.transport.close)
        self._count_as_idle()

    def _count_as_idle(self) -> None:
        self._idle.pop(self, None)
        self._idle[self] = None
        if len(self._idle) > MOST_IDLE:
            oldest = next(iter(self._idle))
            self._idle.pop(oldest)
            oldest.transport.close()

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
