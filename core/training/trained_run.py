"""One algorithm being trained: what only the thread that trains calls, between slices and in them.

Nothing here needs a lock: `Run` in run.py hands over what other threads want.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

import torch

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import Algorithm
from core.training import memory
from core.training.clock import Clock
from core.training.device import resolve
from core.training.history import Event, History
from core.training.pace import Pace, Speedometer
from core.training.session import ROUNDING, Session
from core.training.ways import ways_on

Status = Literal["ready", "running", "paused", "diverged", "failed", "finished"]
log = logging.getLogger(__name__)


class TrainedRun:
    """The state of a run and the turns of the training thread; see the properties for what may be read."""

    def __init__(
        self, run_id: str, algorithm_class: type[Algorithm], config: Config, device: str
    ) -> None:
        self.id = run_id
        self.algorithm_class = algorithm_class
        self.config = config  # the latest requested; the session's own follows between slices
        self.device = device
        self.status: Status = "ready"
        self.reason: Message | None = None
        self.note: Message | None = None  # what its viewers should be told once, and for a while
        self.build = 0
        self.described = 0  # rises when what `describe` says may have changed without a rebuild
        self.revision = 0  # rises with everything that a picture could show
        self.pace = Pace()
        self.speed = Speedometer()
        self.auto_paused = False  # paused only because nobody was looking
        self.refused = False  # failed only because what was asked for last can't be had
        self.session: Session | None = None
        self.previous: Session | None = None
        self._pending_steps: int | None = None  # of a `step` command; −1: to the end of an epoch
        self._pending_epoch = math.inf  # which that is
        self._stops = True
        self.room: Callable[[Config], float] = lambda config: math.inf  # bytes that others leave it
        self.halt_epoch = math.inf  # where a run without viewers is to stop
        self.clock: Clock | None = None  # that it shares with others

    # ---- what a viewer reads ----------------------------------------------------------------
    @property
    def step(self) -> int:
        return self.session.step if self.session else 0

    @property
    def history(self) -> History:
        assert self.session is not None, "a run has a history once it is built"
        return self.session.history

    @property
    def algorithm(self) -> Algorithm:
        assert self.session is not None, "a run has an algorithm once it is built"
        return self.session.algorithm

    @property
    def wants_steps(self) -> bool:
        return self.session is not None and (
            self.status == "running" or self._pending_steps is not None
        )

    # ---- slices -----------------------------------------------------------------------------
    def computing(self) -> AbstractContextManager[None]:
        """Around everything that makes or changes the algorithm's tensors, from its construction on.

        Autograd keeps a record of every change, also where nobody will ask for a gradient: a quarter of the
        time of a small network's operators (benchmarks/mlp_headless.py). What was made without the record
        can't be changed with it, hence one place for both.
        """
        return torch.inference_mode(not self.algorithm_class.AUTOGRAD)

    def allowance(self, now: float) -> int:
        """How many steps may be taken now: 0 none, −1 any number."""
        if not self.wants_steps:
            return 0
        if self._pending_steps is not None:
            return self._pending_steps
        most = self.pace.refill(now, self.algorithm.smooth_steps)
        return most if self.clock is None else self.clock.allows(self, most)

    def advance(self, seconds: float, most: int = -1) -> int:
        """Take steps for about `seconds`, at most `most` (−1: any number); how many were taken."""
        session = self.session
        assert session is not None, "only a built run takes steps"
        halt = min(self._pending_epoch, self.halt_epoch)
        try:
            with self.computing():
                session.meets = None if self.clock is None else self.clock.meets(self)
                done = session.train(seconds, most, stops=self._stops, halt_epoch=halt)
        except Exception as error:
            self.fail(error)
            return 0
        self.revision += 1
        self.pace.spend(done.taken)
        self._settle(done.taken)
        if done.exploded is not None:
            values = {"step": done.exploded.step, "seen": done.exploded.seen, "good": session.step}
            text = N_("Diverged at step {step}: {seen} Shown is the last good state, step {good}.")
            self._end("diverged", Message("status", text, values))
        elif done.ended is not None:
            self._end("finished", done.ended)
        self.speed.mark(time.monotonic(), self.step, self.algorithm.epoch or 0.0)
        return done.taken

    def fail(self, error: Exception) -> None:
        """An exception in the algorithm ends this run alone."""
        log.error("run %s (%s) failed", self.id, self.algorithm_class.NAME, exc_info=error)
        if memory.is_exhausted(error):
            self._end("failed", memory.exhausted(self.algorithm_class, self.config, self.step))
            return
        values = {"step": self.step, "error": f"{type(error).__name__}: {error}"[:300]}
        text = N_("Stopped at step {step} by an error: {error}")
        self._end("failed", Message("status", text, values))

    def _settle(self, taken: int) -> None:
        """Strike the steps just taken off what a `step` or `epoch` command is still owed."""
        if self._pending_steps is None:
            return
        if self._pending_steps == -1:
            done = (self.algorithm.epoch or 0.0) > self._pending_epoch - ROUNDING
        else:
            self._pending_steps -= taken
            done = self._pending_steps <= 0
        if done:
            self._pending_steps, self._pending_epoch = None, math.inf

    def _end(self, status: Status, reason: Message | None) -> None:
        if status in ("diverged", "finished") and status != self.status and reason is not None:
            log.info("run %s (%s) %s: %s", self.id, self.algorithm_class.NAME, status, reason.say())
        self.status, self.reason = status, reason
        self._pending_steps, self._pending_epoch = None, math.inf
        self.auto_paused = self.refused = False
        self.revision += 1

    def _rebuild(
        self, config: Config, device: str, *, keep: bool = True, pause: bool = False
    ) -> None:
        try:
            session = self._built(config, device)
        except Exception as error:
            self._refuse(error)
            return
        if keep and self.session is not None and self.session.step > 0:
            self.previous = self.session
        self._enter(session, pause)

    def _built(self, config: Config, device: str) -> Session:
        """What `config` asks for, if there is room for it."""
        where = resolve(device)
        memory.check(self.algorithm_class, config, where, room=self.room(config))
        algorithm = self.algorithm_class(config, where)
        if self.session is not None:
            algorithm.inherit(self.session.algorithm)
        return Session(algorithm, config, device)

    def _refuse(self, error: Exception) -> None:
        """What was asked for can't be had; what was there stays to be seen until something else is."""
        if isinstance(error, ParamError):
            self._end("failed", error.message)
        else:
            self.fail(error)
        self.refused = True

    def _enter(self, session: Session, pause: bool) -> None:
        """Make `session` the one that is trained and seen."""
        playing = self.status == "running" and not pause
        self.session = session
        self.build += 1
        self._stops = True
        rest: Status = "paused" if session.step else "ready"
        self._end("running" if playing else rest, None)
        self.speed.start(time.monotonic(), session.step, session.algorithm.epoch or 0.0)

    def _undo(self) -> None:
        if self.previous is None or self.session is None:
            return
        session = self.previous
        self.previous = self.session if self.session.step else None
        self._enter(session, pause=True)

    def _configure(self, config: Config) -> None:
        if self.session is None:
            self._rebuild(config, self.device, keep=False)
            return
        if self.refused:
            self._end("paused" if self.session.step else "ready", None)
        before = self.session.config
        changes = before.difference(config)
        if not changes:
            return
        if not changes.keys() <= config.live_names():
            self._rebuild(config, self.device)
            return
        try:
            where, room = self.algorithm.device, self.room(config)
            memory.check(self.algorithm_class, config, where, before, room)
        except ParamError as error:
            self._refuse(error)
            return
        told = {name: pair for name, pair in changes.items() if not config.param(name).quiet}
        names = ", ".join(told)
        moment = self.session.before(names) if told else None
        self.algorithm.configure(config)
        self.session.config = config
        self.described += 1
        self._stops = True
        if told:
            self.session.changed(names, moment)
        for name, (old, new) in told.items():
            param = config.param(name)
            self.history.stamp(Event(self.step, "set", name, param.format(old), param.format(new)))
        if self.status == "diverged" and told:
            self._end("diverged", ways_on(config, list(told), self.step))
        self.revision += 1

    def _play(self) -> None:
        if self.session is None:
            return
        if self.status == "finished":
            self._stops = False  # the stop condition has had its say: train on regardless
        if self.status != "failed" and self.status != "running":
            self._end("running", None)
            self.speed.start(time.monotonic(), self.step, self.algorithm.epoch or 0.0)

    def _pause(self, at: int = 0) -> None:
        self.auto_paused = False
        left = at - self.step if self.status == "running" else 0
        if self.wants_steps:
            self._end("paused", None)
            self._pending_steps = left if left > 0 else None

    def auto_pause(self) -> None:
        """Pause because nobody is looking; `resume` goes on."""
        text = N_("Paused because no visible page was watching. It goes on when you look again.")
        self._end("paused", Message("status", text))
        self.auto_paused = True

    def resume(self) -> None:
        if self.auto_paused:
            self._play()

    def _take(self, steps: int) -> None:
        if not self._hold():
            return
        epoch = self.algorithm.epoch
        if steps == -1 and epoch is None:
            steps = 1  # there are no epochs
        elif steps == -1:
            self._pending_epoch = math.floor((epoch or 0.0) + ROUNDING) + 1.0
        self._pending_steps = steps

    def _hold(self) -> bool:
        """Pause for a step that was asked for; False where there can be none."""
        if self.session is None or self.status == "failed":
            return False
        self._stops = self._stops and self.status != "finished"
        self._end("paused", None)
        return True

    def _seek(self, step: int | None, line: int | None, before: bool) -> None:
        session = self.session
        if session is None:
            return
        config = session.config
        if self.status != "failed" or self.refused:  # what is broken is no moment to come back to
            session.park()
        try:
            session.seek(step, line, before=before)
        except KeyError:  # the line has had to go since
            return
        self.described += session.config != config
        self._stops = True
        self._end("paused" if session.step else "ready", None)
        self.speed.start(time.monotonic(), session.step, session.algorithm.epoch or 0.0)

    def _shift(self, gear: str) -> None:
        self.pace.shift(gear)
        if self.session is not None:  # a run whose configuration was refused has no algorithm
            self.speed.start(time.monotonic(), self.step, self.algorithm.epoch or 0.0)
        self.revision += 1
