"""How a browser is known again: by a cookie, or where it keeps none for us, by its page's token.

The cookie holds a random number and nothing else, is out of reach of scripts, and ends with the browser
session, unless a run is kept in the library: by it a reloaded page finds its own run again. In a frame of
another site a browser takes it under https alone, and only as one that holds within that site
(`Partitioned`). Elsewhere the page's session has a random number of its own, which reaches the live view
with the page and the server as a WebSocket's subprotocol: an address, which people share and proxies log,
never carries it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME = "learnscope_viewer"
PROTOCOL = "learnscope"  # the subprotocol; what is offered beside it is the token
_VALID = re.compile(r"[A-Za-z0-9_-]{32}")
LASTS = 400 * 86_400  # seconds: browsers keep none for longer
_LAX = "; SameSite=Lax"
_FRAMED = "; SameSite=None; Secure; Partitioned"
_UPLOADS = "_streamlit_xsrf="  # Streamlit takes no file without it


def viewer_of(header: str) -> str | None:
    """The viewer in a Cookie header, or None."""
    try:
        morsel = SimpleCookie(header).get(NAME)
    except CookieError:
        return None
    return morsel.value if morsel and _VALID.fullmatch(morsel.value) else None


def viewer_among(protocols: Iterable[str]) -> str | None:
    """The viewer among the subprotocols that a WebSocket offers, or None."""
    return next((one for one in protocols if _VALID.fullmatch(one)), None)


def lasting(viewer: str, scope: Scope, path: str = "/") -> str:
    """The Set-Cookie header by which a browser that keeps something here is known for months to come."""
    where = _FRAMED if _encrypted(scope) else _LAX
    return f"{NAME}={viewer}; Path={path}; Max-Age={LASTS}; HttpOnly{where}"


class ViewerCookie:
    """ASGI middleware: a page sent to a browser without the cookie brings one along."""

    def __init__(self, app: ASGIApp, path: str = "/") -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        cookies = [v.decode("latin-1") for k, v in scope["headers"] if k == b"cookie"]
        known = viewer_of("; ".join(cookies)) is not None
        where = _FRAMED if _encrypted(scope) else _LAX

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = headers.get("content-type", "").startswith("text/html")
                if page and not known:
                    value = f"{NAME}={secrets.token_urlsafe(24)}; Path={self.path}"
                    headers.append("set-cookie", f"{value}; HttpOnly{where}")
                message["headers"] = [_framed(pair, where) for pair in message["headers"]]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _encrypted(scope: Scope) -> bool:
    """Whether the browser speaks https, if only as far as a proxy, which says so. Anybody could say so: it
    decides about the speaker's own cookie alone."""
    told = Headers(scope=scope).get("x-forwarded-proto", "")
    return "https" in (scope.get("scheme"), told.partition(",")[0].strip().lower())


def _framed(pair: tuple[bytes, bytes], where: str) -> tuple[bytes, bytes]:
    """Streamlit's own cookie for uploads, so that it holds where ours does."""
    name, value = pair
    if name.lower() != b"set-cookie" or not value.startswith(_UPLOADS.encode()):
        return pair
    return name, value.replace(_LAX.encode(), where.encode())
