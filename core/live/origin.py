"""Which browser pages may speak to this server: those that it has sent itself, by their Origin."""

from __future__ import annotations

import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = 1008
FILES = "/_stcore/upload_file/"
TOKEN = "_streamlit_xsrf"


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
