"""A worker's side of live views: a socket's messages arrive from the server, and its own go there.

The conversations themselves are the live view's (core/live); here is what stands for their sockets.
"""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from starlette.websockets import WebSocket

from core.i18n import translator
from core.live.broadcast.room import Room
from core.live.broadcast.seat import Seat
from core.live.conversation import GONE, LOST, attend
from core.places.wire import BYTES, END, TEXT, GoneError, framed, receive, send
from core.training.engine import Engine

FRAME, META, SAID = 16, 17, 18  # kinds of a room's messages beside those of wire.py
NUMBER = struct.Struct("<Q?")  # of a frame, and whether it stands for itself
MOST_WAITING = 16 * 2**20  # bytes for a server that does not read


class Line:
    """As much of a WebSocket as a conversation needs."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, language: str
    ) -> None:
        self.query_params = {"lang": language}
        self.code = 0  # with which it was closed from here
        self._reader, self._writer = reader, writer

    async def receive(self) -> dict[str, Any]:
        with suppress(GoneError):
            kind, content = await receive(self._reader)
            if kind == TEXT:
                return {"type": "websocket.receive", "text": content.decode("utf-8", "replace")}
            if kind == BYTES:
                return {"type": "websocket.receive", "bytes": content}
        return {"type": "websocket.disconnect"}

    async def send_bytes(self, message: bytes) -> None:
        await send(self._writer, BYTES, message)

    async def close(self, code: int) -> None:
        self.code = code


async def view(
    engine: Engine,
    said: Mapping[str, Any],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """One live view of the run's owner, from its first message to its last."""
    run, code, left = engine.get(said["run"]), LOST, None
    await send(writer, TEXT, b"")  # from here on it is this worker's
    if run is not None:
        line = Line(reader, writer, said["language"])
        left = await attend(cast(WebSocket, line), run)
        code = line.code
    with suppress(*GONE):
        await send(writer, END, json.dumps({"code": code, "left": left}).encode())


class Counter:
    """Stands in a room for all who sit in it at the server."""

    wants_key = False

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def frame(self, number: int, packed: bytes, key: bool, meta: bytes) -> None:
        self._write(FRAME, NUMBER.pack(number, key) + packed)

    def describe(self, meta: bytes) -> None:
        self._write(META, meta)

    def put(self, message: bytes) -> None:
        self._write(SAID, message)

    def over(self) -> None:
        self._write(END, b"{}")

    def _write(self, kind: int, content: bytes) -> None:
        if self._writer.transport.get_write_buffer_size() > MOST_WAITING:
            self._writer.transport.abort()
        if not self._writer.is_closing():
            self._writer.write(framed(kind, content))


async def room(
    engine: Engine,
    said: Mapping[str, Any],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """One set of panels of a broadcast: each frame is packed here, once, and seated at the server."""
    loop, run, counter = asyncio.get_running_loop(), engine.get(said["run"]), Counter(writer)
    if run is None:
        counter.over()
        return

    def call(what: Any, *args: Any) -> None:
        with suppress(RuntimeError):  # the loop has closed
            loop.call_soon_threadsafe(what, *args)

    words = translator(said["language"], run.algorithm_class.NAME)
    made = Room(run, said["panels"], call, counter.over, words)
    made.seats = [cast(Seat, counter)]
    run.watchers = [*run.watchers, made]
    try:
        with suppress(GoneError):
            while True:
                told = json.loads((await receive(reader))[1])
                made.interval = told.get("interval", made.interval)
                made.visible = told.get("visible", made.visible)
                if told.get("key"):
                    made.ask_for_key()
                run.wake()
    finally:
        run.watchers = [one for one in run.watchers if one is not made]
