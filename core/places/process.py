"""The server's side of one worker: its process, and what it says of itself."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import core

START = 120.0  # seconds to the first word of a worker
HUNG = 10.0  # seconds without a word, after which it is taken for hung
log = logging.getLogger(__name__)


class WorkerProcess:
    """Begun here; `lost` is called once, on a thread of its own, when it has ended or hangs."""

    def __init__(
        self,
        path: Path,
        environment: Mapping[str, str],
        first_build: int,
        lost: Callable[[WorkerProcess], None],
        heard: Callable[[WorkerProcess], None],
    ) -> None:
        self.path = str(path)
        self.told: dict[str, Any] = {}  # its newest word
        self.ready = threading.Event()  # it has spoken, or has ended before
        self.ended = False
        self._lost, self._heard = lost, heard
        ours, theirs = socket.socketpair()
        home = str(Path(core.__file__).resolve().parents[1])
        paths = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH", ""))))
        with theirs:
            handle = theirs.fileno()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "core.places.worker", str(handle), self.path, str(first_build)],
                env={**environment, "PYTHONPATH": paths}, pass_fds=[handle], stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal is for the server alone
            )  # fmt: skip
        self._life = ours
        self._thread = threading.Thread(target=self._listen, name="learnscope-worker", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def terminate(self) -> None:
        """It writes what it has, and ends."""
        if self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended by then."""
        try:
            self.process.wait(max(seconds, 0.01))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _listen(self) -> None:
        self._life.settimeout(START)
        waiting = b""
        try:
            while not self.told.get("figures", {}).get("dead"):
                part = self._life.recv(2**16)
                if not part:
                    break
                *lines, waiting = (waiting + part).split(b"\n")
                if lines:
                    self.told = json.loads(lines[-1])
                    self._life.settimeout(HUNG)
                    self._heard(self)
                    self.ready.set()
            else:
                log.error("a thread of worker %d has died", self.pid)
        except TimeoutError:
            log.error("worker %d has not been heard of for %g s", self.pid, HUNG)
        except (OSError, ValueError) as error:
            log.error("worker %d can't be heard: %s", self.pid, error)
        self.ended = True
        self.kill()
        self._life.close()
        self.ready.set()
        self._lost(self)
