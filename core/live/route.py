"""The server's half of the live view: one WebSocket route and the component's own files.

Nothing here imports torch: what needs it is imported when the first socket opens.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from core.live.assets import LATER_VIEWS, PLOTLY, SERVED, SHARED, bundle, sheet, version
from core.live.broadcast.routes import cast, page, watch
from core.live.cookie import PROTOCOL, viewer_among, viewer_of
from core.live.counts import counts
from core.live.keep import KeepRun
from core.live.origin import POLICY, same_origin
from core.live.refusals import Refusals
from core.live.save import Saver
from core.playgrounds import names

NO_COOKIE, NOT_YOURS, GONE, FOREIGN = 4401, 4403, 4404, 4421  # as HTTP's 401, 403, 404 and 421
CROWDED = 4429
REASONS = {
    NO_COOKIE: "no cookie",
    NOT_YOURS: "another's run",
    GONE: "no such run",
    FOREIGN: "a foreign page",
    CROWDED: "too many sockets",
}
log = logging.getLogger(__name__)
WATCHERS = (
    8  # sockets that look at one run; a browser needs one, and some that broke are not yet known to
)


def routes(base: str, allowed_origins: Collection[str] = ()) -> list[BaseRoute]:
    """Everything below `{base}/learnscope`; `base` is "" or begins with a slash.

    Browser pages of `allowed_origins`, such as `https://course.example`, may connect beside our own.
    """

    refusals = Refusals()

    async def live(socket: WebSocket) -> None:
        await _live(socket, allowed_origins, refusals)

    return [
        Mount(
            f"{base}/learnscope",
            routes=[
                WebSocketRoute("/live/{run}", live),
                Route("/save/{run}", Saver().__call__),
                Route("/keep/{run}", KeepRun(base or "/").__call__, methods=["POST"]),
                *broadcasting(),
                Route("/assets/{version}/style/{page}.css", style),
                Route("/assets/{version}/modules/{part}.json", bundled),
                Route("/assets/{version}/plotly.min.js", plotly),
            ],
        )
    ]


def broadcasting() -> list[BaseRoute]:
    """A run that others watch: the lecturer's desk, the watchers' page and socket."""
    return [
        Route("/cast/{run}", cast, methods=["GET", "POST", "DELETE"]),
        Route("/watch/{id}", page),
        WebSocketRoute("/watch/{id}", watch),
    ]


async def style(request: Request) -> Response:
    """The style of one playground's page, from all its sheets."""
    page = request.path_params["page"]
    if page not in (*LATER_VIEWS, *names()):
        return PlainTextResponse("There is no such page here.", 404)
    return Response(sheet(page), media_type=SERVED[".css"], headers=_age(request))


def _age(request: Request) -> dict[str, str]:
    """The version in the path is a hash: cache for good."""
    current = request.path_params["version"] == version()
    age = "public, max-age=31536000, immutable" if current else "no-store"
    return {"cache-control": age}


async def bundled(request: Request) -> Response:
    """The modules of one playground, or the shared ones."""
    part = request.path_params["part"]
    if part not in (SHARED, *LATER_VIEWS, *names()):
        return PlainTextResponse("There is no such page here.", 404)
    return Response(bundle(part), media_type="application/json", headers=_age(request))


async def plotly(request: Request) -> Response:
    return FileResponse(PLOTLY, media_type=SERVED[PLOTLY.suffix], headers=_age(request))


async def _live(socket: WebSocket, allowed_origins: Collection[str], refusals: Refusals) -> None:
    """One live view: checks who asks, then converses. PROTOCOL.md has the close codes."""
    from core.live.conversation import attend, close
    from core.training.engine import engine
    from core.training.places import Distant

    offered = socket.scope.get("subprotocols", [])
    viewer = viewer_among(offered) or viewer_of(socket.headers.get("cookie", ""))
    if viewer is not None and refusals.wait(viewer):
        counts().refused["too many refusals"] += 1
        await close(socket, POLICY)  # no handshake, so that it costs next to nothing
        return
    await socket.accept(PROTOCOL if PROTOCOL in offered else None)
    run = engine().get(socket.path_params["run"])
    if run is None and viewer is not None:  # it may be in the store
        run = await asyncio.to_thread(engine().recall, socket.path_params["run"], viewer)
    origin = socket.headers.get("origin")
    if not same_origin(origin, socket.headers.get("host")) and origin not in allowed_origins:
        code = FOREIGN
    elif viewer is None:
        code = NO_COOKIE
    elif run is None:
        code = GONE
    elif run.owner != viewer:
        code = NOT_YOURS
    elif _views(run) >= WATCHERS:
        code = CROWDED
    else:
        distant = isinstance(run, Distant)
        left = await (run.relay(socket) if distant else attend(socket, run))
        if left is not None:
            log.info("a viewer of run %s had to be left (%d)", run.id, left)
            refusals.add(viewer)
        return
    if viewer is not None and code != CROWDED:  # which a browser on a bad line can't help
        refusals.add(viewer)
    counts().refused[REASONS[code]] += 1
    log.info("live view refused: %s", REASONS[code])
    await close(socket, code)


def _views(run: Any) -> int:
    """How many sockets of its owner look at the run."""
    from core.training.places import Distant

    if isinstance(run, Distant):
        return run.views
    return sum(not one.shared for one in run.watchers)
