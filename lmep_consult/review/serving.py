"""The page on this machine's own address, and nowhere else."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from lmep_consult.errors import ConsultError
from lmep_consult.review.app import app_of
from lmep_consult.review.door import Door
from lmep_consult.review.patience import Impatient
from lmep_consult.review.sitting import Sitting

PORT = 8657  # the same each time where it is free, so that what a browser keeps for the page is found again


def serve(sitting: Sitting, port: int | None, opened: Callable[[str], None]) -> None:
    """Serve until the program is ended. port: None for PORT, or any other where that is taken; 0 for any. opened: is
    given the address once the page can be had there.

    Raises ConsultError where a port that was asked for is taken.
    """
    server, place = prepared(sitting, port, opened)
    server.run(sockets=[place])


def prepared(sitting: Sitting, port: int | None, opened: Callable[[str], None]) -> tuple[uvicorn.Server, socket.socket]:
    """The server that `serve` runs, and where it listens."""
    place = _listening(port)
    number = int(place.getsockname()[1])
    token = secrets.token_urlsafe(32)
    config = uvicorn.Config(
        Door(app_of(sitting), number, token),
        http=Impatient,
        ws="none",
        access_log=False,
        log_level="critical",  # its messages could hold what somebody sent
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=16_384,
    )
    return _Server(config, lambda: opened(f"http://127.0.0.1:{number}/?token={token}")), place


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()


def _listening(port: int | None) -> socket.socket:
    for number in (PORT, 0) if port is None else (port,):
        # With the protocol named, asyncio sends each answer at once; else one waits 40 ms for the browser to confirm.
        place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where another program could listen next to this one
            place.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(("127.0.0.1", number))
        except OSError:
            place.close()
            continue
        place.listen(128)
        return place
    raise ConsultError(f"Port {port} is taken by another program; give another with --port, or leave it out.")
