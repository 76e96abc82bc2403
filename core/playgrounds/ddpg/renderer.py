"""Pictures of a MuJoCo world from a process of their own, so that its renderer can end nothing but itself.

Without a display MuJoCo's renderer aborts its process in more than one way, and it blocks in others. So
render_child.py draws, and here nobody waits for it: scenes are sent and pictures fetched as far as they go
through the pipes at once. What is on its way is bounded, and a child that is silent for too long is ended.
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

START, ANSWER = 30.0, 10.0  # seconds that a child may take for its first picture, and for another
AHEAD = 4  # pictures on their way; of what is asked for meanwhile there will be none
MOST = 4  # children at once, of all runs
PIPE = 1 << 20  # bytes that a pipe is to hold, where that can be set: some pictures
LARGEST = 1 << 24  # bytes of a picture
BACKENDS = ("egl", "osmesa")  # that need no display, the quicker one first
log = logging.getLogger(__name__)

living: weakref.WeakSet[Renderer] = weakref.WeakSet()


def child(name: str) -> list[str]:
    """The command that draws the environment `name`."""
    return [sys.executable, "-m", "core.playgrounds.ddpg.render_child", name]


class Renderer:
    """Draws the scenes of one world. `unseen` says why there is no picture: the key of a sentence, or ""."""

    def __init__(
        self, command: Sequence[str], start: float = START, answer: float = ANSWER
    ) -> None:
        self.command, self.limits = list(command), (start, answer)
        chosen = os.environ.get("MUJOCO_GL")
        self._backends = [chosen] if chosen else list(BACKENDS)
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Any = None  # ends the child, at the latest when this object goes
        self._waiting = 0  # pictures that were asked for and have not come
        self._stale = 0  # the first of them belong to an episode that is over
        self._since = 0.0  # when the child last gave a sign, or was asked after a rest
        self._received = b""
        self._drew = False  # whether this backend has ever drawn
        self.unseen = "starting"

    # ---- what is asked of it ----------------------------------------------------------------
    def ask(self, scene: np.ndarray) -> None:
        """Send a scene, unless enough of them are on their way. Returns at once."""
        if self._child is None and not self._begin():
            return
        if self._waiting >= AHEAD or self._child is None or self._child.stdin is None:
            return
        data = struct.pack("<I", scene.size) + scene.astype("<f8").tobytes()
        try:
            os.write(
                self._child.stdin.fileno(), data
            )  # smaller than what a pipe takes in one piece
        except OSError:  # it is full, or its reader is gone: `fetch` will see that
            return
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting += 1

    def fetch(self) -> list[bytes]:
        """The JPEGs that have come since the last call, oldest first. Returns at once."""
        if self._child is None:
            return []
        ended = self._read()
        found = self._pictures()
        if found:
            self.unseen, self._drew = "", True
            self._since = time.monotonic()
        limit = self.limits[self._drew]
        if ended:
            self._lost()
        elif self._waiting and time.monotonic() - self._since > limit:
            log.warning("%s gave no picture for %g s", self.command[-1], limit)
            self._backends = []
            self.close()
            self.unseen = "hung"
        return found

    def restart(self) -> None:
        """Another episode begins: pictures of the last one are not wanted any more."""
        self._stale = self._waiting

    def close(self) -> None:
        """End the child."""
        if self._end is not None:
            self._end()
        self._child = self._end = None
        self._waiting = self._stale = 0
        self._received = b""
        living.discard(self)

    # ---- the child --------------------------------------------------------------------------
    def _begin(self) -> bool:
        """A new child; False, and `unseen` says why, where there can be none."""
        if not self._backends:
            return False
        if len(living) >= MOST:
            self.unseen = "crowded"
            return False
        if self.unseen:
            self.unseen = "starting"
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (the child's for as long as it lives)
        environment = os.environ | {
            "MUJOCO_GL": self._backends[0],
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        try:
            made = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                env=environment, bufsize=0,
            )  # fmt: skip
        except OSError as error:
            log.warning("no process for pictures: %s", error)
            self._backends, self.unseen = [], "failed"
            return False
        for pipe in (made.stdin, made.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
            _widen(pipe.fileno())
        self._child, self._errors, self._drew = made, errors, False
        self._end = weakref.finalize(self, _ended, made)
        living.add(self)
        return True

    def _read(self) -> bool:
        """Take what has come; whether the child has ended."""
        assert self._child is not None
        assert self._child.stdout is not None
        while True:
            try:
                data = os.read(self._child.stdout.fileno(), PIPE)
            except BlockingIOError:
                return False
            if not data:
                return True
            self._received += data

    def _pictures(self) -> list[bytes]:
        """Whole pictures among the bytes received, without those of an earlier episode."""
        found = []
        while len(self._received) >= 4:
            (size,) = struct.unpack("<I", self._received[:4])
            if size > LARGEST or len(self._received) < 4 + size:
                break
            picture, self._received = self._received[4 : 4 + size], self._received[4 + size :]
            self._waiting -= 1
            if self._stale:
                self._stale -= 1
            else:
                found.append(picture)
        return found

    def _lost(self) -> None:
        """The child has ended: of itself, to rest, or by a crash; then another way is tried."""
        assert self._child is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(0.5)
        status = self._child.returncode
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").strip().splitlines()[-1:]
        self.close()
        if status or not self._drew:
            log.warning("%s ended with %s: %s", self.command[-1], status, *said or [""])
            self._backends = self._backends[1:]  # after a crash it is not tried that way again
            self.unseen = "starting" if self._backends else "failed"


def _widen(pipe: int) -> None:
    """Let a pipe hold some pictures, where the system knows how."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)


def _ended(made: subprocess.Popen[bytes]) -> None:
    """No child, no zombie, no open pipes."""
    made.kill()
    made.wait()
    for pipe in (made.stdin, made.stdout):
        if pipe is not None:
            pipe.close()
