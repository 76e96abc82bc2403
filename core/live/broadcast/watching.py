"""What is said on one watcher's WebSocket."""

from __future__ import annotations

import asyncio
import contextlib

import anyio
from starlette.websockets import WebSocket

from core.live.broadcast.broadcast import ENDED, Broadcast, broadcasts
from core.live.broadcast.seat import Seat
from core.live.conversation import GONE, NOT_READING, close, hear
from core.training import handles

FULL = 4429


async def live(socket: WebSocket) -> None:
    """A watcher of the broadcast that the address names. Whoever has the link may: no cookie is asked for."""
    await socket.accept()
    broadcast = broadcasts().get(socket.path_params["id"])
    if broadcast is None:
        await close(socket, ENDED)
    elif broadcasts().full or handles.left() < 1:
        await close(socket, FULL)
    else:
        seat = broadcast.join(socket.query_params.get("lang", "en")[:20])
        try:
            await _converse(socket, broadcast, seat)
        finally:
            broadcast.leave(seat)


async def _converse(socket: WebSocket, broadcast: Broadcast, seat: Seat) -> None:
    code: int | None = None
    ending = broadcast.ending  # of this run; the next has one of its own
    async with anyio.create_task_group() as both:

        async def speak() -> None:
            with contextlib.suppress(*GONE):
                while True:
                    await socket.send_bytes(await seat.get())
            both.cancel_scope.cancel()

        async def until(event: asyncio.Event) -> None:
            nonlocal code
            await event.wait()
            code = ending.code or NOT_READING
            both.cancel_scope.cancel()

        both.start_soon(speak, name="learnscope-speak")
        both.start_soon(until, seat.overflow)
        both.start_soon(until, ending.come)
        heard = await hear(socket, seat)
        code = code or heard
        both.cancel_scope.cancel()
    if code:
        await close(socket, code)
