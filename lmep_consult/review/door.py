"""Who may come in, and what goes out with every answer.

The page is for one person at one machine. A request is answered when it is addressed to this machine by its own name,
comes from no other page, and carries the cookie that the printed address gives. Everything else is refused before
anything of the study is touched, and so is a body that is too large or comes too slowly.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 1_000_000  # bytes of a request's body
PATIENCE = 10.0  # seconds for each part of a body
_POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_NO_KEY = (
    "This page opens from the address that `lmep-consult review` printed when it was started, and from no other. "
    "Open that address; if the program was started again since, it printed a new one."
)


class Door:
    """ASGI middleware around everything. token: what the address holds that lets a browser in."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self.app, self._token = app, token
        self._session = secrets.token_urlsafe(32)
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"lmep_review_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = self._refusal(scope) or self._entrance(scope)
        if answer is None and not self._is_known(scope):
            answer = PlainTextResponse(_NO_KEY, 403)

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _POLICY.items():
                    headers.setdefault(name, value)
            await send(message)

        with suppress(Exception):  # which the application has answered with a fault, and said where it was
            await (answer or self.app)(scope, _limited(receive), signed)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or host not in self._hosts:
            return PlainTextResponse("No page is here under that name.", 421)
        origin = headers.get("origin")
        reads = scope["method"] in ("GET", "HEAD")
        if origin != f"http://{host}" and (origin is not None or not reads):
            return PlainTextResponse("Another page asked for this, which it may not.", 403)
        enters = scope["path"] == "/" and b"token=" in scope["query_string"]
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not enters:
            return PlainTextResponse("Another page asked for this, which it may not.", 403)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > MOST:
            return PlainTextResponse("That is too large.", 413, {"Connection": "close"})
        return None

    def _entrance(self, scope: Scope) -> RedirectResponse | None:
        """From the printed address to one without the token, which the cookie replaces."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] != "/" or not _same(given, self._token):
            return None
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._session, path="/", httponly=True, samesite="strict")
        return answer

    def _is_known(self, scope: Scope) -> bool:
        try:
            cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return False
        return self._cookie in cookies and _same(cookies[self._cookie].value, self._session)


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        if seen < 0:  # the whole body is here: what comes next is that the other side has left, whenever it does
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise HTTPException(408, "That came too slowly.", {"Connection": "close"}) from None
        seen += len(message.get("body", b""))
        if seen > MOST:
            raise HTTPException(413, "That is too large.", {"Connection": "close"})
        if not message.get("more_body"):
            seen = -1
        return message

    return limited


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))
