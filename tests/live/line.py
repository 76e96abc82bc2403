"""A long thin line between a browser and a server, both on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 1460  # bytes, as a packet has them
QUEUE = 48 * 1024  # bytes that wait at the narrow end, as in a router


class Line:
    """Carries connections to `port`; those whose first line has `slow` in it at `rate` bytes a second each
    way, and `delay` seconds later."""

    def __init__(self, port: int, rate: float, delay: float, slow: bytes = b"") -> None:
        self._port, self._rate, self._delay, self._slow = port, rate, delay, slow

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begin = await reader.read(CHUNK)
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        carry = self._slowly if self._slow in begin.partition(b"\r\n")[0] else _at_once
        back.write(begin)
        ways = [asyncio.create_task(carry(*way)) for way in ((reader, back), (there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            back.close()
            writer.close()

    async def _slowly(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(QUEUE // CHUNK)

        async def deliver() -> None:
            with contextlib.suppress(ConnectionError):
                while True:
                    at, data = await under_way.get()
                    await asyncio.sleep(at - loop.time())
                    writer.write(data)

        delivering, free = asyncio.create_task(deliver()), 0.0
        try:
            while data := await reader.read(CHUNK):
                free = max(free, loop.time()) + len(data) / self._rate
                await under_way.put((free + self._delay, data))
                if free - loop.time() > QUEUE / self._rate:
                    await asyncio.sleep(len(data) / self._rate)
        finally:
            delivering.cancel()


async def _at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()


@contextmanager
def lying(line: Line) -> Iterator[int]:
    """The port at which the line can be entered."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    starting = asyncio.start_server(line.carry, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:

        async def end() -> None:
            server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
