"""Which browser pages may open a WebSocket here: those that this very server has sent, by their Origin."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = 1008


def host_of(origin: str) -> str | None:
    """The host and port of an Origin header; None where it is no address, such as `http://[evil`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a browser page from `origin` may speak to this `host`; no origin means no browser."""
    return origin is None or (host is not None and host_of(origin) == host)


class ReadableOrigin:
    """ASGI middleware: refuses a WebSocket whose Origin is no address. Streamlit's own would raise at it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and host_of(Headers(scope=scope).get("origin", "")) is None:
            await send({"type": "websocket.close", "code": POLICY})
        else:
            await self.app(scope, receive, send)
