"""The present run as a file: packed on the thread that trains, between two steps; zipped on another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.i18n import N_, translator
from core.live.cookie import viewer_among, viewer_of
from core.live.origin import same_origin
from core.params import ParamError, Translate

if TYPE_CHECKING:
    from core.training.moments import Moment
    from core.training.packed import Packed
    from core.training.places import Trained
    from core.training.reading import Copy

PATIENCE = 600.0  # seconds that a step may take before the run can be packed
FRAMES = 24  # moments in the file
TOKEN = "x-learnscope-viewer"  # of who has no cookie, as the socket's subprotocol
AGAIN = N_("This run can't be saved from here: reload the page.")
BUSY = N_("This run is being saved already.")
SLOW = N_("The step takes too long: try again later.")
GONE = N_("This run is no more.")


class Saver:
    """The route; a run is packed for one request at a time."""

    def __init__(self) -> None:
        self._busy: set[str] = set()

    async def __call__(self, request: Request) -> Response:
        run, viewer, say = asked(request)
        if run is None:
            return refused(say(GONE), 404)
        if viewer is None:
            return refused(say(AGAIN), 403)
        if run.id in self._busy:
            return refused(say(BUSY), 429)
        self._busy.add(run.id)
        try:
            return await self.answer(request, run, viewer, say)
        except (TimeoutError, ConnectionError):
            return refused(say(SLOW), 503)
        except ParamError as error:
            return refused(error.message.say(say), 409)
        finally:
            self._busy.discard(run.id)

    async def answer(self, request: Request, run: Trained, viewer: str, say: Translate) -> Response:
        """What `viewer` gets of a run of theirs. Raises ParamError, and TimeoutError for a step too long."""
        packed, moments = await asyncio.wait_for(packed_of(run), PATIENCE)
        return await asyncio.to_thread(_file, packed, moments, viewer)


def asked(request: Request) -> tuple[Trained | None, str | None, Translate]:
    """The run that a request is about, who asks if it is theirs, and the language of the answer."""
    from core.training.engine import engine

    run = engine().get(request.path_params["run"])
    told = request.headers.get(TOKEN, "")
    viewer = viewer_among([told]) or viewer_of(request.headers.get("cookie", ""))
    name = run.algorithm_class.NAME if run is not None else "mlp"
    say = translator(request.query_params.get("lang", "en"), name)
    origin, host = request.headers.get("origin"), request.headers.get("host")
    theirs = run is not None and run.owner == viewer and same_origin(origin, host)
    return run, viewer if theirs else None, say


async def packed_of(run: Trained) -> Copy:
    """What the thread that trains makes of the run once it comes to it, and some moments of its line.

    ParamError where there is none.
    """
    from core.training.reading import ReadRun

    if not isinstance(run, ReadRun):  # in another process
        return await asyncio.to_thread(run.copy, PATIENCE, FRAMES)
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Copy] = loop.create_future()

    def settle(copy: Copy | Exception) -> None:
        if found.done():  # nobody waits any more
            return
        if isinstance(copy, Exception):
            found.set_exception(copy)
        else:
            found.set_result(copy)

    def hand_over(copy: Copy | Exception) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, copy)

    run.copied(hand_over, FRAMES)
    return await found


def _file(packed: Packed, moments: list[Moment], viewer: str) -> Response:
    from core.data.uploads import claimed
    from core.saved.file import to_bytes

    name = f"{packed.algorithm}-step-{packed.step}.zip"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    content = to_bytes(packed, lambda upload: claimed(upload, viewer), moments)
    return Response(content, media_type="application/zip", headers=headers)


def refused(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, {"cache-control": "no-store"})
