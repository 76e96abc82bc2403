"""Which browser pages may open a WebSocket here: those that this very server has sent, by their Origin."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = 1008
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
