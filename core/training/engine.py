"""The one training thread: it gives every run its turn, and makes the frames that somebody looks at.

One thread, because small networks are bound by the interpreter: two threads that take turns at the
interpreter's lock are slower in total than one (../shared/FACTS.md has the figures).
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial

import torch

from core.params import Config
from core.playgrounds.contract import Algorithm
from core.training import handles
from core.training.admission import Admission, Limits, cost
from core.training.environment import number
from core.training.pace import Budget
from core.training.run import Run, Watcher

SLICE = 0.010  # seconds of training between two looks at commands and frames
SLICES = 0.040  # seconds in which every running run should get its turn
FRAME = 1 / 28  # seconds between two frames to the same watcher
FRAME_SHARE = 0.25  # of the time at most for making frames, as the thread's processor counts it
FRAMES_SAVED, FRAMES_OWED = 0.05, 0.25  # seconds of frames in one go, and for the slowest of them
log = logging.getLogger(__name__)


class Engine:
    """Owns the runs and the thread that trains them. All public methods may be called from any thread."""

    def __init__(
        self, pause_after: float = 30.0, free_after: float = 1800.0, limits: Limits | None = None
    ) -> None:
        self.pause_after = pause_after
        self.free_after = free_after
        self._runs: dict[str, Run] = {}
        self._seen: dict[str, float] = {}  # run → when somebody last looked
        self._lock = threading.RLock()  # of the runs and of who is let in
        self.admission = Admission(limits or Limits(), self._runs, self._seen, self._forget)
        self._awake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._frames = Budget(FRAME_SHARE, FRAMES_SAVED, FRAMES_OWED)
        self._next = 0  # the watcher who is first to get a frame

    def create(
        self, owner: str, algorithm_class: type[Algorithm], config: Config, device: str = "auto"
    ) -> Run:
        """A new run; it is built on the training thread, so this returns at once."""
        run = Run(algorithm_class, config, device=device, owner=owner, wake=self._awake.set)
        run.room = partial(self._room, run)
        cost(
            algorithm_class, config
        )  # kept: the first time takes a while, and others wait for the lock
        with self._lock:
            self._runs[run.id] = run
            self._seen[run.id] = now = time.monotonic()
            self.admission.arrive(run, now)
            self._start()
        return run

    @property
    def full(self) -> bool:
        """Whether there is no room even in the line of those who wait."""
        return self.admission.overfull or handles.left() < 1

    def get(self, run_id: str) -> Run | None:
        return self._runs.get(run_id)

    def adopt(self, owner: str, algorithm: str, config: Config) -> Run | None:
        """The owner's newest run of this algorithm and config that nobody is watching now."""
        with self._lock:
            found = [
                run
                for run in self._runs.values()
                if run.owner == owner
                and algorithm == run.algorithm_class.NAME
                and run.config == config
                and not run.watchers
                and not (run.refused and run.session is None)  # by now there may be room for it
            ]
            return max(found, key=lambda run: run.born, default=None)

    def stop(self, run_id: str) -> None:
        """Free a run."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is not None:
                self._forget(run)

    def close(self) -> None:
        """End the thread: torch must not be running in a daemon thread when the interpreter exits."""
        self._stop.set()
        self._awake.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
            self._thread = None

    def _forget(self, run: Run) -> None:
        self._runs.pop(run.id, None)
        self._seen.pop(run.id, None)
        self.admission.leave(run)

    def _room(self, run: Run, config: Config) -> float:
        with self._lock:
            return self.admission.room(run, config)

    def _start(self) -> None:
        if self._thread is None and not self._stop.is_set():
            self._thread = threading.Thread(
                target=self._work, name="learnscope-training", daemon=True
            )
            self._thread.start()

    # ---- the training thread ----------------------------------------------------------------
    def _work(self) -> None:
        with thread_for_training():
            while not self._stop.is_set():
                self._awake.clear()
                with self._lock:
                    runs = self.admission.turns(time.monotonic())
                rest = self._round(runs)
                if rest > 0:
                    self._awake.wait(rest)

    def _round(self, runs: list[Run]) -> float:
        """One turn for every run, then frames; seconds to sleep before the next round (0: none)."""
        running = sum(run.wants_steps for run in runs)
        share = min(SLICE, SLICES / max(running, 1))
        busy = False
        for run in runs:
            try:
                busy = self._turn(run, share) or busy
            except Exception as error:  # whatever an algorithm does, the thread is everybody's
                run.fail(error)
        built = [run for run in runs if run.session is not None or run.reason is not None]
        self._show([(run, watcher) for run in built for watcher in tuple(run.watchers)])
        if busy:
            return 0.0
        waiting = any(w.stale(run) for run in runs for w in tuple(run.watchers))
        return 0.004 if running or waiting else 0.5

    def _turn(self, run: Run, seconds: float) -> bool:
        """Commands and steps of one run, for so many seconds; whether there is more to do."""
        until = time.perf_counter() + seconds
        run.obey(until)
        self._attend(run)
        most = run.allowance(time.monotonic())
        if most != 0:
            run.advance(max(until - time.perf_counter(), 0.0), most)
        return most != 0 or run.has_orders

    def _attend(self, run: Run) -> None:
        """Pause what nobody looks at, go on when somebody does, free what was left alone for long."""
        now = time.monotonic()
        if any(watcher.visible for watcher in tuple(run.watchers)):
            self._seen[run.id] = now
            run.resume()
            return
        alone = now - self._seen.get(run.id, now)
        if alone > self.pause_after and run.wants_steps:
            run.auto_pause()
        if alone > self.free_after and not run.watchers:
            self.stop(run.id)

    def _show(self, seats: list[tuple[Run, Watcher]]) -> None:
        """A frame to everybody who is due, in turn, as far as the time for frames goes.

        What a frame costs is what this thread's processor spent on it: to wait for Python's lock, which
        a class that is just joining makes everybody do, is no work.
        """
        first = self._next
        for k in range(len(seats)):
            now = time.perf_counter()
            self._next = (first + k) % len(seats)
            if not self._frames.allows(now):
                return
            run, watcher = seats[self._next]
            if watcher.due(run, now, FRAME):
                began = time.thread_time()
                _frame(run, watcher)
                self._frames.spend(time.thread_time() - began)


def _frame(run: Run, watcher: Watcher) -> None:
    """A frame for `watcher`; where there can be none, the run fails and the watcher is told."""
    try:
        watcher.show(run)
    except Exception as error:
        run.fail(error)
        try:
            watcher.break_off(run)
        except Exception as another:
            log.error("a watcher of run %s was dropped", run.id, exc_info=another)
            run.watchers = [other for other in run.watchers if other is not watcher]


@contextmanager
def thread_for_training() -> Iterator[None]:
    """What the thread that trains needs: one torch thread, and no slow denormal numbers."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


@cache
def engine() -> Engine:
    """The process's engine. LEARNSCOPE_PAUSE_AFTER and LEARNSCOPE_FREE_AFTER are seconds unwatched."""
    handles.raise_limit()
    made = Engine(
        pause_after=number("LEARNSCOPE_PAUSE_AFTER", 30.0),
        free_after=number("LEARNSCOPE_FREE_AFTER", 1800.0),
        limits=Limits.set(),
    )
    atexit.register(made.close)
    return made
