"""What goes between the server and a worker, over Unix sockets: length, kind, and then so many bytes.

`TEXT` and `BYTES` are a browser's messages and those for it, as they are; `END` is JSON and the last one.
`CALL` is an envelope (core/live/codec.py): JSON, and arrays where bytes have to come along. No pickles.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.live.codec import decode, encode

TEXT, BYTES, END, CALL = range(4)
HEAD = struct.Struct("<IB")
LARGEST = 2**30  # bytes
AHEAD = 128 * 1024  # bytes that may wait in a socket before whoever writes has to
Blobs = Mapping[str, bytes]


class GoneError(ConnectionError):
    """The other side has ended, or does not answer."""


def framed(kind: int, content: bytes) -> bytes:
    return HEAD.pack(len(content), kind) + content


def called(said: Mapping[str, Any], blobs: Blobs | None = None) -> bytes:
    arrays = {name: np.frombuffer(blob, np.uint8) for name, blob in (blobs or {}).items()}
    return framed(CALL, encode({"said": json.dumps(said)}, arrays))


def heard(content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    header, arrays = decode(content)
    said: dict[str, Any] = json.loads(header["said"])
    return said, {name: array.tobytes() for name, array in arrays.items()}


# ---- on an event loop -----------------------------------------------------------------------------
async def receive(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next message. Raises GoneError at the end."""
    try:
        length, kind = HEAD.unpack(await reader.readexactly(HEAD.size))
        return kind, await reader.readexactly(length)
    except (asyncio.IncompleteReadError, OSError) as error:
        raise GoneError(str(error)) from error


async def send(writer: asyncio.StreamWriter, kind: int, content: bytes) -> None:
    """Returns once no more than AHEAD waits. Raises GoneError."""
    try:
        writer.write(framed(kind, content))
        await writer.drain()
    except OSError as error:
        raise GoneError(str(error)) from error


async def connected(path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Raises GoneError where nobody listens."""
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=AHEAD)
    except OSError as error:
        raise GoneError(str(error)) from error
    writer.transport.set_write_buffer_limits(AHEAD)
    return reader, writer


# ---- on a thread ----------------------------------------------------------------------------------
def receive_now(line: socket.socket) -> tuple[int, bytes]:
    """Raises GoneError, also after the socket's timeout."""
    length, kind = HEAD.unpack(_exactly(line, HEAD.size))
    return kind, _exactly(line, length)


def _exactly(line: socket.socket, count: int) -> bytes:
    parts = []
    try:
        while count:
            part = line.recv(min(count, 2**20))
            if not part:
                raise GoneError("it has ended")
            parts.append(part)
            count -= len(part)
    except OSError as error:
        raise GoneError(str(error)) from error
    return b"".join(parts)


def ask(path: str, said: Mapping[str, Any], blobs: Blobs | None, patience: float) -> Any:
    """One question to a worker on a connection of its own, and its answer. Raises GoneError."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(patience)
            line.connect(path)
            line.sendall(called(said, blobs))
            kind, content = receive_now(line)
    except OSError as error:
        raise GoneError(str(error)) from error
    if kind != CALL:
        raise GoneError("it answered something else")
    return heard(content)
