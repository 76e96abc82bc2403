"""A room of a broadcast whose run a worker trains: its frames come packed, and are handed to seats here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from core.live.broadcast.seat import Seat
from core.places.lines import FRAME, META, NUMBER, SAID
from core.places.slots import Slot
from core.places.wire import END, TEXT, GoneError, called, framed, receive

RETRY = 0.1  # seconds


class DistantRoom:
    """As core/live/broadcast/room.py, on the event loop alone. Seats stay when the worker is replaced."""

    def __init__(
        self,
        slot: Slot,
        run: str,
        panels: Mapping[str, Any],
        language: str,
        over: Callable[[], None],
    ) -> None:
        self.seats: list[Seat] = []
        self.meta = b""
        self.packed = 0
        self._said = {"ask": "room", "run": run, "panels": dict(panels), "language": language}
        self._slot, self._over = slot, over
        self._interval, self._visible = 0.0, False
        self._writer: asyncio.StreamWriter | None = None
        self._staying = asyncio.create_task(self._stay(), name="learnscope-room")

    @property
    def interval(self) -> float:
        return self._interval

    @interval.setter
    def interval(self, seconds: float) -> None:
        if seconds != self._interval:
            self._interval = seconds
            self._tell({"interval": seconds})

    @property
    def visible(self) -> bool:
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        if visible != self._visible:
            self._visible = visible
            self._tell({"visible": visible})

    def ask_for_key(self) -> None:
        self._tell({"key": True})

    def close(self) -> None:
        self._staying.cancel()

    def _tell(self, said: Mapping[str, Any]) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(framed(TEXT, json.dumps(said).encode()))

    async def _stay(self) -> None:
        while True:
            try:
                reader, writer = await self._slot.connect()
                try:
                    writer.write(called(self._said))
                    self._writer = writer
                    self._tell({"interval": self._interval, "visible": self._visible})
                    while await self._deliver(*await receive(reader)):
                        pass
                finally:
                    self._writer = None
                    writer.close()
                return self._over()
            except GoneError:
                for seat in self.seats:
                    seat.resumes()
                await asyncio.sleep(RETRY)

    async def _deliver(self, kind: int, content: bytes) -> bool:
        """False: it is over."""
        if kind == FRAME:
            number, key = NUMBER.unpack_from(content)
            packed = content[NUMBER.size :]
            self.packed += 1
            for seat in self.seats:
                seat.frame(number, packed, key, self.meta)
            if any(seat.wants_key for seat in self.seats):
                self.ask_for_key()
        elif kind == META:
            self.meta = content
            for seat in self.seats:
                seat.describe(content)
        elif kind == SAID:
            for seat in self.seats:
                seat.put(content)
        return kind != END
