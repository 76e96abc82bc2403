"""Owns the runs, and decides which training thread each of them is on (lane.py).

Light runs, heavy ones and those whose single step takes seconds each have a lane; a fourth builds, which
takes long where data have to be read: nobody's frames wait for that either.
"""

from __future__ import annotations

import atexit
import logging
import math
import os
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial

from core.params import Config
from core.playgrounds.contract import Algorithm
from core.training import handles
from core.training.admission import Admission, Limits, cost
from core.training.clock import share
from core.training.environment import number
from core.training.figures import Figures, gathered
from core.training.keeper import Keeper
from core.training.keeping import Kept
from core.training.lane import Lane, thread_for_training
from core.training.library import Library
from core.training.packed import Packed
from core.training.places import Place
from core.training.run import Run
from core.training.weighing import flops
from core.training.weight import Weight

PATIENCE = 1.5  # seconds that a step may take to its end when the server closes
LANES = ("light", "heavy", "long")  # by weight
ADMITTED = 0.02  # seconds for which a look at who is let in holds
log = logging.getLogger(__name__)


class Engine:
    """Owns the runs and the lanes that train them. All public methods may be called from any thread."""

    def __init__(
        self, pause_after: float = 30.0, free_after: float = 1800.0, limits: Limits | None = None
    ) -> None:
        self.pause_after = pause_after
        self.free_after = free_after
        self.keeper: Keeper | None = None  # core/store
        self.library: Library | None = None  # which is there as well
        self._runs: dict[str, Run] = {}
        self._seen: dict[str, float] = {}  # run → when somebody last looked
        self._lock = threading.RLock()  # of the runs and of who is let in
        self.admission = Admission(limits or Limits(), self._runs, self._seen, self._forget)
        self._inside: set[str] = set()  # the runs that may take their turns, as last looked for
        self._looked = -math.inf  # when that was
        self._lanes = [Lane(name, self._admitted, self._attend, self._place) for name in LANES]
        self._builder = Lane("builds", self._admitted, self._attend, self._place, builds=True)

    def create(
        self,
        owner: str,
        algorithm_class: type[Algorithm],
        config: Config,
        device: str = "auto",
        saved: Packed | None = None,
        beside: Run | None = None,
        name: str = "",
    ) -> Run:
        """Returns at once: it is built on a thread of the engine's. `name`: its id."""
        run = Run(algorithm_class, config, device=device, owner=owner, saved=saved, name=name)
        return self._begin(run)

    def _begin(self, run: Run) -> Run:
        """`run`, or the one of the same name that is here already."""
        run.room = partial(self._room, run)
        cost(
            run.algorithm_class, run.config
        )  # kept: it takes a while, and others wait for the lock
        with self._lock:
            if run.id in self._runs:
                return self._runs[run.id]
            self._runs[run.id] = run
            self._seen[run.id] = now = time.monotonic()
            self.admission.arrive(run, now)
            self._looked = -math.inf
            self._builder.take(run)
        if run.owner:  # those of the warm-up are nobody's
            back = " again, from the store" if run.kept else ""
            log.info("run %s (%s) started%s", run.id, run.algorithm_class.NAME, back)
        return run

    def _bring_back(self, kept: Kept | None) -> Run | None:
        if kept is None:
            return None
        run = Run(kept.algorithm, kept.config, device=kept.device, owner=kept.owner, kept=kept)
        return self._begin(run)

    @property
    def full(self) -> bool:
        """Whether there is no room even in the line of those who wait."""
        return self.admission.overfull or handles.left() < 1

    @property
    def runs(self) -> list[Run]:
        return list(self._runs.values())

    @property
    def lanes(self) -> list[Lane]:
        return [*self._lanes, self._builder]

    @property
    def ids(self) -> list[str]:
        """Of all runs."""
        return list(self._runs)

    def get(self, run_id: str) -> Run | None:
        return self._runs.get(run_id)

    def recall(self, run_id: str, owner: str) -> Run | None:
        """A run by its name; the owner's also from the store, which may take a moment."""
        run = self.get(run_id)
        if run is not None or self.keeper is None or not run_id:
            return run
        kept = self.keeper.find(run_id)
        return self._bring_back(kept) if kept is not None and kept.owner == owner else None

    def shown(self, tab: str, algorithm: str, owner: str) -> Run | None:
        """The run of this algorithm that a browser tab was shown before its session was lost. Whoever has
        no `owner`'s name is known by the tab alone."""
        with self._lock:
            runs = [one for one in self._runs.values() if algorithm == one.algorithm_class.NAME]
            found = [one for one in runs if tab == one.tab and owner in ("", one.owner)]
        if found or self.keeper is None:
            return max(found, key=lambda run: run.born, default=None)
        kept = self.keeper.shown(tab, algorithm)
        return self._bring_back(kept) if kept is not None and owner in ("", kept.owner) else None

    def adopt(
        self, owner: str, algorithm: str, config: Config, beside: Run | None = None
    ) -> Run | None:
        found = self.alone(owner, algorithm, config)
        if found is not None or self.keeper is None:
            return found
        return self.stored(owner, algorithm, config, self.ids)

    def alone(self, owner: str, algorithm: str, config: Config) -> Run | None:
        """The owner's newest of those in memory that nobody is watching now."""
        with self._lock:
            found = [
                run
                for run in self._runs.values()
                if run.owner == owner
                and algorithm == run.algorithm_class.NAME
                and run.config == config
                and not run.attended
                and not (run.refused and run.session is None)  # by now there may be room for it
            ]
        return max(found, key=lambda run: run.born, default=None)

    def stored(
        self, owner: str, algorithm: str, config: Config, alive: Sequence[str]
    ) -> Run | None:
        """The newest in the store that is not `alive`, back from there."""
        if self.keeper is None:
            return None
        return self._bring_back(self.keeper.newest(owner, algorithm, config, alive))

    def together(self, runs: Sequence[Run], counts: str) -> None:
        """These runs, and no others, share a clock."""
        share(runs, counts)

    def near(self, one: Run, other: Run) -> bool:
        return True

    def figures(self) -> Figures:
        return gathered(self.runs, self.lanes, self.admission, self.keeper, self.full)

    def stop(self, run_id: str) -> None:
        with self._lock:
            run = self._runs.get(run_id)
            if run is not None:
                self._forget(run)

    def close(self, patience: float = PATIENCE) -> bool:
        """End the threads: torch must not be running in a daemon thread when the interpreter exits.

        Whether all have ended. A step that takes longer than `patience` goes on, and nobody waits for it.
        """
        until = time.monotonic() + patience
        lanes = self.lanes
        for lane in lanes:
            lane.stop()
        ended = [lane.join(until - time.monotonic()) for lane in lanes]
        if self.keeper is not None:
            busy = [lane.occupied[0] for lane in lanes if lane.occupied is not None]
            self.keeper.close(run for run in tuple(self._runs.values()) if run not in busy)
        return all(ended)

    def _forget(self, run: Run) -> None:
        if run.owner:
            log.info("run %s (%s) freed at step %d", run.id, run.algorithm_class.NAME, run.step)
        self._runs.pop(run.id, None)
        self._seen.pop(run.id, None)
        if run.lane is not None:
            run.lane.drop(run)
        self.admission.leave(run)
        if run.clock is not None:
            run.clock.leave(run)
        if self.keeper is not None:
            self.keeper.forget(run)

    def _room(self, run: Run, config: Config) -> float:
        with self._lock:
            return self.admission.room(run, config)

    # ---- called by a lane about a run of its own ----------------------------------------------
    def _admitted(self) -> set[str]:
        """The runs that may take their turns."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked >= ADMITTED:
                self._looked = now
                self._inside = {run.id for run in self.admission.turns(now)}
            return self._inside

    def _attend(self, run: Run) -> None:
        """Pause what nobody looks at, go on when somebody does, free what was left alone for long."""
        now = time.monotonic()
        if self.keeper is not None:
            self.keeper.look(run)
        together = (
            (run,) if run.clock is None else run.clock.members
        )  # who looks at one looks at all
        if any(watcher.visible for one in together for watcher in tuple(one.watchers)):
            self._seen[run.id] = now
            run.resume()
            return
        alone = now - self._seen.get(run.id, now)
        if alone > self.pause_after and run.wants_steps:
            run.auto_pause()
        if alone > self.free_after and not run.attended:
            self.stop(run.id)

    def _place(self, run: Run) -> None:
        """Move a run to the lane it belongs in."""
        if run.builds_next:
            lane = self._builder
        else:
            if run.weighed != (run.build, run.described):
                run.weighed = (run.build, run.described)
                run.weight = Weight(flops(run), before=run.weight.level)
            lane = self._lanes[run.weight.level]
        if lane is run.lane:
            return
        with self._lock:
            if run.id in self._runs and run.lane is not None:
                run.lane.drop(run)
                lane.take(run)


_place: list[Place] = []


def use(place: Place) -> None:
    """From now on `engine` gives this one."""
    _place[:] = [place]


def engine() -> Place:
    """Where this process's runs are trained: on its own threads, where nothing else was said."""
    if not _place:
        use(begun())
    return _place[0]


def begun() -> Engine:
    """An engine as the environment says. LEARNSCOPE_PAUSE_AFTER and LEARNSCOPE_FREE_AFTER are seconds
    unwatched."""
    handles.raise_limit()
    made = Engine(
        pause_after=number("LEARNSCOPE_PAUSE_AFTER", 30.0),
        free_after=number("LEARNSCOPE_FREE_AFTER", 1800.0),
        limits=Limits.set(),
    )
    atexit.register(_end, made)
    return made


def _end(made: Engine) -> None:
    """At the interpreter's exit, which what is still in a step would make an error: then it ends here."""
    if not made.close():
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


__all__ = ["Engine", "begun", "engine", "thread_for_training", "use"]
