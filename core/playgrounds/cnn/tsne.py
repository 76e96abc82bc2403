"""t-SNE of the last hidden layer, worked out beside the training: what a viewer has asked for.

van der Maaten & Hinton 2008 (jmlr.org/papers/v9/vandermaaten08a.html): points that are neighbours among the n
numbers of the layer become neighbours in the plane. tsne_child.py works it out in a process of its own, with
one thread and behind the training; here nobody waits for it: each look reads what has come through the pipe.
A viewer has one job, and it goes with the run. M test images, n numbers in front of the output layer.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from typing import Any

import numpy as np

from core.playgrounds.cnn.tsne_child import ITERATIONS

NONE, WAITING, WORKING, DONE, FAILED, CANCELLED, SAME, LATE = range(8)
OVER = (DONE, FAILED, CANCELLED, SAME, LATE)
HELD = 4  # jobs of a run: the one that was asked for first makes way
MOST = 2  # processes at once, of all runs
LIMIT = 120.0  # seconds a process may take
PIPE = 1 << 16  # bytes read at a time
LARGEST = 1 << 20  # bytes of all that a child says
SINGLE = ("OMP", "OPENBLAS", "MKL")  # whose threads are limited to one
log = logging.getLogger(__name__)

_guard = threading.Lock()
_children: list[subprocess.Popen[bytes]] = []  # that live, or have not been seen to end


class Job:
    """One t-SNE of features [M, n]: `state`, iterations `done`, and in the end `points` [M, 2] and `kl`."""

    def __init__(self, number: int, features: np.ndarray, seen: dict[str, Any], step: int) -> None:
        """`seen` is what else is known of the images, and `step` the update that it belongs to."""
        self.number, self.seen, self.step = number, seen, step
        self.perplexity = 0.0
        self.state, self.done, self.kl = WAITING, 0, float("nan")
        self.points = np.zeros((0, 2), np.float32)
        self._features: np.ndarray | None = features
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Any = None  # ends the child, at the latest when this job goes
        self._began = 0.0
        self._received = b""

    def look(self) -> None:
        """Begin, if there is room, or take what has come. Returns at once."""
        busy = living()  # tidies up, too
        if self.state == WAITING and busy < MOST:
            self._begin()
        elif self.state == WORKING:
            ended = self._read()
            try:
                for line in self._lines():
                    self._heard(line)
            except (ValueError, KeyError, TypeError):  # it says something else than it should
                self._over(FAILED)
            if self.state == WORKING and ended:
                self._over(FAILED)
            elif self.state == WORKING and time.monotonic() - self._began > LIMIT:
                self._over(LATE)

    def cancel(self) -> None:
        if self.state not in OVER:
            self._over(CANCELLED)

    def _begin(self) -> None:
        limits = {f"{name}_NUM_THREADS": "1" for name in SINGLE}
        limits["PYTHONPATH"] = os.pathsep.join(sys.path)
        command = [sys.executable, "-m", "core.playgrounds.cnn.tsne_child", f"{self.perplexity:g}"]
        assert self._features is not None
        with tempfile.TemporaryFile() as given:  # a pipe would make us wait until it is read
            np.save(given, self._features, allow_pickle=False)
            given.seek(0)
            try:
                made = subprocess.Popen(
                    command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    env=os.environ | limits, bufsize=0,
                )  # fmt: skip
            except OSError as error:
                log.warning("no process for a t-SNE: %s", error)
                self._over(FAILED)
                return
        assert made.stdout is not None
        os.set_blocking(made.stdout.fileno(), False)
        self._child, self._features, self.state = made, None, WORKING
        self._began = time.monotonic()
        self._end = weakref.finalize(self, _ended, made)
        with _guard:
            _children.append(made)

    def _read(self) -> bool:
        """Take what has come; whether the child has ended."""
        assert self._child is not None
        assert self._child.stdout is not None
        while len(self._received) < LARGEST:
            try:
                data = os.read(self._child.stdout.fileno(), PIPE)
            except BlockingIOError:
                return False
            if not data:
                return True
            self._received += data
        return True

    def _lines(self) -> list[bytes]:
        *whole, self._received = self._received.split(b"\n")
        return whole

    def _heard(self, line: bytes) -> None:
        said = json.loads(line)
        if "done" in said:
            self.done = min(int(said["done"]), ITERATIONS)
        elif "same" in said:
            self._over(SAME)
        else:
            points, self.kl = np.array(said["points"], np.float32), float(said["kl"])
            good = points.shape == (len(self.seen["rows"]), 2) and bool(np.isfinite(points).all())
            self._over(DONE if good else FAILED)
            if good:
                self.points, self.done = points, ITERATIONS

    def _over(self, state: int) -> None:
        self.state, self._features = state, None
        if state in (FAILED, LATE):
            code = self._child.poll() if self._child is not None else None
            log.warning("a t-SNE came to nothing after %d iterations (%s)", self.done, code)
        if self._end is not None:
            self._end()
        self._child = self._end = None


class Jobs(dict[int, Job]):
    """The jobs of one run, by the number that each viewer has chosen for itself."""

    def has(self, who: int, number: int) -> bool:
        return who in self and self[who].number == number

    def put(self, who: int, job: Job) -> None:
        """In the place of the viewer's last one."""
        former = self.pop(who, None)
        if former is not None:
            former.cancel()
        self[who] = job
        while len(self) > HELD:
            self.pop(next(iter(self))).cancel()


def living() -> int:
    """How many processes are at work; those that have ended are let go of."""
    with _guard:
        _children[:] = [one for one in _children if one.poll() is None]
        return len(_children)


def _ended(made: subprocess.Popen[bytes]) -> None:
    """No child and no open pipe; `living` sees to it that no zombie stays, since to wait takes time."""
    made.kill()
    if made.stdout is not None:
        made.stdout.close()
