"""What is said on one live view's WebSocket, from the first frame to the last."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from core.i18n import N_, translator
from core.live.counts import counts
from core.live.delay import tell_of_long_steps
from core.live.heard import BadMessageError, Listener
from core.live.outbox import Outbox
from core.live.packing import Frame
from core.live.pulse import EVERY
from core.live.viewer import OVER, Viewer
from core.params import Message
from core.training.run import Run

LARGEST = 16 * 1024  # bytes in a message of the browser
BAD_MESSAGES = 50
FAREWELL = 1.0  # seconds for a close frame to leave
MALFORMED, LOST, TOO_LARGE, NOT_READING = 4400, 4404, 1009, 1013
GONE = (
    WebSocketDisconnect,
    OSError,
    RuntimeError,
)  # RuntimeError: the server has sent a close frame
log = logging.getLogger(__name__)


async def attend(socket: WebSocket, run: Run) -> int | None:
    """Show `run` to an accepted socket until either side ends; leaves no task and no watcher behind.

    Returns the code with which the browser had to be left, if so.
    """
    loop = asyncio.get_running_loop()

    def send(message: bytes | Frame) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is there to read
            loop.call_soon_threadsafe(outbox.put, message)

    translate = translator(socket.query_params.get("lang", "en"), run.algorithm_class.NAME)
    viewer = Viewer(run, send, translate)
    outbox = Outbox(viewer.link)
    run.watchers.append(viewer)
    counts().joined += 1
    log.debug("a viewer of run %s came", run.id)
    code = None
    try:
        code = await _converse(socket, viewer, outbox, tell_of_long_steps(run, viewer))
        return code
    finally:
        log.debug("a viewer of run %s went%s", run.id, f" (closed: {code})" if code else "")
        run.watchers = [other for other in run.watchers if other is not viewer]


async def _converse(
    socket: WebSocket, viewer: Viewer, outbox: Outbox, beside: Coroutine[Any, Any, None]
) -> int | None:
    """Both directions at once, the beat, and `beside`; when one direction ends, so does everything."""
    code = None
    async with anyio.create_task_group() as both:

        async def speak() -> None:
            with contextlib.suppress(*GONE):
                while (message := await outbox.get()) != OVER:
                    await socket.send_bytes(message)
                    counts().messages += 1
                    counts().bytes += len(message)
                await socket.close(LOST)
            both.cancel_scope.cancel()

        async def watch_over() -> None:
            await outbox.overflow.wait()
            both.cancel_scope.cancel()

        async def beat() -> None:
            while True:
                await asyncio.sleep(EVERY)
                if viewer.greeted:  # the description comes first
                    outbox.put(viewer.pulse.beat())

        both.start_soon(speak, name="learnscope-speak")
        both.start_soon(beat, name="learnscope-beat")
        both.start_soon(lambda: beside, name="learnscope-beside")
        both.start_soon(watch_over, name="learnscope-watch-over")
        code = await hear(socket, viewer)
        both.cancel_scope.cancel()
    if outbox.overflow.is_set():
        code = NOT_READING
    if code is not None:
        await close(socket, code)
    return code


async def close(socket: WebSocket, code: int) -> None:
    """Ends an accepted socket; its browser may have left meanwhile."""
    with contextlib.suppress(*GONE), anyio.move_on_after(FAREWELL):
        await socket.close(code)


async def hear(socket: WebSocket, viewer: Listener) -> int | None:
    """Obeys messages until the browser leaves (None) or has to be left (the close code)."""
    bad = 0
    while True:
        received = await socket.receive()
        if received["type"] == "websocket.disconnect":
            return None
        counts().heard += 1
        text = received.get("text")
        if text is not None and len(text.encode()) > LARGEST:
            return TOO_LARGE
        try:
            if text is None:
                raise BadMessageError(Message("message", N_("A message was not text.")))
            viewer.hear(text)
        except BadMessageError as error:
            bad += 1
            counts().malformed += 1
            viewer.notice(error.message)
            if bad >= BAD_MESSAGES:
                return MALFORMED
