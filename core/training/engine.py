"""Owns the runs, and decides which training thread each of them is on (lane.py).

Light runs, heavy ones and those whose single step takes seconds each have a lane; a fourth builds, which
takes long where data have to be read: nobody's frames wait for that either.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
import threading
import time
from functools import cache

from core.params import Config, ParamError
from core.playgrounds.contract import Algorithm
from core.training.lane import Lane, thread_for_training
from core.training.run import Run
from core.training.weight import Weight

RUNS_PER_OWNER = 12
PATIENCE = 1.5  # seconds that a step may take to its end when the server closes
LANES = ("light", "heavy", "long")  # by weight


class Engine:
    """Owns the runs and the lanes that train them. All public methods may be called from any thread."""

    def __init__(self, pause_after: float = 30.0, free_after: float = 1800.0) -> None:
        self.pause_after = pause_after
        self.free_after = free_after
        self._runs: dict[str, Run] = {}
        self._seen: dict[str, float] = {}  # run → when somebody last looked
        self._lock = threading.Lock()
        self._lanes = [Lane(name, self._attend, self._place) for name in LANES]
        self._builder = Lane("builds", self._attend, self._place, builds=True)

    def create(
        self, owner: str, algorithm_class: type[Algorithm], config: Config, device: str = "auto"
    ) -> Run:
        """A new run; it is built on a thread of the engine's, so this returns at once."""
        run = Run(algorithm_class, config, device=device, owner=owner)
        with self._lock:
            mine = [other for other in self._runs.values() if other.owner == owner]
            for old in sorted(mine, key=lambda other: self._seen[other.id]):
                if len(mine) >= RUNS_PER_OWNER and not old.watchers:
                    mine.remove(old)
                    self._forget(old)
            self._runs[run.id] = run
            self._seen[run.id] = time.monotonic()
            self._builder.take(run)
        return run

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

    def close(self, patience: float = PATIENCE) -> bool:
        """End the threads: torch must not be running in a daemon thread when the interpreter exits.

        Whether all have ended. A step that takes longer than `patience` goes on, and nobody waits for it.
        """
        until = time.monotonic() + patience
        lanes = [*self._lanes, self._builder]
        for lane in lanes:
            lane.stop()
        ended = [lane.join(until - time.monotonic()) for lane in lanes]
        return all(ended)

    def _forget(self, run: Run) -> None:
        del self._runs[run.id]
        self._seen.pop(run.id, None)
        if run.lane is not None:
            run.lane.drop(run)

    # ---- called by a lane about a run of its own ----------------------------------------------
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

    def _place(self, run: Run) -> None:
        """Move a run to the lane it belongs in."""
        if run.builds_next:
            lane = self._builder
        else:
            if run.weighed != (run.build, run.described):
                run.weighed = (run.build, run.described)
                run.weight = Weight(_flops(run), before=run.weight.level)
            lane = self._lanes[run.weight.level]
        if lane is run.lane:
            return
        with self._lock:
            if run.id in self._runs and run.lane is not None:
                run.lane.drop(run)
                lane.take(run)


def _flops(run: Run) -> float:
    """Of a step, where a processor does it: other devices are faster than anything estimated here."""
    if run.session is None or run.algorithm.device.type != "cpu":
        return 0.0
    try:
        return run.algorithm_class.cost(run.session.config).flops
    except ParamError:  # it was built, so it can be placed by what it will be measured to take
        return 0.0


@cache
def engine() -> Engine:
    """The process's engine. LEARNSCOPE_PAUSE_AFTER and LEARNSCOPE_FREE_AFTER are seconds unwatched."""
    made = Engine(
        pause_after=float(os.environ.get("LEARNSCOPE_PAUSE_AFTER", 30)),
        free_after=float(os.environ.get("LEARNSCOPE_FREE_AFTER", 1800)),
    )
    atexit.register(_end, made)
    return made


def _end(made: Engine) -> None:
    """At the interpreter's exit. What is still in a step would tear down the process with an error when
    Python goes: then the process ends here, after all that has been said is written."""
    if not made.close():
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


__all__ = ["Engine", "engine", "thread_for_training"]
