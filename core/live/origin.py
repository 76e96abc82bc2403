"""Which browser pages may speak to this server: those that it has sent itself, by their Origin."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = 1008
FILES = "/_stcore/upload_file/"
TOKEN = "_streamlit_xsrf"
LIVE = "/learnscope/live/"


def host_of(origin: str) -> str | None:
    """The host and port of an Origin header; None where it is no address, such as `http://[evil`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a browser page from `origin` may speak to this `host`; no origin means no browser."""
    return origin is None or (host is not None and host_of(origin) == host)


class OwnOrigin:
    """ASGI middleware: refuses a WebSocket that a page of another site opens, before the framework sees it.

    The framework would look among the machine's addresses for such an Origin, and ask a server outside for
    the one by which it is known there; at one that is no address it would raise. The live view's own socket
    passes where its Origin can be read: route.py says why it is refused. None allows every Origin.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] | None = ()) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self._passes(scope):
            await send({"type": "websocket.close", "code": POLICY})
        else:
            await self.app(scope, receive, send)

    def _passes(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and host_of(origin) is None:
            return False
        if self.allowed is None or LIVE in scope["path"]:
            return True
        return same_origin(origin, headers.get("host")) or origin in self.allowed


class FileFromFrame:
    """ASGI middleware: a file from our own page is taken in the frame of another site too.

    Streamlit takes one where a cookie and a header say the same, which shows that the page is its own. Over
    http a browser keeps no cookie there; then the Origin shows it, and both are put in place.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] in ("PUT", "DELETE")
            and FILES in scope["path"]
        ):
            headers = Headers(scope=scope)
            origin, cookie = headers.get("origin"), headers.get("cookie", "")
            if origin and same_origin(origin, headers.get("host")) and TOKEN not in cookie:
                token = f"2|00000000|{secrets.token_hex(16)}|{int(time.time())}"
                cookies = "; ".join(part for part in (cookie, f"{TOKEN}={token}") if part)
                replaced = {b"cookie": cookies.encode(), b"x-xsrftoken": token.encode()}
                others = [pair for pair in scope["headers"] if pair[0] not in replaced]
                scope = {**scope, "headers": [*others, *replaced.items()]}
        await self.app(scope, receive, send)
