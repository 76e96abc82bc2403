"""Where not even the line has room: a page that says so and tries again, instead of a server that chokes."""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.i18n import N_, translator

FULL = N_("Learnscope is full, and so many people wait already that this page cannot join the line. It tries "
          "again by itself in about half a minute.")  # fmt: skip
PAUSE, SPREAD = 20, 20  # seconds before the next try, and so many more by chance: not all at once
AGAIN_LATER = 1013
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Learnscope</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="{wait}"></head>
<body style="max-width: 34em; margin: 20vh auto 0; padding: 0 1em; font: 1.25rem/1.45 system-ui, sans-serif">
<main><p role="status">{text}</p></main></body></html>"""


class Doorkeeper:
    """ASGI middleware: while `full()`, no page is sent and no socket of the framework opened.

    Whoever is in already is not asked: files, the live view and uploads pass.
    """

    def __init__(self, app: ASGIApp, full: Callable[[], bool]) -> None:
        self.app = app
        self.full = full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _enters(scope) or not self.full():
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": AGAIN_LATER})
        else:
            wait = PAUSE + secrets.randbelow(SPREAD)
            asked = Headers(scope=scope).get("accept-language", "en")
            lang = asked.split(",")[0].split(";")[0].strip()[:20]
            text = html.escape(translator(lang)(FULL))
            page = PAGE.format(lang=html.escape(lang), wait=wait, text=text)
            headers = {"retry-after": str(wait), "cache-control": "no-store"}
            await HTMLResponse(page, 503, headers=headers)(scope, receive, send)


def _enters(scope: Scope) -> bool:
    """Whether somebody new is at the door: a browser that asks for a page, or its first socket."""
    if scope["type"] == "websocket":
        return bool(scope["path"].endswith("/_stcore/stream"))
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
