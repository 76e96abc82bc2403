"""The server's half of the live view: one WebSocket route and the component's own files.

Nothing here imports torch: what needs it is imported when the first socket opens.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlparse

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from core.live.assets import file, sheet, version
from core.live.cookie import viewer_of
from core.playgrounds import names

NO_COOKIE, FOREIGN, GONE = 4401, 4403, 4404
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def routes(base: str, allowed_origins: Collection[str] = ()) -> list[BaseRoute]:
    """Everything below `{base}/learnscope`; `base` is "" or begins with a slash.

    Browser pages of `allowed_origins`, such as `https://course.example`, may connect beside our own.
    """

    async def live(socket: WebSocket) -> None:
        await _live(socket, allowed_origins)

    return [
        Mount(
            f"{base}/learnscope",
            routes=[
                WebSocketRoute("/live/{run}", live),
                Route("/assets/{version}/style/{page}.css", style),
                Route("/assets/{version}/{path:path}", asset),
            ],
        )
    ]


async def style(request: Request) -> Response:
    """The style of one playground's page, from all its sheets."""
    page = request.path_params["page"]
    if page not in names():
        return PlainTextResponse(f"There is no page {page[:200]} here.", 404)
    return Response(sheet(page), media_type=TYPES[".css"], headers=_age(request))


def _age(request: Request) -> dict[str, str]:
    """The version in the path is a hash: cache for good."""
    current = request.path_params["version"] == version()
    age = "public, max-age=31536000, immutable" if current else "no-store"
    return {"cache-control": age}


async def asset(request: Request) -> Response:
    """A file of the component, or Plotly's."""
    path = request.path_params["path"]
    found = PLOTLY if path == "plotly.min.js" else file(path)
    if found is None:
        return PlainTextResponse(f"There is no file {path[:200]} here.", 404)
    return FileResponse(found, media_type=TYPES[found.suffix], headers=_age(request))


def same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a browser page from `origin` may speak to this `host`; no origin means no browser."""
    return origin is None or urlparse(origin).netloc == host


async def _live(socket: WebSocket, allowed_origins: Collection[str]) -> None:
    """One live view: checks who asks, then converses. PROTOCOL.md has the close codes."""
    from core.live.conversation import attend
    from core.training.engine import engine

    await socket.accept()
    viewer = viewer_of(socket.headers.get("cookie", ""))
    run = engine().get(socket.path_params["run"])
    origin = socket.headers.get("origin")
    if not same_origin(origin, socket.headers.get("host")) and origin not in allowed_origins:
        await socket.close(FOREIGN)
    elif viewer is None:
        await socket.close(NO_COOKIE)
    elif run is None:
        await socket.close(GONE)
    elif run.owner != viewer:
        await socket.close(FOREIGN)
    else:
        await attend(socket, run)
