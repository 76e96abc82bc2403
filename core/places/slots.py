"""A place for a worker, which keeps its number and its runs when the worker is replaced."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from core.params import Message, ParamError
from core.places import wire
from core.places.member import Member
from core.places.wire import Blobs, GoneError

ANSWERED = 30.0  # seconds for an answer
REPLACED = 30.0  # seconds for another worker to be there


class Slot:
    """All methods may be called from any thread, but those on the loop."""

    def __init__(self, number: int, gpu: bool = False) -> None:
        self.number = number
        self.gpu = gpu
        self.worker: Member | None = None
        self.up = threading.Event()  # it has a worker with all its runs

    def ask(self, said: Mapping[str, Any], blobs: Blobs | None = None) -> Any:
        """What the worker answers. Raises ParamError where it refuses by a sentence."""
        return self.ask_for(said, blobs)[0]

    def ask_for(
        self, said: Mapping[str, Any], blobs: Blobs | None = None, patience: float = ANSWERED
    ) -> tuple[dict[str, Any], dict[str, bytes]]:
        """The same with bytes. Asked again where the worker ends meanwhile. Raises GoneError."""
        until = time.monotonic() + REPLACED
        while True:
            worker = self.worker
            try:
                if worker is None or not self.up.wait(until - time.monotonic()):
                    raise GoneError("no worker")
                worker = self.worker
                assert worker is not None
                return refusing(wire.ask(worker.address, said, blobs, patience))
            except GoneError:
                if time.monotonic() > until or (worker is not None and _well(worker)):
                    raise
                time.sleep(0.05)

    async def ask_on_loop(self, said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Once. Raises GoneError."""
        reader, writer = await self.connect()
        try:
            writer.write(wire.called(said))
            _, content = await wire.receive(reader)
            return wire.heard(content)
        finally:
            writer.close()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the worker, once there is one. Raises GoneError."""
        until = time.monotonic() + REPLACED
        while time.monotonic() < until:
            worker = self.worker
            if worker is not None and self.up.is_set() and worker.lives:
                with suppress(GoneError):  # its end may not be known yet
                    return await wire.connected(worker.address)
            await asyncio.sleep(0.05)
        raise GoneError("no worker")


def _well(worker: Member) -> bool:
    """Whether it has not ended: then it is no use to ask another."""
    time.sleep(0.2)  # its end may just be on its way
    return not worker.ended and worker.lives


def refusing(
    answer: tuple[dict[str, Any], dict[str, bytes]],
) -> tuple[dict[str, Any], dict[str, bytes]]:
    refused = answer[0].get("refused")
    if refused is not None:
        raise ParamError(Message.of(refused), "")
    return answer
