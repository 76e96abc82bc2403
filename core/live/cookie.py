"""The cookie by which a reloaded page finds its own run again.

It holds a random number and nothing else, is out of reach of scripts, and ends with the browser session.
"""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME = "learnscope_viewer"
_VALID = re.compile(r"[A-Za-z0-9_-]{32}")


def viewer_of(header: str) -> str | None:
    """The viewer in a Cookie header, or None."""
    try:
        morsel = SimpleCookie(header).get(NAME)
    except CookieError:
        return None
    return morsel.value if morsel and _VALID.fullmatch(morsel.value) else None


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

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = headers.get("content-type", "").startswith("text/html")
                if page and not known:
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    value = f"{NAME}={secrets.token_urlsafe(24)}; Path={self.path}"
                    headers.append("set-cookie", f"{value}; HttpOnly; SameSite=Lax{secure}")
            await send(message)

        await self.app(scope, receive, send_with_headers)
