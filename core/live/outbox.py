"""What waits to be sent to one browser, bounded: one that does not read is left."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from core.live.counts import counts
from core.live.link import Link
from core.live.packing import Frame, Packer

MOST_WAITING = 8 * 2**20  # bytes


class Outbox:
    """The messages of one connection, in order; lives on the server's event loop."""

    def __init__(self, link: Link) -> None:
        self.overflow = asyncio.Event()  # more waits than a browser that reads would let wait
        self._link = link
        self._packer = Packer()
        self._messages: deque[bytes | Frame] = deque()
        self._waiting = 0  # bytes
        self._news = asyncio.Event()

    def put(self, message: bytes | Frame) -> None:
        if self.overflow.is_set():
            return
        self._messages.append(message)
        self._waiting += len(message)
        self._news.set()
        if self._waiting > MOST_WAITING and len(self._messages) > 1:
            self._messages.clear()
            self.overflow.set()

    async def get(self) -> bytes:
        """The next message, as it travels."""
        while not self._messages:
            self._news.clear()
            await self._news.wait()
        message = self._messages.popleft()
        self._waiting -= len(message)
        if isinstance(message, bytes):
            return message
        # Packed here and not where it was made: the training thread has better to do.
        packed = self._packer.pack(message, self._link.grain)
        counts().frames += 1
        self._link.spent(len(packed), time.perf_counter())
        return packed
