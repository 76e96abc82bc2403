"""A lane: one thread, the runs that it trains by turns, and the frames of those runs.

Small networks are bound by the interpreter: two threads that take turns at its lock are slower in total
than one (../shared/FACTS.md has the figures), so all of them share one lane. A step that takes long spends
its time in torch's kernels, which let go of the lock: such a run trains in a lane beside, where nobody
else waits for it. At any time a run is in one lane, and that lane's thread alone touches it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

from core.training.pace import Budget
from core.training.run import Run, Watcher
from core.training.tally import Tally
from core.training.weight import LONG

SLICE = 0.010  # seconds of training between two looks at commands and frames
SLICES = 0.040  # seconds in which every running run should get its turn
SHORTEST = 0.0015  # of a slice: of a shorter one too much would go into what goes with every one
FRAME = 1 / 28  # seconds between two frames to the same watcher
FRAME_SHARE = 0.25  # of the time at most for making frames, as the thread's processor counts it
CROWD, CROWD_SHARE = 20, 0.4  # from so many watchers on: a class sees little else of its training
FRAMES_SAVED, FRAMES_OWED = 0.05, 0.25  # seconds of frames in one go, and for the slowest of them
FIRST_PICTURE = 8.0  # seconds that a browser has to draw it
log = logging.getLogger(__name__)


class Lane:
    """The thread `learnscope-training-NAME`, begun with the first run it gets.

    Only runs that are `admitted` take turns. `attend` is called with a run at each of its turns, `placed`
    after each and after each of its frames: that may move the run to another lane. A lane that `builds`
    takes no steps.
    """

    def __init__(
        self,
        name: str,
        admitted: Callable[[], set[str]],
        attend: Callable[[Run], None],
        placed: Callable[[Run], None],
        builds: bool = False,
    ) -> None:
        self.name = name
        self.builds = builds
        self.occupied: tuple[Run, float] | None = None  # whose step it is, since time.monotonic()
        self.tally = Tally()
        self._admitted, self._attend, self._placed = admitted, attend, placed
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._frames = Budget(FRAME_SHARE, FRAMES_SAVED, FRAMES_OWED)
        self._next = 0  # the watcher who is first to get a frame

    def take(self, run: Run) -> None:
        """From now on `run` is this lane's."""
        with self._lock:
            self._runs[run.id] = run
            run.lane, run.entered = self, time.monotonic()
            if self._thread is None and not self._stop.is_set():
                name = f"learnscope-training-{self.name}"
                self._thread = threading.Thread(target=self._work, name=name, daemon=True)
                self._thread.start()
        self.wake()

    def drop(self, run: Run) -> None:
        with self._lock:
            self._runs.pop(run.id, None)

    def wake(self) -> None:
        self._awake.set()

    def stop(self) -> None:
        """Have the thread end after the step that it is in."""
        self._stop.set()
        self.wake()

    def join(self, seconds: float) -> bool:
        """Whether the thread has ended, `seconds` from now at the latest."""
        with self._lock:  # where one is just being started, it has been
            thread = self._thread
        if thread is None or thread is threading.current_thread():
            return True
        thread.join(max(seconds, 0.0))
        return not thread.is_alive()

    @property
    def dead(self) -> bool:
        """Whether its thread has ended, though nobody has asked for that."""
        thread = self._thread
        return thread is not None and not thread.is_alive() and not self._stop.is_set()

    # ---- the lane's thread ------------------------------------------------------------------
    def _work(self) -> None:
        with thread_for_training():
            while not self._stop.is_set():
                self._awake.clear()
                admitted = self._admitted()
                with self._lock:
                    runs = [run for run in self._runs.values() if run.id in admitted]
                rest = self._round(runs)
                if rest > 0:
                    self._awake.wait(rest)

    def _round(self, runs: list[Run]) -> float:
        """One turn for every run, then frames; seconds to sleep before the next round (0: none)."""
        running = sum(run.wants_steps for run in runs)
        share = max(min(SLICE, SLICES / max(running, 1)), SHORTEST)
        busy = False
        for run in runs:
            if self._stop.is_set():
                return 0.0
            began = time.monotonic()
            try:
                part = 1.0 if run.clock is None else run.clock.part
                busy = self._turn(run, max(share * part, SHORTEST)) or busy
            except Exception as error:  # whatever an algorithm does, the thread is everybody's
                run.fail(error)
            self._placed(run)
            if time.monotonic() - began > SLICES:
                self._between(runs)
        self._show(runs)
        if busy:
            return 0.0
        waiting = any(w.stale(run) for run in self._own(runs) for w in tuple(run.watchers))
        return 0.004 if running or waiting else 0.5

    def _own(self, runs: list[Run]) -> list[Run]:
        """Those of `runs` that are still this lane's."""
        return [run for run in runs if run.id in self._runs]

    def _turn(self, run: Run, seconds: float) -> bool:
        """Commands and steps of one run, for so many seconds; whether there is more to do."""
        if run.id not in self._runs:
            return False
        until = time.perf_counter() + seconds
        run.obey(until, build=self.builds)
        self._attend(run)
        most = 0 if self.builds or _unseen(run) else run.allowance(time.monotonic())
        if most != 0:
            began, worked = time.perf_counter(), time.thread_time()
            self.occupied = (run, time.monotonic())
            done = run.advance(max(until - began, 0.0), most)
            self.occupied, taken = None, max(done, 1)
            worked, passed = time.thread_time() - worked, time.perf_counter() - began
            run.weight.stepped(worked / taken, passed / taken)
            self.tally.steps += done
            self.tally.slices.add(passed)
        return most != 0 or run.has_orders

    def _between(self, runs: list[Run]) -> None:
        """After a long turn: others need not wait for the rest of the round with what they ask for."""
        for run in self._own(runs):
            if run.has_orders:
                run.obey(time.perf_counter(), build=self.builds)
        self._show(runs)

    def _show(self, runs: list[Run]) -> None:
        """A frame to everybody who is due, in turn, as far as the time for frames goes.

        What a frame costs is what this thread's processor spent on it: to wait for Python's lock, which
        a class that is just joining makes everybody do, is no work.
        """
        built = [
            run for run in self._own(runs) if run.session is not None or run.reason is not None
        ]
        seats = [(run, watcher) for run in built for watcher in tuple(run.watchers)]
        self._frames.share = FRAME_SHARE if len(seats) < CROWD else CROWD_SHARE
        first = self._next
        for k in range(len(seats)):
            now = time.perf_counter()
            self._next = (first + k) % len(seats)
            if not self._frames.allows(now):
                return
            run, watcher = seats[self._next]
            if run.id in self._runs and watcher.due(run, now, FRAME):
                began = time.thread_time()
                _frame(run, watcher)
                spent = time.thread_time() - began
                self._frames.spend(spent)
                self.tally.frames += 1
                self.tally.frame_seconds += spent
                run.weight.shown(spent)
                self._placed(run)


def _unseen(run: Run) -> bool:
    """Whether a page that is just coming should see the untrained model before a step of seconds."""
    if run.weight.level != LONG or run.step or run.drawn.is_set():
        return False
    return time.monotonic() - run.entered < FIRST_PICTURE


def _frame(run: Run, watcher: Watcher) -> None:
    """A frame for `watcher`; where there can be none, the run fails and the watcher is told."""
    try:
        with run.computing():
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
    """What a thread that trains needs: one torch thread, and no slow denormal numbers."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
