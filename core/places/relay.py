"""A live view's socket and the worker that trains its run: what one says the other hears, byte for byte."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from typing import Any

import anyio
from starlette.websockets import WebSocket

from core.live.conversation import GONE, LARGEST, NOT_READING, TOO_LARGE, close
from core.places.slots import Slot
from core.places.wire import BYTES, END, TEXT, GoneError, called, receive, send

AGAIN = 1012  # the worker has ended: the browser comes again at once, and finds the run on another
RETRY = 0.1  # seconds
STALLED = 60.0  # seconds that one message may take to leave
ACK = '"ack"'


class _EndedError(Exception):
    """The conversation is over."""

    def __init__(self, code: int = 0, left: int | None = None) -> None:
        super().__init__(code)
        self.code, self.left = code, left


async def relayed(slot: Slot, run: str, drawn: threading.Event, socket: WebSocket) -> int | None:
    """Until either side ends; `drawn` is set once the browser has shown a frame. The code with which the
    browser had to be left, if so."""
    end = _EndedError(AGAIN)
    language = socket.query_params.get("lang", "en")[:20]
    with contextlib.suppress(GoneError):
        reader, writer = await _begun(
            slot, called({"ask": "view", "run": run, "language": language})
        )
        try:
            end = await _both(drawn, socket, reader, writer)
        finally:
            writer.close()
    if end.code:
        await close(socket, end.code)
    return end.left


async def _begun(slot: Slot, asked: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which a worker has answered: one that is just ending still takes what it will not
    read. Raises GoneError where there is no worker."""
    while True:
        reader, writer = await slot.connect()
        try:
            writer.write(asked)
            await receive(reader)
            return reader, writer
        except GoneError:
            writer.close()
            await asyncio.sleep(RETRY)


async def _both(
    drawn: threading.Event,
    socket: WebSocket,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> _EndedError:
    ends: list[_EndedError] = []
    async with anyio.create_task_group() as both:

        async def until(way: Any) -> None:
            try:
                await way
            except _EndedError as end:
                ends.append(end)
            except GoneError:
                ends.append(_EndedError(AGAIN))
            both.cancel_scope.cancel()

        both.start_soon(until, _down(socket, reader), name="learnscope-down")
        both.start_soon(until, _up(drawn, socket, writer), name="learnscope-up")
    return ends[0] if ends else _EndedError()


async def _down(socket: WebSocket, reader: asyncio.StreamReader) -> None:
    """From the worker to the browser."""
    while True:
        kind, content = await receive(reader)
        if kind == END:
            said = json.loads(content)
            raise _EndedError(said["code"], said["left"])
        try:
            async with asyncio.timeout(STALLED):
                await socket.send_bytes(content)
        except TimeoutError:
            raise _EndedError(NOT_READING, NOT_READING) from None
        except GONE:
            raise _EndedError from None


async def _up(drawn: threading.Event, socket: WebSocket, writer: asyncio.StreamWriter) -> None:
    """From the browser to the worker."""
    while True:
        received = await socket.receive()
        if received["type"] == "websocket.disconnect":
            raise _EndedError
        text = received.get("text")
        if text is None:
            await send(writer, BYTES, b"")  # it is told that this makes no sense
            continue
        content = text.encode("utf-8", "replace")
        if len(content) > LARGEST:
            raise _EndedError(TOO_LARGE, TOO_LARGE)
        if not drawn.is_set() and ACK in text[:40]:
            drawn.set()
        await send(writer, TEXT, content)
