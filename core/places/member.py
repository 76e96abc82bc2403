"""The server's side of one worker, wherever it is: what it says of itself, and that it is lost."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from core.places.wire import Address

START = 120.0  # seconds to the first word of a worker
HUNG = 10.0  # seconds without a word, after which it is taken for hung
FRESH = 3.0  # seconds since its last word for which a worker is surely there
log = logging.getLogger(__name__)


class Member(ABC):
    """`lost` is called once, on a thread of its own, when it has ended or hangs; `heard` with every word."""

    address: Address
    name: str  # for the log

    def __init__(self, lost: Callable[[Any], None], heard: Callable[[Any], None]) -> None:
        self.told: dict[str, Any] = {}  # its newest word
        self.ready = threading.Event()  # it has spoken, or has ended before
        self.ended = False
        self.leaving = (
            False  # it has been told to: what it still has to write is waited for elsewhere
        )
        self._lost, self._heard = lost, heard
        self._spoke = 0.0
        self._thread = threading.Thread(target=self._listen, name="learnscope-worker", daemon=True)
        self._thread.start()

    @abstractmethod
    def _life(self) -> socket.socket:
        """Over which its words come. Raises OSError where it could not be begun."""

    @property
    @abstractmethod
    def lives(self) -> bool:
        """As far as the system knows."""

    @abstractmethod
    def terminate(self) -> None:
        """It writes what it has, and ends."""

    @abstractmethod
    def kill(self) -> None: ...

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Whether it has ended by then."""

    @property
    def fresh(self) -> bool:
        """Whether it has just been heard of: what is lost with a machine may not be known to be, yet."""
        return not self.ended and time.monotonic() - self._spoke < FRESH

    def _listen(self) -> None:
        try:
            with self._life() as life:
                self._hear(life)
        except TimeoutError:
            log.error("%s has not been heard of for %g s", self.name, HUNG)
        except (OSError, ValueError) as error:
            log.error("%s can't be heard: %s", self.name, error)
        self.ended = True
        if not self.leaving:
            self.kill()
        self.ready.set()
        self._lost(self)

    def _hear(self, life: socket.socket) -> None:
        life.settimeout(START)
        waiting = b""
        while not self.told.get("figures", {}).get("dead"):
            part = life.recv(2**16)
            if not part:
                return
            *lines, waiting = (waiting + part).split(b"\n")
            if lines:
                self.told, self._spoke = json.loads(lines[-1]), time.monotonic()
                life.settimeout(HUNG)
                self._heard(self)
                self.ready.set()
        log.error("a thread of %s has died", self.name)
