"""A process that trains: an ordinary engine with its store and its conversations, asked over a Unix socket,
or over TCP where a cluster has it (cluster.py).

    python -m core.places.worker LIFE PATH FIRST_BUILD

LIFE is the handle of a socket to the server: over it goes a word every half second, and with its end, or
with SIGTERM, the worker writes what it has and ends too.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from core.live.counts import counts
from core.places import lines
from core.places.office import answer
from core.places.wire import CALL, GoneError, called, greeted, heard, receive
from core.playgrounds import lookup, names
from core.training import memory
from core.training.engine import Engine, begun, use
from core.training.run import Run
from core.training.warm import build_once

PULSE = 0.5  # seconds between two words to the server
VANISHED = 10_000  # milliseconds
ASKERS = 48  # questions that are answered at the same time
SUMS = ("frames", "messages", "bytes", "heard", "malformed", "joined")


def main() -> None:
    life, path, first_build = socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the server says when to end
    engine = prepared(int(first_build), os.getppid())
    asyncio.run(Worker(engine).serve(life, path))
    engine.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # nobody waits for an answer that still waits for a long step


def prepared(first_build: int, server: int | str) -> Engine:
    """This process's, all imported; what it stores is that server's."""
    from core.operation import log

    log.begin()
    Run.first_build = first_build
    engine = begun()
    use(engine)
    build_once(engine, [lookup(name) for name in names()])
    gc.collect()
    gc.freeze()
    from core.store import start

    start(engine, server=server)
    return engine


class Worker:
    """The event loop of the process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(ASKERS, thread_name_prefix="learnscope-answers")
        self._ending = asyncio.Event()

    async def serve(self, life: socket.socket, path: str) -> None:
        """Over Unix sockets, until the server ends, or wants it to."""
        reader, writer = await asyncio.open_connection(sock=life)
        living = asyncio.create_task(self._live(reader, writer))
        await self._until_end(await asyncio.start_unix_server(self._attend, path, backlog=1000))
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)

    async def serve_at(self, line: socket.socket, token: str) -> None:
        """The same over TCP, for whoever has the token; one of the connections is the server's life."""

        async def admit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if await greeted(reader, token):
                await self._attend(reader, writer)
            else:
                writer.close()

        await self._until_end(await asyncio.start_server(admit, sock=line, backlog=1000))

    async def _until_end(self, server: asyncio.Server) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._ending.set)
        await self._ending.wait()
        server.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _live(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Words to the server, as long as it lives."""
        tasks = [
            asyncio.create_task(self._beat(writer)),
            asyncio.create_task(reader.read()),  # nothing comes but the end
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._ending.set()

    async def _beat(self, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(json.dumps(self._told()).encode() + b"\n")
                await writer.drain()
                await asyncio.sleep(PULSE)
        except OSError:
            return

    def _told(self) -> dict[str, Any]:
        sums = counts()
        return {
            "figures": self._engine.figures() | {"sent": [getattr(sums, name) for name in SUMS]},
            "memory": memory.resident(),
            "runs": [
                [run.id, run.status, run.step, run.built, run.weight.level]
                for run in self._engine.runs
            ],
        }

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: a view, a room, or questions one after the other."""
        try:
            while True:
                kind, content = await receive(reader)
                if kind != CALL:
                    return
                said, blobs = heard(content)
                if said["ask"] == "life":
                    _give_up(writer.get_extra_info("socket"))
                    await self._live(reader, writer)
                    return
                if said["ask"] in VIEWS:
                    await VIEWS[said["ask"]](self._engine, said, reader, writer)
                    return
                loop = asyncio.get_running_loop()
                ask = partial(answer, self._engine, said, blobs)
                writer.write(called(*await loop.run_in_executor(self._threads, ask)))
                await writer.drain()
        except (GoneError, OSError):
            return
        finally:
            writer.close()


def _give_up(line: socket.socket) -> None:
    """A server whose machine has vanished ends no connection: what it does not acknowledge does."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, VANISHED)


VIEWS = {"view": lines.view, "room": lines.room}

if __name__ == "__main__":
    main()
