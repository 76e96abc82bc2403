"""What is said on one live view's WebSocket, from the first frame to the last."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from starlette.websockets import WebSocket, WebSocketDisconnect

from core.i18n import N_, translator
from core.live.viewer import BadMessage, Viewer
from core.params import Message
from core.training.run import Run

LARGEST = 16 * 1024  # bytes in a message of the browser
BAD_MESSAGES = 50
MALFORMED, TOO_LARGE = 4400, 1009
log = logging.getLogger(__name__)


async def attend(socket: WebSocket, run: Run) -> None:
    """Show `run` to an accepted socket until either side ends; leaves no task and no watcher behind."""
    loop, outbox = asyncio.get_running_loop(), asyncio.Queue[bytes]()

    def send(message: bytes) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is there to read
            loop.call_soon_threadsafe(outbox.put_nowait, message)

    viewer = Viewer(run, send, translator(socket.query_params.get("lang", "en")))
    run.watchers.append(viewer)
    try:
        await _converse(socket, viewer, outbox)
    finally:
        run.watchers = [other for other in run.watchers if other is not viewer]


async def _converse(socket: WebSocket, viewer: Viewer, outbox: asyncio.Queue[bytes]) -> None:
    """Both directions at once; when one ends, so does the other."""

    async def speak() -> None:
        while True:
            await socket.send_bytes(await outbox.get())

    speaking = asyncio.create_task(speak(), name="learnscope-speak")
    hearing = asyncio.create_task(_hear(socket, viewer), name="learnscope-hear")
    try:
        await asyncio.wait({speaking, hearing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (speaking, hearing):
            task.cancel()
        for ended in await asyncio.gather(speaking, hearing, return_exceptions=True):
            if isinstance(ended, Exception) and not isinstance(ended, WebSocketDisconnect | OSError):
                log.error("live view ended by an error", exc_info=ended)


async def _hear(socket: WebSocket, viewer: Viewer) -> None:
    bad = 0
    while True:
        received = await socket.receive()
        if received["type"] == "websocket.disconnect":
            return
        text = received.get("text")
        if text is not None and len(text.encode()) > LARGEST:
            viewer.notice(Message("message", N_("A message was longer than 16 KiB.")))
            await socket.close(TOO_LARGE)
            return
        try:
            if text is None:
                raise BadMessage(Message("message", N_("A message was not text.")))
            viewer.hear(text)
        except BadMessage as error:
            bad += 1
            viewer.notice(error.message)
            if bad >= BAD_MESSAGES:
                await socket.close(MALFORMED)
                return
