"""The lecturer's side: to begin, move and end a broadcast of one's own run, and its link as a picture."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.i18n import N_, Text, translator
from core.live.broadcast.broadcast import Broadcast, broadcasts
from core.live.broadcast.permission import needed, right
from core.live.cookie import viewer_among, viewer_of
from core.live.origin import host_of, same_origin
from core.live.refusals import Refusals
from core.live.save import TOKEN
from core.training.places import Trained

LARGEST = 4096  # bytes of a request
LONGEST = 300  # characters of an address: a picture of more can't be read from the last row
AGAIN = N_("This run can't be broadcast from here: reload the page.")
WRONG = N_("This is not the server's token for broadcasts.")
OFTEN = N_("Too many wrong tokens came from here: wait a few minutes.")
UNSET = N_(
    "This server has no token for broadcasts, so nobody may begin one. Whoever runs it: set"
    " LEARNSCOPE_BROADCAST_TOKEN."
)
MANY = N_("Too many runs are being broadcast by this server: try again later.")
UNREAD = N_("The request could not be read: reload the page.")
WAIT = 0.5  # seconds before a wrong token is answered


class Desk:
    """The route `/cast/{run}`: GET what there is, POST to begin or move, DELETE to end."""

    def __init__(self) -> None:
        self._wrong = Refusals()

    async def __call__(self, request: Request) -> Response:
        from core.training.engine import engine

        run = engine().get(request.path_params["run"])
        told = request.headers.get(TOKEN, "")
        viewer = viewer_among([told]) or viewer_of(request.headers.get("cookie", ""))
        origin, host = request.headers.get("origin"), request.headers.get("host")
        if run is None or viewer is None or run.owner != viewer or not same_origin(origin, host):
            return _refused(request, AGAIN, 403)
        if request.method == "POST":
            return await self._begin(request, run)
        broadcast = broadcasts().of(run.owner)
        if request.method == "DELETE":
            if broadcast is not None:
                broadcast.over()
            return _answer({})
        return _answer({"needs": needed(request), "here": _here(broadcast, run)})

    async def _begin(self, request: Request, run: Trained) -> Response:
        asked = await _read(request)
        at = asked.get("at") if asked else None
        if asked is None or not isinstance(at, str) or not _ours(at, request):
            return _refused(request, UNREAD, 400)
        known = broadcasts().of(run.owner)  # whoever has begun one may take it along
        needs = needed(request) if known is None else "nothing"
        if needs == "setting":
            return _refused(request, UNSET, 403)
        client = request.client.host if request.client else ""
        if needs == "token" and self._wrong.wait(client):
            return _refused(request, OFTEN, 429)
        if needs == "token" and not right(asked.get("token")):
            self._wrong.add(client)
            await asyncio.sleep(WAIT)
            return _refused(request, WRONG, 403)
        broadcast = broadcasts().begin(run)
        if broadcast is None:
            return _refused(request, MANY, 429)
        address = f"{at.rstrip('/')}/watch/{broadcast.id}"
        return _answer(_here(broadcast, run) | {"address": address, "picture": picture(address)})


def picture(address: str) -> str:
    """The address as a QR code: an SVG of black modules on white, whatever the theme."""
    import segno

    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4, light="white"
    )
    return out.getvalue().decode()


def _here(broadcast: Broadcast | None, run: Trained) -> dict[str, Any]:
    if broadcast is None:
        return {}
    return {
        "id": broadcast.id,
        "watchers": len(broadcast.seats),
        "this": broadcast.run is run,
    }


async def _read(request: Request) -> dict[str, Any] | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _ours(at: str, request: Request) -> bool:
    """Whether this is an address of this server, as its own page sees it."""
    origin = request.headers.get("origin")
    if (
        len(at) > LONGEST
        or not at.isascii()
        or not at.isprintable()
        or any(c in at for c in "?#\\ ")
    ):
        return False
    http = at.startswith(("http://", "https://"))
    if origin is not None and not at.startswith(f"{origin}/"):
        return False
    return http and host_of(at) == request.headers.get("host")


def _refused(request: Request, text: Text, status: int) -> Response:
    say = translator(request.query_params.get("lang", "en")[:20])
    return _answer({"text": say(text)}, status)


def _answer(said: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(said, status, {"cache-control": "no-store"})
