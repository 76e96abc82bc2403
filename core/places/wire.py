"""What goes between the server and a worker, over Unix sockets or TCP: length, kind, and then so many bytes.

`TEXT` and `BYTES` are a browser's messages and those for it, as they are; `END` is JSON and the last one.
`CALL` is an envelope (core/live/codec.py): JSON, and arrays where bytes have to come along. No pickles.
A Unix socket lies in a folder that nobody else may enter. TCP is reached by others: there a connection begins
with `TOKEN`, and is closed where that is not the server's.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.live.codec import decode, encode

TEXT, BYTES, END, CALL, TOKEN = range(5)
HEAD = struct.Struct("<IB")
LARGEST = 2**30  # bytes
AHEAD = 128 * 1024  # bytes that may wait in a socket before whoever writes has to
GREETED = 10.0  # seconds for a stranger to say the token
Blobs = Mapping[str, bytes]


@dataclass(frozen=True)
class Tcp:
    """Where a worker of another machine listens, and what it has to be told first."""

    host: str
    port: int
    token: str = field(repr=False)


Address = str | Tcp  # the path of a Unix socket, or this


class GoneError(ConnectionError):
    """The other side has ended, or does not answer."""


def framed(kind: int, content: bytes) -> bytes:
    return HEAD.pack(len(content), kind) + content


def greeting(address: Address) -> bytes:
    """What a connection to it begins with."""
    return framed(TOKEN, address.token.encode()) if isinstance(address, Tcp) else b""


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


async def connected(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Raises GoneError where nobody listens."""
    try:
        if isinstance(address, Tcp):
            async with asyncio.timeout(GREETED):
                reader, writer = await asyncio.open_connection(
                    address.host, address.port, limit=AHEAD
                )
        else:
            reader, writer = await asyncio.open_unix_connection(address, limit=AHEAD)
    except OSError as error:
        raise GoneError(str(error)) from error
    writer.transport.set_write_buffer_limits(AHEAD)
    writer.write(greeting(address))
    return reader, writer


async def greeted(reader: asyncio.StreamReader, token: str) -> bool:
    """Whether a connection begins with the token; no more than that is read of one that does not."""
    wanted = framed(TOKEN, token.encode())
    try:
        async with asyncio.timeout(GREETED):
            said = await reader.readexactly(len(wanted))
    except (asyncio.IncompleteReadError, OSError):
        return False
    return hmac.compare_digest(said, wanted)


# ---- on a thread ----------------------------------------------------------------------------------
def receive_now(connection: socket.socket) -> tuple[int, bytes]:
    """Raises GoneError, also after the socket's timeout."""
    length, kind = HEAD.unpack(_exactly(connection, HEAD.size))
    return kind, _exactly(connection, length)


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = []
    try:
        while count:
            part = connection.recv(min(count, 2**20))
            if not part:
                raise GoneError("it has ended")
            parts.append(part)
            count -= len(part)
    except OSError as error:
        raise GoneError(str(error)) from error
    return b"".join(parts)


def line(address: Address, patience: float) -> socket.socket:
    """A connection, to be greeted yet. Raises OSError."""
    if isinstance(address, Tcp):
        return socket.create_connection((address.host, address.port), patience)
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(patience)
    try:
        made.connect(address)
    except OSError:
        made.close()
        raise
    return made


def ask(address: Address, said: Mapping[str, Any], blobs: Blobs | None, patience: float) -> Any:
    """One question to a worker on a connection of its own, and its answer. Raises GoneError."""
    try:
        with line(address, patience) as connection:
            connection.sendall(greeting(address) + called(said, blobs))
            kind, content = receive_now(connection)
    except OSError as error:
        raise GoneError(str(error)) from error
    if kind != CALL:
        raise GoneError("it answered something else")
    return heard(content)
