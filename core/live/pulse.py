"""The server's beat: a number every second, by which either side knows how old is what it hears.

A network that falls silent keeps what was sent and delivers it when it speaks again, half a minute later
perhaps. So a browser hears the beat stop, and what it commands carries the last beat that it has heard: a
command that came too long after the next one was sent has lain somewhere, and is not carried out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from core.live.codec import encode

EVERY = 1.0  # seconds between two beats
LATEST = 3.0  # seconds that a command may be behind
REMEMBERED = 64  # beats; who has heard only one before them is late for certain
COMMANDS = {"play", "pause", "step", "epoch", "gear", "reset", "act", "trace"}


class Pulse:
    """The beats of one connection."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: list[float] = []  # when, of the newest beats
        self._newest = 0

    def beat(self) -> bytes:
        """The next one, to be sent now."""
        self._newest += 1
        self._sent = [*self._sent[1 - REMEMBERED :], self._clock()]
        return encode({"type": "beat", "n": self._newest}, {})

    def late(self, message: Mapping[str, Any]) -> bool:
        """Whether a command has been under way for too long. One without a beat is taken as it comes."""
        heard = message.get("beat")
        if (
            message.get("type") not in COMMANDS
            or isinstance(heard, bool)
            or not isinstance(heard, int)
        ):
            return False
        unheard = self._newest - heard
        if unheard <= 0 or not self._sent:  # a beat below zero, before there was any
            return False
        return self._clock() - self._sent[-min(unheard, len(self._sent))] > LATEST
