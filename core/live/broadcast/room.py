"""All who watch one run with the same panels, in one language: each frame is made and packed once for them.

Frames are changes to the frame before, as everywhere (packing.py), but what a *key* frame says stands for
itself: with it packing and unpacking begin anew, and the history comes whole. One is made where somebody
joins or has missed a frame, at most one a second, and goes to all: the bytes are the same for everybody.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from core.live.broadcast.seat import Seat
from core.live.codec import head
from core.live.link import Link
from core.live.packing import Frame, Packer
from core.live.viewer import OVER, Viewer
from core.params import Translate
from core.training.pace import next_beat
from core.training.run import Run

KEYS = 1.0  # seconds between two key frames
Call = Callable[..., None]  # has the event loop call something


class Endless(Link):
    """How fine and how frequent frames are; nobody waits for acknowledgements, each seat sees to its own."""

    def sent(self, now: float) -> int:
        self._newest += 1
        return self._newest


class Room(Viewer):
    """The training thread calls what a `Watcher` has; seats come and go on the event loop."""

    shared = True

    def __init__(
        self, run: Run, panels: Mapping[str, Any], call: Call, over: Call, translate: Translate
    ) -> None:
        super().__init__(run, self._out, translate)
        self.link = Endless()
        self._panels.wanted = dict(panels)
        self.seats: list[Seat] = []
        self.interval = 0.0  # seconds between two frames at least: one for many is many to send
        self.meta = b""
        self.packed = 0  # frames, each once
        self._call, self._over = call, over
        self._packer = Packer()
        self._wanted_key = True  # a key is wanted
        self._key = False  # and is being made
        self._keyed = -KEYS

    # ---- the training thread ------------------------------------------------------------------
    def stale(self, run: Run) -> bool:
        if not self.visible or self._lost == run.build:
            return False
        return self._key_due() or bool(super().stale(run))

    def due(self, run: Run, now: float, interval: float) -> bool:
        if not self.stale(run) or now < self._next:
            return False
        interval = max(interval * self.link.stretch, self.interval)
        self._next = next_beat(self._next, interval, now)
        return True

    def show(self, run: Run) -> None:
        self._key = self._key_due()
        if self._key:
            self._wanted_key, self._keyed = False, time.monotonic()
            self._forget(-1)
            self._timeline.forget()
            self._panels.wake()
        super().show(run)
        self._key = False

    def close(self) -> None:
        """Nobody is in it any more; the run lets go of it."""

    def _key_due(self) -> bool:
        return self._wanted_key and time.monotonic() - self._keyed >= KEYS

    def _header(self, *args: Any, **named: Any) -> dict[str, Any]:
        found = super()._header(*args, **named)
        return found | {"key": True} if self._key else found

    def _out(self, message: bytes | Frame) -> None:
        self._call(self._deliver, message)

    # ---- the event loop -----------------------------------------------------------------------
    def ask_for_key(self) -> None:
        self._wanted_key = True
        self._run.wake()

    def _deliver(self, message: bytes | Frame) -> None:
        if isinstance(message, Frame):
            self._frame_to_all(message)
        elif message == OVER:
            self._over()
        elif head(message)["type"] == "meta":
            self.meta = message
            for seat in self.seats:
                seat.describe(message)
        else:
            for seat in self.seats:
                seat.put(message)

    def _frame_to_all(self, frame: Frame) -> None:
        key = bool(frame.header.get("key"))
        if key:
            self._packer = Packer()
        packed = self._packer.pack(frame, self.link.grain)
        self.packed += 1
        self.link.spent(len(packed), time.perf_counter())
        for seat in self.seats:
            seat.frame(frame.header["n"], packed, key, self.meta)
        if any(seat.wants_key for seat in self.seats):
            self.ask_for_key()
